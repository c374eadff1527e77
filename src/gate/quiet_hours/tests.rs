//! What the search for an opening must find, and a slow oracle that looks at every minute.

use super::*;
use crate::time::holiday::{HolidayDay, Observed};
use crate::time::zone_table::rules;
use alloc::string::ToString;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const DAY: Span = Span::days(1);

fn week(json: &str) -> Week {
    serde_json::from_str(json).unwrap()
}

fn window(json: &str) -> Window {
    Window { week: week(json), closed_on_holidays: Vec::new() }
}

fn every_day(from: &str, to: &str) -> Window {
    Window { week: Week::new([Hours::parse(from, to); 7]).unwrap(), closed_on_holidays: Vec::new() }
}

fn at(zone: &ZoneRules, date: &str, time: &str) -> Timestamp {
    zone.instant(Day::parse(date).unwrap(), u32::from(minute(time).unwrap()) * 60)
}

fn one(zone: &ZoneRules, window: &Window, from: Timestamp, horizon: Span) -> Opening {
    opening(&[Candidate { zone, window }], from, horizon)
}

#[test]
fn the_opening_minute_is_open_and_the_closing_minute_is_not() {
    let (zone, window) = (rules("Europe/Berlin").unwrap(), every_day("09:00", "20:00"));
    let open = |time: &str, ms: i64| {
        let from = at(&zone, "2026-11-20", time).plus(Span::from_ms(ms));
        matches!(one(&zone, &window, from, DAY), Opening::Open { .. })
    };
    assert_eq!([open("09:00", -1), open("09:00", 0), open("20:00", -1), open("20:00", 0)], [false, true, true, false]);
}

#[test]
fn it_says_how_long_it_stays_open_and_when_it_opens_again() {
    let (zone, window) = (rules("Europe/Berlin").unwrap(), every_day("09:00", "20:00"));
    let noon = at(&zone, "2026-11-20", "12:00").plus(Span::from_ms(321));
    assert_eq!(one(&zone, &window, noon, DAY), Opening::Open { until: at(&zone, "2026-11-20", "20:00") });
    let late = at(&zone, "2026-11-20", "20:00");
    assert_eq!(one(&zone, &window, late, DAY), Opening::OpensAt(at(&zone, "2026-11-21", "09:00")));
    assert_eq!(one(&zone, &window, late, Span::hours(13)), Opening::OpensAt(at(&zone, "2026-11-21", "09:00")));
    assert_eq!(one(&zone, &window, late, Span::minutes(779)), Opening::NotWithin);
}

