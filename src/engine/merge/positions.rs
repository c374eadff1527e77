//! Places in journeys of two shoppers who are one: of two in the same entry the further one.

use crate::fact::consent::entry;
use crate::id::{Digest, Name};
use crate::journey::progress::{Dealt, Position, Status};
use crate::time::Timestamp;
use crate::trace::Reason;
use crate::trigger::abandonment::AbandonmentKind;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Adds the places of another shopper. The order is that in which the journeys began.
pub(super) fn union(mine: &mut Vec<Position>, theirs: &[Position]) {
    for position in theirs {
        match mine.iter_mut().find(|known| place(known) == place(position)) {
            Some(known) => join(known, position),
            None => mine.push(position.clone()),
        }
    }
    mine.sort_by(|a, b| a.entered_at.cmp(&b.entered_at).then_with(|| place(a).cmp(&place(b))));
    mine.iter_mut().for_each(|position| position.arms.sort_unstable_by(dealt_first));
}

fn place(position: &Position) -> (&Name, &Name, u16) {
    (&position.journey, &position.entry, position.episode)
}

/// Keeps the further of two places in the same entry, and the earliest deal of each experiment of either.
fn join(mine: &mut Position, theirs: &Position) {
    let mut arms = mine.arms.clone();
    deals(&mut arms, &theirs.arms);
    if further(mine, theirs) == Ordering::Less {
        *mine = theirs.clone();
    }
    mine.arms = arms;
}

/// Joins deals: the earliest of each experiment counts; two that differ are left out of its evaluation.
fn deals(mine: &mut Vec<Dealt>, theirs: &[Dealt]) {
    mine.sort_unstable_by(|a, b| a.experiment.cmp(&b.experiment));
    for dealt in theirs {
        let known = entry(mine, |known| known.experiment.cmp(&dealt.experiment), || dealt.clone());
        let excluded = known.excluded || dealt.excluded || known.arm != dealt.arm;
        if (dealt.at, &dealt.arm) < (known.at, &known.arm) {
            *known = dealt.clone();
        }
        known.excluded = excluded;
    }
}

fn dealt_first(a: &Dealt, b: &Dealt) -> Ordering {
    (a.at, &a.experiment).cmp(&(b.at, &b.experiment))
}

/// Compares how far two places are: by what is going on, then by when, then by all else, so that no two differ and
/// are equal. Of two that wait, the one whose arm was dealt first leads: the other's arm does not count.
fn further(a: &Position, b: &Position) -> Ordering {
    let order = going_on(&a.status).cmp(&going_on(&b.status));
    let order = order.then_with(|| match (&a.status, &b.status) {
        (Status::Waiting, Status::Waiting) => first_deal(b).cmp(&first_deal(a)),
        (_, _) => Ordering::Equal,
    });
    let order = order.then_with(|| a.node_at.cmp(&b.node_at));
    let order = order.then_with(|| (a.attempt, a.entered_at, &a.node).cmp(&(b.attempt, b.entered_at, &b.node)));
    let order = order.then_with(|| details(&a.status).cmp(&details(&b.status)));
    let order = order.then_with(|| left(a).cmp(&left(b)));
    let order = order.then_with(|| coupon(a).cmp(&coupon(b)));
    order.then_with(|| a.watched.cmp(&b.watched))
}

/// Returns the first deal of a place; one without deals comes after all others.
fn first_deal(position: &Position) -> (bool, Option<(Timestamp, &Name, &Name)>) {
    let first = position.arms.iter().map(|dealt| (dealt.at, &dealt.experiment, &dealt.arm)).min();
    (first.is_none(), first)
}

const fn going_on(status: &Status) -> u8 {
    match status {
        Status::Waiting => 0,
        Status::Held { .. } => 1,
        Status::Unconfirmed { .. } => 2,
        Status::InFlight { .. } => 3,
        Status::Ended { .. } => 4,
    }
}

const fn details(status: &Status) -> (Timestamp, Timestamp, Option<Digest>, Option<Reason>) {
    match status {
        Status::Waiting => (Timestamp::MIN, Timestamp::MIN, None, None),
        Status::Held { until, since, why } => (*until, *since, None, Some(*why)),
        Status::Unconfirmed { since, until } => (*since, *until, None, None),
        Status::InFlight { decision, not_after } => (*not_after, Timestamp::MIN, Some(*decision), None),
        Status::Ended { at, why } => (*at, Timestamp::MIN, None, Some(*why)),
    }
}

fn left(position: &Position) -> Option<(Timestamp, AbandonmentKind)> {
    position.left.map(|left| (left.at, left.kind))
}

fn coupon(position: &Position) -> Option<(Timestamp, &Name)> {
    position.coupon.as_ref().map(|issued| (issued.expires_at, &issued.code))
}
