//! Settles segments: who is in which, now.

use crate::condition::packed::{self, Answers};
use crate::engine::decision::{Act, SegmentChange};
use crate::engine::fault::Fault;
use crate::engine::program::Audience;
use crate::engine::work::Work;
use crate::id::{Digest, Name};
use crate::time::{Span, Timestamp};
use crate::trace::{Reason, WakeReason};
use alloc::vec::Vec;

/// A shopper without events is looked at no more than once in this time: windows are counted in days.
const REST: Span = Span::days(1);

/// Answers all segments, notes who came and went, and returns the segments entered, each with its place.
pub(super) fn settle(work: &mut Work<'_>) -> Result<Vec<(usize, Name)>, Fault> {
    let audience = work.program.audience()?;
    let answers = work.on_ground(|ground| packed::answer(audience.conditions, &ground.subject));
    let (Some(answers), Some(shopper)) = (answers, &mut work.shopper) else { return Ok(Vec::new()) };
    let Answers { hold, changes_at } = answers.ok_or(Fault::ProgramMalformed)?;
    let holds = |place: usize| hold.get(place).copied().unwrap_or(false);
    let inside: Vec<u32> = audience.shorts().filter(|(_, place)| holds(*place)).map(|(short, _)| short).collect();
    shopper.epoch = work.program.directory().epoch;
    let mut entered = Vec::new();
    if shopper.segments != inside {
        let before = core::mem::replace(&mut shopper.segments, inside);
        for (place, is) in changes(audience, &before, holds) {
            let segment = audience.name(place).ok_or(Fault::ProgramMalformed)?;
            let change = SegmentChange { segment: segment.clone() };
            let word: &[u8] = if is { b"enter" } else { b"leave" };
            let owner = work.shopper.as_ref().map(|shopper| shopper.key.as_str()).unwrap_or_default();
            let input = work.input.id.as_str().as_bytes();
            let at = work.moment.ms().to_le_bytes();
            let id = Digest::of(&[b"segment", word, owner.as_bytes(), segment.as_str().as_bytes(), input, &at]);
            if is {
                entered.push((place, segment));
                work.decide(id, Act::EnterSegment(change), Reason::ConditionMet);
            } else {
                work.decide(id, Act::LeaveSegment(change), Reason::ConditionUnmet);
            }
        }
    }
    if changes_at < Timestamp::MAX {
        work.wake_at(changes_at.max(work.moment.plus(REST)), WakeReason::SegmentMayChange);
    }
    Ok(entered)
}

/// Returns the segments entered and left, by place. One that the program has no more is left without a word.
fn changes(audience: Audience<'_>, before: &[u32], holds: impl Fn(usize) -> bool) -> Vec<(usize, bool)> {
    let mut before = before.iter().peekable();
    let mut changes = Vec::new();
    for (short, place) in audience.shorts() {
        while before.next_if(|known| **known < short).is_some() {}
        let (was, is) = (before.next_if(|known| **known == short).is_some(), holds(place));
        if was != is {
            changes.push((place, is));
        }
    }
    changes.sort_unstable();
    changes
}
