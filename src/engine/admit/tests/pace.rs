//! Admission by the pace of senders: slots, who keeps one, and who waits.

use super::*;
use alloc::collections::BTreeSet;

#[test]
fn ten_thousand_texts_held_overnight_get_a_slot_each() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let mut slots = BTreeSet::new();
    let mut went = 0_u32;
    for number in 0..10_000 {
        match store.admit(NOON, &ask(number)) {
            Admission::Go => went += 1,
            Admission::Later { at, why: Refusal::Pacing } => assert!(slots.insert(at), "slot handed out twice"),
            Admission::Later { .. } | Admission::No { .. } => panic!("text {number} has no slot"),
        }
    }
    assert_eq!(went, 60);
    assert_eq!(slots.len(), 9_940);
    let (first, last) = (slots.first().unwrap(), slots.last().unwrap());
    assert!((NOON.plus(Span::seconds(1))..NOON.plus(Span::seconds(2))).contains(first), "{first:?}");
    assert!((NOON.plus(Span::seconds(9_940))..NOON.plus(Span::seconds(9_941))).contains(last), "{last:?}");
    for (number, slot) in (10_000..).zip(slots) {
        let back = Ask { slot: Some(slot), ..ask(number) };
        let early = slot.minus(Span::from_ms(1));
        assert_eq!(store.admit(early, &back), later(slot), "not before its slot");
        assert_eq!(store.admit(slot, &back), Admission::Go, "at its slot");
    }
}

#[test]
fn ten_thousand_texts_drain_at_the_pace_of_the_sender_whatever_comes_between() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let mut waiting: BTreeSet<(Timestamp, u32)> = (0..10_000).map(|number| (NOON, number)).collect();
    let (mut went, mut fresh, mut serial) = (Vec::new(), 0_u32, 10_000_u32);
    // A dispatcher that looks once a minute: newcomers first, to make it hard for those who wait.
    for minute in 0..400 {
        let now = NOON.plus(Span::minutes(minute));
        for _ in 0..if (10..100).contains(&minute) { 6 } else { 0 } {
            serial += 1;
            match store.admit(now, &ask(serial)) {
                Admission::Go => fresh += 1,
                Admission::Later { at, .. } => assert!(waiting.insert((at, serial))),
                Admission::No { .. } => panic!("text {serial} was refused"),
            }
        }
        let due: Vec<_> = waiting.iter().copied().take_while(|(at, _)| *at <= now).collect();
        let mut in_minute = 0;
        for (at, number) in due {
            assert!(waiting.remove(&(at, number)));
            let slot = (minute > 0).then_some(at);
            match store.admit(now, &Ask { slot, ..ask(number) }) {
                Admission::Go => {
                    in_minute += 1;
                    went.push((now, at, number));
                }
                Admission::Later { at, .. } => assert!(waiting.insert((at, number)) && minute == 0, "lost its slot"),
                Admission::No { .. } => panic!("text {number} was refused"),
            }
        }
        assert!(in_minute <= 60, "{in_minute} in minute {minute}");
    }
    assert!(waiting.is_empty(), "{} still wait", waiting.len());
    assert_eq!(went.len() + usize::try_from(fresh).unwrap(), 10_540);
    assert!(fresh <= 2, "{fresh} newcomers went before those who wait");
    let (end, _, _) = went.iter().max().unwrap();
    assert!((NOON.plus(Span::minutes(174))..=NOON.plus(Span::minutes(176))).contains(end), "{end:?}");
    assert!(went.is_sorted_by_key(|(now, _, _)| *now));
}

#[test]
fn whoever_comes_minutes_after_every_slot_is_not_sent_to_the_end_for_ever() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let mut waiting: BTreeSet<(Timestamp, u32)> = BTreeSet::new();
    for number in 0..600 {
        if let Admission::Later { at, .. } = store.admit(NOON, &ask(number)) {
            waiting.insert((at, number));
        }
    }
    let late = |at: Timestamp| at.plus(Span::minutes(5));
    let mut went = 60;
    while let Some((at, number)) = waiting.pop_first() {
        match store.admit(late(at), &Ask { slot: Some(at), ..ask(number) }) {
            Admission::Go => went += 1,
            Admission::Later { at, .. } => assert!(waiting.insert((at, number))),
            Admission::No { .. } => panic!("text {number} was refused"),
        }
        assert!(at < NOON.plus(Span::minutes(11)), "a slot was missed for ever");
    }
    assert_eq!(went, 600);
}

#[test]
fn slots_whose_texts_never_come_back_stop_nobody_for_long() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    for number in 0..5_000 {
        store.admit(NOON, &ask(number));
    }
    let soon = NOON.plus(Span::minutes(2));
    let went = (0..60_u32).filter(|second| {
        let now = soon.plus(Span::seconds(i64::from(*second)));
        store.admit(now, &ask(10_000 + second)) == Admission::Go
    });
    assert!(went.count() >= 59);
}

#[test]
fn a_text_decided_again_after_an_outage_makes_its_session_no_suspect() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.origin.session = Name::parse("session-1");
    for number in 0..12 {
        let moment = NOON.plus(Span::minutes(i64::from(number) * 5));
        let slot = (number > 0).then_some(moment);
        assert_eq!(store.admit(moment, &Ask { slot, ..ask(number) }), Admission::Go);
    }
}

#[test]
fn texts_that_wait_for_a_slot_are_counted_before_they_go() {
    let mut store = Store::new(EUROS_50, EUROS_50);
    store.origin.session = Name::parse("session-1");
    for number in 1_000..1_060 {
        store.admit(NOON, &Ask { class: Class::Help, ..ask(number) });
    }
    let waiting = (0..20).filter(|number| matches!(store.admit(NOON, &ask(*number)), Admission::Later { .. }));
    assert_eq!(waiting.count(), 5);
}

#[test]
fn no_more_texts_go_than_the_pace_allows_whenever_they_come() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    let moment = |number: u32| NOON.plus(Span::from_ms(i64::from(number) * 100));
    let mut coming: BTreeSet<_> = (0..3_000_u32).map(|number| (moment(number), number, None)).collect();
    let mut went = 0_i64;
    while let Some((now, number, slot)) = coming.pop_first() {
        if now > NOON.plus(Span::minutes(5)) {
            break;
        }
        match store.admit(now, &Ask { slot, ..ask(number) }) {
            Admission::Go => went += 1,
            Admission::Later { at, .. } => assert!(coming.insert((at, number, Some(at)))),
            Admission::No { .. } => panic!("text {number} was refused"),
        }
    }
    assert!((358..=361).contains(&went), "{went} in five minutes with a minute's worth at first");
}

#[test]
fn a_clock_that_jumps_stops_no_sender_for_long() {
    let mut store = Store::new(i64::MAX, i64::MAX);
    for number in 0..100 {
        store.admit(NOON.plus(Span::days(1)), &ask(number));
    }
    let Admission::Later { at, .. } = store.admit(NOON, &ask(1_000)) else { panic!("the bucket is empty") };
    assert!(at <= NOON.plus(Span::minutes(3)), "{at:?}");
}
