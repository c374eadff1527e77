//! Guards against pumping: somebody typing numbers so that texts go where the sending earns him money.
//!
//! Texts to a country, and to an area of it, are held against the store's habit there; texts of a session, of a network
//! and to a block of numbers against a day's number. Counted is what is let through, at once or in a slot, and once: a
//! text that comes back was counted before, so an outage of the provider's makes nobody suspect.

use crate::engine::admit::spend::day_of;
use crate::engine::admit::{Ask, Origin};
use crate::fact::contact::Contact;
use crate::id::{Digest, Name};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Destinations remembered; the one with the least habit leaves first, of equals the one used longest ago.
const MAX_PLACES: usize = 40;
/// Sessions, networks, and blocks of numbers, remembered: those of earlier days leave first, then those with the fewest texts, then those
/// used longest ago, so that a flood of new ones does not wash out the busy one.
const MAX_ORIGINS: usize = 40;

/// Texts a day that are never too many for a country, for an area. Chosen: below what pumping earns anything with.
const COUNTRY_FLOOR: i64 = 100;
const AREA_FLOOR: i64 = 40;
/// Times the habit of a day that an hour, and a day, may bring. Chosen: a sale brings three or four times.
const HOUR_TIMES: i64 = 4;
const DAY_TIMES: i64 = 8;
/// Days after the first text in which there is no habit: then what the day's budget buys is the limit, half for an area.
const YOUNG_DAYS: i32 = 7;
/// Texts of one session a day. Chosen: one person types one number, or two.
const SESSION_TEXTS: u32 = 5;
/// Texts of one network a day, or this part of the habit of the store. Chosen: carriers put thousands behind one.
const NETWORK_TEXTS: i64 = 30;
const NETWORK_PART: i64 = 20;
/// Texts to one block of a thousand numbers a day. Chosen: numbers to be pumped are bought in a row and fill a block,
/// while shoppers are scattered: a store that texts 5,000 people a day in a country of 10,000 blocks meets nine in one
/// block less than once in a century.
const RANGE_TEXTS: u32 = 8;
/// The habit is kept in 256ths; a day moves it by an eighth. Chosen: about a week's memory.
const HABIT_UNIT: i64 = 256;
const HABIT_SHARE: i64 = 8;
/// Days without a text after which nothing is left of a habit.
const HABIT_GONE: i32 = 90;
/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// All guards.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Guard {
    since: Option<i32>,
    places: Vec<Place>,
    sessions: Vec<Source>,
    networks: Vec<Source>,
    /// Blocks of numbers; a section of their own.
    #[serde(skip)]
    pub(super) ranges: Vec<Source>,
}

/// A country, or an area of one; the latest used last.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Place {
    key: u32,
    hour: i32,
    in_hour: u32,
    day: i32,
    in_day: u32,
    habit: u32,
    is_country: bool,
}

/// A session, a network or a block of numbers; the latest used last.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Source {
    key: u32,
    day: i32,
    in_day: u32,
}

/// What a text shows to the guards.
pub(super) struct Seen {
    hour: i32,
    day: i32,
    country: u32,
    area: Option<u32>,
    session: Option<u32>,
    network: Option<u32>,
    range: Option<u32>,
}

impl Seen {
    pub(super) fn of(ask: &Ask, contact: Option<&Contact>, origin: &Origin, moment: Timestamp) -> Self {
        let number = contact.and_then(|contact| contact.number.as_ref());
        let country = number.map_or(&*ask.country, |number| &*number.country).as_bytes();
        let area = number.and_then(|number| number.area.as_deref());
        let named = |kind: &str, name: &Option<Name>| {
            name.as_ref().map(|name| key(&[kind.as_bytes(), name.as_str().as_bytes()]))
        };
        Self {
            hour: i32::try_from(moment.ms().div_euclid(HOUR_MS)).unwrap_or(i32::MAX),
            day: day_of(moment),
            country: key(&[b"country", country]),
            area: area.map(|area| key(&[b"area", country, area.as_bytes()])),
            session: named("session", &origin.session),
            network: named("network", &origin.network),
            range: named("range", &origin.range),
        }
    }
}

