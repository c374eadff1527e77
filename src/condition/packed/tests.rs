//! Packed conditions answer as written ones do.

use super::*;
use crate::fact::contact::Contact;
use crate::fact::event::Input;
use crate::fact::recipient::RecipientFacts;
use crate::fact::shopper::ShopperFacts;
use crate::fact::stamp::Stamps;
use crate::money::Currency;
use serde_json::json;

const DAY_MS: i64 = 86_400_000;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// Somebody with a cart and a few views, one each day.
fn facts() -> ShopperFacts {
    let mut facts = ShopperFacts::default();
    for day in 0..5 {
        let what = json!({"product.viewed": {"product": format!("p-{}", day % 2), "category": "c-1"}});
        facts.fold(&input(day, &what));
    }
    let line = json!({"product": "p-1", "variant": "v-1", "quantity": 2, "unit_price_minor": 2_500, "category": "c-1"});
    let cart = json!({"cart": "k-1", "version": 1, "change": "added", "currency": "EUR", "lines": [line]});
    facts.fold(&input(6, &json!({"cart.updated": cart})));
    facts
}

fn input(day: i64, what: &serde_json::Value) -> Input {
    let input = json!({"id": format!("i-{day}"), "occurred_at": day * DAY_MS, "trust": "server", "what": what});
    serde_json::from_value(input).unwrap()
}

/// Every kind of condition, alone and within each other.
fn conditions() -> Vec<(Name, Condition)> {
    let leaves = [
        json!({"is": [{"product_views": 30}, "at_least", 3]}),
        json!({"is": [{"product_views": 3}, "at_most", 2]}),
        json!({"is": [{"product_views_of_one": 30}, "equals", 3]}),
        json!({"is": ["cart_value_minor", "at_least", 5_000]}),
        json!({"is": ["cart_value_minor", "at_most", 9_000_000_000_000_i64]}),
        json!({"is": ["cart_value_minor", "at_least", -9_000_000_000_000_i64]}),
        json!({"is": ["days_since_activity", "at_least", 4]}),
        json!({"is": ["days_since_order", "at_least", 1]}),
        json!({"is": [{"category_views": ["c-1", 2]}, "at_least", 1]}),
        json!({"country": ["FR", "de"]}),
        json!({"country": []}),
        json!({"language": ["de"]}),
        json!({"language": ["fr", "it"]}),
        json!({"consent": "cart"}),
        json!({"consent": "offers"}),
        json!({"in_segment": "s_0"}),
        json!({"in_segment": "s_1"}),
        json!({"in_segment": "nobody"}),
    ];
    let mut all: Vec<serde_json::Value> = leaves.to_vec();
    for (place, leaf) in leaves.iter().enumerate() {
        let other = &leaves[(place * 7 + 3) % leaves.len()];
        all.push(json!({"all": [leaf, other]}));
        all.push(json!({"any": [{"not": leaf}, {"all": [other, {"any": []}]}, other]}));
        all.push(json!({"not": {"any": [{"all": [leaf, leaf]}, {"not": other}]}}));
    }
    let read = |value: serde_json::Value| serde_json::from_value(value).unwrap();
    all.into_iter().enumerate().map(|(place, value)| (name(&format!("s_{place}")), read(value))).collect()
}

fn pairs(conditions: &[(Name, Condition)]) -> impl ExactSizeIterator<Item = (&Name, &Condition)> {
    conditions.iter().map(|(name, condition)| (name, condition))
}

fn ask<T>(moment: i64, contact: Option<&Contact>, with: impl FnOnce(&Subject<'_>) -> T) -> T {
    let (facts, recipient) = (facts(), RecipientFacts::default());
    with(&Subject {
        shopper: &facts,
        abandoned: &Stamps::default(),
        recipient: Some(&recipient),
        contact,
        segments: &|_| false,
        currency: Currency::parse("EUR").unwrap(),
        moment: Timestamp::from_ms(moment),
    })
}

#[test]
fn packed_conditions_answer_as_written_ones_do() {
    let conditions = conditions();
    let bytes = pack(pairs(&conditions)).unwrap();
    let german = Contact { country: Some("DE".into()), locale: Some("de-AT".into()), ..Contact::default() };
    for (day, contact) in [(6, None), (7, Some(&german)), (40, Some(&german)), (3, Some(&german))] {
        ask(day * DAY_MS + 1, contact, |subject| {
            let (mut hold, mut changes_at) = (Vec::new(), Timestamp::MAX);
            for (_, condition) in &conditions {
                let earlier =
                    |name: &Name| conditions.iter().zip(&hold).any(|((known, _), holds)| known == name && *holds);
                let answer = condition.answer(&Subject { segments: &earlier, ..*subject });
                hold.push(answer.holds);
                changes_at = changes_at.min(answer.changes_at);
                let alone = pack([(&name("x"), condition)].into_iter()).unwrap();
                if !format!("{condition:?}").contains("InSegment") {
                    let expected = Answers { hold: [answer.holds].into(), changes_at: answer.changes_at };
                    assert_eq!(super::answer(&alone, subject), Some(expected), "{condition:?}");
                }
            }
            assert!(hold.contains(&true) && hold.contains(&false));
            assert_eq!(super::answer(&bytes, subject), Some(Answers { hold, changes_at }));
        });
    }
}

#[test]
fn bytes_cut_anywhere_are_refused() {
    let conditions = conditions();
    let bytes = pack(pairs(&conditions)).unwrap();
    ask(0, None, |subject| {
        for end in 0..bytes.len() - 3 {
            assert_eq!(answer(&bytes[..end], subject), None, "{end}");
        }
    });
}

#[test]
fn an_unknown_kind_and_bottomless_nesting_are_refused() {
    ask(0, None, |subject| {
        assert_eq!(answer(&[1, 0, 0, 0, 15, 0, 0, 0], subject), None);
        let mut nots = [1, 0, 0, 0].to_vec();
        nots.extend([2, 0, 0, 0].repeat(1_000_000));
        assert_eq!(answer(&nots, subject), None);
    });
}
