//! What the region files hold, and what they mean for people of whom more or less is known.

use super::super::area::Areas;
use super::super::row::{AreaCodes, Confidence, CountryZones, HolidayCalendar, Per, RegionRow};
use super::super::select::{RegionTables, Unbuildable};
use super::*;
use crate::gate::quiet_hours::{Opening, opening};
use crate::time::calendar::Day;
use crate::time::holiday::is_holiday;
use crate::time::zone_table;
use crate::time::{Span, Timestamp};
use alloc::collections::BTreeSet;

fn tables() -> RegionTables {
    RegionTables {
        rows: serde_json::from_str::<Vec<RegionRow>>(include_str!("../rules.json")).unwrap(),
        calendars: serde_json::from_str::<Vec<HolidayCalendar>>(include_str!("../holidays.json")).unwrap(),
        zones: serde_json::from_str::<Vec<CountryZones>>(include_str!("../zones.json")).unwrap(),
        area_codes: serde_json::from_str::<AreaCodes>(include_str!("../area_codes.json")).unwrap(),
    }
}

fn regions(countries: &[&str]) -> Regions {
    Regions::select(&tables(), countries, zone_table::rules).unwrap()
}

fn us<'a>() -> Whereabouts<'a> {
    Whereabouts { country: Some("US"), ..Whereabouts::default() }
}

fn ids<'a>(applicable: &Applicable<'a>) -> Vec<&'a str> {
    applicable.rules.iter().map(|rule| rule.id.as_str()).collect()
}

fn zone(name: &str) -> ZoneRules {
    zone_table::rules(name).unwrap()
}

/// Local time in a zone.
fn at(name: &str, date: &str, hour: u32) -> Timestamp {
    zone(name).instant(Day::parse(date).unwrap(), hour * 3_600)
}

fn opens(applicable: &Applicable<'_>, from: Timestamp) -> Opening {
    opening(&applicable.candidates(), from, Span::hours(48))
}

#[test]
fn every_row_of_the_compliance_page_is_there_once() {
    let rows = tables().rows;
    let found: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(found.len(), rows.len(), "an id comes twice");
    let expected = "DE DE-eu DE-default FR FR-eu FR-default GB GB-default US-federal US-revocation US-carriers US-ctia \
        US-FL US-MD US-OK US-WA US-CT US-TX US-VA US-NJ US-RI US-AL US-LA US-MS US-MA US-NV US-KY US-MI US-MN US-NM \
        US-PA US-CA US-unknown-zone US-default";
    assert_eq!(found, expected.split_whitespace().collect());
}

#[test]
fn every_row_says_where_and_when_it_was_read_and_when_it_is_read_again() {
    for row in tables().rows {
        assert!(!row.source.is_empty() && row.read < row.next_review, "{}", row.id);
        assert_eq!(row.locked, row.origin != Origin::Default, "{}", row.id);
        assert!(row.id.starts_with(&row.country), "{}", row.id);
        assert!(row.region.as_ref().is_none_or(|region| row.id.ends_with(region.as_str())), "{}", row.id);
        let bound = row.hours.is_some() || (row.closed_on_holidays_of.is_none() && row.also_in_zone.is_none());
        assert!(bound, "{}: holidays and a zone mean nothing without hours", row.id);
        let longest = match row.confidence {
            Confidence::High => 200,
            Confidence::Medium => 100,
            Confidence::Low => 70,
        };
        assert!(row.next_review.number() - row.read.number() <= longest, "{}", row.id);
    }
}

#[test]
fn defaults_lie_within_the_law() {
    let rows = tables().rows;
    for default in rows.iter().filter(|row| row.origin == Origin::Default) {
        let law = rows.iter().find(|row| row.country == default.country && row.region.is_none() && row.hours.is_some());
        let (law, default) = (law.unwrap().hours.unwrap(), default.hours.unwrap());
        let (law_window, both) = (
            Window { week: law, closed_on_holidays: Vec::new() },
            Window { week: default, closed_on_holidays: Vec::new() },
        );
        let utc = ZoneRules::fixed(0);
        for minute in 0..7 * 1_440 {
            let now = at("UTC", "2026-11-16", 0).plus(Span::minutes(minute));
            let open =
                |window| matches!(opening(&[Candidate { zone: &utc, window }], now, Span::ZERO), Opening::Open { .. });
            assert!(!open(&both) || open(&law_window));
        }
    }
}

