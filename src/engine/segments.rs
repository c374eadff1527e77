//! Settles segments: who is in which, now.

use crate::condition::eval::Subject;
use crate::engine::decision::{Act, SegmentChange};
use crate::engine::fault::Fault;
use crate::engine::program::short_name;
use crate::engine::work::Work;
use crate::id::{Digest, Name};
use crate::time::{Span, Timestamp};
use crate::trace::{Reason, WakeReason};
use alloc::vec::Vec;
use core::cell::RefCell;

/// A shopper without events is looked at no more than once in this time: windows are counted in days.
const REST: Span = Span::days(1);

/// Answers all segments, notes who came and went, and returns the segments entered.
pub(super) fn settle(work: &mut Work<'_>) -> Result<Vec<Name>, Fault> {
    let segments = work.program.segments()?;
    let short_names = work.program.short_names()?;
    let answers = work.on_ground(|ground| {
        let found = RefCell::new(Vec::with_capacity(segments.len()));
        // A segment asks about earlier ones only, and those are answered by then: compile sees to the order.
        let earlier = |name: &Name| found.borrow().contains(&short_name(name));
        let subject = Subject { segments: &earlier, ..ground.subject };
        let mut changes_at = Timestamp::MAX;
        for (segment, short) in segments.iter().zip(short_names) {
            let answer = segment.condition.answer(&subject);
            changes_at = changes_at.min(answer.changes_at);
            if answer.holds {
                found.borrow_mut().push(*short);
            }
        }
        let mut inside = found.into_inner();
        inside.sort_unstable();
        (inside, changes_at)
    });
    let (Some((inside, changes_at)), Some(shopper)) = (answers, &mut work.shopper) else { return Ok(Vec::new()) };
    shopper.epoch = work.program.directory().epoch;
    let mut entered = Vec::new();
    if shopper.segments != inside {
        let after = inside.clone();
        let before = core::mem::replace(&mut shopper.segments, inside);
        for (segment, short) in segments.iter().zip(short_names) {
            let (was, is) = (before.binary_search(short).is_ok(), after.binary_search(short).is_ok());
            if was == is {
                continue;
            }
            let change = SegmentChange { segment: segment.name.clone() };
            let word: &[u8] = if is { b"enter" } else { b"leave" };
            let owner = work.shopper.as_ref().map(|shopper| shopper.key.as_str()).unwrap_or_default();
            let input = work.input.id.as_str().as_bytes();
            let at = work.moment.ms().to_le_bytes();
            let id = Digest::of(&[b"segment", word, owner.as_bytes(), segment.name.as_str().as_bytes(), input, &at]);
            if is {
                entered.push(segment.name.clone());
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
