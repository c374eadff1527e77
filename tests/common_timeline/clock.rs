//! Local time the slow way: `jiff` for the zone, the region files for the hours, one minute after the other.

use crate::timeline::shop::tables;
use cartsignal::fact::contact::Contact;
use cartsignal::gate::region::row::{Applies, RegionRow};
use cartsignal::gate::region::select::RegionTables;
use cartsignal::preset;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::BTreeMap;

/// The region files, read without the core's own types where those hold logic.
pub(crate) struct Clock {
    tables: RegionTables,
    /// Hours by row: per weekday from Monday, from and to in minutes.
    hours: BTreeMap<String, [Option<(i32, i32)>; 7]>,
    zones: BTreeMap<String, TimeZone>,
}

/// One window to be open: the row's, in a zone.
pub(crate) struct Window {
    hours: [Option<(i32, i32)>; 7],
    zone: TimeZone,
    holidays: Option<String>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        let rows: Value = serde_json::from_str(preset::REGION_RULES).unwrap();
        let hours = rows.as_array().unwrap().iter().filter(|row| row["hours"].is_array());
        let hours = hours.map(|row| (row["id"].as_str().unwrap().to_owned(), week(&row["hours"]))).collect();
        let tables = tables();
        let mut zones = BTreeMap::new();
        let listed = tables.zones.iter().flat_map(|country| {
            country.zones.iter().chain(&country.browser_zones).chain(country.states.values().flatten())
        });
        for name in listed.chain(tables.rows.iter().filter_map(|row| row.also_in_zone.as_ref())) {
            zones.entry(name.clone()).or_insert_with(|| TimeZone::get(name).unwrap());
        }
        Self { tables, hours, zones }
    }

    /// Returns the country of the number: of +1 numbers the area code tells.
    pub(crate) fn number_country(&self, contact: &Contact) -> Option<String> {
        let number = contact.number.as_ref()?;
        let elsewhere = number.area.as_deref().filter(|_| &*number.country == "US").and_then(|area| {
            let codes = &self.tables.area_codes.elsewhere;
            codes.iter().find(|(_, codes)| codes.iter().any(|code| code == area)).map(|(country, _)| country.clone())
        });
        Some(elsewhere.unwrap_or_else(|| number.country.to_string()))
    }

    fn area_state(&self, contact: &Contact) -> Option<String> {
        let number = contact.number.as_ref().filter(|number| &*number.country == "US")?;
        let area = number.area.as_deref()?;
        let states = &self.tables.area_codes.states;
        states.iter().find(|(_, codes)| codes.iter().any(|code| code == area)).map(|(state, _)| state.clone())
    }

    /// Returns the countries whose rules hold: the number's and, where it differs, the address's.
    fn countries(&self, contact: &Contact) -> Vec<String> {
        let mut countries: Vec<String> = contact.country.iter().map(ToString::to_string).collect();
        countries.extend(self.number_country(contact).filter(|country| !countries.contains(country)));
        countries
    }

    /// Returns the zones in which somebody may be, as far as one country goes, and whether that was told.
    fn zones_in(&self, country: &str, contact: &Contact) -> (Vec<String>, bool) {
        let Some(listed) = self.tables.zones.iter().find(|listed| listed.country == country) else {
            return (Vec::new(), false);
        };
        let at_home = contact.country.as_deref() == Some(country);
        let address = contact.region.as_deref().filter(|_| at_home).and_then(|state| listed.states.get(state));
        if let Some(zones) = address {
            return (zones.clone(), true);
        }
        let known = |zone: &&str| {
            let named = listed.zones.iter().chain(&listed.browser_zones).chain(listed.states.values().flatten());
            named.clone().any(|name| name == zone)
        };
        if let Some(zone) = contact.browser_zone.as_deref().filter(known) {
            return (vec![zone.to_owned()], true);
        }
        if let Some(zones) = self.area_state(contact).and_then(|state| listed.states.get(&state)) {
            return (zones.clone(), true);
        }
        (listed.zones.clone(), listed.zones.len() == 1)
    }

    /// Returns the rows that hold for somebody, or nothing where a country has none.
    pub(crate) fn rows(&self, contact: &Contact) -> Option<Vec<&RegionRow>> {
        let mut found = Vec::new();
        for country in self.countries(contact) {
            let of_country = self.rows_in(&country, contact);
            if of_country.is_empty() {
                return None;
            }
            found.extend(of_country);
        }
        (!found.is_empty()).then_some(found)
    }

    fn rows_in(&self, country: &str, contact: &Contact) -> Vec<&RegionRow> {
        let at_home = contact.country.as_deref() == Some(country);
        let home = contact.region.as_deref().filter(|_| at_home);
        let area = self.area_state(contact);
        let told = self.zones_in(country, contact).1;
        let rows = self.tables.rows.iter().filter(|row| row.country == country);
        rows.filter(|row| {
            let here =
                row.region.as_deref().is_none_or(|region| home == Some(region) || area.as_deref() == Some(region));
            here && (row.applies == Applies::Always || !told)
        })
        .collect()
    }

    /// Returns every window that must be open at once; none where nothing is known.
    pub(crate) fn windows(&self, contact: &Contact) -> Vec<Window> {
        let mut windows = Vec::new();
        for country in self.countries(contact) {
            let (zones, _) = self.zones_in(&country, contact);
            for row in self.rows_in(&country, contact) {
                let Some(hours) = self.hours.get(&row.id) else { continue };
                for zone in zones.iter().chain(&row.also_in_zone) {
                    let zone = self.zones[zone].clone();
                    windows.push(Window { hours: *hours, zone, holidays: row.closed_on_holidays_of.clone() });
                }
            }
        }
        windows
    }

    /// Returns whether all windows are open at a moment.
    pub(crate) fn open(&self, windows: &[Window], ms: i64) -> bool {
        !windows.is_empty() && windows.iter().all(|window| self.one_open(window, ms))
    }

    fn one_open(&self, window: &Window, ms: i64) -> bool {
        let local = window.zone.to_datetime(jiff::Timestamp::from_millisecond(ms).unwrap());
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        let weekday = usize::try_from(local.date().weekday().to_monday_zero_offset()).unwrap();
        let inside = window.hours[weekday].is_some_and(|(from, to)| from <= minute && minute < to);
        inside && !window.holidays.as_deref().is_some_and(|calendar| is_holiday(calendar, local.date()))
    }
}

