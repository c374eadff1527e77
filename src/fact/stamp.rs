//! Stamps: a moment and the short digest of the input that brought it; sets of them are what counters are made of.
//!
//! A set folds in any order and any number of times; a counter does not. Bounded: the oldest leave first.

use crate::id::InputId;
use crate::time::{Span, Timestamp};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// When, and by which input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// When it happened.
    pub at: Timestamp,
    /// Tells apart two inputs of one millisecond.
    pub by: u32,
}

impl Stamp {
    /// Returns the stamp of an input. FNV-1a tells ids of one millisecond apart; it guards nothing.
    pub fn of(at: Timestamp, id: &InputId) -> Self {
        let by =
            id.as_str().bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self { at, by }
    }
}

/// A bounded ordered set of stamps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamps(Vec<Stamp>);

impl Stamps {
    /// Adds a stamp, once, and keeps the `bound` newest.
    pub fn insert(&mut self, stamp: Stamp, bound: usize) {
        if let Err(place) = self.0.binary_search(&stamp) {
            self.0.insert(place, stamp);
        }
        let surplus = self.0.len().saturating_sub(bound);
        self.0.drain(..surplus);
    }

    /// Puts a stamp in the place of an earlier one by the same; a later one stays.
    pub fn replace(&mut self, stamp: Stamp, bound: usize) {
        if self.0.iter().any(|known| known.by == stamp.by && known.at > stamp.at) {
            return;
        }
        self.0.retain(|known| known.by != stamp.by);
        self.insert(stamp, bound);
    }

    /// Adds all stamps of another set.
    pub fn union(&mut self, other: &Self, bound: usize) {
        other.0.iter().for_each(|stamp| self.insert(*stamp, bound));
    }

    /// Returns whether the stamp is known.
    pub fn contains(&self, stamp: &Stamp) -> bool {
        self.0.binary_search(stamp).is_ok()
    }

    /// Returns the number of stamps within the `window` before `moment`, and when the first of them leaves it.
    pub fn within(&self, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        let start = moment.minus(window);
        // Most often nothing has left the window yet.
        let outside = match self.0.first() {
            Some(first) if first.at > start => 0,
            Some(_) | None => self.0.partition_point(|stamp| stamp.at <= start),
        };
        let leaves = self.0.get(outside).map_or(Timestamp::MAX, |stamp| stamp.at.plus(window));
        (u32::try_from(self.0.len().saturating_sub(outside)).unwrap_or(u32::MAX), leaves)
    }

    /// Returns the newest moment.
    pub fn last(&self) -> Option<Timestamp> {
        self.0.last().map(|stamp| stamp.at)
    }

    /// Returns all stamps, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Stamp> {
        self.0.iter()
    }
}
