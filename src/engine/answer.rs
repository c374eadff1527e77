//! Answers the recipient's own words: the confirmation of an opt-out or opt-in, and help. Never marketing.

use crate::engine::decision::{Act, Counted, Wake};
use crate::engine::fault::Fault;
use crate::engine::message::{self, destination, letter, render, values};
use crate::engine::work::{Work, keyed};
use crate::fact::event::{ReplyKind, What};
use crate::gate::log::Fate;
use crate::id::{Digest, Name};
use crate::journey::progress::Status;
use crate::time::Span;
use crate::trace::{Class, Reason, WakeReason};

/// An answer is handed over within this time or not at all. Source: 47 CFR 64.1200(a)(12), "best within 5 min".
const FRESH: Span = Span::minutes(5);

/// Takes in the answer, if the input is one.
pub(super) fn take(work: &mut Work<'_>) -> Result<(), Fault> {
    let What::Reply(reply) = &work.input.what else { return Ok(()) };
    if reply.kind == ReplyKind::Stop {
        call_back(work);
        let id = Digest::of(&[work.owner(), work.input.id.as_str().as_bytes()]);
        if let Some(name) = Name::parse("sms") {
            work.count(Counted::OptOuts, work.input.occurred_at, id.bytes(), keyed(&name, "reply"), 1);
        }
    }
    let Some((market, sender)) = destination(work)? else { return Ok(()) };
    let (class, word, reason) = match reply.kind {
        ReplyKind::Stop => (Class::Confirmation, "opt_out_confirmed", Reason::OptOutConfirmed),
        ReplyKind::Help => (Class::Help, "help", Reason::HelpAsked),
        ReplyKind::Yes | ReplyKind::Start if sender.two_way => {
            (Class::Confirmation, "confirmed_by_reply", Reason::Confirmed)
        }
        ReplyKind::Yes | ReplyKind::Start => (Class::Confirmation, "confirmed_by_link", Reason::Confirmed),
        ReplyKind::Ambiguous | ReplyKind::Cleared | ReplyKind::Other => return Ok(()),
    };
    // The country asks for a word on opt-in only where carriers do (CTIA): where the sender must be registered.
    let unwanted = reason == Reason::Confirmed && !market.registration;
    if unwanted || sender.answers_keywords || !market.live || is_old(work) || told(work, reason) {
        return Ok(());
    }
    let Some((language, rendered)) = render(work, None, market, sender.way_out, word, &values(work, sender))? else {
        return Ok(());
    };
    let id = Digest::of(&[b"decision", b"answer", work.owner(), word.as_bytes(), work.input.id.as_str().as_bytes()]);
    if work.recipient.as_ref().is_some_and(|recipient| recipient.log.find(&id).is_some()) {
        return Ok(());
    }
    let not_after = work.moment.plus(FRESH);
    message::note(work, id, class, None, None, Fate::InFlight);
    let send = letter(class, None, market, sender, language, rendered, not_after);
    work.decide(id, Act::Send(send), reason);
    Ok(())
}

/// Lets a question to the number's owner lapse; returns when the recipient alone is to be woken.
pub(super) fn expire(work: &mut Work<'_>) -> Option<Wake> {
    let recipient = work.recipient.as_mut()?;
    let until = recipient.asking_until?;
    let confirmed = recipient.facts.consents.confirmed(crate::fact::consent::Channel::Sms).is_some();
    if confirmed || work.moment >= until {
        recipient.asking_until = None;
        return None;
    }
    Some(Wake { at: until, reason: WakeReason::ConfirmationEnds })
}

/// Calls back what is with the host for a recipient who opted out.
fn call_back(work: &mut Work<'_>) {
    let flying: alloc::vec::Vec<Digest> = work
        .shopper
        .iter()
        .flat_map(|shopper| &shopper.positions)
        .filter_map(|position| match position.status {
            Status::InFlight { decision, .. } => Some(decision),
            Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::Ended { .. } => None,
        })
        .chain(work.recipient.iter().flat_map(|recipient| {
            let flying = recipient.log.all().filter(|text| text.fate == Fate::InFlight);
            flying.filter(|text| matches!(text.class, Class::Marketing | Class::Ask)).map(|text| text.decision)
        }))
        .collect();
    let mut seen = alloc::collections::BTreeSet::new();
    for decision in flying {
        if seen.insert(decision) {
            let id = Digest::of(&[b"decision", b"cancel", decision.bytes()]);
            work.decide(id, Act::Cancel(crate::engine::decision::Cancel { decision }), Reason::OptedOut);
        }
    }
}

/// An answer that comes hours after the question would only puzzle.
fn is_old(work: &Work<'_>) -> bool {
    work.moment.since(work.input.occurred_at) > Span::hours(1)
}

/// Returns whether the recipient was told the same a short while ago: one confirmation for one word, however often sent.
fn told(work: &Work<'_>, reason: Reason) -> bool {
    let class = if reason == Reason::HelpAsked { Class::Help } else { Class::Confirmation };
    let since = work.moment.minus(FRESH);
    work.recipient
        .as_ref()
        .is_some_and(|recipient| recipient.log.all().any(|text| text.class == class && text.at > since))
}
