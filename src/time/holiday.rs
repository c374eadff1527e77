//! Public holidays, computed from rules: fixed dates, weekdays of a month, days around Easter.

use super::calendar::{Day, Weekday};
use serde::{Deserialize, Serialize};

/// One public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HolidayRule {
    /// The day it is on.
    pub on: HolidayDay,
    /// Where a holiday that falls on a weekend is observed.
    #[serde(default)]
    pub observed: Observed,
}

/// Which day of a year a holiday is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HolidayDay {
    /// The same date every year.
    Fixed {
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, from 1.
        day: u8,
    },
    /// Days after Western Easter Sunday; negative before it.
    Easter {
        /// Days, within a year.
        offset_days: i16,
    },
    /// The nth weekday of a month, from 1.
    Nth {
        /// Which one, 1 to 5.
        nth: u8,
        /// The weekday.
        weekday: Weekday,
        /// Month, 1 to 12.
        month: u8,
    },
    /// The last weekday of a month.
    Last {
        /// The weekday.
        weekday: Weekday,
        /// Month, 1 to 12.
        month: u8,
    },
}

/// Where a holiday that falls on a weekend is observed. The day itself stays a holiday too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Observed {
    /// On that day only.
    #[default]
    SameDay,
    /// United States (5 U.S.C. 6103(b)): the Friday before a Saturday, the Monday after a Sunday.
    NearestWeekday,
    /// United Kingdom (Banking and Financial Dealings Act 1971): the Monday after.
    NextWeekday,
    /// United Kingdom, 25 and 26 December, which stand side by side: two days later, so that both get a weekday.
    NextWeekdayOfTwo,
}

/// Returns whether one of `rules` makes `day` a holiday, or the weekday on which one is observed.
pub fn is_holiday(rules: &[HolidayRule], day: Day) -> bool {
    rules.iter().any(|rule| rule.is_on(day))
}

/// Returns Western Easter Sunday; `None` before 1583, the first year of its calendar, and after year 9999.
pub fn easter(year: i32) -> Option<Day> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    // Anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, ch. 8).
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let march = epact + sunday - 7 * late + 114;
    Day::from_ymd(year, u32::try_from(march / 31).ok()?, u32::try_from(march % 31 + 1).ok()?)
}

impl HolidayRule {
    fn is_on(&self, day: Day) -> bool {
        // New Year's Day on a Saturday is observed in the year before.
        let year = day.year();
        [year, year.saturating_add(1)]
            .into_iter()
            .filter_map(|year| self.on.in_year(year))
            .any(|holiday| holiday == day || self.observed.day(holiday) == day)
    }
}

impl HolidayDay {
    fn in_year(self, year: i32) -> Option<Day> {
        match self {
            Self::Fixed { month, day } => Day::from_ymd(year, month.into(), day.into()),
            Self::Easter { offset_days } => Some(easter(year)?.plus(offset_days.into())),
            Self::Nth { nth, weekday, month } => Day::nth_weekday(year, month.into(), nth.into(), weekday),
            Self::Last { weekday, month } => Day::last_weekday(year, month.into(), weekday),
        }
    }
}

