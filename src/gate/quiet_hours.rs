//! Quiet hours: when all windows that apply to a recipient are open at the same moment.

use crate::time::calendar::{Civil, Day, Weekday};
use crate::time::holiday::{HolidayRule, is_holiday};
use crate::time::zone::ZoneRules;
use crate::time::{Span, Timestamp};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Minutes in a civil day.
const MINUTES_PER_DAY: u16 = 1_440;
/// How many days ahead one look for an opening reaches; chosen: longer than any row of holidays.
const DAYS_AHEAD: i32 = 14;
/// How often one search moves on before it gives up, as if closed; chosen: 48 hours of 20 zones take fewer than 30.
const STEPS: usize = 500;

/// The hours of one day: from its opening minute to before its closing minute, by the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hours {
    from: u16,
    to: u16,
}

/// The hours of every weekday, from Monday; a day without hours is closed.
///
/// In JSON a list such as `[{"days": "mon-sat", "from": "09:00", "to": "20:00"}]`; no day may come twice, and at
/// least one must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week {
    open: [Option<Hours>; 7],
}

/// When one rule lets texts through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// The hours of the week.
    pub week: Week,
    /// Holidays on which the window stays closed; none where holidays are days like others.
    pub closed_on_holidays: Vec<HolidayRule>,
}

/// One window as it is met in one of the zones in which the recipient may be.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The zone.
    pub zone: &'a ZoneRules,
    /// The window.
    pub window: &'a Window,
}

/// When all candidates are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// At once.
    Open {
        /// The first moment at which one of them is closed, or the end of the horizon if that comes first.
        until: Timestamp,
    },
    /// Later: the first moment at which all are open.
    OpensAt(Timestamp),
    /// Not within the horizon, its last moment included.
    NotWithin,
}

/// Returns when all `candidates` are open at the same moment, at `from` or later.
///
/// Without candidates nothing is known of the recipient's hours, so it is never open. At the change of clocks the wall
/// clock counts: an hour that comes twice is open twice, one left out is not there.
pub fn opening(candidates: &[Candidate<'_>], from: Timestamp, horizon: Span) -> Opening {
    let limit = from.plus(horizon);
    if candidates.is_empty() {
        return Opening::NotWithin;
    }
    let mut moment = from;
    for _ in 0..STEPS {
        // INVARIANT: no moment before `moment` is open for all; the latest of the next tries leaves none out.
        let next = candidates.iter().filter_map(|candidate| candidate.next_try(moment)).max();
        match next {
            None if moment == from => return Opening::Open { until: until(candidates, from, limit) },
            None => return Opening::OpensAt(moment),
            Some(next) if next > limit || next <= moment => return Opening::NotWithin,
            Some(next) => moment = next,
        }
    }
    Opening::NotWithin
}

fn until(candidates: &[Candidate<'_>], from: Timestamp, limit: Timestamp) -> Timestamp {
    candidates.iter().map(|candidate| candidate.until(from, limit)).min().unwrap_or(from).min(limit)
}

/// Returns the moment at which the second of `moment` began.
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_ms(moment.ms().saturating_sub(moment.ms().rem_euclid(1_000)))
}

impl Candidate<'_> {
    /// Returns nothing when open at `moment`, else a later moment before which it is closed.
    fn next_try(&self, moment: Timestamp) -> Option<Timestamp> {
        let now = self.zone.local(moment);
        if self.hours(now.date).is_some_and(|hours| hours.contain(now)) {
            return None;
        }
        let opens = (0..=DAYS_AHEAD).find_map(|days| {
            let day = now.date.plus(days);
            let from = self.hours(day)?.opens();
            if days == 0 {
                // By the wall clock as it runs now: the table's moment may be the first of two when clocks were put back.
                let ahead = from.checked_sub(now.second_of_day).filter(|ahead| *ahead > 0)?;
                return Some(whole_second(moment).plus(Span::seconds(i64::from(ahead))));
            }
            let opens = self.zone.instant(day, from);
            (opens > moment).then_some(opens)
        });
        let next = opens.unwrap_or_else(|| self.zone.instant(now.date.plus(DAYS_AHEAD), 0));
        // Clocks put back into the hours open them a second time, without passing the opening minute.
        Some(self.zone.next_transition(moment).map_or(next, |change| change.min(next)))
    }

    /// Returns the first moment after `from`, where it is open, at which it is closed; `limit` or later if unknown.
    fn until(&self, from: Timestamp, limit: Timestamp) -> Timestamp {
        let mut moment = from;
        while moment < limit {
            let now = self.zone.local(moment);
            let Some(hours) = self.hours(now.date).filter(|hours| hours.contain(now)) else { return moment };
            let left = Span::seconds(i64::from(hours.closes()) - i64::from(now.second_of_day));
            let closes = whole_second(moment).plus(left);
            let next = self.zone.next_transition(moment).map_or(closes, |change| change.min(closes));
            if next <= moment {
                return limit;
            }
            moment = next;
        }
        moment
    }

    fn hours(&self, day: Day) -> Option<Hours> {
        self.window.week.hours(day.weekday()).filter(|_| !is_holiday(&self.window.closed_on_holidays, day))
    }
}

