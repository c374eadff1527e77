//! Visits: spells of activity with less than half an hour between two acts.

use crate::time::{Span, Timestamp};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A gap as long as this ends a visit. Source: the convention of web analytics (Google Analytics, Snowplow, OTTO).
pub const VISIT_GAP: Span = Span::minutes(30);

/// Visits kept; the oldest leave first. Chosen: a month of visits every other day.
const MAX_VISITS: usize = 16;

/// One spell of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Visit {
    /// First act.
    pub from: Timestamp,
    /// Last act.
    pub to: Timestamp,
}

/// All visits that are remembered, as merged intervals: the same whatever the order the acts came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Visits(Vec<Visit>);

impl Visits {
    /// Notes an act.
    pub fn note(&mut self, at: Timestamp) {
        self.add(Visit { from: at, to: at });
    }

    /// Adds all visits of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        other.0.iter().for_each(|visit| self.add(*visit));
    }

    /// Returns the last act.
    pub fn last(&self) -> Option<Timestamp> {
        self.0.last().map(|visit| visit.to)
    }

    /// Returns the last visit.
    pub fn latest(&self) -> Option<&Visit> {
        self.0.last()
    }

    /// Returns how many visits began within the `window` before `moment`, and when the first of them leaves it.
    pub fn begun_within(&self, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        let start = moment.minus(window);
        let outside = self.0.partition_point(|visit| visit.from <= start);
        let leaves = self.0.get(outside).map_or(Timestamp::MAX, |visit| visit.from.plus(window));
        (u32::try_from(self.0.len().saturating_sub(outside)).unwrap_or(u32::MAX), leaves)
    }

    fn add(&mut self, mut visit: Visit) {
        let first = self.0.partition_point(|known| known.to.plus(VISIT_GAP) < visit.from);
        let mut end = first;
        while let Some(known) = self.0.get(end) {
            if known.from > visit.to.plus(VISIT_GAP) {
                break;
            }
            visit = Visit { from: visit.from.min(known.from), to: visit.to.max(known.to) };
            end = end.saturating_add(1);
        }
        self.0.splice(first..end, core::iter::once(visit));
        let surplus = self.0.len().saturating_sub(MAX_VISITS);
        self.0.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visits(minutes: &[i64]) -> Visits {
        let mut visits = Visits::default();
        minutes.iter().for_each(|minute| visits.note(Timestamp::from_ms(minute * 60_000)));
        visits
    }

    #[test]
    fn acts_less_than_half_an_hour_apart_are_one_visit_in_any_order() {
        assert_eq!(visits(&[0, 20, 40, 100]), visits(&[100, 40, 0, 20, 40]));
        assert_eq!(visits(&[0, 20, 40, 100]).0.len(), 2);
    }

    #[test]
    fn an_act_between_two_visits_joins_them() {
        assert_eq!(visits(&[0, 50, 25]).0.len(), 1);
    }
}
