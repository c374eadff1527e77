//! Takes in receipts: what they prove of a text, and how often texts are delivered.

use crate::engine::decision::Counted;
use crate::engine::work::{Work, keyed};
use crate::fact::event::{Done, Outcome, Receipt, ReceiptState, Refusal, Refused, What};
use crate::gate::receipts::News;
use crate::id::{Digest, Name};
use crate::trace::Class;

/// Returns the outcome that a receipt proves, so that a lost answer heals itself.
///
/// Whatever was sent had been accepted, arrived or not. What the provider failed to send is refused for ever, whatever
/// the cause: it had been taken once, and what the provider tries again is its own to decide.
pub(super) fn outcome(receipt: &Receipt) -> Outcome {
    match receipt.state {
        ReceiptState::Sent | ReceiptState::Delivered | ReceiptState::Undelivered => Outcome::Done(Done::default()),
        ReceiptState::Failed => {
            let why = receipt.why.filter(|why| !why.passes()).unwrap_or(Refusal::BlockedDestination);
            Outcome::Refused(Refused { why, retry_at: None })
        }
    }
}

/// Counts the text as delivered or not, once, on the day it was decided; one of which nobody knows counts nothing.
pub(super) fn count(work: &mut Work<'_>) {
    let What::Receipt(receipt) = work.input.what else { return };
    let delivered = match receipt.state {
        ReceiptState::Sent => return,
        ReceiptState::Delivered => true,
        ReceiptState::Undelivered | ReceiptState::Failed => false,
    };
    let Some(recipient) = &mut work.recipient else { return };
    let Some(text) = recipient.log.find(&receipt.decision) else { return };
    let (class, journey, at) = (text.class, text.journey, text.at);
    let news = recipient.receipts.note(&receipt.decision, delivered);
    let Some(key) = key(work, class, journey) else { return };
    let id = receipt.decision;
    match news {
        News::Old => return,
        News::First => {}
        News::DeliveredAfterAll => {
            let id = Digest::of(&[b"delivered after all", id.bytes()]);
            work.count(Counted::Undelivered, at, id.bytes(), key.clone(), -1);
        }
    }
    let counts = if delivered { Counted::Delivered } else { Counted::Undelivered };
    work.count(counts, at, id.bytes(), key, 1);
}

/// Returns what a text is counted by: its journey, as when it was texted, or what it was for.
fn key(work: &Work<'_>, class: Class, journey: u64) -> Option<Name> {
    let word = match class {
        Class::Marketing => "marketing",
        Class::Ask => "ask",
        Class::Confirmation => "confirmation",
        Class::Help => "help",
        Class::Test => "test",
    };
    let named = work.journey_named(journey).filter(|_| class == Class::Marketing);
    named.map(|name| keyed(&name, "texted")).or_else(|| Some(keyed(&Name::parse("sms")?, word)))
}
