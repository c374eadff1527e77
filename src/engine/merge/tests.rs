//! The laws of merging, on random shoppers.

use super::*;
use crate::fact::laws::{Orders, Random, fold, timeline};
use crate::fact::stamp::Stamp;
use crate::id::Name;
use crate::journey::progress::{Dealt, Issued, Left};
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
    let all = timeline(&mut random, 30, if seed % 2 == 0 { Orders::Few } else { Orders::Many });
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
        Status::Held { until: at_one, since: at_two },
        Status::Unconfirmed { since: at_one },
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
        left: (random.below(2) == 0).then(|| Left { kind: AbandonmentKind::Other, at: at_one }),
        coupon: (random.below(2) == 0).then(|| Issued { code: name("TEN"), expires_at: at_two }),
        watched: random.below(2) == 0,
    }
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(1_700_000_000_000 + minute * 60_000)
}
