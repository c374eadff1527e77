//! The wasm-bindgen package in Chrome. The same cases run in Node by `web_node.rs`: a file runs in one of the two.

#![cfg(all(target_arch = "wasm32", feature = "bindgen", feature = "cold"))]
#![expect(clippy::unwrap_used, reason = "a test may stop")]

mod web_cases;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