#[test]
fn all_that_the_files_refer_to_exists() {
    let regions = regions(&["DE", "FR", "GB", "US"]);
    assert_eq!(regions.rules.len(), tables().rows.len());
    let us = regions.countries.iter().find(|country| country.code == "US").unwrap();
    assert_eq!(us.states.len(), 50 + 1 + 5);
    let listed = tables();
    for (state, names) in &listed.zones.iter().find(|zones| zones.country == "US").unwrap().states {
        assert!(!names.is_empty() && listed.area_codes.states.contains_key(state), "{state}");
    }
}

#[test]
fn an_unknown_zone_or_calendar_refuses_the_whole() {
    let mut broken = tables();
    broken.rows[0].also_in_zone = Some("Europe/Atlantis".into());
    let answer = Regions::select(&broken, &["DE"], zone_table::rules);
    assert_eq!(answer, Err(Unbuildable::Zone("Europe/Atlantis".into())));
    let mut broken = tables();
    broken.rows[0].closed_on_holidays_of = Some("XX".into());
    assert_eq!(Regions::select(&broken, &["DE"], zone_table::rules), Err(Unbuildable::Calendar("XX".into())));
    let mut broken = tables();
    broken.zones.clear();
    let answer = Regions::select(&broken, &["GB"], zone_table::rules);
    assert_eq!(answer, Err(Unbuildable::CountryWithoutZones("GB".into())));
}

#[test]
fn a_country_without_a_row_has_no_rule() {
    let regions = regions(&["DE", "AT"]);
    let austria = Whereabouts { country: Some("AT"), ..Whereabouts::default() };
    assert_eq!(regions.resolve(&austria), None);
    let unsold = Whereabouts { country: Some("FR"), ..Whereabouts::default() };
    assert_eq!(regions.resolve(&unsold), None);
    assert_eq!(Regions::default().resolve(&Whereabouts::default()), None);
}

#[test]
fn the_address_comes_before_the_browser_and_the_browser_before_the_area_code() {
    let regions = regions(&["US"]);
    let known = Whereabouts { browser_zone: Some("America/Detroit"), area_region: Some("HI"), ..us() };
    let address = Whereabouts { address_region: Some("ca"), ..known };
    assert_eq!(regions.resolve(&address).unwrap().zones, [&zone("America/Los_Angeles")]);
    assert_eq!(regions.resolve(&known).unwrap().zones, [&zone("America/New_York")]);
    let area = Whereabouts { browser_zone: Some("Europe/Berlin"), ..known };
    assert_eq!(regions.resolve(&area).unwrap().zones, [&zone("Pacific/Honolulu")]);
    assert_eq!(regions.resolve(&us()).unwrap().zones.len(), 8);
}

#[test]
fn the_states_of_address_and_area_code_hold_both() {
    let regions = regions(&["US"]);
    let moved = Whereabouts { address_region: Some("KY"), area_region: Some("CT"), ..us() };
    let applicable = regions.resolve(&moved).unwrap();
    let states: Vec<&str> = applicable.rules.iter().filter_map(|rule| rule.region.as_deref()).collect();
    assert_eq!(states, ["CT", "KY"]);
    assert_eq!(applicable.zones.len(), 2, "Kentucky has two zones, and the address tells the zone");
}

#[test]
fn a_state_without_a_row_has_the_federal_rules() {
    let ohio = Whereabouts { address_region: Some("OH"), ..us() };
    let expected = ["US-federal", "US-revocation", "US-carriers", "US-ctia", "US-default"];
    assert_eq!(ids(&regions(&["US"]).resolve(&ohio).unwrap()), expected);
}

