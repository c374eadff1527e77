//! A zone's local time: which offset from UTC holds at a moment, and which moment a wall clock means.

use super::Timestamp;
use super::calendar::{Civil, Day, SECONDS_PER_DAY, Weekday};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// No zone is further than this from UTC; wide enough for every offset and every change of it.
const REACH_SECONDS: i64 = 26 * 3_600;
/// Transitions within twice the reach of one moment: one, or two around a short Ramadan pause; more means bad data.
const STEPS: usize = 8;

/// The local-time rules of one zone from 2000 on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ZoneRules {
    /// Offset from UTC in seconds before the first transition; meaningless when there is none but a `future`.
    pub initial: i32,
    /// Changes that no rule describes, in ascending order.
    pub transitions: Vec<Transition>,
    /// What holds from the last transition on; without it, that transition's offset.
    pub future: Option<FutureRule>,
}

/// One change of a zone's offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Transition {
    /// The first second of the new offset, in seconds since the Unix epoch.
    pub at: i64,
    /// The new offset from UTC in seconds, east positive.
    pub offset: i32,
}

/// Summer time every year, as a POSIX `TZ` rule says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FutureRule {
    /// Offset from UTC in seconds outside summer time.
    pub standard: i32,
    /// Offset from UTC in seconds during summer time.
    pub daylight: i32,
    /// When summer time starts, by the standard clock.
    pub start: RuleDay,
    /// When summer time ends, by the summer clock.
    pub end: RuleDay,
}

/// A moment of every year: POSIX `Mm.w.d/time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleDay {
    /// Month, 1 to 12.
    pub month: u8,
    /// Which of the month's weekdays, from 1; 5 is the last one.
    pub week: u8,
    /// The weekday.
    pub weekday: Weekday,
    /// Seconds since that day's midnight; may be negative or beyond 24 hours.
    pub second: i32,
}

impl ZoneRules {
    /// Returns the rules of a zone that never changes its clocks.
    pub const fn fixed(offset_seconds: i32) -> Self {
        Self { initial: offset_seconds, transitions: Vec::new(), future: None }
    }

    /// Returns the offset from UTC in seconds at `moment`, east positive.
    pub fn offset(&self, moment: Timestamp) -> i32 {
        self.offset_at(seconds(moment))
    }

    /// Returns what wall clock and calendar show at `moment`; beyond the calendar's range its last day.
    pub fn local(&self, moment: Timestamp) -> Civil {
        let utc = seconds(moment);
        let local = utc.saturating_add(i64::from(self.offset_at(utc)));
        let day = local.div_euclid(SECONDS_PER_DAY);
        let end = if day < 0 { i32::MIN } else { i32::MAX };
        Civil {
            date: Day::from_number(i32::try_from(day).unwrap_or(end)),
            second_of_day: u32::try_from(local.rem_euclid(SECONDS_PER_DAY)).unwrap_or(0),
        }
    }

    /// Returns the moment at which the wall clock shows `second_of_day` on `day`.
    ///
    /// Where clocks were put forward past it, the first moment after the gap; where it comes twice, the earlier.
    /// `second_of_day` of 86,400 is the next day's midnight.
    pub fn instant(&self, day: Day, second_of_day: u32) -> Timestamp {
        let wanted = i64::from(day.number()) * SECONDS_PER_DAY + i64::from(second_of_day);
        // The earliest moment whose local time is not before the wanted one: right for gaps and overlaps alike.
        let mut start = wanted - REACH_SECONDS;
        for _ in 0..STEPS {
            let moment = start.max(wanted - i64::from(self.offset_at(start)));
            match self.next_change(start) {
                Some(next) if moment >= next => start = next,
                Some(_) | None => return Timestamp::from_ms(moment.saturating_mul(1_000)),
            }
        }
        Timestamp::from_ms(start.saturating_mul(1_000))
    }

    /// Returns the first moment after `moment` at which the offset changes, or is written anew; `None` if it never does.
    pub fn next_transition(&self, moment: Timestamp) -> Option<Timestamp> {
        self.next_change(seconds(moment)).map(|change| Timestamp::from_ms(change.saturating_mul(1_000)))
    }

    fn offset_at(&self, utc: i64) -> i32 {
        let passed = self.transitions.partition_point(|transition| transition.at <= utc);
        if passed == self.transitions.len()
            && let Some(rule) = &self.future
        {
            return rule.offset(utc);
        }
        passed.checked_sub(1).and_then(|last| self.transitions.get(last)).map_or(self.initial, |last| last.offset)
    }

    fn next_change(&self, utc: i64) -> Option<i64> {
        let passed = self.transitions.partition_point(|transition| transition.at <= utc);
        match self.transitions.get(passed) {
            Some(next) => Some(next.at),
            None => self.future.as_ref().and_then(|rule| rule.next_change(utc)),
        }
    }
}

