//! The laws of merging, on random shoppers.

use super::*;
use crate::bucket::Bucketing;
use crate::engine::program::{self, Budget, Content, Settings};
use crate::fact::laws::{Orders, Random, fold, timeline};
use crate::fact::stamp::Stamp;
use crate::gate::region::resolve::Regions;
use crate::id::Name;
use crate::journey::progress::{Dealt, Issued, Left};
use crate::money::{Currency, Micros};
use crate::trigger::abandonment::AbandonmentKind;
use alloc::vec::Vec;

/// Triples of shoppers per law in an ordinary run.
const TRIPLES: u64 = 4_000;

#[test]
fn merging_is_commutative() {
    for seed in 0..TRIPLES {
        let [a, b, _] = shoppers(seed);
        assert_same(&joined(&a, &b), &joined(&b, &a), seed);
    }
}

#[test]
fn merging_is_associative() {
    for seed in 0..TRIPLES {
        let [a, b, c] = shoppers(seed);
        assert_same(&joined(&joined(&a, &b), &c), &joined(&a, &joined(&b, &c)), seed);
    }
}

#[test]
fn merging_is_idempotent() {
    for seed in 0..TRIPLES {
        let [a, b, _] = shoppers(seed);
        assert_same(&joined(&a, &a), &a, seed);
        let both = joined(&a, &b);
        assert_same(&joined(&both, &b), &both, seed);
    }
}

#[test]
fn the_place_further_on_is_kept() {
    let mut random = Random::new(1);
    let waiting = Position { status: Status::Waiting, ..position(&mut random) };
    let ended =
        Position { status: Status::Ended { at: at(0), why: Reason::Bought }, node_at: at(0), ..waiting.clone() };
    let mut places = [waiting].to_vec();
    positions::union(&mut places, core::slice::from_ref(&ended));
    assert_eq!(places.iter().map(|place| &place.status).collect::<Vec<_>>(), [&ended.status]);
}

#[test]
fn the_earliest_arm_counts_and_a_conflict_is_left_out() {
    let dealt = |minute, arm| Dealt { experiment: name("timing"), at: at(minute), arm: name(arm), excluded: false };
    let mut random = Random::new(1);
    let early = Position { arms: [dealt(1, "b")].to_vec(), ..position(&mut random) };
    let late = Position { arms: [dealt(2, "a")].to_vec(), ..early.clone() };
    let mut places = [late].to_vec();
    positions::union(&mut places, core::slice::from_ref(&early));
    assert_eq!(places[0].arms, [Dealt { excluded: true, ..dealt(1, "b") }]);
}

#[test]
fn the_number_given_last_is_pointed_at() {
    let [mut a, mut b, _] = shoppers(3);
    a.facts.pointing = crate::fact::shopper::Pointing { at: Some(at(2)), recipient: RecipientKey::parse("older") };
    b.facts.pointing = crate::fact::shopper::Pointing { at: Some(at(3)), recipient: RecipientKey::parse("newer") };
    assert_eq!(points_at(&a, &b).map(RecipientKey::as_str), Some("newer"));
    assert_eq!(joined(&a, &b).facts.points_at().map(RecipientKey::as_str), Some("newer"));
}

#[test]
fn a_merge_with_its_step_is_the_same_either_way_round() {
    let program = program();
    for seed in 0..TRIPLES / 8 {
        let [a, b, _] = shoppers(seed);
        let recipient = points_at(&a, &b).map(|key| Recipient::new(key.clone(), at(0)));
        let one = merge(&program, a.clone(), b.clone(), recipient.clone(), None, at(9)).unwrap();
        let other = merge(&program, b, a, recipient, None, at(9)).unwrap();
        assert_eq!((&one.survivor, &one.alias), (&other.survivor, &other.alias), "seed {seed}");
        assert_eq!(one.stepped.decisions, other.stepped.decisions, "seed {seed}");
        assert_eq!(one.stepped.wakes, other.stepped.wakes, "seed {seed}");
        assert_same(&one.stepped.shopper.unwrap(), &other.stepped.shopper.unwrap(), seed);
    }
}

#[test]
fn a_text_with_the_host_that_is_not_needed_any_more_is_called_back() {
    let decision = Digest::of(&[b"sent by the other device"]);
    let mut random = Random::new(1);
    let [mut a, mut b] = ["a", "b"].map(|key| Shopper::new(ShopperKey::parse(key).unwrap(), at(0)));
    let bought = Position { status: Status::Ended { at: at(1), why: Reason::Bought }, ..position(&mut random) };
    b.positions = [Position { status: Status::InFlight { decision, not_after: at(5) }, ..bought.clone() }].to_vec();
    a.positions = [bought].to_vec();
    let merged = merge(&program(), a, b, None, None, at(2)).unwrap();
    let acts: Vec<Act> = merged.stepped.decisions.into_iter().map(|decided| decided.does).collect();
    assert_eq!(acts, [Act::Cancel(Cancel { decision })]);
}