impl Guard {
    /// Returns whether the text looks pumped. `affordable` is the number of parts that the day's budget buys.
    pub(super) fn is_abuse(&self, seen: &Seen, affordable: i64) -> bool {
        let is_young = self.since.is_none_or(|since| seen.day < since.saturating_add(YOUNG_DAYS));
        let start = if is_young { affordable } else { 0 };
        let overruns = |key: u32, floor: i64| {
            self.places.iter().find(|place| place.key == key).is_some_and(|place| place.overruns(seen, floor))
        };
        let used = |list: &[Source], key: Option<u32>| {
            list.iter().find(|source| Some(source.key) == key).map_or(0, |source| source.on(seen.day))
        };
        let habit =
            self.places.iter().filter(|place| place.is_country).map(|place| place.habit_on(seen.day)).sum::<i64>();
        let habit = habit.checked_div(HABIT_UNIT.saturating_mul(NETWORK_PART)).unwrap_or(0);
        overruns(seen.country, COUNTRY_FLOOR.max(start))
            || seen.area.is_some_and(|area| overruns(area, AREA_FLOOR.max(start.div_euclid(2))))
            || used(&self.sessions, seen.session) >= SESSION_TEXTS
            || i64::from(used(&self.networks, seen.network)) >= NETWORK_TEXTS.max(habit)
            || used(&self.ranges, seen.range) >= RANGE_TEXTS
    }

    /// Counts a text let through.
    pub(super) fn note(&mut self, seen: &Seen) {
        // The day may lie in a future that a clock has since come back from: the earliest day known is the first.
        self.since = Some(self.since.map_or(seen.day, |since| since.min(seen.day)));
        self.note_place(seen.country, true, seen);
        if let Some(area) = seen.area {
            self.note_place(area, false, seen);
        }
        note_source(&mut self.sessions, seen.session, seen.day);
        note_source(&mut self.networks, seen.network, seen.day);
        note_source(&mut self.ranges, seen.range, seen.day);
    }

    fn note_place(&mut self, key: u32, is_country: bool, seen: &Seen) {
        let known = self.places.iter().position(|place| place.key == key);
        let fresh = Place { key, hour: seen.hour, in_hour: 0, day: seen.day, in_day: 0, habit: 0, is_country };
        let mut place = known.map_or(fresh, |known| self.places.remove(known));
        place.note(seen);
        if self.places.len() >= MAX_PLACES {
            let least =
                self.places.iter().enumerate().min_by_key(|(_, place)| (place.habit_on(seen.day), place.in_day));
            let least = least.map(|(least, _)| least);
            least.map(|least| self.places.remove(least));
        }
        self.places.push(place);
    }
}

impl Place {
    /// Returns whether one more text would be too many for the hour or the day.
    fn overruns(&self, seen: &Seen, floor: i64) -> bool {
        let habit = self.habit_on(seen.day);
        let limit = |times: i64| floor.max(habit.saturating_mul(times).div_euclid(HABIT_UNIT));
        // A count of a later hour or day, left by a clock that jumped, stands for the present one.
        let in_hour = if self.hour >= seen.hour { self.in_hour } else { 0 };
        let in_day = if self.day >= seen.day { self.in_day } else { 0 };
        i64::from(in_hour) >= limit(HOUR_TIMES) || i64::from(in_day) >= limit(DAY_TIMES)
    }

    fn note(&mut self, seen: &Seen) {
        if seen.day > self.day {
            self.habit = u32::try_from(self.habit_on(seen.day)).unwrap_or(u32::MAX);
            self.day = seen.day;
            self.in_day = 0;
        }
        if seen.hour > self.hour {
            self.hour = seen.hour;
            self.in_hour = 0;
        }
        self.in_day = self.in_day.saturating_add(1);
        self.in_hour = self.in_hour.saturating_add(1);
    }

    /// Returns the habit as it is at the start of a day, in 256ths of a text: a moving mean over whole days.
    fn habit_on(&self, day: i32) -> i64 {
        let days = day.saturating_sub(self.day);
        if days > HABIT_GONE {
            return 0;
        }
        let mut habit = i64::from(self.habit);
        for passed in 0..days.max(0) {
            let texts = if passed == 0 { i64::from(self.in_day).saturating_mul(HABIT_UNIT) } else { 0 };
            habit = habit.saturating_add(texts.saturating_sub(habit).div_euclid(HABIT_SHARE));
        }
        habit
    }
}

impl Source {
    fn on(&self, day: i32) -> u32 {
        if self.day >= day { self.in_day } else { 0 }
    }
}

fn note_source(list: &mut Vec<Source>, key: Option<u32>, day: i32) {
    let Some(key) = key else { return };
    let known = list.iter().position(|source| source.key == key);
    let known = known.map(|known| list.remove(known));
    let (in_day, latest) = known.map_or((0, day), |source| (source.on(day), source.day.max(day)));
    if list.len() >= MAX_ORIGINS {
        let least =
            list.iter().enumerate().min_by_key(|(_, source)| (source.on(day), source.day)).map(|(least, _)| least);
        least.map(|least| list.remove(least));
    }
    list.push(Source { key, day: latest, in_day: in_day.saturating_add(1) });
}

/// Returns 32 bits that stand for a name: two in ten thousand names share one, and then only their counts.
fn key(parts: &[&[u8]]) -> u32 {
    u32::try_from(Digest::of(parts).short() >> 32).unwrap_or_default()
}
