//! Hooks of the owner's side: what signs them, and what they say.

use super::{SECRET, paid, refusal};
use crate::fact::event::ReceiptState;
use crate::gateway::answer::{self, Body};
use crate::gateway::check;
use crate::gateway::claim::{Claim, MOST_SIGNATURES};
use crate::gateway::exchange::SealEncoding;
use crate::gateway::hook::{
    HeardHook, Hook, HookRefusal, HookReply, InboundNotice, InboundWord, Notice, Proof, ProofAlgorithm, ReceiptNotice,
    Replay,
};
use crate::gateway::settings::Account;
use crate::time::{Span, Timestamp};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How old or early a signature may be. Chosen, as the reference libraries of Standard Webhooks do.
const WINDOW: Span = Span::minutes(5);

/// How long a hook is known again. Chosen: the window forbids strangers' repeats; senders retry within days.
const KEEP_DAYS: u16 = 30;

/// Longest `webhook-id`. Chosen: UUIDs and prefixed ids in use stay far below.
const MOST_ID: usize = 128;

const DONE: HookReply = HookReply { status: 204, headers: Vec::new(), body: "" };

pub(super) fn claim(_: Account<'_>, moment: Timestamp, hook: &Hook, body: &[u8]) -> Result<Claim, HookRefusal> {
    if hook.method != "POST" {
        return Err(HookRefusal::Unsupported);
    }
    let id = answer::signature(hook, "webhook-id")?;
    let at = answer::signature(hook, "webhook-timestamp")?;
    let signatures = signatures(answer::signature(hook, "webhook-signature")?);
    if !is_id(id) || at.len() > 12 || !at.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(HookRefusal::Malformed);
    }
    let signed = Timestamp::from_ms(at.parse::<i64>().unwrap_or_default().saturating_mul(1_000));
    if moment.since(signed) > WINDOW || signed.since(moment) > WINDOW {
        return Err(HookRefusal::Stale);
    }
    let proof = Proof { algorithm: ProofAlgorithm::HmacSha256, key: Some(SECRET) };
    let bytes = [id.as_bytes(), b".", at.as_bytes(), b".", body].concat();
    Ok(Claim { signed: vec![(proof, bytes)], signatures, encoding: SealEncoding::Base64, body: None })
}

/// The symmetric signatures among those of the header; others (`v1a,`) are another's business.
fn signatures(header: &str) -> Vec<String> {
    header.split(' ').filter_map(|each| each.strip_prefix("v1,")).take(MOST_SIGNATURES).map(str::to_owned).collect()
}

/// An id has no full stop, which ends it in what is signed.
fn is_id(id: &str) -> bool {
    id.len() <= MOST_ID && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.')
}

pub(super) fn hear(_: Account<'_>, hook: &Hook, body: &[u8]) -> Result<HeardHook, HookRefusal> {
    let value = answer::json(body).ok_or(HookRefusal::Malformed)?;
    let body = Body::of(Some(&value));
    let notice = match body.text("event") {
        Some("receipt") => Notice::Receipt(receipt(body).ok_or(HookRefusal::Malformed)?),
        Some("inbound") => Notice::Inbound(inbound(body).ok_or(HookRefusal::Malformed)?),
        Some(_) => return Err(HookRefusal::Unsupported),
        None => return Err(HookRefusal::Malformed),
    };
    let key = answer::signature(hook, "webhook-id")?.to_owned();
    Ok(HeardHook { notices: vec![notice], replay: Replay { key, keep_days: KEEP_DAYS }, reply: DONE })
}

fn receipt(body: Body<'_>) -> Option<ReceiptNotice> {
    let reference = body.text("reference").filter(|text| check::is_token(text));
    Some(ReceiptNotice {
        provider_id: body.token("id").or_else(|| reference.map(Into::into))?,
        reference: reference.map(Into::into),
        state: match body.text("state")? {
            "sent" => ReceiptState::Sent,
            "delivered" => ReceiptState::Delivered,
            "undelivered" => ReceiptState::Undelivered,
            "failed" => ReceiptState::Failed,
            _ => return None,
        },
        why: body.text("why").and_then(refusal),
        code: body.token("code"),
        parts: body.parts("parts"),
        price: paid(body.at("price")),
    })
}

fn inbound(body: Body<'_>) -> Option<InboundNotice> {
    Some(InboundNotice {
        provider_id: body.token("id")?,
        from: body.text("from").filter(|from| check::is_number(from))?.into(),
        to: body.text("to").filter(|to| check::is_sender(to))?.into(),
        text: body.text("text")?.into(),
        word: body.text("word").and_then(|word| match word {
            "stop" => Some(InboundWord::Stop),
            "start" => Some(InboundWord::Start),
            "help" => Some(InboundWord::Help),
            _ => None,
        }),
    })
}
