//! Answers the recipient's own words: the confirmation of an opt-out or opt-in, and help; calls back what they, or the
//! end of a journey, make needless. Never marketing.

use crate::engine::decision::{Act, Cancel, Counted, Wake};
use crate::engine::fault::Fault;
use crate::engine::message::{self, destination, letter, render, values};
use crate::engine::work::{Work, entry_of, keyed};
use crate::fact::consent::Channel;
use crate::fact::event::{Reply, ReplyBy, ReplyKind, What};
use crate::gate::log::Fate;
use crate::id::{Digest, Name};
use crate::journey::progress::{Position, Status};
use crate::time::Span;
use crate::trace::{Class, Reason, WakeReason};

/// An answer is handed over within this time or not at all. Source: 47 CFR 64.1200(a)(12), "best within 5 min".
const FRESH: Span = Span::minutes(5);

/// Most answers of one class in a day: a machine at the other end may answer each. Chosen: more than anybody needs.
const MOST_ANSWERS: usize = 6;

/// A question by text may be answered so long: until the number may be asked again. Source: `ASK_GAP` of the gate.
const QUESTION_OPEN: Span = Span::days(30);

/// Clocks of providers may be off by so much, so that an answer seems to come before its question.
const CLOCK_SLACK: Span = Span::minutes(5);

/// What stood on the channel of an answer before it.
#[derive(Clone, Copy, Default)]
pub(super) struct Stood {
    opted_out: bool,
    confirmed: bool,
}

/// Returns what stands on the channel that an answer came by; nothing where the input is no answer.
pub(super) fn stood(work: &Work<'_>) -> Stood {
    let (What::Reply(reply), Some(recipient)) = (&work.input.what, &work.recipient) else { return Stood::default() };
    let consents = &recipient.facts.consents;
    let opted_out = consents.opted_out(reply.channel).is_some();
    Stood { opted_out, confirmed: !opted_out && consents.confirmed(reply.channel).is_some() }
}

/// Takes in the answer, if the input is one; `before` is what stood before it.
///
/// An opt-out is confirmed once, when it begins to stand: 47 CFR 64.1200(a)(12) allows one text. One by link needs none,
/// for its page says so, and a text would be one more to somebody who wants none. An opt-in is confirmed when it begins
/// to stand and there is something that it permits.
pub(super) fn take(work: &mut Work<'_>, before: Stood) -> Result<(), Fault> {
    let What::Reply(reply) = work.input.what else { return Ok(()) };
    note_answer(work, &reply);
    let after = stood(work);
    if reply.kind == ReplyKind::Stop {
        opt_out(work, &reply, before, after);
    }
    let by_text = reply.by == ReplyBy::Text;
    let permits = work.recipient.as_ref().is_some_and(|known| known.facts.consents.permits_any(reply.channel));
    let in_now = after.confirmed && !before.confirmed && permits;
    let wanted = match reply.kind {
        ReplyKind::Stop => by_text && after.opted_out && !before.opted_out,
        ReplyKind::Help => by_text,
        ReplyKind::Yes | ReplyKind::Start => in_now,
        ReplyKind::Ambiguous | ReplyKind::Cleared | ReplyKind::Other => false,
    };
    if !wanted || reply.channel != Channel::Sms {
        return Ok(());
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
    if unwanted || sender.answers_keywords || !market.live || is_old(work) || told(work, class) {
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
    let consents = &recipient.facts.consents;
    let confirmed = consents.opted_out(Channel::Sms).is_none() && consents.confirmed(Channel::Sms).is_some();
    if confirmed || work.moment >= until {
        recipient.asking_until = None;
        return None;
    }
    Some(Wake { at: until, reason: WakeReason::ConfirmationEnds })
}

/// Notes the question that a YES answers. One put before the latest opt-out is answered by that.
fn note_answer(work: &mut Work<'_>, reply: &Reply) {
    if reply.kind != ReplyKind::Yes || reply.channel != Channel::Sms {
        return;
    }
    let at = work.input.occurred_at;
    let Some(recipient) = &mut work.recipient else { return };
    let asks = recipient.log.sent().filter(|text| text.class == Class::Ask);
    let open = asks.filter(|ask| ask.at <= at.plus(CLOCK_SLACK) && at <= ask.at.plus(QUESTION_OPEN));
    let consents = &mut recipient.facts.consents;
    consents.answered = consents.answered.max(open.map(|ask| ask.at).max());
}

/// Counts an opt-out that begins to stand, and calls back what is on its way.
fn opt_out(work: &mut Work<'_>, reply: &Reply, before: Stood, after: Stood) {
    if reply.channel == Channel::Sms {
        call_back(work);
    }
    if before.opted_out || !after.opted_out {
        return;
    }
    let channel = match reply.channel {
        Channel::Sms => "sms",
        Channel::Email => "email",
    };
    let by = match reply.by {
        ReplyBy::Text => "reply",
        ReplyBy::Link => "link",
    };
    let id = Digest::of(&[work.owner(), work.input.id.as_str().as_bytes()]);
    if let Some(name) = Name::parse(channel) {
        work.count(Counted::OptOuts, work.input.occurred_at, id.bytes(), keyed(&name, by), 1);
    }
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
            work.decide(id, Act::Cancel(Cancel { decision }), Reason::OptedOut);
        }
    }
}

/// Calls back questions that are with the host once a journey is `over`, where the one that asked is over as well and no
/// other one waits for the answer.
pub(super) fn call_back_questions(work: &mut Work<'_>, positions: &[Position], over: Option<Reason>) {
    let (Some(why), Some(recipient)) = (over, &work.recipient) else { return };
    if positions.iter().any(|position| matches!(position.status, Status::Unconfirmed { .. })) {
        return;
    }
    let asked = |entry: u64| positions.iter().any(|position| !position.is_active() && entry_of(position) == entry);
    let flying = recipient.log.all().filter(|text| text.class == Class::Ask && text.fate == Fate::InFlight);
    let needless: alloc::vec::Vec<Digest> = flying.filter(|text| asked(text.entry)).map(|text| text.decision).collect();
    for decision in needless {
        let id = Digest::of(&[b"decision", b"cancel", decision.bytes()]);
        if !work.decisions.iter().any(|known| known.id == id) {
            work.decide(id, Act::Cancel(Cancel { decision }), why);
        }
    }
}

/// An answer that comes hours after the question would only puzzle.
fn is_old(work: &Work<'_>) -> bool {
    work.moment.since(work.input.occurred_at) > Span::hours(1)
}

/// Returns whether help was given a moment ago, or answers of one class often enough for a day.
fn told(work: &Work<'_>, class: Class) -> bool {
    let Some(recipient) = &work.recipient else { return false };
    let told = |within: Span| {
        let since = work.moment.minus(within);
        recipient.log.all().filter(move |text| text.class == class && text.at > since).count()
    };
    (class == Class::Help && told(FRESH) > 0) || told(Span::days(1)) >= MOST_ANSWERS
}