impl Observed {
    fn day(self, holiday: Day) -> Day {
        let weekday = holiday.weekday();
        let pushed =
            |days| if weekday == Weekday::Sat || weekday == Weekday::Sun { holiday.plus(days) } else { holiday };
        match self {
            Self::SameDay => holiday,
            Self::NearestWeekday => pushed(if weekday == Weekday::Sat { -1 } else { 1 }),
            Self::NextWeekday => pushed(if weekday == Weekday::Sat { 2 } else { 1 }),
            Self::NextWeekdayOfTwo => pushed(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn fixed(month: u8, day: u8, observed: Observed) -> HolidayRule {
        HolidayRule { on: HolidayDay::Fixed { month, day }, observed }
    }

    #[test]
    fn easter_is_on_the_published_sundays() {
        // U.S. Census Bureau, "Easter dates from 1600 to 2099"; 2008 and 2038 are the earliest and latest near us.
        let published = [
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2099-04-12",
        ];
        for text in published {
            assert_eq!(easter(day(text).year()), Some(day(text)));
        }
    }

    #[test]
    fn easter_is_always_a_sunday_between_march_22_and_april_25() {
        for year in 1583..=9999 {
            let date = easter(year).unwrap();
            let from = Day::from_ymd(year, 3, 22).unwrap();
            assert_eq!(date.weekday(), Weekday::Sun);
            assert!((0..=34).contains(&(date.number() - from.number())), "{date}");
        }
        assert_eq!([easter(1582), easter(10_000), easter(i32::MAX)], [None; 3]);
    }

    #[test]
    fn ascension_is_39_days_after_easter() {
        let ascension = [HolidayRule { on: HolidayDay::Easter { offset_days: 39 }, observed: Observed::SameDay }];
        for text in ["2024-05-09", "2025-05-29", "2026-05-14", "2027-05-06"] {
            assert!(is_holiday(&ascension, day(text)), "{text}");
        }
        assert!(!is_holiday(&ascension, day("2026-05-15")));
    }

    #[test]
    fn a_federal_holiday_on_a_weekend_is_observed_on_the_nearest_weekday() {
        // OPM: Independence Day 2026 is Friday, July 3; 2027 Monday, July 5; New Year 2022 was Friday, 2021-12-31.
        let rules = [fixed(7, 4, Observed::NearestWeekday), fixed(1, 1, Observed::NearestWeekday)];
        for text in ["2026-07-03", "2026-07-04", "2027-07-05", "2021-12-31", "2022-01-01", "2023-01-02"] {
            assert!(is_holiday(&rules, day(text)), "{text}");
        }
        for text in ["2026-07-05", "2027-07-03", "2025-07-03", "2025-12-31"] {
            assert!(!is_holiday(&rules, day(text)), "{text}");
        }
    }

    #[test]
    fn weekday_holidays_are_on_the_published_days() {
        let thanksgiving = [HolidayRule {
            on: HolidayDay::Nth { nth: 4, weekday: Weekday::Thu, month: 11 },
            observed: Observed::SameDay,
        }];
        let memorial =
            [HolidayRule { on: HolidayDay::Last { weekday: Weekday::Mon, month: 5 }, observed: Observed::SameDay }];
        for text in ["2024-11-28", "2025-11-27", "2026-11-26", "2027-11-25"] {
            assert!(is_holiday(&thanksgiving, day(text)), "{text}");
        }
        for text in ["2024-05-27", "2025-05-26", "2026-05-25", "2027-05-31"] {
            assert!(is_holiday(&memorial, day(text)), "{text}");
        }
    }

    #[test]
    fn british_substitutes_are_on_the_published_days() {
        // gov.uk/bank-holidays, England and Wales, 2020 to 2023.
        let rules = [
            fixed(12, 25, Observed::NextWeekdayOfTwo),
            fixed(12, 26, Observed::NextWeekdayOfTwo),
            fixed(1, 1, Observed::NextWeekday),
        ];
        for text in ["2020-12-28", "2021-12-27", "2021-12-28", "2022-01-03", "2022-12-27", "2023-01-02"] {
            assert!(is_holiday(&rules, day(text)), "{text}");
        }
        for text in ["2020-12-27", "2021-12-29", "2022-12-28", "2023-12-27"] {
            assert!(!is_holiday(&rules, day(text)), "{text}");
        }
    }

    #[test]
    fn a_rule_that_means_no_day_closes_nothing() {
        let never = [fixed(2, 30, Observed::NearestWeekday), fixed(0, 0, Observed::NextWeekday)];
        assert!((0..800).all(|number| !is_holiday(&never, Day::from_number(20_000 + number))));
        assert!(!is_holiday(&never, Day::from_number(i32::MAX)));
    }
}
