//! The wasm-bindgen package in Node. The same cases run in Chrome by `web.rs`: a file runs in one of the two.

#![cfg(all(target_arch = "wasm32", feature = "bindgen", feature = "cold"))]
#![expect(clippy::unwrap_used, reason = "a test may stop")]

mod web_cases;
