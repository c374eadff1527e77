//! Arbitrary bytes into every operation: an answer each time, an error where nothing else is true, never a stop.
//!
//! The same 20,000 calls on every run: valid ones with a few bytes changed, cut, doubled or replaced, so that they get
//! past the first check. `tests/fuzz` looks further with the same frames.

#![cfg(not(target_family = "wasm"))]
#![cfg(all(feature = "cold", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop")]
#![expect(clippy::type_complexity, reason = "a call is its operation and its parts")]

use cartsignal::contract::frame;
use cartsignal::contract::session::{Op, Session};
use serde_json::{Value, json};

const CALLS: u32 = 20_000;
/// Calls answered by one session, before what it holds is dropped.
const CALLS_OF_ONE_SESSION: u32 = 500;

#[test]
fn twenty_thousand_mutated_calls_are_answered() {
    let mut random = Random(0x5eed_cafe);
    let (mut session, mut valid) = fresh();
    let (mut succeeded, mut refused) = (0_u32, 0_u32);
    for turn in 0..CALLS {
        if turn % CALLS_OF_ONE_SESSION == 0 {
            (session, valid) = fresh();
        }
        let (op, parts) = &valid[random.below(valid.len())];
        let mut parts = parts.clone();
        (0..=random.below(3)).for_each(|_| mutate(&mut random, &mut parts));
        // Some go to an operation that they were not meant for.
        let op = if random.below(10) == 0 { Op::ALL[random.below(Op::ALL.len())] } else { *op };
        if answered(&mut session, op, &parts) { succeeded += 1 } else { refused += 1 }
    }
    assert!(succeeded > 500 && refused > 5_000, "too one-sided to prove much: {succeeded} done, {refused} refused");
}

#[test]
fn noise_is_answered_by_every_operation() {
    let mut random = Random(7);
    let mut session = Session::new();
    for turn in 0..2_000 {
        let op = Op::ALL[turn % Op::ALL.len()];
        let parts: Vec<Vec<u8>> = (0..random.below(5)).map(|_| noise(&mut random)).collect();
        answered(&mut session, op, &parts);
    }
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    let mut session = Session::new();
    for op in Op::ALL {
        for opener in ["[", "{\"a\":", "{\"input\":[", "{\"journeys\":[{\"only_if\":{\"not\":"] {
            assert!(!answered(&mut session, *op, &[opener.repeat(20_000).into_bytes()]), "{op:?}");
        }
    }
}

#[test]
fn frames_of_noise_are_refused_or_read_but_never_followed_outside() {
    let mut random = Random(11);
    for _ in 0..20_000 {
        let bytes = noise(&mut random);
        if let Ok(parts) = frame::decode(&bytes) {
            assert!(parts.iter().map(|part| part.len() + 4).sum::<usize>() + 4 == bytes.len());
        }
    }
}

/// Tells whether the call was done; panics unless the answer is one of the three shapes.
fn answered(session: &mut Session, op: Op, parts: &[Vec<u8>]) -> bool {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let answer: Value = serde_json::from_slice(&session.call(op, &parts)[0]).unwrap();
    let answer = answer.as_object().unwrap();
    assert_eq!(answer.len(), 1, "{op:?}");
    if let Some(error) = answer.get("error") {
        assert!(error["code"].is_string() && error["message"].is_string(), "{op:?}: {error}");
        return false;
    }
    if let Some(errors) = answer.get("errors") {
        assert!(!errors.as_array().unwrap().is_empty(), "{op:?}");
        return false;
    }
    assert!(answer.contains_key("ok"), "{op:?}");
    true
}