#[test]
fn a_closed_sunday_is_passed_over() {
    let zone = rules("Europe/Berlin").unwrap();
    let window = window(r#"[{"days": "mon-sat", "from": "09:00", "to": "20:00"}]"#);
    let saturday = at(&zone, "2026-11-21", "20:30");
    let expected = Opening::OpensAt(at(&zone, "2026-11-23", "09:00"));
    assert_eq!(one(&zone, &window, saturday, Span::hours(48)), expected);
}

#[test]
fn a_holiday_is_passed_over_where_it_closes_the_window() {
    let zone = rules("Europe/Paris").unwrap();
    let on = HolidayDay::Fixed { month: 5, day: 1 };
    let window = Window {
        closed_on_holidays: vec![HolidayRule { on, observed: Observed::SameDay }],
        ..every_day("10:00", "18:00")
    };
    let may_day = at(&zone, "2026-05-01", "12:00");
    assert_eq!(one(&zone, &window, may_day, DAY), Opening::OpensAt(at(&zone, "2026-05-02", "10:00")));
}

#[test]
fn an_unknown_us_zone_is_open_from_ten_in_honolulu_to_eight_in_new_york() {
    let window = every_day("10:00", "20:00");
    let names = [
        "Pacific/Honolulu",
        "America/Anchorage",
        "America/Los_Angeles",
        "America/Denver",
        "America/Chicago",
        "America/New_York",
    ];
    let zones = names.map(|name| rules(name).unwrap());
    let [honolulu, .., new_york] = &zones;
    let candidates = zones.each_ref().map(|zone| Candidate { zone, window: &window });
    for date in ["2026-01-15", "2026-07-15"] {
        let morning = at(new_york, date, "08:00");
        let opens = at(honolulu, date, "10:00");
        assert_eq!(opening(&candidates, morning, DAY), Opening::OpensAt(opens));
        assert_eq!(opening(&candidates, opens, DAY), Opening::Open { until: at(new_york, date, "20:00") });
    }
}

#[test]
fn windows_that_never_meet_are_not_within() {
    let zone = ZoneRules::fixed(0);
    let (morning, evening) = (every_day("08:00", "10:00"), every_day("18:00", "20:00"));
    let candidates = [&morning, &evening].map(|window| Candidate { zone: &zone, window });
    for horizon in [DAY, Span::days(30), Span::from_ms(i64::MAX)] {
        assert_eq!(opening(&candidates, Timestamp::from_ms(0), horizon), Opening::NotWithin);
    }
}

#[test]
fn without_a_candidate_it_is_never_open() {
    assert_eq!(opening(&[], Timestamp::from_ms(0), DAY), Opening::NotWithin);
}

#[test]
fn the_opening_in_a_gap_is_the_first_moment_after_it() {
    let (zone, window) = (rules("Europe/Berlin").unwrap(), every_day("02:30", "04:00"));
    let night = at(&zone, "2026-03-29", "00:00");
    let opens = at(&zone, "2026-03-29", "03:00");
    assert_eq!(one(&zone, &window, night, DAY), Opening::OpensAt(opens));
    assert_eq!(one(&zone, &window, opens, DAY), Opening::Open { until: opens.plus(Span::hours(1)) });
}

#[test]
fn an_hour_that_comes_twice_is_open_twice() {
    let (zone, window) = (rules("Europe/Berlin").unwrap(), every_day("01:00", "02:30"));
    let first = at(&zone, "2026-10-25", "02:30");
    assert_eq!(one(&zone, &window, first.minus(Span::hours(1)), DAY), Opening::Open { until: first });
    let again = first.plus(Span::minutes(30));
    assert_eq!(one(&zone, &window, first, DAY), Opening::OpensAt(again));
    assert_eq!(one(&zone, &window, again, DAY), Opening::Open { until: again.plus(Span::minutes(30)) });
}

#[test]
fn a_window_that_never_closes_is_open_to_the_end_of_the_horizon() {
    let window = every_day("00:00", "24:00");
    let from = Timestamp::from_ms(1_234_567);
    let zone = rules("America/New_York").unwrap();
    assert_eq!(one(&zone, &window, from, Span::days(400)), Opening::Open { until: from.plus(Span::days(400)) });
}

#[test]
fn the_ends_of_time_do_not_trap() {
    let (zone, window) = (rules("America/New_York").unwrap(), every_day("09:00", "20:00"));
    for from in [Timestamp::MIN, Timestamp::MAX] {
        for horizon in [Span::from_ms(i64::MIN), Span::ZERO, Span::from_ms(i64::MAX)] {
            let _ = one(&zone, &window, from, horizon);
        }
    }
}

#[test]
fn a_week_round_trips_through_json_and_binary() {
    let week = week(
        r#"[{"days": "mon-fri", "from": "09:00", "to": "18:00"}, {"days": "sun", "from": "10:00", "to": "24:00"}]"#,
    );
    assert_eq!(serde_json::from_str::<Week>(&serde_json::to_string(&week).unwrap()).unwrap(), week);
    let bytes = postcard::to_allocvec(&week).unwrap();
    assert_eq!(postcard::from_bytes::<Week>(&bytes).unwrap(), week);
}

#[test]
fn a_week_that_makes_no_sense_is_refused() {
    let refused = [
        ("[]", "at least one open day"),
        (r#"[{"days": "sat-mon", "from": "09:00", "to": "20:00"}]"#, "expected a weekday"),
        (r#"[{"days": "monday", "from": "09:00", "to": "20:00"}]"#, "expected a weekday"),
        (r#"[{"days": "mon", "from": "20:00", "to": "09:00"}]"#, "the earlier first"),
        (r#"[{"days": "mon", "from": "9:00", "to": "20:00"}]"#, "expected two times"),
        (r#"[{"days": "mon", "from": "09:00", "to": "24:01"}]"#, "expected two times"),
        (r#"[{"days": "mon", "from": "09:60", "to": "20:00"}]"#, "expected two times"),
        (
            r#"[{"days": "mon-sat", "from": "09:00", "to": "20:00"}, {"days": "tue", "from": "09:00", "to": "20:00"}]"#,
            "twice",
        ),
        (r#"[{"days": "mon", "from": "09:00", "to": "20:00", "zone": "UTC"}]"#, "unknown field"),
    ];
    for (json, why) in refused {
        let error = serde_json::from_str::<Week>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}: {error}");
    }
}

/// Looks at every minute.
fn oracle(candidates: &[Candidate<'_>], from: Timestamp, horizon: Span) -> Opening {
    let open = |moment: Timestamp| {
        candidates.iter().all(|Candidate { zone, window }| {
            let now = zone.local(moment);
            let minute = u16::try_from(now.second_of_day / 60).unwrap();
            !is_holiday(&window.closed_on_holidays, now.date)
                && window.week.hours(now.date.weekday()).is_some_and(|Hours { from, to }| from <= minute && minute < to)
        })
    };
    let limit = from.plus(horizon);
    // `from` itself, then every full minute.
    let rest =
        (1..).map(|minutes| Timestamp::from_ms(from.ms() - from.ms().rem_euclid(60_000)).plus(Span::minutes(minutes)));
    let mut rest = rest.take_while(|moment| *moment <= limit);
    if open(from) {
        return Opening::Open { until: rest.find(|moment| !open(*moment)).unwrap_or(limit) };
    }
    rest.find(|moment| open(*moment)).map_or(Opening::NotWithin, Opening::OpensAt)
}

fn any_hours() -> impl Strategy<Value = Option<Hours>> {
    // Mostly the hours of the day, at times those of the night, when clocks change.
    prop_oneof![
        6 => (480_u16..720, 840_u16..1_320).prop_map(|(from, to)| Hours::new(from, to)),
        2 => (0_u16..1_440, 0_u16..=1_440).prop_map(|(from, to)| Hours::new(from, to)),
        1 => Just(Hours::new(0, 1_440)),
        1 => Just(None),
    ]
}

fn any_window() -> impl Strategy<Value = Window> {
    let holidays = prop::collection::vec((1_u8..=12, 1_u8..=28), 0..6);
    (prop::array::uniform7(any_hours()), holidays).prop_filter_map("closed all week", |(open, holidays)| {
        let closed_on_holidays = holidays
            .into_iter()
            .map(|(month, day)| HolidayRule {
                on: HolidayDay::Fixed { month, day },
                observed: Observed::NearestWeekday,
            })
            .collect();
        Some(Window { week: Week::new(open)?, closed_on_holidays })
    })
}

fn any_moment() -> impl Strategy<Value = Timestamp> {
    // Half of the moments lie within two days of a change of clocks in Berlin, New York or Lord Howe.
    let changes = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2027-04-04", "2026-10-04"];
    let near = (prop::sample::select(changes.to_vec()), -172_800_000_i64..172_800_000)
        .prop_map(|(date, ms)| at(&ZoneRules::fixed(0), date, "02:00").plus(Span::from_ms(ms)));
    prop_oneof![near, (1_767_225_600_000_i64..1_830_297_600_000).prop_map(Timestamp::from_ms)]
}

proptest! {
    // The seed is fixed, so that a run says the same every time.
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        rng_seed: RngSeed::Fixed(20_261_121),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_search_agrees_with_a_look_at_every_minute(
        windows in prop::collection::vec(any_window(), 1..4),
        names in prop::collection::vec(prop::sample::select(vec![
            "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Pacific/Honolulu",
            "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
        ]), 1..4),
        from in any_moment(),
        hours in 1_i64..120,
    ) {
        let zones: Vec<ZoneRules> = names.iter().map(|name| rules(name).unwrap()).collect();
        let candidates: Vec<Candidate<'_>> =
            zones.iter().flat_map(|zone| windows.iter().map(move |window| Candidate { zone, window })).collect();
        let horizon = Span::hours(hours);
        prop_assert_eq!(opening(&candidates, from, horizon), oracle(&candidates, from, horizon));
    }
}

#[test]
fn an_hour_that_comes_twice_opens_at_its_minute_the_second_time_too() {
    let zone = rules("Europe/Berlin").unwrap();
    let window = window(r#"[{"days": "mon-sun", "from": "02:01", "to": "09:36"}]"#);
    let candidates = [Candidate { zone: &zone, window: &window }];
    // 25 October 2026, 02:00:59.999 for the second time.
    let from = Timestamp::from_ms(1_792_890_059_999);
    let second = Timestamp::from_ms(1_792_890_060_000);
    assert_eq!(opening(&candidates, from, Span::hours(6)), Opening::OpensAt(second));
}
