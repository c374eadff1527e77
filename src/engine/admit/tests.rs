//! Admission, limit by limit.

use super::counters::MAX_COUNTER_BYTES;
use super::*;
use crate::bucket::Bucketing;
use crate::engine::program::{self, Budget, Content, Settings};
use crate::fact::contact::{Number, NumberKind};
use crate::fact::event::ConsentBasis;
use crate::gate::market::{Sender, WayOut};
use crate::gate::region::resolve::Regions;
use crate::money::{Amount, Currency};
use crate::time::Span;
use alloc::format;

const CENTS_8: i64 = 80_000;
const EUROS_50: i64 = 50_000_000;
/// 2026-11-20 12:00 UTC.
const NOON: Timestamp = Timestamp::from_ms(1_795_176_000_000);

mod pace;

#[test]
fn a_decision_asked_twice_counts_once() {
    let mut store = Store::new(2 * CENTS_8, EUROS_50);
    let ask = ask(1);
    assert_eq!(store.admit(NOON, &ask), Admission::Go);
    assert_eq!(store.admit(NOON, &ask), Admission::Go);
    assert_eq!(store.admit(NOON, &self::ask(2)), Admission::Go);
    assert_eq!(store.admit(NOON, &self::ask(3)), no(Refusal::Budget));
}

#[test]
fn the_day_budget_stops_marketing_and_opens_the_next_day() {
    let mut store = Store::new(CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &ask(1)), Admission::Go);
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::Budget));
    assert_eq!(store.admit(NOON, &Ask { class: Class::Ask, ..ask(3) }), no(Refusal::Budget));
    assert_eq!(store.admit(NOON.plus(Span::days(1)), &ask(4)), Admission::Go);
}

#[test]
fn the_month_budget_stops_and_opens_the_next_month() {
    let mut store = Store::new(CENTS_8, CENTS_8 + 1);
    assert_eq!(store.admit(NOON, &ask(1)), Admission::Go);
    assert_eq!(store.admit(NOON.plus(Span::days(10)), &ask(2)), no(Refusal::Budget));
    assert_eq!(store.admit(NOON.plus(Span::days(11)), &ask(3)), Admission::Go);
}

#[test]
fn parts_cost_one_by_one_and_a_country_without_a_price_costs_the_dearest() {
    let mut store = Store::new(5 * CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &Ask { parts: 3, ..ask(1) }), Admission::Go);
    let free = Ask { country: "FR".into(), ..ask(2) };
    assert_eq!(store.admit(NOON, &Ask { parts: 3, ..free.clone() }), no(Refusal::Budget));
    assert_eq!(store.admit(NOON, &Ask { parts: 2, ..free }), Admission::Go);
}

#[test]
fn a_clock_that_jumps_back_opens_no_budget() {
    let mut store = Store::new(CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &ask(1)), Admission::Go);
    for back in [Span::hours(24), Span::days(40), Span::days(20_000)] {
        assert_eq!(store.admit(NOON.minus(back), &ask(2)), no(Refusal::Budget));
    }
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::Budget));
}

#[test]
fn the_way_out_and_help_go_without_budget_or_pace() {
    let mut store = Store::new(0, 0);
    for number in 0..200 {
        let class = if number % 2 == 0 { Class::Confirmation } else { Class::Help };
        assert_eq!(store.admit(NOON, &Ask { class, ..ask(number) }), Admission::Go);
    }
}

#[test]
fn many_texts_to_one_block_of_numbers_are_abuse() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.origin.range = Name::parse("block-1");
    let admitted = (0..20).filter(|number| store.admit(NOON, &ask(*number)) == Admission::Go).count();
    assert_eq!(admitted, 8);
    assert_eq!(store.admit(NOON, &ask(100)), no(Refusal::Abuse));
    store.origin.range = Name::parse("block-2");
    assert_eq!(store.admit(NOON, &ask(101)), Admission::Go);
    store.origin.range = Name::parse("block-1");
    assert_eq!(store.admit(NOON.plus(Span::days(1)), &ask(102)), Admission::Go);
}

#[test]
fn a_receipt_replaces_the_estimate_on_the_day_of_the_text() {
    let mut store = Store::new(2 * CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &Ask { parts: 2, ..ask(1) }), Admission::Go);
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::Budget));
    store.charge(NOON, 2, CENTS_8, "USD");
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::Budget), "another currency tells nothing");
    store.charge(NOON.plus(Span::days(1)), 2, CENTS_8, "EUR");
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::Budget), "another day bears nothing");
    store.charge(NOON, 2, CENTS_8, "EUR");
    assert_eq!(store.admit(NOON, &ask(2)), Admission::Go, "half as dear as thought");
    assert_eq!(store.admit(NOON, &ask(3)), no(Refusal::Budget));
}

