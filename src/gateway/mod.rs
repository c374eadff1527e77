//! Gateways: SMS providers without IO.
//!
//! A host performs HTTP and computes signatures; what to say, and what an answer means, is decided here:
//!
//! ```text
//! request(provider, settings, moment, errand)                 -> perform this HTTP, or it is settled already
//! response(provider, settings, moment, errand, heard, body)   -> accepted | refused | unknown; or a check's answer
//! challenge(provider, settings, moment, hook, body)           -> compute these proofs; or the hook is refused
//! webhook(provider, settings, moment, hook, proofs, body)     -> notices, what makes it a repeat, what to reply
//! ```
//!
//! Nothing is kept between two calls. `moment` is the host's time of processing. Every function is total: bytes from
//! outside that make no sense are `unknown` (answers) or refused (hooks), never a fault; a fault is the host's mistake.
//!
//! The rule behind all outcomes: rather a text unsent than sent twice. *Refused* is certain: it was not sent and will
//! not be. *Accepted* is certain: the provider has it. All else is *unknown*, is never sent again by itself, and is
//! looked up where the API can.
//!
//! How to add a provider: README.md beside this file. Signatures that can only be verified, not computed again
//! (Ed25519, asymmetric JWTs), fit as a proof that carries the signature: the host verifies, and hands in `01` or `00`.

mod answer;
mod check;
mod claim;
mod encode;
mod exchange;
mod fault;
mod hook;
mod log;
mod outcome;
mod settings;
mod twilio;
mod webhook;

pub use exchange::{
    CheckErrand, CheckWhat, Errand, Http, Key, KeyEncoding, LookUpErrand, Method, Requested, Seal, SealAlgorithm,
    SealEncoding, SendErrand,
};
pub use fault::GatewayFault;
pub use hook::{
    Challenge, HeardHook, Hook, HookRefusal, HookReply, Hooked, InboundNotice, InboundWord, Notice, Proof,
    ProofAlgorithm, ReceiptNotice, Replay,
};
pub use outcome::{
    AcceptedSending, Alarm, Answered, Checked, Heard, RefusedSending, Registered, Responded, Sending, Silent,
    UnknownSending,
};
pub use settings::{Setting, Settings, Shape};

use crate::fact::event::Refusal;
use crate::time::Timestamp;
use alloc::string::String;
use claim::Claim;
use serde::Serialize;
use settings::Account;

/// Largest body of a hook. Chosen: ten times what providers send.
pub const MOST_HOOK_BYTES: usize = 64 * 1_024;

/// Largest body of an answer. Chosen: a page of 20 of the longest texts stays below.
pub const MOST_ANSWER_BYTES: usize = 256 * 1_024;

/// Most headers of a hook or an answer. Chosen: proxies add a few, servers refuse a hundred.
pub const MOST_HEADERS: usize = 64;

/// Longest address of a hook.
const MOST_ADDRESS: usize = 4_096;

/// Every provider there is, in the order in which screens show them.
static PROVIDERS: &[Provider] = &[twilio::PROVIDER, webhook::PROVIDER, log::PROVIDER];

/// A provider: what an owner has to know of it, and its code.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provider {
    /// The name by which hosts call it.
    pub name: &'static str,
    /// The name that owners know.
    pub title: &'static str,
    /// The version of its API that this speaks.
    pub api: &'static str,
    /// When its documentation was last read for this, as `2026-11-21`.
    pub read: &'static str,
    /// What it needs to know.
    pub settings: &'static [Setting],
    /// Whether an attempt without an answer can be looked up.
    pub looks_up: bool,
    /// Whether it calls back: receipts and texts of recipients.
    pub hooks: bool,
    #[serde(skip)]
    code: Code,
}

