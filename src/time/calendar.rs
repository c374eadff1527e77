//! The civil calendar: days, weekdays and the time a wall clock shows.

use alloc::string::String;
use chrono::{Datelike, NaiveDate};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Seconds in a civil day.
pub const SECONDS_PER_DAY: i64 = 86_400;

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// Written as an ISO date (`2026-11-20`) in JSON, as its number in binary formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A day of the week, from Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// What a wall clock and a calendar show at one moment in one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// The local day.
    pub date: Day,
    /// Seconds shown since local midnight, 0 to 86,399; not the seconds elapsed on a day with a change of clocks.
    pub second_of_day: u32,
}

impl Day {
    /// Wraps a number of days since 1970-01-01.
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Returns the number of days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns the day of a year, month (1 to 12) and day of the month (from 1); `None` where there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(|date| Self(date.to_epoch_days()))
    }

    /// Reads `YYYY-MM-DD`, exactly ten ASCII characters; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        let year = digits(&[*y1, *y2, *y3, *y4])?;
        Self::from_ymd(i32::try_from(year).ok()?, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
    }

    /// Returns the year; beyond chrono's calendar (262,000 years either way) that calendar's last one.
    pub fn year(self) -> i32 {
        self.naive().year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> u32 {
        self.naive().month()
    }

    /// Returns the day of the month, from 1.
    pub fn day_of_month(self) -> u32 {
        self.naive().day()
    }

    /// Returns the day of the week.
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday. Widened, so that the last day of the range does not overflow.
        match self.0.rem_euclid(7) {
            0 => Weekday::Thu,
            1 => Weekday::Fri,
            2 => Weekday::Sat,
            3 => Weekday::Sun,
            4 => Weekday::Mon,
            5 => Weekday::Tue,
            _ => Weekday::Wed,
        }
    }

    /// Returns the day `days` later (earlier when negative); at the ends of the range it stays there.
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Returns the `nth` (from 1) `weekday` of a month; `None` where that month has fewer, or there is no such month.
    pub fn nth_weekday(year: i32, month: u32, nth: u32, weekday: Weekday) -> Option<Self> {
        let first = Self::from_ymd(year, month, 1)?;
        let weeks = i32::try_from(nth.checked_sub(1)?).ok()?;
        let day = first.plus(first.weekday().days_until(weekday)).plus(weeks.saturating_mul(7));
        (day.year() == year && day.month() == month).then_some(day)
    }

    /// Returns the last `weekday` of a month; `None` where there is no such month.
    pub fn last_weekday(year: i32, month: u32, weekday: Weekday) -> Option<Self> {
        Self::nth_weekday(year, month, 5, weekday).or_else(|| Self::nth_weekday(year, month, 4, weekday))
    }

    fn naive(self) -> NaiveDate {
        let end = if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        NaiveDate::from_epoch_days(self.0).unwrap_or(end)
    }
}

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Returns the position in the week: Monday 0 to Sunday 6.
    pub const fn position(self) -> u8 {
        match self {
            Self::Mon => 0,
            Self::Tue => 1,
            Self::Wed => 2,
            Self::Thu => 3,
            Self::Fri => 4,
            Self::Sat => 5,
            Self::Sun => 6,
        }
    }

    /// Returns how many days later the next `other` is; 0 when it is the same weekday.
    pub fn days_until(self, other: Self) -> i32 {
        (i32::from(other.position()) - i32::from(self.position())).rem_euclid(7)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.naive();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i32(self.0) }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return i32::deserialize(deserializer).map(Self);
        }
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("expected a date as `YYYY-MM-DD`"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte.saturating_sub(b'0')))?;
        Some(number.saturating_mul(10).saturating_add(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_and_read_as_an_iso_date() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-20", "2100-03-01", "0001-01-01"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "2026-02-30", "2100-02-29", "2026-1-1", "2026-11-20T", "+026-11-20", "2026/11/20", "２026-11"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn weekdays_agree_with_chrono_over_two_centuries() {
        for number in -10_000..60_000 {
            let day = Day::from_number(number);
            let expected = u8::try_from(day.naive().weekday().num_days_from_monday()).unwrap();
            assert_eq!(day.weekday().position(), expected, "{day}");
            assert_eq!(Day::from_ymd(day.year(), day.month(), day.day_of_month()), Some(day));
        }
    }

    #[test]
    fn the_nth_and_last_weekday_of_a_month_are_found() {
        assert_eq!(Day::nth_weekday(2026, 11, 4, Weekday::Thu), Day::parse("2026-11-26"));
        assert_eq!(Day::nth_weekday(2026, 2, 5, Weekday::Mon), None);
        assert_eq!(Day::nth_weekday(2026, 2, 0, Weekday::Mon), None);
        assert_eq!(Day::last_weekday(2026, 5, Weekday::Mon), Day::parse("2026-05-25"));
        assert_eq!(Day::last_weekday(2026, 2, Weekday::Sat), Day::parse("2026-02-28"));
        assert_eq!(Day::last_weekday(2026, 13, Weekday::Sat), None);
    }

    #[test]
    fn the_ends_of_the_range_do_not_trap() {
        for number in [i32::MIN, i32::MAX] {
            let day = Day::from_number(number);
            assert_eq!(day.plus(number), day);
            let _ = (day.weekday(), day.month(), day.to_string());
        }
    }

    #[test]
    fn a_day_is_a_date_in_json_and_a_number_in_binary() {
        let day = Day::parse("2026-11-20").unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2026-11-20\"");
        assert_eq!(serde_json::from_str::<Day>("\"2026-11-20\"").unwrap(), day);
        assert!(serde_json::from_str::<Day>("20777").is_err());
        let bytes = postcard::to_allocvec(&day).unwrap();
        assert_eq!(postcard::from_bytes::<Day>(&bytes).unwrap(), day);
    }
}