impl FutureRule {
    // No zone changes its clocks so near New Year that UTC and local year differ; `zone_table` tests that.
    fn offset(&self, utc: i64) -> i32 {
        let (start, end) = self.changes(year_of(utc));
        let daylight = if start < end { start <= utc && utc < end } else { !(end <= utc && utc < start) };
        if daylight { self.daylight } else { self.standard }
    }

    fn next_change(&self, utc: i64) -> Option<i64> {
        let year = year_of(utc);
        let (start, end) = self.changes(year);
        let (start_after, end_after) = self.changes(year.saturating_add(1));
        [start, end, start_after, end_after].into_iter().filter(|change| *change > utc).min()
    }

    fn changes(&self, year: i32) -> (i64, i64) {
        (self.start.utc(year, self.standard), self.end.utc(year, self.daylight))
    }
}

impl RuleDay {
    fn utc(&self, year: i32, offset: i32) -> i64 {
        let month = u32::from(self.month);
        let day = if self.week >= 5 {
            Day::last_weekday(year, month, self.weekday)
        } else {
            Day::nth_weekday(year, month, u32::from(self.week), self.weekday)
        };
        // No such day: a month or week out of range, or a year beyond the calendar. Never, then.
        let Some(day) = day else { return i64::MAX };
        i64::from(day.number()) * SECONDS_PER_DAY + i64::from(self.second) - i64::from(offset)
    }
}

fn seconds(moment: Timestamp) -> i64 {
    moment.ms().div_euclid(1_000)
}

fn year_of(utc: i64) -> i32 {
    let day = utc.div_euclid(SECONDS_PER_DAY);
    Day::from_number(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })).year()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> ZoneRules {
        let sunday = |month, second| RuleDay { month, week: 5, weekday: Weekday::Sun, second };
        let future = FutureRule { standard: 3_600, daylight: 7_200, start: sunday(3, 7_200), end: sunday(10, 10_800) };
        ZoneRules { initial: 3_600, transitions: Vec::new(), future: Some(future) }
    }

    fn at(date: &str, hour: u32, minute: u32) -> (Day, u32) {
        (Day::parse(date).unwrap(), hour * 3_600 + minute * 60)
    }

    fn utc(date: &str, hour: u32, minute: u32) -> Timestamp {
        let (day, second) = at(date, hour, minute);
        ZoneRules::fixed(0).instant(day, second)
    }

    fn meant(zone: &ZoneRules, date: &str, hour: u32, minute: u32) -> Timestamp {
        let (day, second) = at(date, hour, minute);
        zone.instant(day, second)
    }

    #[test]
    fn summer_time_follows_the_rule() {
        assert_eq!(berlin().offset(utc("2026-03-29", 0, 59)), 3_600);
        assert_eq!(berlin().offset(utc("2026-03-29", 1, 0)), 7_200);
        assert_eq!(berlin().offset(utc("2026-10-25", 0, 59)), 7_200);
        assert_eq!(berlin().offset(utc("2026-10-25", 1, 0)), 3_600);
        assert_eq!(berlin().offset(utc("2099-07-01", 0, 0)), 7_200);
    }

    #[test]
    fn a_time_in_the_gap_means_the_first_moment_after_it() {
        assert_eq!(meant(&berlin(), "2026-03-29", 2, 30), utc("2026-03-29", 1, 0));
        assert_eq!(meant(&berlin(), "2026-03-29", 3, 0), utc("2026-03-29", 1, 0));
    }

    #[test]
    fn a_time_that_comes_twice_means_the_earlier() {
        assert_eq!(meant(&berlin(), "2026-10-25", 2, 30), utc("2026-10-25", 0, 30));
        assert_eq!(meant(&berlin(), "2026-10-25", 3, 0), utc("2026-10-25", 2, 0));
    }

    #[test]
    fn a_day_that_never_was_means_the_moment_after_it() {
        // Samoa skipped 2011-12-30 by going from UTC-10 to UTC+14.
        let apia = ZoneRules {
            initial: -36_000,
            transitions: vec![Transition { at: 1_325_239_200, offset: 50_400 }],
            future: None,
        };
        assert_eq!(meant(&apia, "2011-12-30", 12, 0), utc("2011-12-30", 10, 0));
        assert_eq!(apia.local(utc("2011-12-30", 10, 0)).date, Day::parse("2011-12-31").unwrap());
    }

    #[test]
    fn the_ends_of_time_do_not_trap() {
        for zone in [berlin(), ZoneRules::default()] {
            for moment in [Timestamp::MIN, Timestamp::MAX] {
                let _ = (zone.offset(moment), zone.local(moment));
            }
            for day in [i32::MIN, i32::MAX] {
                let _ = zone.instant(Day::from_number(day), u32::MAX);
            }
        }
        let broken = RuleDay { month: 0, week: 0, weekday: Weekday::Mon, second: i32::MIN };
        let future = FutureRule { standard: i32::MIN, daylight: i32::MAX, start: broken, end: broken };
        let zone = ZoneRules { initial: 0, transitions: Vec::new(), future: Some(future) };
        let _ = (zone.offset(Timestamp::MAX), zone.instant(Day::from_number(0), 0));
    }
}
