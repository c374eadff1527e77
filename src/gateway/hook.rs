//! What a provider says by itself: the hook it calls, the proofs that it is the provider, the notices inside.

use super::check::is_token;
use super::encode::percent;
use super::encode::url::Address;
use super::exchange::Key;
use crate::fact::event::{ReceiptState, Refusal};
use crate::money::Amount;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// An HTTP request that came in; its body is handed in beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// The method.
    pub method: String,
    /// The public address as the provider was told it, query included.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
}

/// Returns the host's token of an attempt: the parameter `ref` of the address that was given for its receipts.
///
/// The query, not the path: it is the same behind any rewriting of paths, and in stores without any.
pub(super) fn reference(url: &str) -> Option<Box<str>> {
    let fields = percent::fields(Address::split(url)?.query()?.as_bytes())?;
    let (_, value) = fields.into_iter().find(|(name, _)| name == "ref")?;
    is_token(&value).then(|| value.into())
}

/// Something for the host to compute with its native primitive over given bytes; the result is lower-case hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proof {
    /// What to compute.
    pub algorithm: ProofAlgorithm,
    /// With which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

/// What a proof is computed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofAlgorithm {
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// SHA-256, without a key.
    Sha256,
}

/// What the host has to compute before a hook is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// Each proof with the bytes it is over, in the order in which `webhook` wants the results.
    Prove(Vec<(Proof, Vec<u8>)>),
    /// No proof could help.
    Refused(HookRefusal),
}

/// What a hook said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hooked {
    /// It is the provider's.
    Heard(HeardHook),
    /// It is not believed, and nothing in it is told.
    Refused(HookRefusal),
}

/// A hook that is the provider's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeardHook {
    /// What it says; empty where it says nothing that matters here.
    pub notices: Vec<Notice>,
    /// What makes it the same as another.
    pub replay: Replay,
    /// What to answer, the first time and every other.
    pub reply: HookReply,
}

/// What makes a hook the same as another: heard twice within the days, it counts once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replay {
    /// What the host keeps, unique per provider.
    pub key: String,
    /// How long.
    pub keep_days: u16,
}

/// One thing that a provider says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// What became of a text.
    Receipt(ReceiptNotice),
    /// A text that somebody sent.
    Inbound(InboundNotice),
}

/// What became of a text that was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptNotice {
    /// The provider's id of the text.
    pub provider_id: Box<str>,
    /// The host's token of the attempt, from the callback's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Box<str>>,
    /// How far it got.
    pub state: ReceiptState,
    /// Why it got no further, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Refusal>,
    /// The provider's own code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<str>>,
    /// Parts the provider counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<u32>,
    /// What it costs, all parts together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
}

/// A text that somebody sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboundNotice {
    /// The provider's id of it.
    pub provider_id: Box<str>,
    /// Who sent it, in E.164 where the provider says so.
    pub from: Box<str>,
    /// Which of the store's numbers it came to.
    pub to: Box<str>,
    /// The words.
    pub text: Box<str>,
    /// What the provider itself took it as, and acted upon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<InboundWord>,
}

/// What a provider takes a text as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InboundWord {
    /// An opt-out.
    Stop,
    /// An opt-in after one.
    Start,
    /// A call for help.
    Help,
}

/// What to answer to a hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookReply {
    /// The HTTP status.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body.
    pub body: &'static str,
}

/// Why a hook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HookRefusal {
    /// There is no signature.
    Unsigned,
    /// The signature is another's, or of something else.
    Forged,
    /// It was signed too long ago, or in the future.
    Stale,
    /// It is no hook of this provider.
    Malformed,
    /// This provider has no such hooks.
    Unsupported,
}
