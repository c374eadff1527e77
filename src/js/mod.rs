//! The wasm-bindgen package: one class over one session, for browsers and Node.

mod engine;

pub use engine::{Answer, Engine};