/// What each provider must be able to do. All of it is total; `errand` and sizes are checked before.
#[derive(Clone, Copy)]
struct Code {
    /// What to do for an errand.
    request: fn(Account<'_>, Timestamp, &Errand) -> Requested,
    /// What an answer means.
    response: fn(Account<'_>, Timestamp, &Errand, &Heard, &[u8]) -> Responded,
    /// What proves that a hook is the provider's.
    claim: fn(Account<'_>, Timestamp, &Hook, &[u8]) -> Result<Claim, HookRefusal>,
    /// What a proven hook says.
    hear: fn(Account<'_>, &Hook, &[u8]) -> Result<HeardHook, HookRefusal>,
}

/// Returns every provider there is.
pub fn providers() -> &'static [Provider] {
    PROVIDERS
}

/// Returns what to do for an errand. A text whose `not_after` has passed is settled as expired.
///
/// # Errors
/// Any `GatewayFault`.
pub fn request(name: &str, settings: &Settings, moment: Timestamp, errand: &Errand) -> Result<Requested, GatewayFault> {
    let (provider, account) = open(name, settings)?;
    check::errand(errand)?;
    if let Errand::Send(send) = errand
        && moment > send.not_after
    {
        return Ok(Requested::Settled(answer::refused(Refusal::Expired, None)));
    }
    Ok((provider.code.request)(account, moment, errand))
}

/// Returns what became of an errand after what was heard; `body` is the answer's, empty where there was silence.
///
/// A body of more than 256 KiB is taken as one that can't be read; headers after the 64th are not looked at.
///
/// # Errors
/// Any `GatewayFault`.
pub fn response(
    name: &str,
    settings: &Settings,
    moment: Timestamp,
    errand: &Errand,
    heard: &Heard,
    body: &[u8],
) -> Result<Responded, GatewayFault> {
    let (provider, account) = open(name, settings)?;
    check::errand(errand)?;
    let body = if body.len() <= MOST_ANSWER_BYTES { body } else { &[] };
    Ok((provider.code.response)(account, moment, errand, heard, body))
}

/// Returns what the host has to compute before it is known whether a hook is the provider's.
///
/// # Errors
/// Any `GatewayFault`; what is wrong with the hook itself is `Challenge::Refused`.
pub fn challenge(
    name: &str,
    settings: &Settings,
    moment: Timestamp,
    hook: &Hook,
    body: &[u8],
) -> Result<Challenge, GatewayFault> {
    let (provider, account) = open(name, settings)?;
    Ok(match provider.claim(account, moment, hook, body) {
        Ok(claim) => Challenge::Prove(claim.into_proofs()),
        Err(why) => Challenge::Refused(why),
    })
}

/// Returns what a hook says, if the proofs are those of the challenge, in its order, as lower-case hex.
///
/// # Errors
/// Any `GatewayFault`; what is wrong with the hook itself is `Hooked::Refused`.
pub fn webhook(
    name: &str,
    settings: &Settings,
    moment: Timestamp,
    hook: &Hook,
    proofs: &[String],
    body: &[u8],
) -> Result<Hooked, GatewayFault> {
    let (provider, account) = open(name, settings)?;
    let heard = provider
        .claim(account, moment, hook, body)
        .and_then(|claim| claim.prove(proofs))
        .and_then(|()| (provider.code.hear)(account, hook, body));
    Ok(match heard {
        Ok(heard) => Hooked::Heard(heard),
        Err(why) => Hooked::Refused(why),
    })
}

fn open<'a>(name: &str, settings: &'a Settings) -> Result<(&'static Provider, Account<'a>), GatewayFault> {
    let provider = PROVIDERS.iter().find(|provider| provider.name == name).ok_or(GatewayFault::UnknownProvider)?;
    Ok((provider, Account::of(settings, provider.settings)?))
}

impl Provider {
    fn claim(&self, account: Account<'_>, moment: Timestamp, hook: &Hook, body: &[u8]) -> Result<Claim, HookRefusal> {
        let fits =
            body.len() <= MOST_HOOK_BYTES && hook.headers.len() <= MOST_HEADERS && hook.url.len() <= MOST_ADDRESS;
        if fits { (self.code.claim)(account, moment, hook, body) } else { Err(HookRefusal::Malformed) }
    }
}
