//! Owns the list of what is not expected to hold, and why. An entry that matches less or more than it says is an error.

use wasm2php::Alignment;

/// One reason, what it excludes, and how much that is.
#[derive(Debug)]
pub(crate) struct Exclusion {
    pub(crate) reason: &'static str,
    pub(crate) rules: &'static [Rule],
    /// How many assertions, and how many modules, it excludes.
    pub(crate) assertions: usize,
    pub(crate) modules: usize,
}

/// Which directives, of those that do not hold, an exclusion is about.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Those on a module that was refused with a sentence that has these words.
    Refusal(&'static str),
    /// Those about text that the suite's own parser already turns down.
    Text,
    /// Those where something with these words was seen.
    Seen(&'static str),
    /// Those of a file, in these lines.
    Lines(&'static str, &'static [usize]),
}

const ALWAYS: [Exclusion; 0] = [];

/// Returns the exclusions for an alignment.
pub(crate) fn exclusions(_alignment: Alignment) -> Vec<&'static Exclusion> {
    ALWAYS.iter().collect()
}
