//! A program in pieces answers what the whole one does: parts are named where they are missing, added, and asked again.

#![cfg(not(target_family = "wasm"))]
#![cfg(all(feature = "cold", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop")]

use cartsignal::contract::session::{Op, Session};
use serde_json::{Value, json};

/// A Tuesday noon.
const NOON: i64 = 1_763_467_200_000;
const MINUTE: i64 = 60_000;

#[test]
fn a_missing_part_is_named_until_the_step_says_what_the_whole_program_says() {
    for country in ["GB", "US", "DE"] {
        let mut missing = 0;
        tell(country, |session, program, handle, parts, whole| {
            loop {
                let answer = called(session, Op::Step, parts);
                let value: Value = serde_json::from_slice(&answer[0]).unwrap();
                let Some(error) = value.get("error") else {
                    assert_eq!(answer, whole);
                    break;
                };
                assert_eq!(error["code"], "program.part_missing");
                missing += 1;
                assert_eq!(add(session, program, handle, &[error["range"].clone()])["program"], handle);
            }
        });
        assert!((1..20).contains(&missing), "{missing} parts were missing in {country}");
    }
}

#[test]
fn what_a_step_touches_is_all_that_it_needs_besides_the_head() {
    for country in ["GB", "US", "DE"] {
        tell(country, |session, program, handle, parts, whole| {
            let touched: Value = serde_json::from_slice(&called(session, Op::Touches, parts)[0]).unwrap();
            add(session, program, handle, touched["ok"]["ranges"].as_array().unwrap());
            assert_eq!(called(session, Op::Step, parts), whole);
        });
    }
}

#[test]
fn pieces_are_added_to_a_program_that_is_there_and_nothing_else() {
    let (program, head) = compiled();
    let mut session = Session::new();
    let mut refused = |request: Value, parts: &[Vec<u8>]| {
        let parts = [&[text(&request)], parts].concat();
        let answer: Value = serde_json::from_slice(&called(&mut session, Op::Load, &parts)[0]).unwrap();
        answer["error"]["code"].as_str().unwrap().to_string()
    };
    assert_eq!(refused(json!({"program": 7, "pieces": [0]}), &[program[..head].to_vec()]), "request.no_program");
    assert_eq!(refused(json!({"program": 7}), std::slice::from_ref(&program)), "request.missing_field");
    assert_eq!(refused(json!({"pieces": [0, 9]}), &[program]), "request.bad_value");
}

/// Tells a shopper's day step by step, each on a fresh session with the head alone: `step` gets it, the program, its
/// handle, the step's parts and what the whole program answers.
fn tell(country: &str, mut step: impl FnMut(&mut Session, &[u8], u64, &[Vec<u8>], Vec<Vec<u8>>)) {
    let (program, head) = compiled();
    let mut whole = Session::new();
    called(&mut whole, Op::Load, &[b"{}".to_vec(), program.clone()]);
    let (mut shopper, mut recipient, mut texted) = (Vec::new(), Vec::new(), false);
    for (nth, (at, what)) in day().into_iter().enumerate() {
        let request = json!({
            "program": 1, "shopper": "s-1", "recipient": "r-1", "moment": at,
            "contact": {"locale": "en-GB", "country": country, "number": {"kind": "mobile", "country": country, "area": "212"}},
            "input": {"id": format!("i-{nth}"), "occurred_at": at, "trust": "signed", "what": what},
        });
        let parts = [text(&request), shopper.clone(), recipient.clone()];
        let answer = called(&mut whole, Op::Step, &parts);
        let told = String::from_utf8_lossy(&answer[0]).into_owned();
        assert!(told.starts_with("{\"ok\""), "{told}");
        texted |= told.contains("\"send\"");
        let mut session = Session::new();
        let loaded = called(&mut session, Op::Load, &[text(&json!({"pieces": [0]})), program[..head].to_vec()]);
        let loaded: Value = serde_json::from_slice(&loaded[0]).unwrap();
        step(&mut session, &program, loaded["ok"]["program"].as_u64().unwrap(), &parts, answer.clone());
        (shopper, recipient) = (answer[1].clone(), answer[2].clone());
    }
    assert!(texted || country == "DE" || country == "US", "no text was due in {country}");
}

fn day() -> Vec<(i64, Value)> {
    let consent = json!({"purpose": "cart", "channel": "sms", "evidence": "e-1"});
    let line = json!({"product": "p-1", "variant": "v-1", "quantity": 1, "unit_price_minor": 4_999});
    let cart = json!({"cart": "c-1", "version": 1, "change": "added", "currency": "GBP", "lines": [line]});
    vec![
        (NOON, json!({"page.viewed": {}})),
        (NOON + MINUTE, json!({"contact.provided": {"recipient": "r-1"}})),
        (NOON + 2 * MINUTE, json!({"consent.granted": consent})),
        (NOON + 3 * MINUTE, json!({"cart.updated": cart})),
        (NOON + 90 * MINUTE, json!({"wake": {}})),
        (NOON + 100 * MINUTE, json!({"reply": {"channel": "sms", "kind": "stop"}})),
    ]
}

fn compiled() -> (Vec<u8>, usize) {
    let mut session = Session::new();
    let config = cartsignal::preset::DEMO.as_bytes().to_vec();
    let program = called(&mut session, Op::Compile, &[config, Vec::new()])[1].clone();
    let loaded: Value =
        serde_json::from_slice(&called(&mut session, Op::Load, &[b"{}".to_vec(), program.clone()])[0]).unwrap();
    let head = loaded["ok"]["head"]["length"].as_u64().unwrap();
    (program, usize::try_from(head).unwrap())
}

fn add(session: &mut Session, program: &[u8], handle: u64, ranges: &[Value]) -> Value {
    let number = |range: &Value, field: &str| usize::try_from(range[field].as_u64().unwrap()).unwrap();
    let offsets: Vec<usize> = ranges.iter().map(|range| number(range, "offset")).collect();
    let mut parts = vec![text(&json!({"program": handle, "pieces": offsets}))];
    parts.extend(ranges.iter().zip(&offsets).map(|(range, at)| program[*at..*at + number(range, "length")].to_vec()));
    let answer: Value = serde_json::from_slice(&called(session, Op::Load, &parts)[0]).unwrap();
    answer.get("ok").unwrap_or_else(|| panic!("{answer}")).clone()
}

fn called(session: &mut Session, op: Op, parts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    session.call(op, &parts).to_vec()
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}
