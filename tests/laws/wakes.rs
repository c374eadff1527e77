//! Wakes are harmless: early, repeated ones change no text; late ones may drop or delay but never double.

use crate::sends;
use crate::timeline::clock::Clock;
use crate::timeline::host::{Habits, Handed, Played, play};
use crate::timeline::script::Timeline;
use cartsignal::engine::program::Program;

pub(crate) fn early_ones_are_harmless(
    timeline: &Timeline,
    program: &Program,
    plain: &Played,
    clock: &Clock,
) -> Result<(), String> {
    let restless = play(timeline, program, Habits { restless: true, ..Habits::default() })?;
    sends::are_allowed(timeline, &restless, clock)?;
    // Segments of time are looked at once a day without events, so a wake can only find them earlier.
    if timeline.shape.more_journeys {
        return Ok(());
    }
    let (expected, found) = (sorted(plain), sorted(&restless));
    if expected == found {
        return Ok(());
    }
    let missing: Vec<_> = expected.iter().filter(|text| !found.contains(text)).collect();
    let surplus: Vec<_> = found.iter().filter(|text| !expected.contains(text)).collect();
    Err(format!("early wakes change what is sent: missing {missing:?}, more {surplus:?}"))
}

pub(crate) fn late_ones_never_double(timeline: &Timeline, program: &Program, clock: &Clock) -> Result<(), String> {
    let late = play(timeline, program, Habits { late: true, ..Habits::default() })?;
    sends::are_allowed(timeline, &late, clock).map(|_| ())
}

fn sorted(played: &Played) -> Vec<Handed> {
    let mut handed = played.handed.clone();
    handed.sort();
    handed
}
