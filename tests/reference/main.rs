//! A slow, obvious second implementation of gate and journey, compared with the core on random timelines.
//!
//! It keeps every call in a list and reads what it needs off that list each time. It covers the recovery of carts with
//! its second text; coupons, experiments and other journeys are the laws' matter.

#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop, and looks only at what it is about"
)]

mod abandonment;
mod facts;
mod gate;
mod journey;
mod outcome;
mod place;
mod said;

#[path = "../common_timeline/mod.rs"]
mod timeline;

use cartsignal::engine::decision::{Act, Decision};
use cartsignal::trace::Class;
use journey::Reference;
use said::Said;
use timeline::clock::Clock;
use timeline::host::{Call, Habits, play};
use timeline::run::{every_timeline, say, shapes, timelines};

#[derive(Default)]
struct Seen {
    said: [u64; 5],
    clock: Option<Clock>,
}

#[test]
fn the_core_agrees_with_the_reference_on_random_timelines() {
    let mut shapes = shapes();
    for shape in &mut shapes {
        (shape.more_journeys, shape.coupon, shape.timing) = (false, false, false);
    }
    let count = timelines(20_000).min(1_000_000);
    let (seen, broken) = every_timeline("reference", count, &shapes, |timeline, program, seen: &mut Seen| {
        let clock = seen.clock.take().unwrap_or_else(Clock::new);
        let played = play(timeline, program, Habits::default())?;
        let mut reference = Reference::new(timeline, &clock);
        for call in &played.calls {
            let (expected, found) = (reference.step(call), said(call));
            if let Some(difference) = difference(&expected, &found) {
                let at = call.moment.ms();
                return Err(format!("{difference}: at {at}, reference {expected:?}, core {found:?}"));
            }
            found.iter().for_each(|said| seen.said[said.kind()] += 1);
            reference.learn(call, &found);
        }
        seen.clock = Some(clock);
        Ok(())
    });
    let sum = |kind: usize| seen.iter().map(|seen| seen.said[kind]).sum::<u64>();
    let [sends, asks, holds, drops, cancels] = [sum(0), sum(1), sum(2), sum(3), sum(4)];
    say(&format!(
        "reference: {sends} texts, {asks} questions, {holds} holds, {drops} drops, {cancels} cancels agree\n"
    ));
    assert_eq!(broken, 0, "core and reference differ in {broken} ways");
    assert!(sends > 0 && asks > 0 && holds > 0 && drops > 0 && cancels > 0, "something never came into play");
}

/// Returns what the core said about carts, in order.
fn said(call: &Call) -> Vec<Said> {
    let one = |decision: &Decision| match &decision.does {
        Act::Send(send) => {
            let cart = send.place.as_ref()?.entry.as_str().to_owned();
            let not_after = send.not_after.ms();
            let id = decision.id;
            match send.class {
                Class::Marketing => Some(Said::Send { cart, not_after, id: Some(id) }),
                Class::Ask => Some(Said::Ask { cart, not_after, id: Some(id) }),
                _ => None,
            }
        }
        Act::HoldUntil(hold) => {
            let until = (hold.until.ms(), hold.until.ms());
            Some(Said::Hold { cart: hold.place.entry.as_str().to_owned(), until, why: decision.reason, or: None })
        }
        Act::Drop(place) => Some(Said::Drop { cart: place.entry.as_str().to_owned(), why: decision.reason }),
        Act::Cancel(cancel) => Some(Said::Cancel { id: cancel.decision }),
        _ => None,
    };
    call.decisions.iter().filter_map(one).collect()
}

/// Returns in which way the core says something else, in any order.
fn difference(expected: &[Said], found: &[Said]) -> Option<String> {
    let mut left: Vec<&Said> = found.iter().collect();
    for said in expected {
        match left.iter().position(|known| said.allows(known)) {
            Some(place) => {
                left.remove(place);
            }
            None => return Some(format!("{} missing", said.word())),
        }
    }
    left.first().map(|said| format!("{} too much", said.word()))
}
