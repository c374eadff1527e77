//! The laws of design.md as properties over random timelines. `CARTSIGNAL_TIMELINES` sets how many.

#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop, and looks only at what it is about"
)]

mod bytes;
mod extremes;
mod merging;
mod number;
mod order;
mod sends;
mod wakes;

#[path = "../common_timeline/mod.rs"]
mod timeline;

use timeline::clock::Clock;
use timeline::host::{Habits, play};
use timeline::run::{every_timeline, say, shapes, timelines};

/// What a run saw, so that a law that never came into play is noticed.
#[derive(Default)]
struct Seen {
    marketing: u64,
    asks: u64,
    bytes: u64,
    largest: usize,
    states: u64,
    merged: u64,
    clock: Option<Clock>,
}

#[test]
fn the_laws_hold_on_random_timelines() {
    let (seen, broken) = every_timeline("laws", timelines(100_000), &shapes(), |timeline, program, seen: &mut Seen| {
        let clock = seen.clock.take().unwrap_or_else(Clock::new);
        let plain = play(timeline, program, Habits::default())?;
        let (marketing, asks) = sends::are_allowed(timeline, &plain, &clock)?;
        wakes::early_ones_are_harmless(timeline, program, &plain, &clock)?;
        wakes::late_ones_never_double(timeline, program, &clock)?;
        let bytes = bytes::survive(timeline, program, &plain)?;
        order::does_not_matter(timeline, program)?;
        seen.merged += merging::is_a_union(timeline, program, &plain)?;
        seen.marketing += marketing;
        seen.asks += asks;
        seen.bytes += bytes.total;
        seen.states += bytes.states;
        seen.largest = seen.largest.max(bytes.largest);
        seen.clock = Some(clock);
        Ok(())
    });
    let sum = |of: fn(&Seen) -> u64| seen.iter().map(of).sum::<u64>();
    let (marketing, asks, states) = (sum(|seen| seen.marketing), sum(|seen| seen.asks), sum(|seen| seen.states));
    let largest = seen.iter().map(|seen| seen.largest).max().unwrap_or_default();
    let mean = sum(|seen| seen.bytes) / states.max(1);
    let merged = sum(|seen| seen.merged);
    say(&format!(
        "laws: {marketing} marketing texts, {asks} questions, {merged} merges; states: mean {mean} bytes, largest {largest}\n"
    ));
    assert_eq!(broken, 0, "{broken} laws are broken");
    assert!(marketing > 0 && asks > 0 && merged > 0, "some law never came into play");
}