#[test]
fn a_recipient_other_than_the_one_pointed_at_is_refused() {
    let [mut a, b, _] = shoppers(3);
    a.facts.pointing =
        crate::fact::shopper::Pointing { at: Some(Timestamp::MAX), recipient: RecipientKey::parse("mine") };
    let stranger = Recipient::new(RecipientKey::parse("stranger").unwrap(), at(0));
    let merged = merge(&program(), a, b, Some(stranger), None, at(9));
    assert_eq!(merged.map(|merged| merged.survivor), Err(Fault::RecipientMismatch));
}

fn joined(a: &Shopper, b: &Shopper) -> Shopper {
    let (mut shopper, other) = in_order(a.clone(), b.clone());
    union(&mut shopper, &other);
    shopper
}

fn assert_same(a: &Shopper, b: &Shopper, seed: u64) {
    assert_eq!(a.facts_bytes(), b.facts_bytes(), "facts, seed {seed}");
    assert_eq!(a.write().unwrap(), b.write().unwrap(), "state, seed {seed}");
}

/// Three shoppers who saw parts of one timeline, and entered the same few journeys.
fn shoppers(seed: u64) -> [Shopper; 3] {
    let mut random = Random::new(seed);
    let all = timeline(&mut random, 30, if seed.is_multiple_of(2) { Orders::Few } else { Orders::Many });
    ["a", "b", "c"].map(|key| {
        let first_at = at(random.number(2));
        let mut shopper = Shopper::new(ShopperKey::parse(key).unwrap(), first_at);
        let own: Vec<Input> = all.iter().filter(|_| random.below(2) == 0).cloned().collect();
        shopper.facts = fold(&own);
        for _ in 0..random.below(4) {
            let place = position(&mut random);
            let same = |known: &Position| known.entry == place.entry && known.episode == place.episode;
            if !shopper.positions.iter().any(same) {
                shopper.positions.push(place);
            }
        }
        for by in 0..u32::try_from(random.below(3)).unwrap() {
            shopper.abandoned.replace(Stamp { at: at(random.number(9)), by }, MAX_ABANDONED);
        }
        shopper.segments = (0..5).filter(|_| random.below(2) == 0).collect();
        shopper.epoch = u32::try_from(random.below(3)).unwrap();
        shopper
    })
}

fn position(random: &mut Random) -> Position {
    let decision = Digest::of(&[&[u8::try_from(random.below(3)).unwrap()]]);
    let (at_one, at_two) = (at(random.number(4)), at(random.number(4)));
    let statuses = [
        Status::Waiting,
        Status::Held { until: at_one, since: at_two, why: Reason::QuietHours },
        Status::Unconfirmed { since: at_one, until: at_two },
        Status::InFlight { decision, not_after: at_one },
        Status::Ended { at: at_one, why: *random.pick(&[Reason::Bought, Reason::Completed]) },
    ];
    let arms = ["timing", "wording"].iter().filter_map(|experiment| {
        let arm = ["a", "b"][random.below(2)];
        let at = at(random.number(3));
        (random.below(2) == 0).then(|| Dealt { experiment: name(experiment), at, arm: name(arm), excluded: false })
    });
    let arms = arms.collect();
    Position {
        journey: name("cart"),
        entry: name(["cart-1", "cart-2"][random.below(2)]),
        episode: u16::try_from(random.below(2)).unwrap(),
        entered_at: at(random.number(3)),
        node: name(["idle", "text"][random.below(2)]),
        node_at: at(random.number(3)),
        status: random.pick(&statuses).clone(),
        attempt: u16::try_from(random.below(2)).unwrap(),
        arms,
        left: (random.below(2) == 0).then_some(Left { kind: AbandonmentKind::Other, at: at_one }),
        coupon: (random.below(2) == 0).then(|| Issued { code: name("TEN"), expires_at: at_two }),
        watched: random.below(2) == 0,
    }
}

/// A program without journeys, segments and markets: all that is under way ends.
fn program() -> Program {
    let budget = Budget { month_micros: Micros(0), day_micros: Micros(0) };
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
    let (journeys, texts, markets) = (Vec::new(), Vec::new(), Vec::new());
    let (settings, regions) = (&settings, &Regions::default());
    let content = Content { settings, journeys, segments: &[], markets, regions, texts, pauses: Vec::new() };
    Program::open(program::write(&content, 1).unwrap()).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(1_700_000_000_000 + minute * 60_000)
}
