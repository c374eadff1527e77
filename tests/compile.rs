//! Compiles every example of tests/compile over its base: each says what is refused, warned of or left out, and where.

#![cfg(not(target_family = "wasm"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use cartsignal::contract::compile::{Compiled, Sweep, compile, lint};
use cartsignal::contract::error::ContractError;
use cartsignal::engine::learn::Model;
use cartsignal::engine::program::Program;
use cartsignal::gate::market::WayOut;
use cartsignal::journey::definition::Step;
use cartsignal::preset;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile").join(name);
    serde_json::from_slice(&fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn with(set: &Value) -> Vec<u8> {
    let mut config = example("base.json");
    for (pointer, value) in set.as_object().unwrap() {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let object: &mut Map<String, Value> = config.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        object.insert(key.into(), value.clone());
    }
    serde_json::to_vec(&config).unwrap()
}

fn compiled(set: &Value, previous: Option<&Program>) -> Compiled {
    compile(&with(set), previous).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn program(set: &Value, previous: Option<&Program>) -> Program {
    Program::open(compiled(set, previous).program).unwrap()
}

fn places(errors: &[ContractError]) -> Value {
    errors.iter().map(|error| json!([error.code, error.pointer])).collect()
}

#[test]
fn every_example_is_refused_warned_of_or_left_out_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile");
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let mut wrong = Vec::new();
    for name in names.iter().filter(|name| *name != "base.json") {
        let case = example(name);
        let found = match compile(&with(&case["set"]), None) {
            Err(errors) => json!({"set": case["set"], "refuses": places(&errors)}),
            Ok(done) => json!({"set": case["set"], "warns": places(&done.warnings), "disables": done.disabled}),
        };
        if found != case {
            wrong.push(format!("{name}\n  expected {case}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(names.len() > 80, "{}", names.len());
}

#[test]
fn every_sentence_is_lower_case_on_one_line_without_a_full_stop() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile");
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let case = example(&name);
        if name == "base.json" {
            continue;
        }
        let told = match compile(&with(&case["set"]), None) {
            Err(errors) => errors,
            Ok(done) => done.warnings,
        };
        for error in told {
            let text = &error.message;
            let first = text.chars().next().unwrap();
            assert!(!first.is_uppercase() || text.starts_with("HELP"), "{name}: {text}");
            assert!(!text.ends_with('.') && !text.contains('\n'), "{name}: {text}");
            assert!(!["struct ", "u32", "Option<", "enum "].iter().any(|word| text.contains(word)), "{name}: {text}");
        }
    }
}

#[test]
fn the_demo_compiles_without_a_warning() {
    let done = compile(preset::DEMO.as_bytes(), None).unwrap();
    assert_eq!(done.warnings, []);
    assert_eq!((done.epoch, done.sweep), (1, Sweep::None));
    assert_eq!(lint(preset::DEMO.as_bytes()), []);
}

#[test]
fn every_preset_segment_compiles() {
    let presets: Vec<Value> = serde_json::from_str(preset::SEGMENTS).unwrap();
    let segments: Vec<&Value> = presets.iter().map(|preset| &preset["segment"]).collect();
    let done = compiled(&json!({"/segments": segments}), None);
    assert_eq!((done.warnings, done.disabled), (vec![], vec![]));
    assert!(segments.len() >= 12);
    assert_eq!(Program::open(done.program).unwrap().segments().unwrap().len(), segments.len());
}

#[test]
fn every_choice_within_the_preset_compiles() {
    for (second_text, coupon, texts) in [(false, false, 0), (true, false, 0), (false, true, 499), (true, true, 500)] {
        let coupon = if coupon { json!({"minimum_minor": 3000, "percent": 15}) } else { Value::Null };
        let set = json!({
            "/options": {"second_text": second_text, "coupon": coupon},
            "/learned": serde_json::to_value(Model { texts_last_30_days: texts, ..Model::default() }).unwrap(),
        });
        let done = compiled(&set, None);
        assert_eq!(done.warnings, []);
        let program = Program::open(done.program).unwrap();
        let nodes = &program.journey(0).unwrap().nodes;
        let has = |is: fn(&Step) -> bool| nodes.iter().any(|node| is(&node.does));
        assert_eq!(has(|step| matches!(step, Step::Experiment(_))), texts >= 500);
        assert_eq!(has(|step| matches!(step, Step::Coupon(coupon) if coupon.percent == 15)), !coupon.is_null());
        assert_eq!(has(|step| matches!(step, Step::Delay(1_440))), second_text);
    }
}

#[test]
fn texts_are_there_in_every_language_with_the_way_out_that_works() {
    let program = program(&json!({}), None);
    let journey = program.journeys().next().unwrap().name().unwrap();
    for (language, way_out) in [("de", WayOut::OptOutLink), ("fr-tu", WayOut::StopNumber), ("en-US", WayOut::StopWord)]
    {
        for kind in ["payment_failed", "fast_exit", "other"] {
            assert!(program.text(Some(&journey), language, way_out, kind).unwrap().is_some(), "{language} {kind}");
        }
        assert!(program.text(None, language, way_out, "opt_out_confirmed").unwrap().is_some());
    }
    let asks = |way_out, name| program.text(None, "de", way_out, name).unwrap().is_some();
    assert!(asks(WayOut::StopWord, "ask_by_reply") && asks(WayOut::StopWord, "help"));
    assert!(asks(WayOut::OptOutLink, "ask_by_link") && !asks(WayOut::OptOutLink, "ask_by_reply"));
}

#[test]
fn an_owners_text_is_used_and_a_broken_one_leaves_the_preset() {
    let text = |set: Value| {
        let program = program(&set, None);
        let journey = program.journeys().next().unwrap().name().unwrap();
        program.text(Some(&journey), "de", WayOut::OptOutLink, "other").unwrap().unwrap()
    };
    let preset = text(json!({}));
    assert_ne!(text(json!({"/texts": {"other": {"de": "{Shop}: Hallo, {cart_link}"}}})), preset);
    assert_eq!(text(json!({"/texts": {"other": {"de": "Hallo"}}})), preset);
}

#[test]
fn the_same_configuration_gives_the_same_bytes_behind_itself() {
    let first = compiled(&json!({}), None);
    let second = compiled(&json!({}), Some(&Program::open(first.program.clone()).unwrap()));
    assert_eq!((second.program, second.sweep, second.epoch), (first.program, Sweep::None, first.epoch));
}

#[test]
fn only_what_settles_differently_asks_for_a_sweep() {
    let first = program(&json!({}), None);
    let after = |set: Value| {
        let done = compiled(&set, Some(&first));
        (done.sweep, done.epoch)
    };
    let segment = json!([{"name": "a", "condition": {"is": ["orders", "at_least", 1]}}]);
    assert_eq!(after(json!({"/holdout_percent": 50})), (Sweep::None, 1));
    assert_eq!(after(json!({"/texts": {"other": {"de": "{Shop}: {cart_link}"}}})), (Sweep::None, 1));
    assert_eq!(after(json!({"/segments": segment})), (Sweep::Facts, 2));
    assert_eq!(after(json!({"/options": {"second_text": true}})), (Sweep::Settle, 2));
    assert_eq!(after(json!({"/journeys": []})), (Sweep::Settle, 2));
    assert_eq!(after(json!({"/markets/DE/live": false})), (Sweep::Settle, 2));
}

#[test]
fn what_an_owner_left_open_has_the_defaults() {
    let program = program(&json!({}), None);
    let settings = program.settings();
    assert_eq!((settings.holdout, settings.quiet_days_after_purchase, settings.attribution_days), (1_000, 7, 5));
    assert_eq!((settings.budget.month_micros.0, settings.budget.day_micros.0), (50_000_000, 5_000_000));
    let market = |country: &str| program.market(country).unwrap().unwrap().clone();
    let confirms = ["DE", "FR", "GB", "US"].map(|country| market(country).confirm);
    assert_eq!(confirms, [true, true, false, true]);
    assert!(["DE", "FR", "GB", "US"].iter().all(|country| market(country).texts_per_abandonment == 1));
    assert_eq!(
        ["DE", "FR", "GB", "US"].map(|country| market(country).language.to_string()),
        ["de", "fr", "en-GB", "en-US"]
    );
}

#[test]
fn the_linter_names_segments_nobody_uses_and_segments_of_birthplace() {
    let set = json!({"/segments": [
        {"name": "germans", "condition": {"country": ["DE"]}},
        {"name": "buyers", "condition": {"is": ["orders", "at_least", 1]}},
        {"name": "german_buyers", "condition": {"all": [{"in_segment": "germans"}, {"in_segment": "buyers"}]}},
    ]});
    let expected =
        json!([["lint.segment_demographic", "/segments/0/condition"], ["lint.segment_unused", "/segments/2"],]);
    assert_eq!(places(&lint(&with(&set))), expected);
}

#[test]
fn the_linter_names_journeys_that_text_nobody() {
    let price = json!({"micros": 1, "source": "test", "date": "2026-11-20"});
    let nobody = json!({"/markets": {"DE": {"price": price}}});
    assert_eq!(places(&lint(&with(&nobody))), json!([["lint.journey_nobody", "/goal"]]));
    let journey =
        json!({"name": "own", "purpose": "cart", "entry": "cart", "nodes": [{"name": "end", "does": "exit"}]});
    let silent = json!({"/journeys": [journey]});
    assert_eq!(places(&lint(&with(&silent))), json!([["lint.journey_silent", "/journeys/0"]]));
}

#[test]
fn arbitrary_bytes_are_an_error() {
    let whole = with(&json!({}));
    for end in (0..whole.len()).step_by(7) {
        assert!(compile(&whole[..end], None).is_err(), "{end}");
    }
    for bytes in [&b"\xff\xfe"[..], b"null", b"[]", b"{}", b"{\"shop\":null,\"markets\":[]}", &[b'['; 5_000]] {
        assert!(compile(bytes, None).is_err());
    }
    let twice = br#"{"shop":{"name":"a","link_origin":"https://a.de","currency":"EUR"},"markets":{"DE":{},"DE":{}}}"#;
    assert_eq!(places(&compile(twice, None).unwrap_err()), json!([["config.bad_value", "/markets/DE"]]));
}