#[test]
fn an_unknown_us_zone_is_open_from_ten_in_honolulu_to_eight_in_new_york() {
    let regions = regions(&["US"]);
    let applicable = regions.resolve(&us()).unwrap();
    assert!(ids(&applicable).contains(&"US-unknown-zone"));
    for date in ["2026-11-20", "2026-07-15"] {
        let opening = at("Pacific/Honolulu", date, 10);
        assert_eq!(opens(&applicable, at("America/New_York", date, 9)), Opening::OpensAt(opening));
        assert_eq!(opens(&applicable, opening), Opening::Open { until: at("America/New_York", date, 20) });
    }
}

#[test]
fn texas_is_closed_until_its_hour_has_come_in_central_time_too() {
    let regions = regions(&["US"]);
    // El Paso keeps Mountain time; a browser in Denver with a Texan area code.
    let el_paso = Whereabouts { browser_zone: Some("America/Denver"), area_region: Some("TX"), ..us() };
    let applicable = regions.resolve(&el_paso).unwrap();
    let evening = at("America/Denver", "2026-11-20", 19);
    assert_eq!(opens(&applicable, evening), Opening::Open { until: at("America/Denver", "2026-11-20", 20) });
    let texas = applicable.rules.iter().find(|rule| rule.id == "US-TX").unwrap();
    let windows: Vec<_> = applicable.candidates();
    let central = zone("America/Chicago");
    assert!(windows.iter().any(|met| *met.zone == central && Some(met.window) == texas.window.as_ref()));
}

#[test]
fn louisiana_is_closed_on_thanksgiving_and_on_sundays() {
    let regions = regions(&["US"]);
    let louisiana = Whereabouts { address_region: Some("LA"), ..us() };
    let applicable = regions.resolve(&louisiana).unwrap();
    let thanksgiving = at("America/Chicago", "2026-11-26", 12);
    assert_eq!(opens(&applicable, thanksgiving), Opening::OpensAt(at("America/Chicago", "2026-11-27", 10)));
    let saturday_night = at("America/Chicago", "2026-11-28", 21);
    assert_eq!(opens(&applicable, saturday_night), Opening::OpensAt(at("America/Chicago", "2026-11-30", 10)));
}

#[test]
fn france_is_closed_on_sundays_and_holidays_and_ends_saturday_at_six() {
    let regions = regions(&["FR"]);
    let france = Whereabouts { country: Some("FR"), ..Whereabouts::default() };
    let applicable = regions.resolve(&france).unwrap();
    let paris = |date, hour| at("Europe/Paris", date, hour);
    // All Saints' on a Sunday, then a plain Monday; Ascension on a Thursday.
    assert_eq!(opens(&applicable, paris("2026-10-31", 18)), Opening::OpensAt(paris("2026-11-02", 10)));
    assert_eq!(opens(&applicable, paris("2026-05-14", 11)), Opening::OpensAt(paris("2026-05-15", 10)));
}

#[test]
fn an_unknown_country_has_the_rules_and_zones_of_all() {
    let regions = regions(&["DE", "FR", "GB", "US"]);
    let applicable = regions.resolve(&Whereabouts::default()).unwrap();
    for id in ["DE", "FR", "GB", "US-federal", "US-unknown-zone", "US-default"] {
        assert!(ids(&applicable).contains(&id), "{id}");
    }
    assert!(!ids(&applicable).contains(&"US-FL"));
    // Berlin and Paris have kept the same time since 2000.
    assert_eq!(applicable.zones.len(), 2 + 8);
    // 20:00 in Berlin is 09:00 in Honolulu: there is no common hour.
    assert_eq!(opens(&applicable, at("UTC", "2026-11-20", 12)), Opening::NotWithin);
    let two = self::regions(&["DE", "GB"]);
    let applicable = two.resolve(&Whereabouts::default()).unwrap();
    let (from, until) = (at("Europe/London", "2026-11-20", 9), at("Europe/Berlin", "2026-11-20", 20));
    assert_eq!(opens(&applicable, from), Opening::Open { until });
}

