//! Sums of facts by what is counted, period and key; bounded in each.

use crate::engine::decision::{Counted, Fact};
use crate::engine::fault::Fault;
use crate::id::{Digest, Name};
use crate::time::calendar::Day;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Format written. Read by equality: aggregates can be made anew from the facts that hosts keep.
const FORMAT: u16 = 1;

/// Days before the newest that are kept one by one; older ones fold into months. Chosen: two months and a few days.
const MAX_DAYS: i32 = 66;
/// Months before the newest that are kept one by one; older ones fold into one. Chosen: the same month two years ago.
const MAX_MONTHS: i32 = 25;
/// Keys kept apart: those with the smallest digests, so that the choice rests on no order; the rest are summed as one.
/// Chosen: a dozen journeys with all their kinds of abandonment and arms.
const MAX_KEYS: usize = 128;
/// The key of the rest.
const REST: &str = "~rest";

/// A day, or what it is part of once it is old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Period {
    /// Before all months kept.
    Before,
    /// Months since year zero.
    Month(i32),
    /// Days since the epoch.
    Day(i32),
}

/// Sums of one key.
type Sums = BTreeMap<(Counted, Period), i64>;

/// All sums of a store. A sum of nothing is not kept, so that equal facts are equal bytes; a key stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Aggregate {
    pub(super) newest: Option<i32>,
    pub(super) keys: BTreeMap<Name, Sums>,
    pub(super) rest: Sums,
}

impl Aggregate {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let (header, body) = bytes.split_first_chunk::<2>().ok_or(Fault::StateMalformed)?;
        let needs = u16::from_le_bytes(*header);
        if needs > FORMAT {
            return Err(Fault::StateTooNew { needs });
        }
        match postcard::take_from_bytes(body) {
            Ok((sums, [])) => Ok(sums),
            Ok(_) | Err(_) => Err(Fault::StateMalformed),
        }
    }

    pub(super) fn write(&self) -> Result<Vec<u8>, Fault> {
        postcard::to_extend(self, FORMAT.to_le_bytes().to_vec()).map_err(|_| Fault::StateTooLarge)
    }

    /// Adds facts, each `times` times; an id counts once.
    pub(super) fn add(&mut self, facts: &[Fact], times: i64) {
        let mut known = BTreeSet::new();
        let fresh: Vec<&Fact> = facts.iter().filter(|fact| known.insert(fact.id)).collect();
        self.newest = self.newest.max(fresh.iter().map(|fact| fact.day).max());
        for fact in fresh {
            let value = fact.value.saturating_mul(times);
            let period = Period::Day(fact.day);
            bump(self.keys.entry(fact.key.clone()).or_default(), fact.counts, period, value);
        }
        self.settle();
    }

    /// Adds all sums of another aggregate.
    pub(super) fn combine(&mut self, other: Self) {
        self.newest = self.newest.max(other.newest);
        for (key, sums) in other.keys {
            pour(self.keys.entry(key).or_default(), sums);
        }
        pour(&mut self.rest, other.rest);
        self.settle();
    }

    /// Returns all sums, by key; nothing stands for the rest.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, Counted, Period, i64)> {
        let keys = self.keys.iter().map(|(key, sums)| (key.as_str(), sums));
        let all = keys.chain(core::iter::once((REST, &self.rest)));
        all.flat_map(|(key, sums)| sums.iter().map(move |((counts, period), sum)| (key, *counts, *period, *sum)))
    }

    /// Folds old periods and surplus keys. Both rest on what has ever been seen alone, never on the order it came in.
    fn settle(&mut self) {
        if self.keys.len() > MAX_KEYS {
            let mut order: Vec<(Digest, Name)> = self.keys.keys().map(|key| (digest(key), key.clone())).collect();
            order.sort_unstable();
            for (_, key) in order.into_iter().skip(MAX_KEYS) {
                pour(&mut self.rest, self.keys.remove(&key).unwrap_or_default());
            }
        }
        let Some(newest) = self.newest else { return };
        self.keys.values_mut().chain([&mut self.rest]).for_each(|sums| {
            let old = |period: &Period| folded(*period, newest) != *period;
            if sums.keys().any(|(_, period)| old(period)) {
                for ((counts, period), sum) in core::mem::take(sums) {
                    bump(sums, counts, folded(period, newest), sum);
                }
            }
        });
    }
}

fn bump(sums: &mut Sums, counts: Counted, period: Period, value: i64) {
    let sum = sums.entry((counts, period)).or_default();
    *sum = sum.saturating_add(value);
    if *sum == 0 {
        sums.remove(&(counts, period));
    }
}

fn pour(into: &mut Sums, from: Sums) {
    from.into_iter().for_each(|((counts, period), sum)| bump(into, counts, period, sum));
}

/// Returns the period that stands for `period` once `newest` has been seen.
fn folded(period: Period, newest: i32) -> Period {
    let month = match period {
        Period::Before => return Period::Before,
        Period::Day(day) if day > newest.saturating_sub(MAX_DAYS) => return period,
        Period::Day(day) => month_of(day),
        Period::Month(month) => month,
    };
    if month > month_of(newest).saturating_sub(MAX_MONTHS) { Period::Month(month) } else { Period::Before }
}

fn month_of(day: i32) -> i32 {
    let day = Day::from_number(day);
    let month = i32::try_from(day.month()).unwrap_or_default();
    day.year().saturating_mul(12).saturating_add(month)
}

fn digest(key: &Name) -> Digest {
    Digest::of(&[b"key", key.as_str().as_bytes()])
}