/// Returns a session with a program and somebody held, and one valid call of every operation.
fn fresh() -> (Session, Vec<(Op, Vec<Vec<u8>>)>) {
    let mut session = Session::new();
    let config = cartsignal::preset::DEMO.as_bytes().to_vec();
    let program = done(&mut session, Op::Compile, std::slice::from_ref(&config))[1].clone();
    done(&mut session, Op::Load, &[b"{}".to_vec(), program.clone()]);
    let states = done(&mut session, Op::Step, &[step_request("cart-1"), Vec::new(), Vec::new()]);
    let (shopper, recipient) = (states[1].clone(), states[2].clone());
    let who = json!({"program": 1, "shopper": "s-1", "recipient": "r-1", "contact": contact(), "moment": NOW});
    done(&mut session, Op::Hold, &[text(&json!({"program": 1, "shopper": "s-1", "recipient": "r-1"}))]);
    let merge = json!({"program": 1, "a": "s-1", "b": "s-2", "recipient": "r-1", "moment": NOW});
    let resident = json!({"resident": 2, "moment": NOW, "input": cart("cart-2")});
    let admit = json!({
        "program": 1, "contact": contact(), "origin": {}, "moment": NOW,
        "ask": {"decision": "0123456789abcdef0123456789abcdef", "class": "marketing", "country": "GB", "sender": "Shop", "parts": 1},
    });
    let fact = json!({"id": "0123456789abcdef0123456789abcdef", "counts": "texts", "day": 1, "key": "j", "value": 1});
    let aggregate = done(&mut session, Op::Observe, &[text(&json!({"facts": [fact]}))])[1].clone();
    let pieces = json!({"pieces": [0]});
    let valid = vec![
        (Op::Versions, vec![b"{}".to_vec()]),
        (Op::Compile, vec![config.clone(), program.clone()]),
        (Op::Lint, vec![config]),
        (Op::Load, vec![b"{}".to_vec(), program.clone()]),
        (Op::Load, vec![text(&pieces), program]),
        (Op::Unload, vec![text(&json!({"program": 1}))]),
        (Op::Touches, vec![step_request("cart-1"), shopper.clone(), recipient.clone()]),
        (Op::Step, vec![step_request("cart-2"), shopper.clone(), recipient.clone()]),
        (Op::Step, vec![step_request("cart-2"), shopper.clone(), recipient.clone()]),
        (Op::Step, vec![text(&resident)]),
        (Op::Merge, vec![text(&merge), shopper.clone(), Vec::new(), recipient.clone()]),
        (Op::Admit, vec![text(&admit), Vec::new()]),
        (Op::Explain, vec![text(&who), shopper, recipient]),
        (Op::Measure, vec![text(&json!({"text": "10 € für Zoë 😜"}))]),
        (Op::Observe, vec![text(&json!({"facts": [fact]})), Vec::new()]),
        (Op::Erase, vec![text(&json!({"facts": [fact]})), aggregate.clone()]),
        (Op::Combine, vec![b"{}".to_vec(), aggregate.clone(), aggregate.clone()]),
        (Op::Learn, vec![text(&json!({"budget": 10})), aggregate, Vec::new()]),
        (Op::Hold, vec![text(&json!({"program": 1, "shopper": "s-9"}))]),
        (Op::Flush, vec![text(&json!({"resident": 2}))]),
        (Op::Release, vec![text(&json!({"resident": 2}))]),
    ];
    (session, valid)
}

fn done(session: &mut Session, op: Op, parts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let answer = session.call(op, &parts).to_vec();
    assert!(answer[0].starts_with(b"{\"ok\""), "{op:?}: {}", String::from_utf8_lossy(&answer[0]));
    answer
}

/// A Tuesday noon.
const NOW: i64 = 1_763_467_200_000;

fn step_request(cart_id: &str) -> Vec<u8> {
    text(&json!({
        "program": 1, "shopper": "s-1", "recipient": "r-1", "contact": contact(), "moment": NOW, "input": cart(cart_id),
    }))
}

fn contact() -> Value {
    json!({"first_name": "Zoë", "locale": "en-GB", "country": "GB", "number": {"kind": "mobile", "country": "GB"}})
}

fn cart(id: &str) -> Value {
    let line =
        json!({"product": "p-1", "quantity": 2, "unit_price_minor": 1_999, "category": "shoes", "on_sale": true});
    let update = json!({"cart": id, "version": 1, "change": "added", "currency": "GBP", "lines": [line]});
    json!({"id": "i-1", "occurred_at": NOW, "trust": "server", "what": {"cart.updated": update}})
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// Splitmix64: a generator of the test's own, the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

fn noise(random: &mut Random) -> Vec<u8> {
    (0..random.below(200)).map(|_| random.byte()).collect()
}

/// Values that sit at an edge of something.
const EDGES: [&str; 10] = [
    "-1",
    "0",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "1e99",
    "null",
    "\"\"",
    "[]",
    "\"\\ud800\"",
];

fn mutate(random: &mut Random, parts: &mut Vec<Vec<u8>>) {
    let place = random.below(parts.len());
    let kind = random.below(9);
    let Some(part) = parts.get_mut(place) else { return };
    let at = random.below(part.len().max(1)).min(part.len());
    match kind {
        0 | 1 if at < part.len() => part[at] = random.byte(),
        2 if at < part.len() => part[at] ^= 1 << random.below(8),
        3 => part.truncate(at),
        4 => {
            let bytes = noise(random);
            part.splice(at..at, bytes);
        }
        5 => number_to_edge(random, part),
        6 if at < part.len() => drop(part.remove(at)),
        7 => *part = noise(random),
        _ => {
            let copy = part.clone();
            if random.below(2) == 0 { parts.push(copy) } else { parts.swap_remove(place).clear() }
        }
    }
}

/// Replaces one number of a JSON text by an edge, so that the text stays JSON more often than not.
fn number_to_edge(random: &mut Random, part: &mut Vec<u8>) {
    let starts: Vec<usize> =
        (1..part.len()).filter(|at| part[*at].is_ascii_digit() && matches!(part[at - 1], b':' | b'[')).collect();
    if let Some(start) = starts.get(random.below(starts.len())).copied() {
        let end = (start..part.len()).find(|at| !part[*at].is_ascii_digit()).unwrap_or(part.len());
        part.splice(start..end, EDGES[random.below(EDGES.len())].bytes());
    }
}
