//! A program in pieces, and a step after `touches`, answer as the whole and a step alone do.

#![cfg(feature = "cold")]

use crate::contract::session::{Op, Session};
use crate::engine::program::Program;
use crate::preset;
use alloc::string::ToString;
use alloc::vec::Vec;
use serde_json::{Value, json};

const START_MS: i64 = 1_763_978_400_000;
const MINUTE_MS: i64 = 60_000;

fn call(session: &mut Session, op: Op, request: &Value, parts: &[&[u8]]) -> (Value, Vec<Vec<u8>>) {
    let json = request.to_string();
    let parts: Vec<&[u8]> = core::iter::once(json.as_bytes()).chain(parts.iter().copied()).collect();
    let answer = session.call(op, &parts).to_vec();
    (serde_json::from_slice(&answer[0]).unwrap(), answer[1..].to_vec())
}

/// Compiles the demo store with a segment to enter.
fn program() -> Vec<u8> {
    let mut configuration: Value = serde_json::from_str(preset::DEMO).unwrap();
    configuration["holdout_percent"] = json!(0);
    configuration["segments"] =
        json!([{"name": "viewers", "condition": {"is": [{"product_views": 30}, "at_least", 2]}}]);
    let json = configuration.to_string();
    let answer = Session::new().call(Op::Compile, &[json.as_bytes(), b""]).to_vec();
    answer[1].clone()
}

/// A number, permission, two views, a cart, and the wake that finds it left.
fn inputs() -> Vec<(i64, Value)> {
    let line = json!({"product": "p-1", "variant": "v-1", "quantity": 1, "unit_price_minor": 1_999, "category": "c-1"});
    let consent = json!({"purpose": "cart", "channel": "sms", "evidence": "e-1"});
    let cart = json!({"cart": "k-1", "version": 1, "change": "added", "currency": "EUR", "lines": [line]});
    [
        (0, json!({"contact.provided": {"recipient": "r-1"}})),
        (1, json!({"consent.granted": consent})),
        (2, json!({"product.viewed": {"product": "p-1", "category": "c-1"}})),
        (3, json!({"product.viewed": {"product": "p-2", "category": "c-1"}})),
        (4, json!({"cart.updated": cart})),
        (200, json!({"wake": {}})),
    ]
    .into()
}

fn request(program: &Value, minute: i64, what: &Value) -> Value {
    let at = START_MS + minute * MINUTE_MS;
    let number = json!({"kind": "mobile", "country": "DE"});
    json!({
        "program": program, "shopper": "s-1", "recipient": "r-1", "moment": at,
        "contact": {"first_name": "Anna", "locale": "de-DE", "country": "DE", "number": number},
        "input": {"id": format!("i-{minute}"), "occurred_at": at, "trust": "server", "what": what},
    })
}

/// Loads as little as can be loaded, directory and tables; returns the handle.
fn load_head(session: &mut Session, program: &[u8]) -> Value {
    let opened = Program::open(program.to_vec()).unwrap();
    let end = usize::try_from(opened.place(opened.directory().texts).end()).unwrap();
    call(session, Op::Load, &json!({"pieces": [0]}), &[&program[..end]]).0["ok"]["program"].clone()
}

