//! The zone table against another implementation, `jiff`, in every zone.

#![cfg(not(target_family = "wasm"))]
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use cartsignal::time::Timestamp;
use cartsignal::time::calendar::Day;
use cartsignal::time::zone::ZoneRules;
use cartsignal::time::zone_table::{names, rules};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Disambiguation, TimeZone};

fn moment(year: i32) -> i64 {
    i64::from(Day::from_ymd(year, 1, 1).unwrap().number()) * 86_400
}

fn same_at(name: &str, ours: &ZoneRules, theirs: &TimeZone, second: i64) {
    let at = Timestamp::from_ms(second * 1_000);
    let zoned = theirs.to_datetime(jiff::Timestamp::from_second(second).unwrap());
    let offset = theirs.to_offset(jiff::Timestamp::from_second(second).unwrap()).seconds();
    assert_eq!(ours.offset(at), offset, "{name} at {second}");
    let local = ours.local(at);
    assert_eq!(local.date.to_string(), zoned.date().to_string(), "{name} at {second}");
    let clock = [zoned.hour(), zoned.minute(), zoned.second()].map(|part| u32::try_from(part).unwrap());
    assert_eq!(local.second_of_day, clock[0] * 3_600 + clock[1] * 60 + clock[2], "{name} at {second}");
    same_meaning(name, ours, theirs, zoned);
}

fn same_meaning(name: &str, ours: &ZoneRules, theirs: &TimeZone, wanted: DateTime) {
    let ambiguous = theirs.to_ambiguous_timestamp(wanted);
    let expected = match ambiguous.offset() {
        // The first moment after the gap is where the offset changes.
        AmbiguousOffset::Gap { .. } => {
            let before = ambiguous.disambiguate(Disambiguation::Earlier).unwrap();
            theirs.following(before).next().unwrap().timestamp().as_second()
        }
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => {
            let meant = ambiguous.disambiguate(Disambiguation::Earlier).unwrap();
            // The trap: just before the last explicit transition jiff 0.2.43 lets the future rule say what a wall
            // clock means, though not what it shows (America/Nuuk, 2023-10-28 23:00). Then it contradicts itself.
            if theirs.to_datetime(meant) != wanted {
                return;
            }
            meant.as_second()
        }
    };
    let date = wanted.date();
    let day = Day::from_ymd(date.year().into(), date.month().unsigned_abs().into(), date.day().unsigned_abs().into());
    let second = i32::from(wanted.hour()) * 3_600 + i32::from(wanted.minute()) * 60 + i32::from(wanted.second());
    let instant = ours.instant(day.unwrap(), second.unsigned_abs());
    assert_eq!(instant.ms(), expected * 1_000, "{name} {wanted}");
}

#[test]
fn every_zone_agrees_with_jiff_at_every_thirteenth_day_until_2100() {
    for name in names() {
        let (ours, theirs) = (rules(&name).unwrap(), TimeZone::get(&name).unwrap());
        let mut second = moment(2000);
        while second < moment(2101) {
            same_at(&name, &ours, &theirs, second);
            // A prime number of seconds near 13 days, so that every hour of the day comes up.
            second += 1_123_211;
        }
    }
}

#[test]
fn every_zone_agrees_with_jiff_around_each_transition_until_2100() {
    let mut transitions = 0;
    for name in names() {
        let (ours, theirs) = (rules(&name).unwrap(), TimeZone::get(&name).unwrap());
        let begin = jiff::Timestamp::from_second(moment(2000)).unwrap();
        for transition in theirs.following(begin) {
            let at = transition.timestamp().as_second();
            if at >= moment(2101) {
                break;
            }
            transitions += 1;
            for nearby in [-86_400, -3_601, -3_600, -1_800, -1, 0, 1, 1_799, 3_599, 3_600, 7_200, 86_400] {
                same_at(&name, &ours, &theirs, at + nearby);
            }
            let before = theirs.to_datetime(jiff::Timestamp::from_second(at - 1).unwrap());
            for minutes in [1, 30, 60, 61, 120] {
                same_meaning(&name, &ours, &theirs, before + jiff::Span::new().minutes(minutes));
            }
        }
    }
    assert!(transitions > 20_000, "{transitions}");
}
