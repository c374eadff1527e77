//! What a proven hook of Twilio's says: a receipt, or a text that somebody sent.
//!
//! Twilio signs no time, so a hook stays valid for ever and the host has to remember it. A receipt heard twice changes
//! nothing, so it is remembered for as long as Twilio may repeat it; a text of a recipient for ten years, since a START
//! heard again after a later STOP would lift that opt-out.
//!
//! # Source
//! twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks (of 2026-07-21); support article
//! 31560110671259 (OptOutType); twilio.com/docs/usage/webhooks/sms-webhooks (TwiML that answers nothing) and error page
//! 15003 (204 without a body); read 2026-11-21. Names of the other parameters: hooks as Twilio's tutorials show them.

use super::errors::cause;
use super::signature::is_json;
use crate::fact::event::ReceiptState;
use crate::gateway::answer;
use crate::gateway::encode::percent;
use crate::gateway::hook::{
    HeardHook, Hook, HookRefusal, HookReply, InboundNotice, InboundWord, Notice, ReceiptNotice, Replay, reference,
};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How long a receipt is remembered. Chosen: Twilio repeats a hook for hours at most, and changes no state after that.
const KEEP_RECEIPT_DAYS: u16 = 30;

/// How long a recipient's text is remembered. Chosen: longer than a number stays with one person.
const KEEP_INBOUND_DAYS: u16 = 3_650;

const RECEIPT_REPLY: HookReply = HookReply { status: 204, headers: Vec::new(), body: "" };

/// Longest number, short code or name.
const MOST_SENDER: usize = 40;

/// Returns what the hook says.
pub(super) fn hear(hook: &Hook, body: &[u8]) -> Result<HeardHook, HookRefusal> {
    let fields = Fields::read(hook, body)?;
    match fields.one("MessageStatus")? {
        Some(status) => receipt(hook, &fields, status),
        None => inbound(&fields),
    }
}

fn receipt(hook: &Hook, fields: &Fields, status: &str) -> Result<HeardHook, HookRefusal> {
    let sid = fields.sid()?;
    let state = match status {
        "sent" => Some(ReceiptState::Sent),
        "delivered" | "read" => Some(ReceiptState::Delivered),
        "undelivered" | "partially_delivered" => Some(ReceiptState::Undelivered),
        "failed" | "canceled" => Some(ReceiptState::Failed),
        // On its way: accepted, scheduled, queued, sending, and what may be added.
        _ => None,
    };
    let code = fields.one("ErrorCode")?.and_then(answer::token).filter(|code| &**code != "0");
    let bad = matches!(state, Some(ReceiptState::Undelivered | ReceiptState::Failed));
    let why = code.as_deref().filter(|_| bad).and_then(|code| code.parse().ok()).and_then(cause).map(|cause| cause.why);
    let key = format!("{sid}:{}", answer::token(status).ok_or(HookRefusal::Malformed)?);
    let reference = reference(&hook.url);
    let notice = state.map(|state| {
        Notice::Receipt(ReceiptNotice { provider_id: sid, reference, state, why, code, parts: None, price: None })
    });
    let replay = Replay { key, keep_days: KEEP_RECEIPT_DAYS };
    Ok(HeardHook { notices: notice.into_iter().collect(), replay, reply: RECEIPT_REPLY })
}

fn inbound(fields: &Fields) -> Result<HeardHook, HookRefusal> {
    let sid = fields.sid()?;
    let from = fields.sender("From")?;
    let to = fields.sender("To")?;
    // A text may be empty: a picture alone.
    let text = fields.one("Body")?.ok_or(HookRefusal::Unsupported)?.into();
    let word = fields.one("OptOutType")?.and_then(|word| match word {
        "STOP" => Some(InboundWord::Stop),
        "START" => Some(InboundWord::Start),
        "HELP" => Some(InboundWord::Help),
        _ => None,
    });
    let replay = Replay { key: sid.clone().into(), keep_days: KEEP_INBOUND_DAYS };
    let notice = Notice::Inbound(InboundNotice { provider_id: sid, from, to, text, word });
    Ok(HeardHook { notices: vec![notice], replay, reply: empty_twiml() })
}

/// TwiML that answers nothing.
fn empty_twiml() -> HookReply {
    HookReply { status: 200, headers: vec![("content-type", "text/xml; charset=utf-8")], body: "<Response></Response>" }
}

/// The fields of a hook.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(hook: &Hook, body: &[u8]) -> Result<Self, HookRefusal> {
        if !is_json(hook) {
            return percent::fields(body).map(Self).ok_or(HookRefusal::Malformed);
        }
        let value = answer::json(body).ok_or(HookRefusal::Malformed)?;
        let object = value.as_object().ok_or(HookRefusal::Unsupported)?;
        let texts = object.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.into())));
        Ok(Self(texts.collect()))
    }

    /// Returns a field that is there once, or not at all. There twice, nobody can say which of them Twilio meant.
    fn one(&self, name: &str) -> Result<Option<&str>, HookRefusal> {
        let mut values = self.0.iter().filter(|(each, _)| each == name).map(|(_, value)| &**value);
        let first = values.next();
        if values.next().is_some() { Err(HookRefusal::Malformed) } else { Ok(first) }
    }

    fn sid(&self) -> Result<Box<str>, HookRefusal> {
        let sid = self.one("MessageSid")?.or(self.one("SmsSid")?).ok_or(HookRefusal::Unsupported)?;
        answer::token(sid).ok_or(HookRefusal::Malformed)
    }

    /// Returns who sent or got a text: a number in E.164 as sent, a short code or a name.
    fn sender(&self, name: &str) -> Result<Box<str>, HookRefusal> {
        let sender = self.one(name)?.ok_or(HookRefusal::Unsupported)?;
        let right = (1..=MOST_SENDER).contains(&sender.len()) && !sender.chars().any(char::is_control);
        // Other channels of Twilio's (`whatsapp:+1…`) are no texts.
        if !right || sender.contains(':') { Err(HookRefusal::Unsupported) } else { Ok(sender.into()) }
    }
}
