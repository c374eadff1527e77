//! Conditions: closed questions about one shopper, compiled once, evaluated many times, always with an answer.

pub mod ast;
pub mod eval;
pub mod packed;
