//! Owns the way from a module's text to its bytes, for tests that write their modules themselves.

use wast::Wat;
use wast::parser::{self, ParseBuffer};

/// Returns the binary of a module in text format.
pub(crate) fn wasm(text: &str) -> Vec<u8> {
    let buffer = ParseBuffer::new(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut module = parser::parse::<Wat<'_>>(&buffer).unwrap_or_else(|error| panic!("{error}\n{text}"));
    module.encode().unwrap_or_else(|error| panic!("{error}\n{text}"))
}
