//! What the wasm-bindgen package must do wherever it runs: compile the demo, load it, step one cart.

use cartsignal::js::Engine;
use wasm_bindgen_test::wasm_bindgen_test;

const CART: &str = r#"{"program":1,"shopper":"s-1","moment":1763467200000,"input":{"id":"i-1","occurred_at":1763467200000,
    "trust":"server","what":{"cart.updated":{"cart":"c-1","version":1,"change":"added","currency":"EUR",
    "lines":[{"product":"p-1","quantity":1,"unit_price_minor":1999}]}}}}"#;

fn loaded() -> Engine {
    let mut engine = Engine::new();
    let compiled = engine.compile(cartsignal::preset::DEMO, None);
    assert!(compiled.json().starts_with("{\"ok\""), "{}", compiled.json());
    let answer = engine.load(compiled.bytes().unwrap());
    assert!(answer.json().starts_with("{\"ok\":{\"program\":1,"), "{}", answer.json());
    engine
}

#[wasm_bindgen_test]
fn a_cart_steps_and_its_state_steps_again() {
    let mut engine = loaded();
    let first = engine.step(CART, None, None);
    assert!(first.json().contains("\"folded\":\"new\""), "{}", first.json());
    let again = engine.step(CART, first.shopper(), None);
    assert_eq!(again.shopper(), first.shopper());
    assert_eq!(again.recipient(), None);
}

#[wasm_bindgen_test]
fn what_is_refused_is_an_answer() {
    let mut engine = loaded();
    assert!(engine.step("{", None, None).json().contains("request.malformed"));
    assert!(engine.step(CART, Some(vec![1, 2, 3]), None).json().contains("state.malformed"));
    assert!(engine.measure(r#"{"text":"10 €"}"#).json().contains("\"parts\":1"));
}
