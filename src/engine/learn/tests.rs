//! The laws of learning.

use super::*;
use crate::engine::decision::Counted;
use crate::fact::laws::Random;
use crate::id::{Digest, Name};
use alloc::format;

/// Random sets of facts per law in an ordinary run.
const SETS: u64 = 500;

#[test]
fn facts_add_up_in_any_order_and_any_grouping() {
    for seed in 0..SETS {
        let mut random = Random::new(seed);
        let facts = facts(&mut random, 60);
        let mut turned = facts.clone();
        turned.rotate_left(random.below(facts.len()));
        turned.reverse();
        let (first, second) = turned.split_at(random.below(turned.len()));
        let at_once = observe(&[], &facts).unwrap();
        let in_two = observe(&observe(&[], first).unwrap(), second).unwrap();
        let combined = combine(&observe(&[], second).unwrap(), &observe(&[], first).unwrap()).unwrap();
        assert_eq!(at_once, in_two, "seed {seed}");
        assert_eq!(at_once, combined, "seed {seed}");
        assert_eq!(combine(&at_once, &[]).unwrap(), at_once, "seed {seed}");
    }
}

#[test]
fn what_is_erased_leaves_no_trace_in_the_sums() {
    for seed in 0..SETS {
        let mut random = Random::new(seed);
        let facts = facts(&mut random, 20);
        let (erased, kept) = facts.split_at(random.below(facts.len()));
        let left = erase(&observe(&[], &facts).unwrap(), erased).unwrap();
        // Days fold by the newest ever seen, which erasing does not unsee.
        let mut expected = Aggregate::read(&observe(&[], kept).unwrap()).unwrap();
        let mut seen = Aggregate::read(&left).unwrap();
        expected.combine(Aggregate { newest: seen.newest, ..Aggregate::default() });
        seen.keys.retain(|_, sums| !sums.is_empty());
        expected.keys.retain(|_, sums| !sums.is_empty());
        assert_eq!(seen, expected, "seed {seed}");
    }
}

#[test]
fn a_fact_that_comes_twice_in_one_call_counts_once() {
    let fact = fact(1, Counted::Texts, 20_000, "cart:texted", 1);
    assert_eq!(observe(&[], &[fact.clone(), fact.clone()]), observe(&[], &[fact]));
}

#[test]
fn learning_in_slices_gives_what_one_go_gives() {
    let mut random = Random::new(7);
    let aggregate = observe(&[], &facts(&mut random, 60)).unwrap();
    let Learned::Model(whole) = learn(&aggregate, &[], u32::MAX).unwrap() else { panic!("one go is enough") };
    for budget in [0, 1, 2, 7, 100] {
        let mut progress = Vec::new();
        let model = loop {
            match learn(&aggregate, &progress, budget).unwrap() {
                Learned::Progress(more) => progress = more,
                Learned::Model(model) => break model,
            }
        };
        assert_eq!(model, whole, "budget {budget}");
    }
}

#[test]
fn progress_on_another_aggregate_begins_anew() {
    let one = observe(&[], &facts(&mut Random::new(1), 9)).unwrap();
    let two = observe(&[], &facts(&mut Random::new(2), 9)).unwrap();
    let Learned::Progress(progress) = learn(&one, &[], 1).unwrap() else { panic!("more than one sum") };
    assert_eq!(learn(&two, &progress, u32::MAX), learn(&two, &[], u32::MAX));
}

#[test]
fn a_model_tells_the_arms_apart_and_texts_of_the_last_thirty_days() {
    let facts = [
        fact(1, Counted::Abandoned, 20_000, "cart:other", 5),
        fact(2, Counted::Texts, 20_000, "cart:texted", 3),
        fact(3, Counted::Texts, 19_970, "cart:texted", 4),
        fact(4, Counted::HeldOut, 20_000, "cart:held_out", 2),
        fact(5, Counted::Orders, 19_000, "cart:held_out", 1),
        fact(6, Counted::RevenueMinor, 20_000, "cart:texted", 9_900),
    ];
    let aggregate = observe(&[], &facts).unwrap();
    let Learned::Model(model) = learn(&aggregate, &[], u32::MAX).unwrap() else { panic!("one go is enough") };
    assert_eq!(model.texts_last_30_days, 3);
    assert_eq!(model.total.abandoned, 5);
    assert_eq!(model.total.texted, Arm { reached: 7, orders: 0, revenue_minor: 9_900 });
    assert_eq!(model.total.held_out, Arm { reached: 2, orders: 1, revenue_minor: 0 });
    assert_eq!(model.journeys.len(), 1);
}

#[test]
fn an_aggregate_of_ten_years_and_many_keys_is_bounded() {
    let mut random = Random::new(1);
    let mut aggregate = Vec::new();
    for year in 0..10 {
        let facts: Vec<Fact> = (0..6_000)
            .map(|_| {
                let day = 10_000 + year * 365 + i32::try_from(random.below(365)).unwrap();
                fact(random.number(i64::MAX), Counted::Texts, day, &format!("journey-{}:texted", random.below(300)), 1)
            })
            .collect();
        aggregate = observe(&aggregate, &facts).unwrap();
    }
    assert!(aggregate.len() < 128 * 1024, "{} bytes", aggregate.len());
    let Learned::Model(model) = learn(&aggregate, &[], u32::MAX).unwrap() else { panic!("one go is enough") };
    assert_eq!(model.total.texted.reached, 60_000);
}

/// Facts over three years; of sixty journeys they have more keys than are kept apart.
fn facts(random: &mut Random, journeys: usize) -> Vec<Fact> {
    let counted = [Counted::Abandoned, Counted::Texts, Counted::HeldOut, Counted::Orders, Counted::RevenueMinor];
    (0..300)
        .map(|number| {
            let word = ["texted", "held_out", "other"][random.below(3)];
            let key = format!("journey-{}:{word}", random.below(journeys));
            let day = 19_000 + i32::try_from(random.below(1_100)).unwrap();
            fact(number, *random.pick(&counted), day, &key, random.number(5) - 1)
        })
        .collect()
}

fn fact(number: i64, counts: Counted, day: i32, key: &str, value: i64) -> Fact {
    Fact { id: Digest::of(&[&number.to_le_bytes()]), counts, day, key: Name::parse(key).unwrap(), value }
}