#[test]
fn what_was_charged_never_falls_below_zero_and_may_be_dearer() {
    let mut store = Store::new(CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &ask(1)), Admission::Go);
    store.charge(NOON, 9, i64::MIN, "EUR");
    assert_eq!(store.admit(NOON, &ask(2)), Admission::Go);
    assert_eq!(store.admit(NOON, &ask(3)), no(Refusal::Budget), "no more than one day's budget");
    store.charge(NOON, 1, i64::MAX, "EUR");
    assert_eq!(store.admit(NOON.plus(Span::days(2)), &ask(4)), no(Refusal::Budget), "the month's budget is gone");
}

#[test]
fn counters_of_a_release_without_ranges_are_read() {
    let mut store = Store::new(CENTS_8, EUROS_50);
    assert_eq!(store.admit(NOON, &ask(1)), Admission::Go);
    let without = store.counters.clone();
    store.origin.range = Name::parse("block-1");
    assert_eq!(store.admit(NOON.plus(Span::days(1)), &ask(2)), Admission::Go);
    assert!(store.counters.len() > without.len());
    store.counters = without;
    assert_eq!(store.admit(NOON, &ask(3)), no(Refusal::Budget));
}

#[test]
fn a_country_the_store_does_not_sell_to_is_blocked() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    assert_eq!(store.admit(NOON, &Ask { country: "XX".into(), ..ask(1) }), no(Refusal::BlockedDestination));
    store.contact = contact("XX", "1");
    assert_eq!(store.admit(NOON, &ask(2)), no(Refusal::BlockedDestination));
}

#[test]
fn many_texts_of_one_session_are_abuse() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.origin.session = Name::parse("session-1");
    let admitted = (0..20).filter(|number| store.admit(NOON, &ask(*number)) == Admission::Go).count();
    assert_eq!(admitted, 5);
    assert_eq!(store.admit(NOON, &ask(100)), no(Refusal::Abuse));
    assert_eq!(store.admit(NOON.minus(Span::days(3)), &ask(101)), no(Refusal::Abuse));
    store.origin.session = Name::parse("session-2");
    assert_eq!(store.admit(NOON, &ask(102)), Admission::Go);
}

#[test]
fn many_texts_of_one_network_are_abuse_however_many_sessions() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.origin.network = Name::parse("network-1");
    let admitted = (0..60).filter(|number| {
        store.origin.session = Name::parse(&format!("session-{number}"));
        store.admit(NOON.plus(Span::minutes(i64::from(*number))), &ask(*number)) == Admission::Go
    });
    assert_eq!(admitted.count(), 30);
}

#[test]
fn texts_to_one_area_far_over_the_habit_are_abuse_and_other_areas_go_on() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let mut number = 0;
    let mut next = || {
        number += 1;
        ask(number)
    };
    for day in 0..10 {
        for minute in 0..20 {
            store.contact = contact("DE", if minute % 2 == 0 { "151" } else { "160" });
            assert_eq!(store.admit(NOON.plus(Span::minutes(day * 1_440 + minute)), &next()), Admission::Go);
        }
    }
    let attack = NOON.plus(Span::days(10));
    store.contact = contact("DE", "151");
    let pumped =
        (0..200).filter(|minute| store.admit(attack.plus(Span::seconds(*minute * 10)), &next()) == Admission::Go);
    assert_eq!(pumped.count(), 40);
    store.contact = contact("DE", "160");
    assert_eq!(store.admit(attack.plus(Span::hours(1)), &next()), Admission::Go);
}

#[test]
fn a_day_far_over_the_habit_of_a_country_is_abuse() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    for day in 0..10 {
        assert_eq!(store.admit(NOON.plus(Span::days(day)), &ask(u32::try_from(day).unwrap())), Admission::Go);
    }
    let attack = NOON.plus(Span::days(10));
    let admitted = (100..400_u32).filter(|number| {
        store.admit(attack.plus(Span::seconds(i64::from(*number) * 2)), &ask(*number)) == Admission::Go
    });
    assert_eq!(admitted.count(), 100);
}

#[test]
fn a_store_grows_at_its_own_pace_and_a_sale_is_no_abuse() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let mut number = 0;
    for day in 0..30 {
        // Three times a day's habit, within half an hour.
        let texts = if day == 29 { 1_500 } else { 500 };
        for text in 0..texts {
            number += 1;
            let moment = NOON.plus(Span::days(day)).plus(Span::seconds(text));
            assert_eq!(store.admit(moment, &ask(number)), Admission::Go, "day {day}, text {text}");
        }
    }
}

