//! What was spent, by day: the budget's hard stop.

use crate::engine::program::Budget;
use crate::money::Micros;
use crate::time::Timestamp;
use crate::time::calendar::Day;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Days with spending remembered, the latest ones. Chosen: a month and a few days' jump of the clock.
const MAX_DAYS: usize = 35;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Spending by day, UTC, in order.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Spend(Vec<(i32, Micros)>);

impl Spend {
    /// Returns whether the cost fits into what is left of the day and of the month.
    pub(super) fn allows(&self, cost: Micros, moment: Timestamp, budget: &Budget) -> bool {
        let (day, month) = self.spent(moment);
        day.plus(cost) <= budget.day_micros && month.plus(cost) <= budget.month_micros
    }

    /// Returns what was spent on the moment's day and in its month.
    pub(super) fn spent(&self, moment: Timestamp) -> (Micros, Micros) {
        let today = day_of(moment);
        let calendar = Day::from_number(today);
        let first = Day::from_ymd(calendar.year(), calendar.month(), 1).map_or(today, Day::number);
        (self.since(today), self.since(first))
    }

    /// Notes a cost. Where the moment lies before all days remembered, the earliest of them bears it.
    pub(super) fn add(&mut self, cost: Micros, moment: Timestamp) {
        let today = self.day_that_bears(moment);
        match self.0.binary_search_by_key(&today, |(day, _)| *day) {
            Ok(place) => {
                if let Some((_, spent)) = self.0.get_mut(place) {
                    *spent = spent.plus(cost);
                }
            }
            Err(place) => self.0.insert(place, (today, cost)),
        }
        let surplus = self.0.len().saturating_sub(MAX_DAYS);
        self.0.drain(..surplus);
    }

    /// Replaces an estimate noted at a moment by what it came to; no day's sum falls below zero.
    pub(super) fn correct(&mut self, estimate: Micros, cost: Micros, moment: Timestamp) {
        let today = self.day_that_bears(moment);
        if let Some((_, spent)) = self.0.iter_mut().find(|(day, _)| *day == today) {
            spent.0 = spent.0.saturating_sub(estimate.0).max(0).saturating_add(cost.0.max(0));
        }
    }

    fn day_that_bears(&self, moment: Timestamp) -> i32 {
        let is_full = self.0.len() >= MAX_DAYS;
        let earliest = self.0.first().filter(|_| is_full).map_or(i32::MIN, |(day, _)| *day);
        day_of(moment).max(earliest)
    }

    /// Returns the sum since a day. Days in the future, left by a clock that jumped, count.
    fn since(&self, first: i32) -> Micros {
        let later = self.0.iter().filter(|(day, _)| *day >= first);
        later.fold(Micros(0), |sum, (_, spent)| sum.plus(*spent))
    }
}

/// Returns the day, UTC, since the epoch.
pub(super) fn day_of(moment: Timestamp) -> i32 {
    i32::try_from(moment.ms().div_euclid(DAY_MS)).unwrap_or(if moment.ms() < 0 { i32::MIN } else { i32::MAX })
}