fn week(stretches: &Value) -> [Option<(i32, i32)>; 7] {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let minute = |text: &Value| {
        let (hour, minute) = text.as_str().unwrap().split_once(':').unwrap();
        hour.parse::<i32>().unwrap() * 60 + minute.parse::<i32>().unwrap()
    };
    let mut week = [None; 7];
    for stretch in stretches.as_array().unwrap() {
        let days = stretch["days"].as_str().unwrap();
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let place = |day: &str| DAYS.iter().position(|known| *known == day).unwrap();
        for day in &mut week[place(first)..=place(last)] {
            *day = Some((minute(&stretch["from"]), minute(&stretch["to"])));
        }
    }
    week
}

/// The holidays by hand: eleven of France, eleven federal ones of the United States with their observed days.
fn is_holiday(calendar: &str, date: Date) -> bool {
    let (month, day) = (date.month(), date.day());
    let easter = easter(date.year());
    let after_easter = |days: i64| easter + jiff::Span::new().days(days) == date;
    let nth = |wanted_month: i8, nth: i8, weekday: jiff::civil::Weekday| {
        month == wanted_month && date.first_of_month().nth_weekday_of_month(nth, weekday).unwrap() == date
    };
    use jiff::civil::Weekday::{Friday, Monday, Thursday};
    match calendar {
        "FR" => {
            let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
            fixed.contains(&(month, day)) || after_easter(1) || after_easter(39) || after_easter(50)
        }
        "US" => {
            let fixed =
                |date: Date| [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)].contains(&(date.month(), date.day()));
            let observed = (date.weekday() == Friday && date.tomorrow().is_ok_and(fixed))
                || (date.weekday() == Monday && date.yesterday().is_ok_and(fixed));
            fixed(date)
                || observed
                || nth(1, 3, Monday)
                || nth(2, 3, Monday)
                || nth(5, -1, Monday)
                || nth(9, 1, Monday)
                || nth(10, 2, Monday)
                || nth(11, 4, Thursday)
        }
        other => panic!("no calendar `{other}`"),
    }
}

/// Easter Sunday by the rule of Meeus, Jones and Butcher.
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(i16::try_from(year).unwrap(), i8::try_from(month).unwrap(), i8::try_from(day).unwrap()).unwrap()
}