#[test]
fn a_canadian_number_is_not_taken_for_an_american() {
    let regions = regions(&["US"]);
    let area = |code| Areas::new(regions.areas()).find(code).map(|area| (area.country, area.region));
    assert_eq!(area("212"), Some(("US", Some("NY"))));
    assert_eq!(area("203"), Some(("US", Some("CT"))));
    assert_eq!(area("787"), Some(("US", Some("PR"))));
    assert_eq!(area("416"), Some(("CA", None)));
    assert_eq!(area("876"), Some(("JM", None)));
    assert_eq!([area("800"), area("12"), area("x"), area("")], [None; 4]);
}

#[test]
fn no_area_code_is_in_two_places() {
    let regions = regions(&["US"]);
    let (entries, rest) = regions.areas().as_chunks::<6>();
    assert!(rest.is_empty());
    let codes: Vec<u16> = entries.iter().map(|[low, high, ..]| u16::from_le_bytes([*low, *high])).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]) && codes.iter().all(|code| (200..1_000).contains(code)));
    assert!(codes.len() > 430, "{}", codes.len());
}

#[test]
fn caps_and_locks_are_as_the_defaults_say() {
    let regions = regions(&["DE", "US"]);
    let rule = |id: &str| regions.rules.iter().find(|rule| rule.id == id).unwrap();
    assert_eq!(rule("US-carriers").max_hours_after_event, Some(48));
    assert!(rule("US-carriers").confirmation && rule("DE").confirmation);
    assert_eq!(rule("US-carriers").caps, [Cap { texts: 1, hours: Some(48), per: Per::Abandonment, owner_may: None }]);
    assert_eq!(rule("DE-default").caps, [Cap { texts: 1, hours: None, per: Per::Abandonment, owner_may: Some(2) }]);
    assert_eq!(rule("US-MD").caps, [Cap { texts: 3, hours: Some(24), per: Per::Subject, owner_may: None }]);
    assert_eq!(rule("US-federal").basis, Some(ConsentBasis::ExpressWritten));
}

#[test]
fn a_country_alone_means_the_same_as_among_others() {
    let all = regions(&["DE", "FR", "GB", "US"]);
    for country in ["DE", "FR", "GB", "US", "AT"] {
        let alone = all.of_country(country);
        for (state, browser) in [(None, None), (Some("TX"), None), (None, Some("America/Denver")), (Some("LA"), None)] {
            let somebody =
                Whereabouts { country: Some(country), address_region: state, browser_zone: browser, area_region: None };
            let (among, found) = (all.resolve(&somebody), alone.resolve(&somebody));
            assert_eq!(found.as_ref().map(ids), among.as_ref().map(ids), "{country}");
            let zones = |met: Option<Applicable<'_>>| -> BTreeSet<ZoneRules> {
                met.iter().flat_map(Applicable::candidates).map(|candidate| candidate.zone.clone()).collect()
            };
            assert_eq!(zones(found), zones(among), "{country}");
        }
    }
}

#[test]
fn regions_round_trip_through_the_program() {
    for countries in [&["DE"][..], &["US"], &["DE", "FR", "GB", "US"]] {
        let regions = Regions { areas: Vec::new(), ..regions(countries) };
        let bytes = postcard::to_allocvec(&regions).unwrap();
        assert_eq!(postcard::from_bytes::<Regions>(&bytes).unwrap(), regions);
        assert!(bytes.len() < 10_000, "{countries:?}: {}", bytes.len());
    }
}

#[test]
fn holidays_are_on_the_published_days_of_2026() {
    let published = [
        ("DE", "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"),
        ("FR", "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"),
        ("GB-EAW", "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"),
        ("US", "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"),
    ];
    for (id, days) in published {
        let calendar = tables().calendars.into_iter().find(|calendar| calendar.id == id).unwrap();
        let rules: Vec<_> = calendar.days.into_iter().map(|day| day.rule).collect();
        let first = Day::from_ymd(2026, 1, 1).unwrap();
        let found: Vec<_> = (0..365).map(|days| first.plus(days)).filter(|day| is_holiday(&rules, *day)).collect();
        let expected: Vec<_> = days.split(' ').map(|day| Day::parse(&alloc::format!("2026-{day}")).unwrap()).collect();
        assert_eq!(found, expected, "{id}");
    }
}
