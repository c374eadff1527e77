//! Takes in what became of decisions: texts, questions, coupons.

use crate::engine::decision::Counted;
use crate::engine::fault::Fault;
use crate::engine::message;
use crate::engine::work::{Work, keyed};
use crate::fact::event::{Outcome, What};
use crate::gate::log::Fate;
use crate::id::Digest;
use crate::journey::advance::{jump, next};
use crate::journey::definition::{Journey, Step};
use crate::journey::progress::{Issued, Position, Status};
use crate::time::{Span, Timestamp};
use crate::trace::{Class, Reason};

/// A refusal that passes and says no time is tried again after this.
const RETRY: Span = Span::hours(1);

/// Takes in the outcome, if the input is one.
pub(super) fn take(work: &mut Work<'_>) -> Result<(), Fault> {
    let What::Outcome(report) = &work.input.what else { return Ok(()) };
    let class = remember(work, &report.decision, &report.result);
    let Some(shopper) = &mut work.shopper else { return Ok(()) };
    let mut positions = core::mem::take(&mut shopper.positions);
    for position in &mut positions {
        let mine = matches!(position.status, Status::InFlight { decision, .. } if decision == report.decision);
        let asked = class == Some(Class::Ask) && matches!(position.status, Status::Unconfirmed { .. });
        if !mine && !asked {
            continue;
        }
        let Some(place) = work.program.journey_place(&position.journey) else { continue };
        let journey = work.program.journey(place)?;
        if mine {
            settle(work, journey, position, &report.decision, &report.result);
        } else {
            answered(work, position, &report.result);
        }
    }
    if let Some(shopper) = &mut work.shopper {
        shopper.positions = positions;
    }
    Ok(())
}

/// Counts a decision as unknown: nobody told what became of it. A text counts as sent and is not sent again.
pub(super) fn unknown(work: &mut Work<'_>, journey: &Journey, position: &mut Position, decision: &Digest) {
    let result = Outcome::Unknown(crate::fact::event::Empty {});
    remember(work, decision, &result);
    settle(work, journey, position, decision, &result);
}

/// Writes the fate of a text into the recipient's log, once; returns its class.
fn remember(work: &mut Work<'_>, decision: &Digest, result: &Outcome) -> Option<Class> {
    let text = work.recipient.as_mut()?.log.find_mut(decision)?;
    let fate = match result {
        Outcome::Done(_) => Fate::Accepted,
        Outcome::Refused(_) => Fate::Refused,
        Outcome::Unknown(_) => Fate::Unknown,
    };
    let (class, journey, before) = (text.class, text.journey, text.fate);
    // A provider that accepted it after all outweighs whatever was thought before; nothing else rewrites a fate.
    if before == Fate::InFlight || (fate == Fate::Accepted && before != Fate::HeldOut) {
        text.fate = fate;
    }
    if fate == Fate::Accepted
        && before != Fate::Accepted
        && class == Class::Marketing
        && let Some(name) = work.journey_named(journey)
    {
        let key = keyed(&name, "texted");
        work.count(Counted::Texts, work.moment, decision.bytes(), key, 1);
    }
    if class == Class::Ask
        && fate == Fate::Refused
        && let Some(recipient) = &mut work.recipient
    {
        recipient.asking_until = None;
    }
    Some(class)
}

/// Moves the position whose decision has its outcome.
fn settle(work: &mut Work<'_>, journey: &Journey, position: &mut Position, decision: &Digest, result: &Outcome) {
    let node = journey.place(&position.node).and_then(|place| journey.nodes.get(place));
    let coupon = node.and_then(|node| if let Step::Coupon(coupon) = &node.does { Some(coupon) } else { None });
    let moment = work.moment;
    match (result, coupon) {
        (Outcome::Done(done), Some(coupon)) => {
            let Some(code) = done.code.clone() else {
                jump(position, coupon.otherwise.clone(), moment);
                return;
            };
            let ends = moment.plus(Span::hours(i64::from(coupon.valid_hours)));
            position.coupon = Some(Issued { code, expires_at: done.expires_at.unwrap_or(ends) });
            if let Some(recipient) = &mut work.recipient {
                recipient.log.coupons.push(moment);
            }
            on(journey, position, moment);
        }
        (Outcome::Refused(_) | Outcome::Unknown(_), Some(coupon)) => {
            jump(position, coupon.otherwise.clone(), moment);
        }
        (Outcome::Refused(refused), None) if refused.why.passes() => {
            let until = refused.retry_at.unwrap_or(moment.plus(RETRY)).max(moment);
            position.attempt = position.attempt.saturating_add(1);
            position.status = Status::Held { until, since: since(work, decision, moment), why: Reason::TryAgain };
        }
        (Outcome::Refused(_), None) => message::drop(work, position, Reason::Refused, None),
        (Outcome::Done(_) | Outcome::Unknown(_), None) => on(journey, position, moment),
    }
}

/// Takes in what became of the question to the number's owner.
fn answered(work: &mut Work<'_>, position: &mut Position, result: &Outcome) {
    let Outcome::Refused(refused) = result else { return };
    if refused.why.passes() {
        let until = refused.retry_at.unwrap_or(work.moment.plus(RETRY)).max(work.moment);
        if let Status::Unconfirmed { since, .. } = position.status {
            position.status = Status::Held { until, since, why: Reason::TryAgain };
        }
    } else {
        message::drop(work, position, Reason::Refused, None);
    }
}

fn on(journey: &Journey, position: &mut Position, moment: Timestamp) {
    if !next(journey, position, moment) {
        position.status = Status::Ended { at: moment, why: Reason::Completed };
    }
}

/// Returns since when the text was due: its first decision. A wait counts from there, however often it is refused.
fn since(work: &Work<'_>, decision: &Digest, moment: Timestamp) -> Timestamp {
    let log = work.recipient.as_ref().map(|recipient| &recipient.log);
    let Some(text) = log.and_then(|log| log.find(decision)) else { return moment };
    let same = log
        .into_iter()
        .flat_map(|log| log.all())
        .filter(|known| known.entry == text.entry && known.class == text.class);
    same.map(|known| known.at).min().unwrap_or(moment)
}
