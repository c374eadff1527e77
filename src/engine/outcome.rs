//! Takes in what became of decisions: texts, questions, coupons; as the host reports it, or a receipt later.

use crate::engine::decision::Counted;
use crate::engine::fault::Fault;
use crate::engine::work::{Work, keyed};
use crate::engine::{message, receipt};
use crate::fact::event::{Outcome, Refused, What};
use crate::gate::frequency::LONGEST_HOLD;
use crate::gate::log::Fate;
use crate::id::Digest;
use crate::journey::advance::{jump, next};
use crate::journey::definition::{Coupon, Journey, Step};
use crate::journey::progress::{Issued, Position, Status};
use crate::time::{Span, Timestamp};
use crate::trace::{Class, Reason};

/// A refusal that passes and says no time is tried again after this.
const RETRY: Span = Span::hours(1);

/// A text whose time was wrong is decided again at once; after so many refusals of one text like the others, so that a
/// host that finds each decision stale does not turn in a circle. Chosen: more than any restart of a host causes.
const AT_ONCE: usize = 8;

/// Attempts looked back on when an outcome names one given up already. Chosen: half an hour of a provider's refusals.
const TRIED: usize = 16;

/// Takes in the outcome, if the input is one, or a receipt that tells as much.
pub(super) fn take(work: &mut Work<'_>) -> Result<(), Fault> {
    let told;
    let (decision, result, is_receipt) = match &work.input.what {
        What::Outcome(report) => (report.decision, &report.result, false),
        What::Receipt(receipt) => {
            told = receipt::outcome(receipt);
            (receipt.decision, &told, true)
        }
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CartUpdated(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_)
        | What::ContactProvided(_)
        | What::ContactCleared(_)
        | What::ConsentGranted(_)
        | What::ConsentRevoked(_)
        | What::CouponApplied(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_)
        | What::LinkOpened(_)
        | What::Reply(_)
        | What::TopicFired(_)
        | What::Wake(_)
        | What::ProgramChanged(_) => return Ok(()),
    };
    let class = remember(work, &decision, result);
    if is_receipt {
        receipt::count(work);
    }
    let Some(shopper) = &mut work.shopper else { return Ok(()) };
    let mut positions = core::mem::take(&mut shopper.positions);
    for position in &mut positions {
        let mine = matches!(position.status, Status::InFlight { decision: known, .. } if known == decision)
            || (matches!(result, Outcome::Done(_)) && was_tried(work, position, &decision));
        let asked = class == Some(Class::Ask) && matches!(position.status, Status::Unconfirmed { .. });
        if !mine && !asked {
            continue;
        }
        let Some(place) = work.program.journey_place(&position.journey) else { continue };
        let journey = work.program.journey(place)?;
        if !mine {
            answered(work, position, &decision, result);
        } else if !is_receipt || coupon_at(journey, position).is_none() {
            settle(work, journey, position, &decision, result);
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

/// Writes the fate of a text into the recipient's log, once; returns its class if nothing was known of it till then.
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
    (before == Fate::InFlight).then_some(class)
}

/// Moves the position whose decision has its outcome.
fn settle(work: &mut Work<'_>, journey: &Journey, position: &mut Position, decision: &Digest, result: &Outcome) {
    let moment = work.moment;
    match (result, coupon_at(journey, position)) {
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
            position.attempt = position.attempt.saturating_add(1);
            position.status = again(work, position, decision, refused);
        }
        (Outcome::Refused(_), None) => message::drop(work, position, Reason::Refused, None),
        (Outcome::Done(_) | Outcome::Unknown(_), None) => on(journey, position, moment),
    }
}

/// Takes in what became of the question to the number's owner.
fn answered(work: &mut Work<'_>, position: &mut Position, decision: &Digest, result: &Outcome) {
    let Outcome::Refused(refused) = result else { return };
    if refused.why.passes() {
        position.status = again(work, position, decision, refused);
    } else {
        message::drop(work, position, Reason::Refused, None);
    }
}

/// Returns how a text waits to be decided again. It was first due when its node was reached: however often it is
/// refused, the longest wait counts from there.
fn again(work: &Work<'_>, position: &Position, decision: &Digest, refused: &Refused) -> Status {
    let soonest = work.moment;
    let log = work.recipient.as_ref().map(|recipient| &recipient.log);
    let entry = log.and_then(|log| log.find(decision)).map(|text| text.entry);
    let refusals = log.into_iter().flat_map(|log| log.all()).filter(|text| {
        Some(text.entry) == entry && text.fate == Fate::Refused && text.at > soonest.minus(LONGEST_HOLD)
    });
    if refused.why.is_of_time() && refusals.count() <= AT_ONCE {
        return Status::Waiting;
    }
    let told = refused.retry_at.filter(|_| !refused.why.is_of_time());
    let until = told.unwrap_or(soonest.plus(RETRY)).max(soonest);
    Status::Held { until, since: position.node_at, why: Reason::TryAgain }
}

/// Returns whether a text that waits to be tried again was tried under this decision: then it went out after all.
fn was_tried(work: &Work<'_>, position: &Position, decision: &Digest) -> bool {
    let waits = match position.status {
        Status::Held { .. } | Status::Unconfirmed { .. } | Status::Waiting => true,
        Status::InFlight { .. } | Status::Ended { .. } => false,
    };
    let tried = || (0..position.attempt).rev().take(TRIED);
    waits && tried().any(|attempt| work.mint_attempt("send", position, attempt) == *decision)
}

/// Returns the coupon that the position's node is about, if it is about one.
fn coupon_at<'a>(journey: &'a Journey, position: &Position) -> Option<&'a Coupon> {
    let node = journey.place(&position.node).and_then(|place| journey.nodes.get(place))?;
    if let Step::Coupon(coupon) = &node.does { Some(coupon) } else { None }
}

fn on(journey: &Journey, position: &mut Position, moment: Timestamp) {
    if !next(journey, position, moment) {
        position.status = Status::Ended { at: moment, why: Reason::Completed };
    }
}