impl Hours {
    /// Returns the hours between two minutes of the day (0 to 1,440); `None` unless the first is the earlier.
    pub const fn new(from_minute: u16, to_minute: u16) -> Option<Self> {
        if from_minute < to_minute && to_minute <= MINUTES_PER_DAY {
            Some(Self { from: from_minute, to: to_minute })
        } else {
            None
        }
    }

    /// Reads two times of day, `09:00` to `24:00`.
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        Self::new(minute(from)?, minute(to)?)
    }

    fn opens(self) -> u32 {
        u32::from(self.from) * 60
    }

    fn closes(self) -> u32 {
        u32::from(self.to) * 60
    }

    fn contain(self, now: Civil) -> bool {
        (self.opens()..self.closes()).contains(&now.second_of_day)
    }
}

impl Week {
    /// Returns a week with these hours, from Monday; `None` when no day is open.
    pub fn new(open: [Option<Hours>; 7]) -> Option<Self> {
        open.iter().any(Option::is_some).then_some(Self { open })
    }

    /// Returns the hours of a weekday; `None` when it is closed.
    pub fn hours(&self, weekday: Weekday) -> Option<Hours> {
        self.open.get(usize::from(weekday.position())).copied().flatten()
    }
}

/// One line of a week as JSON writes it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Stretch {
    /// A weekday, `sun`, or a range of them, `mon-sat`.
    days: String,
    /// The first open minute, `09:00`.
    from: String,
    /// The first closed minute, `20:00`.
    to: String,
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return self.open.serialize(serializer);
        }
        serializer.collect_seq(Weekday::ALL.into_iter().filter_map(|weekday| {
            let hours = self.hours(weekday)?;
            let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            let (_, word) = WORDS.into_iter().find(|(known, _)| *known == weekday)?;
            Some(Stretch { days: word.into(), from: time(hours.from), to: time(hours.to) })
        }))
    }
}

impl<'de> Deserialize<'de> for Week {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const NEVER: &str = "expected at least one open day";
        if !deserializer.is_human_readable() {
            return Self::new(Deserialize::deserialize(deserializer)?).ok_or_else(|| de::Error::custom(NEVER));
        }
        let mut open = [None; 7];
        for Stretch { days, from, to } in Vec::<Stretch>::deserialize(deserializer)? {
            let hours = Hours::parse(&from, &to).ok_or_else(|| {
                de::Error::custom(format!("`{from}` to `{to}`: expected two times, the earlier first"))
            })?;
            let days = range(&days).ok_or_else(|| {
                de::Error::custom(format!("`{days}`: expected a weekday or a range of them, such as `mon-sat`"))
            })?;
            for weekday in days {
                let slot = open.get_mut(usize::from(weekday.position())).filter(|slot| slot.is_none());
                *slot.ok_or_else(|| de::Error::custom("a weekday has hours twice"))? = Some(hours);
            }
        }
        Self::new(open).ok_or_else(|| de::Error::custom(NEVER))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Week {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Week".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Vec<Stretch>>::json_schema(generator)
    }
}

const WORDS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

fn range(text: &str) -> Option<impl Iterator<Item = Weekday> + use<>> {
    let weekday = |text: &str| WORDS.into_iter().find(|(_, word)| *word == text).map(|(weekday, _)| weekday);
    let (first, last) = match text.split_once('-') {
        Some((first, last)) => (weekday(first)?, weekday(last)?),
        None => (weekday(text)?, weekday(text)?),
    };
    (first <= last).then(|| Weekday::ALL.into_iter().filter(move |weekday| (first..=last).contains(weekday)))
}

/// Reads `HH:MM`, five ASCII characters, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let [h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u16::from(byte.saturating_sub(b'0')));
    let (hour, minute) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
    (minute < 60 && hour * 60 + minute <= MINUTES_PER_DAY).then_some(hour * 60 + minute)
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests;
