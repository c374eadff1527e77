//! Replies: what a recipient's own words mean.
//!
//! A reader errs to the safe side: any wording that a reasonable person would take for an opt-out is one (47 CFR
//! 64.1200(a)(10)); what may be one is `ambiguous`, which holds marketing until the owner has read it; permission is
//! read from whole, explicit messages only. Decided here:
//!
//! - stop before ambiguous before help before start before yes: a message with both yes and stop is a stop.
//! - A plain no, and nothing else, is a stop: taking permission back must be as easy as giving it (GDPR 7(3)), so where
//!   YES would give it NO takes it; the shopper alone undoes a wrong reading, and only the store bears its cost.
//! - "ok", "d'accord" and "klar" are no yes: they acknowledge, and we ask for YES.
//! - A stop denied ("don't stop") is ambiguous, never permission.
//! - A word that is a keyword in one language and ordinary in the recipient's own is ambiguous instead of an opt-out,
//!   and nothing instead of anything else.
//! - Reactions ("Liked “…”") quote our own text with its STOP line: the quote is not read.
//! - A thumb up alone is a yes, by `sign`: fit to answer our question, never to lift an opt-out.

mod fold;
mod judge;
mod keyword;
mod message;
mod near;
mod pattern;
mod reaction;
mod words;

use crate::fact::event::ReplyKind;
use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

pub use words::{Keywords, Phrases, Reactions, Signs, Source, Sourced, Tongue, Words};

use judge::{Judge, weight};
use message::Message;

/// What people write, in JSON: read by the contract.
pub const WORDS: &str = include_str!("words.json");

/// What a message means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// Its meaning; never `cleared`, which only the owner can say.
    pub kind: ReplyKind,
    /// The language it was understood in: the recipient's own where that has the word, else the only one that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<str>>,
    /// What the meaning was read from.
    pub by: By,
}

/// What a meaning was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A word that carriers and laws list, or a misspelling of one.
    Keyword,
    /// Natural wording.
    Phrase,
    /// An emoji or a question mark.
    Sign,
    /// Nothing was understood.
    Nothing,
}

/// Returns what `text` means, its first 1,600 characters read; `locale` is the recipient's (`de_AT`, `fr`), if known.
///
/// An empty message, pictures only, and words of no known language are `other` by nothing. Total.
///
/// # Source
/// Keywords: see `sources` in words.json.
pub fn read(words: &Words, text: &str, locale: Option<&str>) -> Reading {
    // BCP 47, 2.1.1: the case of a tag means nothing.
    let own = locale.and_then(|locale| locale.split(['-', '_', '.', '@']).next()).unwrap_or_default();
    let own = own.to_ascii_lowercase();
    let judge = Judge { words, own: &own };
    if let Some(reading) = judge.reaction(text) {
        return reading;
    }
    let message = Message::of(text);
    let (bare, softened) = judge.bare(&message);
    let mut found = judge.spoken(&bare, softened);
    if let Some(kind) = judge.signed(&message, &bare, found.kind)
        && weight(kind) > weight(found.kind)
    {
        found = Reading { kind, language: None, by: By::Sign };
    }
    found
}
