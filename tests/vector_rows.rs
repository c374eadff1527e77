//! The rows of the region rules against the vectors: each is told of in some vector, and each by itself is as the
//! compliance page has it.
//!
//! A vector can't show the hours of a row that the defaults of its country are stricter than (`US-WA`): it would pass
//! without the row. So the hours of every row are looked at here alone, every quarter of an hour of one week.

#![cfg(not(target_family = "wasm"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use cartsignal::gate::quiet_hours::{Candidate, Opening, opening};
use cartsignal::gate::region::resolve::Regions;
use cartsignal::gate::region::row::RegionRow;
use cartsignal::gate::region::select::RegionTables;
use cartsignal::preset;
use cartsignal::time::Span;
use cartsignal::time::calendar::Day;
use cartsignal::time::zone_table;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The hours of a row from Monday to Friday, on Saturday and on Sunday, as compliance.md and defaults.md write them.
type Hours = Option<(u32, u32)>;

/// Rows by id, with the days on which they stay closed whatever the hours.
const ROWS: [(&str, [Hours; 3], &[&str]); 25] = [
    ("DE", [Some((8, 21)), Some((8, 21)), Some((8, 21))], &[]),
    ("DE-default", [Some((9, 20)), Some((9, 20)), None], &[]),
    ("FR", [Some((8, 22)), Some((8, 22)), None], &["2026-11-11", "2026-12-25", "2027-03-29"]),
    ("FR-default", [Some((10, 20)), Some((10, 18)), None], &["2026-11-11", "2026-12-25", "2027-03-29"]),
    ("GB", [Some((8, 21)), Some((8, 21)), Some((8, 21))], &[]),
    ("GB-default", [Some((9, 20)), Some((9, 20)), Some((11, 18))], &[]),
    ("US-federal", [Some((8, 21)), Some((8, 21)), Some((8, 21))], &[]),
    ("US-default", [Some((10, 20)), Some((10, 20)), Some((12, 20))], &[]),
    ("US-unknown-zone", [Some((9, 20)), Some((9, 20)), Some((9, 20))], &[]),
    ("US-FL", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-MD", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-OK", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-WA", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-CT", [Some((9, 20)), Some((9, 20)), Some((9, 20))], &[]),
    ("US-TX", [Some((9, 21)), Some((9, 21)), Some((12, 21))], &[]),
    ("US-VA", [Some((8, 21)), Some((8, 21)), Some((8, 21))], &[]),
    ("US-NJ", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-RI", [Some((9, 18)), Some((10, 17)), Some((10, 17))], &[]),
    ("US-AL", [Some((8, 20)), Some((8, 20)), None], &["2026-11-26", "2026-12-25", "2026-09-07"]),
    ("US-LA", [Some((8, 20)), Some((8, 20)), None], &["2026-11-26", "2026-12-25", "2026-09-07"]),
    ("US-MS", [Some((8, 20)), Some((8, 20)), None], &[]),
    ("US-MA", [Some((8, 20)), Some((8, 20)), Some((8, 20))], &[]),
    ("US-NV", [Some((9, 20)), Some((9, 20)), Some((9, 20))], &[]),
    ("US-KY", [Some((10, 21)), Some((10, 21)), Some((10, 21))], &[]),
    ("US-PA", [Some((8, 21)), Some((8, 21)), Some((8, 21))], &["2026-11-26", "2026-12-25", "2026-07-03"]),
];

/// Rows with the same hours every day: 09 to 21.
const NINE_TO_NINE: [&str; 3] = ["US-MI", "US-MN", "US-NM"];

/// Rows without hours.
const ALWAYS_OPEN: [&str; 6] = ["DE-eu", "FR-eu", "US-revocation", "US-carriers", "US-ctia", "US-CA"];

fn rows() -> Vec<RegionRow> {
    serde_json::from_str(preset::REGION_RULES).unwrap()
}

#[test]
fn every_row_is_told_of_in_a_vector() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut told = String::new();
    for area in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(area).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|extension| extension == "json") {
                let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
                told.push_str(vector["why"].as_str().unwrap_or_default());
                told.push(' ');
            }
        }
    }
    let words: Vec<&str> = told.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').collect();
    let untold: Vec<String> = rows().into_iter().map(|row| row.id).filter(|id| !words.contains(&id.as_str())).collect();
    assert!(untold.is_empty(), "no vector's `why` names the rows {untold:?}");
}

#[test]
fn every_row_alone_has_the_hours_of_the_compliance_page() {
    let mut ids: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    for (id, [week, saturday, sunday], closed) in ROWS {
        is_open_just_then(id, [week, week, week, week, week, saturday, sunday], closed);
        ids.retain(|known| known != id);
    }
    for id in NINE_TO_NINE {
        is_open_just_then(id, [Some((9, 21)); 7], &[]);
        ids.retain(|known| known != id);
    }
    for id in ALWAYS_OPEN {
        assert!(rows().iter().any(|row| row.id == id && row.hours.is_none()), "{id} has no hours");
        ids.retain(|known| known != id);
    }
    assert!(ids.is_empty(), "nobody looked at the hours of {ids:?}");
}

/// Looks at the row alone, in UTC, every quarter of an hour of the week from Monday, 2026-11-16, and on holidays.
fn is_open_just_then(id: &str, week: [Hours; 7], closed: &[&str]) {
    let alone = RegionTables {
        rows: rows().into_iter().filter(|row| row.id == id).collect(),
        calendars: serde_json::from_str(preset::HOLIDAYS).unwrap(),
        zones: serde_json::from_str(preset::ZONES).unwrap(),
        area_codes: serde_json::from_str(preset::AREA_CODES).unwrap(),
    };
    let regions = Regions::select(&alone, &["DE", "FR", "GB", "US"], zone_table::rules).unwrap();
    let Some(window) = regions.rules().first().and_then(|rule| rule.window.as_ref()) else { panic!("{id} is missing") };
    let zone = zone_table::rules("Etc/UTC").unwrap();
    let is_open = |day: Day, minute: u32| {
        let found = opening(&[Candidate { zone: &zone, window }], zone.instant(day, minute * 60), Span::minutes(1));
        matches!(found, Opening::Open { .. })
    };
    let monday = Day::parse("2026-11-16").unwrap();
    for (after, hours) in (0..).zip(week) {
        for minute in (0..1_440).step_by(15) {
            let expected = hours.is_some_and(|(from, to)| (from * 60..to * 60).contains(&minute));
            assert_eq!(
                is_open(monday.plus(after), minute),
                expected,
                "{id}, {after} days after Monday, minute {minute}"
            );
        }
    }
    for day in closed {
        assert!(!is_open(Day::parse(day).unwrap(), 780), "{id} at 13:00 on {day}");
    }
    let holidays = ["2026-11-26", "2026-12-25"].map(|day| Day::parse(day).unwrap());
    let kept = holidays.into_iter().filter(|_| closed.is_empty());
    kept.for_each(|day| assert!(is_open(day, 780), "{id} has no holidays"));
}
