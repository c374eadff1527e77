//! Reactions to a text of ours that a phone has put in words.

use super::judge::Judge;
use super::message::Message;
use super::{By, Reading, pattern};
use crate::fact::event::ReplyKind;
use alloc::boxed::Box;

impl Judge<'_> {
    /// Returns the reading of a reaction to a text of ours, put in words by a phone: `Liked “…”`.
    pub(super) fn reaction(&self, text: &str) -> Option<Reading> {
        let (said, quote) = text.trim().split_once(['“', '”', '„', '«', '"'])?;
        if !quote.ends_with(['”', '“', '»', '"']) {
            return None;
        }
        let said = Message::of(said);
        let [clause] = said.clauses.as_slice() else { return None };
        self.words.languages.iter().find_map(|tongue| {
            let whole = |patterns: &[Box<str>]| {
                let all = Some(0..clause.len());
                patterns.iter().any(|one| pattern::find(one, &tongue.classes, clause, 0) == all)
            };
            let kind = if whole(&tongue.reactions.ambiguous) {
                ReplyKind::Ambiguous
            } else if whole(&tongue.reactions.other) {
                ReplyKind::Other
            } else {
                return None;
            };
            Some(Reading { kind, language: Some(tongue.code.clone()), by: By::Phrase })
        })
    }
}