#[test]
fn counters_stay_under_their_bound_whatever_comes() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    for number in 0..4_000_u32 {
        store.origin.session = Name::parse(&format!("session-{number}"));
        store.origin.network = Name::parse(&format!("network-{}", number / 2));
        store.origin.range = Name::parse(&format!("range-{}", number / 3));
        store.contact = contact(["DE", "FR"][usize::try_from(number % 2).unwrap()], &format!("{}", number % 300));
        let moment = NOON.plus(Span::hours(i64::from(number)));
        store.admit(moment, &Ask { sender: format!("sender-{}", number % 40).into(), parts: 1_000_000, ..ask(number) });
        assert!(store.counters.len() <= MAX_COUNTER_BYTES, "{} bytes", store.counters.len());
    }
    assert!(store.counters.len() > 1_500, "{} bytes: the lists were full", store.counters.len());
}

#[test]
fn bytes_that_are_no_counters_are_a_fault() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.counters = [1, 0, 1, 0, 1, 9, 0, 0].to_vec();
    assert_eq!(store.try_admit(NOON, &ask(1)), Err(Fault::StateMalformed));
    store.counters = [9, 0, 9, 0].to_vec();
    assert_eq!(store.try_admit(NOON, &ask(1)), Err(Fault::StateTooNew { needs: 9 }));
}

/// A store with its counters, and what comes with the texts it sends.
struct Store {
    program: Program,
    counters: Vec<u8>,
    contact: Option<Contact>,
    origin: Origin,
}

impl Store {
    fn new(day_micros: i64, month_micros: i64) -> Self {
        let budget = Budget { month_micros: Micros(month_micros), day_micros: Micros(day_micros) };
        Self { program: program(budget), counters: Vec::new(), contact: None, origin: Origin::default() }
    }

    fn admit(&mut self, moment: Timestamp, ask: &Ask) -> Admission {
        self.try_admit(moment, ask).unwrap()
    }

    fn charge(&mut self, moment: Timestamp, parts: u32, micros: i64, currency: &str) {
        let price = Amount { micros: Micros(micros), currency: Currency::parse(currency).unwrap() };
        self.counters = charge(&self.program, &self.counters, moment, "DE", parts, &price).unwrap();
    }

    fn try_admit(&mut self, moment: Timestamp, ask: &Ask) -> Result<Admission, Fault> {
        let contact = self.contact.as_ref();
        let (counters, admission) = admit(&self.program, &self.counters, contact, &self.origin, moment, ask)?;
        self.counters = counters;
        Ok(admission)
    }
}

fn ask(number: u32) -> Ask {
    Ask {
        decision: Digest::of(&[&number.to_le_bytes()]),
        class: Class::Marketing,
        country: "DE".into(),
        sender: "Shop".into(),
        parts: 1,
        purpose: Some(Purpose::Cart),
        slot: None,
        journey: None,
    }
}

const fn later(at: Timestamp) -> Admission {
    Admission::Later { at, why: Refusal::Pacing }
}

fn contact(country: &str, area: &str) -> Option<Contact> {
    let number = Number { kind: NumberKind::Mobile, country: country.into(), area: Some(area.into()) };
    Some(Contact { number: Some(number), ..Contact::default() })
}

const fn no(why: Refusal) -> Admission {
    Admission::No { why }
}

fn program(budget: Budget) -> Program {
    let markets = [("DE", CENTS_8), ("FR", 0)].map(|(country, price)| market(country, Micros(price)));
    let settings = Settings {
        shop: "Shop".into(),
        link_origin: "https://s.example".into(),
        currency: Currency::parse("EUR").unwrap(),
        bucketing: Bucketing::V1,
        holdout: 0,
        caps: Vec::new(),
        quiet_days_after_purchase: 7,
        oldest_start_hours: 48,
        attribution_days: 5,
        coupon_days: 90,
        budget,
    };
    let content = Content {
        settings: &settings,
        journeys: Vec::new(),
        segments: &[],
        markets: markets.iter().collect(),
        regions: &Regions::default(),
        texts: Vec::new(),
        pauses: Vec::new(),
    };
    Program::open(program::write(&content, 1).unwrap()).unwrap()
}

fn market(country: &str, price: Micros) -> Market {
    let sender = Sender {
        id: "Shop".into(),
        two_way: false,
        way_out: WayOut::OptOutLink,
        registered: true,
        per_minute: 60,
        stop_number: None,
        answers_keywords: false,
        help_contact: None,
    };
    Market {
        country: country.into(),
        registration: false,
        live: true,
        sender: Some(sender),
        language: "de".into(),
        basis: ConsentBasis::Express,
        confirm: true,
        texts_per_abandonment: 1,
        price,
    }
}
