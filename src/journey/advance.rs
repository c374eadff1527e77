//! Moves a position along its journey until something must be waited for or decided.

use crate::bucket::Bucketing;
use crate::condition::eval::Subject;
use crate::id::{Digest, Name, RecipientKey};
use crate::journey::definition::{Coupon, Entry, Experiment, Journey, Step, TextChoice};
use crate::journey::progress::{Dealt, Left, Position, Status};
use crate::time::{Span, Timestamp};
use crate::trace::{Reason, WakeReason};
use crate::trigger::abandonment::{self, IdleMinutes};

/// What a journey may look at.
pub struct Ground<'a> {
    /// The shopper and all around.
    pub subject: Subject<'a>,
    /// The recipient pointed at: arms are dealt by it.
    pub recipient: Option<&'a RecipientKey>,
    /// The rule by which arms are dealt.
    pub bucketing: Bucketing,
}

/// Where a position comes to rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Something is waited for: till then at the latest, if time alone can end it.
    Wait(Timestamp, WakeReason),
    /// A text is due.
    Message(TextChoice),
    /// A coupon is due.
    Coupon(Coupon),
    /// The journey is over.
    End(Reason),
}

/// Moves `position` as far as it goes now. Jumps go forward only, so it goes through each node once at most.
pub fn advance(journey: &Journey, position: &mut Position, ground: &Ground<'_>) -> Halt {
    for _ in 0..=journey.nodes.len() {
        let Some(node) = journey.place(&position.node).and_then(|place| journey.nodes.get(place)) else {
            return Halt::End(Reason::JourneyChanged);
        };
        let moved: Result<(Option<Name>, Timestamp), Halt> = match &node.does {
            Step::Idle(delays) => idle(position, delays, ground),
            Step::Delay(minutes) => {
                let until = position.node_at.plus(minutes_of(*minutes));
                if ground.subject.moment >= until {
                    Ok((None, until))
                } else {
                    Err(Halt::Wait(until, WakeReason::DelayEnds))
                }
            }
            Step::WaitFor(wait) => {
                let limit = position.node_at.plus(minutes_of(wait.at_most_minutes));
                let answer = wait.condition.answer(&ground.subject);
                if answer.holds {
                    Ok((None, ground.subject.moment.min(limit)))
                } else if ground.subject.moment >= limit {
                    Ok((Some(wait.otherwise.clone()), limit))
                } else {
                    Err(Halt::Wait(limit.min(answer.changes_at), WakeReason::WaitEnds))
                }
            }
            Step::Split(split) => {
                let holds = split.condition.answer(&ground.subject).holds;
                Ok(((!holds).then(|| split.otherwise.clone()), position.node_at))
            }
            Step::Experiment(experiment) => Ok((deal(position, experiment, ground), position.node_at)),
            Step::Goto(name) => Ok((Some(name.clone()), position.node_at)),
            Step::Message(message) => Err(Halt::Message(message.text.clone())),
            Step::Coupon(coupon) => Err(Halt::Coupon(coupon.clone())),
            Step::Exit => Err(Halt::End(Reason::Completed)),
        };
        let went = match moved {
            Err(halt) => return halt,
            Ok((Some(name), at)) => jump(position, name, at),
            Ok((None, at)) => next(journey, position, at),
        };
        if !went {
            return Halt::End(Reason::Completed);
        }
    }
    Halt::End(Reason::JourneyChanged)
}

/// Moves `position` to the node behind its own, reached at `at`; false when there is none.
pub fn next(journey: &Journey, position: &mut Position, at: Timestamp) -> bool {
    let place = journey.place(&position.node).map(|place| place.saturating_add(1));
    let Some(node) = place.and_then(|place| journey.nodes.get(place)) else { return false };
    jump(position, node.name.clone(), at)
}

/// Moves `position` to a node, reached at `at`: when it was due, however late the wake came.
pub fn jump(position: &mut Position, node: Name, at: Timestamp) -> bool {
    position.node = node;
    position.node_at = at;
    position.status = Status::Waiting;
    position.attempt = 0;
    true
}

/// Returns why a cart's journey is over for reasons that lie in the cart, if it is.
pub fn cart_ends(journey: &Journey, position: &Position, subject: &Subject<'_>) -> Option<Reason> {
    if journey.entry != Entry::Cart {
        return None;
    }
    let Some(cart) = subject.shopper.carts.find(position.entry.as_str()) else { return Some(Reason::CartGone) };
    if abandonment::is_bought(cart, subject.shopper) {
        return Some(Reason::Bought);
    }
    let bought = subject.recipient.and_then(|recipient| recipient.purchases.last_bought_at());
    if bought.is_some_and(|at| at >= cart.first_at) {
        return Some(Reason::Bought);
    }
    (!cart.is_full()).then_some(Reason::CartEmptied)
}

/// Returns the mark that one abandonment leaves among the shopper's.
pub fn own_stamp(position: &Position) -> u32 {
    let hash = Digest::of(&[b"left", position.entry.as_str().as_bytes(), &position.episode.to_le_bytes()]).short();
    u32::try_from(hash >> 32).unwrap_or_default()
}

fn idle(position: &mut Position, delays: &IdleMinutes, ground: &Ground<'_>) -> Result<(Option<Name>, Timestamp), Halt> {
    let Subject { shopper, abandoned, moment, .. } = ground.subject;
    let Some(cart) = shopper.carts.find(position.entry.as_str()) else { return Err(Halt::End(Reason::CartGone)) };
    let kind = abandonment::kind(cart, shopper, abandoned, own_stamp(position));
    let at = abandonment::last_act(cart, shopper);
    let due = at.plus(delays.of(kind));
    if moment < due {
        return Err(Halt::Wait(due, WakeReason::CartIdle));
    }
    position.left = Some(Left { kind, at });
    Ok((None, due))
}

fn deal(position: &mut Position, experiment: &Experiment, ground: &Ground<'_>) -> Option<Name> {
    let known = position.arms.iter().find(|dealt| dealt.experiment == experiment.name).map(|dealt| dealt.arm.clone());
    let arm = known.or_else(|| {
        let total: u64 = experiment.arms.iter().map(|arm| u64::from(arm.weight)).sum();
        let subject = ground.recipient.map_or(position.entry.as_str(), RecipientKey::as_str);
        let bucket = ground.bucketing.bucket(subject.as_bytes(), experiment.name.as_str().as_bytes());
        let mut left = u64::from(bucket).saturating_mul(total) / u64::from(crate::bucket::BUCKETS);
        let dealt = experiment.arms.iter().find(|arm| match left.checked_sub(u64::from(arm.weight)) {
            None => true,
            Some(rest) => {
                left = rest;
                false
            }
        })?;
        position.arms.push(Dealt {
            experiment: experiment.name.clone(),
            at: ground.subject.moment,
            arm: dealt.name.clone(),
            excluded: false,
        });
        Some(dealt.name.clone())
    })?;
    experiment.arms.iter().find(|known| known.name == arm).map(|arm| arm.goto.clone())
}

fn minutes_of(minutes: u32) -> Span {
    Span::minutes(i64::from(minutes))
}