#[test]
fn pieces_added_behind_touches_decide_as_the_whole_program_does() {
    let program = program();
    let mut whole = Session::new();
    let handle = call(&mut whole, Op::Load, &json!({}), &[&program]).0["ok"]["program"].clone();
    let mut states = [Vec::new(), Vec::new()];
    let mut acts = Vec::new();
    for (minute, what) in inputs() {
        let state: [&[u8]; 2] = [&states[0], &states[1]];
        let expected = call(&mut whole, Op::Step, &request(&handle, minute, &what), &state);
        let mut pieces = Session::new();
        let own = load_head(&mut pieces, &program);
        let asked = request(&own, minute, &what);
        let (touched, _) = call(&mut pieces, Op::Touches, &asked, &state);
        let (mut offsets, mut parts): (Vec<u64>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        for range in touched["ok"]["ranges"].as_array().unwrap() {
            let (offset, length) = (range["offset"].as_u64().unwrap(), range["length"].as_u64().unwrap());
            offsets.push(offset);
            parts.push(&program[usize::try_from(offset).unwrap()..usize::try_from(offset + length).unwrap()]);
        }
        let (loaded, _) = call(&mut pieces, Op::Load, &json!({"program": own, "pieces": offsets}), &parts);
        assert_eq!(loaded["ok"]["program"], own);
        assert_eq!(call(&mut pieces, Op::Step, &asked, &state), expected, "{what}");
        let decisions = expected.0["ok"]["decisions"].as_array().unwrap().clone();
        acts.extend(decisions.iter().flat_map(|decision| decision["does"].as_object().unwrap().keys().cloned()));
        states = [expected.1[0].clone(), expected.1[1].clone()];
    }
    assert_eq!(acts, ["enter_segment", "send"]);
}

#[test]
fn a_missing_piece_is_told_and_can_be_added() {
    let program = program();
    let mut session = Session::new();
    let handle = load_head(&mut session, &program);
    let asked = request(&handle, 0, &inputs()[0].1);
    let mut tries = 0;
    let stepped = loop {
        let (answer, _) = call(&mut session, Op::Step, &asked, &[b"", b""]);
        if answer["ok"].is_object() {
            break answer;
        }
        assert_eq!(answer["error"]["code"], "program.part_missing", "{answer}");
        let missing = &answer["error"]["range"];
        let (offset, length) = (missing["offset"].as_u64().unwrap(), missing["length"].as_u64().unwrap());
        let piece = &program[usize::try_from(offset).unwrap()..usize::try_from(offset + length).unwrap()];
        call(&mut session, Op::Load, &json!({"program": handle, "pieces": [offset]}), &[piece]);
        tries += 1;
    };
    assert!(tries > 0);
    let whole = call(&mut session, Op::Load, &json!({}), &[&program]).0["ok"]["program"].clone();
    let (expected, _) = call(&mut session, Op::Step, &request(&whole, 0, &inputs()[0].1), &[b"", b""]);
    assert_eq!(stepped, expected);
}

#[test]
fn a_step_with_other_states_than_touches_read_reads_its_own() {
    let program = program();
    let mut session = Session::new();
    let handle = call(&mut session, Op::Load, &json!({}), &[&program]).0["ok"]["program"].clone();
    let view = request(&handle, 3, &inputs()[3].1);
    let (_, seen) = call(&mut session, Op::Step, &request(&handle, 2, &inputs()[2].1), &[b"", b""]);
    let expected = call(&mut session, Op::Step, &view, &[&seen[0], b""]);
    let other = call(&mut session, Op::Step, &view, &[b"", b""]);
    assert_ne!(expected, other);
    call(&mut session, Op::Touches, &view, &[b"", b""]);
    assert_eq!(call(&mut session, Op::Step, &view, &[&seen[0], b""]), expected);
    call(&mut session, Op::Touches, &view, &[&seen[0], b""]);
    assert_eq!(call(&mut session, Op::Step, &view, &[&seen[0], b""]), expected);
    assert_eq!(call(&mut session, Op::Step, &view, &[b"", b""]), other);
}

#[test]
fn pieces_go_to_a_program_that_is_loaded() {
    let program = program();
    let mut session = Session::new();
    let code = |(answer, _): (Value, Vec<Vec<u8>>)| answer["error"]["code"].as_str().unwrap().to_string();
    let nobody = call(&mut session, Op::Load, &json!({"program": 7, "pieces": [0]}), &[&program]);
    assert_eq!(code(nobody), "request.no_program");
    let handle = load_head(&mut session, &program);
    assert_eq!(code(call(&mut session, Op::Load, &json!({"program": handle}), &[&program])), "request.missing_field");
    let uneven = call(&mut session, Op::Load, &json!({"program": handle, "pieces": [0, 1]}), &[&program]);
    assert_eq!(code(uneven), "request.bad_value");
}
