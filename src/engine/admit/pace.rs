//! The pace of senders: a bucket of tokens each, and slots for those who come when it is empty.
//!
//! The bucket is kept as the moment at which it will be full: what was sent empties it, time fills it. Slots are handed
//! out one token apart, each within its own width by chance of its text's id, so that texts held overnight do not all
//! come back at once. A text that brings its slot takes the token that has come by then. One without a slot waits behind
//! all slots handed out, else newcomers would starve those who wait; unless the bucket is full, for then whoever had
//! slots did not come. A slot missed by more than a minute is worth a token only while there is one.

use crate::id::Digest;
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Senders remembered, the latest used. Chosen: one or two per market.
const MAX_SENDERS: usize = 12;

/// Texts per minute of a sender of which nothing is known. Source: market.rs; one a second is what long codes carry.
const UNKNOWN_PER_MINUTE: u32 = 60;

/// Fastest pace that is told apart: one a millisecond.
const FASTEST_PER_MINUTE: u32 = 60_000;

/// A minute in microseconds: what a full bucket holds, so a dispatcher that runs once a minute keeps the pace.
const MINUTE_US: i64 = 60_000_000;

/// Deepest debt that texts which always go may run up. Chosen: one more minute.
const DEBT_US: i64 = MINUTE_US;

/// A clock that is further back than this since the last slot was handed out has jumped: slots begin anew.
const JUMP_US: i64 = MINUTE_US;

/// All senders, the latest used last.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Paces(Vec<Pace>);

/// One sender; times in microseconds since the epoch.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Pace {
    sender: u64,
    full_at: i64,
    last_slot: i64,
    slot_given_at: i64,
}

impl Paces {
    /// Takes a token of the sender's, or returns the slot to come back at.
    pub(super) fn take(&mut self, sender: &str, per_minute: u32, moment: Timestamp, text: &Turn) -> Option<Timestamp> {
        let sender = Digest::of(&[b"sender", sender.as_bytes()]).short();
        let known = self.0.iter().position(|pace| pace.sender == sender);
        let fresh = Pace { sender, full_at: i64::MIN, last_slot: i64::MIN, slot_given_at: i64::MIN };
        let mut pace = known.map_or(fresh, |place| self.0.remove(place));
        let slot = pace.take(token_us(per_minute), moment.ms().saturating_mul(1_000), text);
        self.0.push(pace);
        let surplus = self.0.len().saturating_sub(MAX_SENDERS);
        self.0.drain(..surplus);
        slot.map(|slot| Timestamp::from_ms(slot.saturating_add(999).div_euclid(1_000)))
    }
}

/// How a text stands in the queue.
pub(super) struct Turn {
    /// It goes without a token, too: the law or a carrier asks for it.
    pub(super) due: bool,
    /// The slot it was told to come back at.
    pub(super) slot: Option<Timestamp>,
    /// By chance, the same for one text every time: where within its slot's width it is told to come back.
    pub(super) chance: u64,
}

impl Pace {
    fn take(&mut self, token: i64, now: i64, text: &Turn) -> Option<i64> {
        // Held inside what an unbroken clock can leave, so that a jump never stops a sender for long.
        let deepest = now.saturating_add(MINUTE_US).saturating_add(DEBT_US);
        let full_at = self.full_at.max(now).min(deepest);
        let after = full_at.saturating_add(token);
        if now.saturating_add(JUMP_US) < self.slot_given_at {
            self.last_slot = i64::MIN;
        }
        let slot = text.slot.map(|slot| slot.ms().saturating_mul(1_000));
        if let Some(early) = slot.filter(|slot| now < *slot && !text.due) {
            return Some(early);
        }
        // What always goes may have run up a debt: who comes in time does not lose the slot for that.
        let in_time = slot.is_some_and(|slot| now <= slot.saturating_add(MINUTE_US));
        let lends = if in_time { DEBT_US } else { 0 };
        let has_token = after <= now.saturating_add(MINUTE_US).saturating_add(lends);
        let queues = slot.is_none() && self.last_slot > now && full_at > now;
        if text.due || (has_token && !queues) {
            self.full_at = after.min(deepest);
            return None;
        }
        self.full_at = full_at;
        let earliest = after.saturating_sub(MINUTE_US).max(now);
        let slot = earliest.max(self.last_slot.saturating_add(token));
        self.last_slot = slot;
        self.slot_given_at = now;
        let width = token.unsigned_abs();
        let share = text.chance.checked_rem(width).unwrap_or_default();
        Some(slot.saturating_add(i64::try_from(share).unwrap_or_default()))
    }
}

/// Returns the time in which one token comes, rounded up.
fn token_us(per_minute: u32) -> i64 {
    let known = if per_minute == 0 { UNKNOWN_PER_MINUTE } else { per_minute.min(FASTEST_PER_MINUTE) };
    let per_minute = i64::from(known);
    MINUTE_US.saturating_add(per_minute).saturating_sub(1).checked_div(per_minute).unwrap_or(MINUTE_US)
}
