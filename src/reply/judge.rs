//! The judgement: which meaning a message has, given the words of every language.

use super::keyword::{every, holds, lists, tiled};
use super::message::{Clause, Message};
use super::words::{Sourced, Tongue, Words};
use super::{By, Reading, near, pattern};
use crate::fact::event::ReplyKind;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

/// A keyword shorter than this is not looked for behind a slip: "end" is one slip from "and". Chosen.
const SLIPS_FROM: usize = 4;

/// Reads messages for a recipient whose own language may be known (empty if not).
pub(super) struct Judge<'a> {
    pub(super) words: &'a Words,
    pub(super) own: &'a str,
}

/// Returns the place of a meaning in the order of precedence: the safest is the heaviest.
pub(super) const fn weight(kind: ReplyKind) -> u8 {
    match kind {
        ReplyKind::Stop => 5,
        ReplyKind::Ambiguous => 4,
        ReplyKind::Help => 3,
        ReplyKind::Start => 2,
        ReplyKind::Yes => 1,
        ReplyKind::Other | ReplyKind::Cleared => 0,
    }
}

impl Judge<'_> {
    /// Returns what the words of a message mean, in the language that reads the safest meaning.
    pub(super) fn spoken(&self, bare: &Message, softened: bool) -> Reading {
        let kept: Vec<_> = bare.clauses.iter().map(|clause| self.kept(clause)).collect();
        let mut best: Option<(ReplyKind, By)> = None;
        let mut readers: Vec<&Tongue> = Vec::new();
        for tongue in &self.words.languages {
            let Some((kind, by)) = self.softer(tongue, bare, self.in_tongue(tongue, bare, &kept)) else { continue };
            // Permission is explicit: "yes?" asks, and "yes no problem" leaves a doubt.
            let permits = matches!(kind, ReplyKind::Yes | ReplyKind::Start);
            if permits && (softened || bare.signs.contains(&'?')) {
                continue;
            }
            let heavier = best.is_none_or(|(known, _)| weight(kind) > weight(known));
            if heavier {
                best = Some((kind, by));
                readers.clear();
            }
            if best.is_some_and(|(known, _)| known == kind) {
                readers.push(tongue);
            }
        }
        let Some((kind, by)) = best else {
            return Reading { kind: ReplyKind::Other, language: None, by: By::Nothing };
        };
        let reader = match readers.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|tongue| *tongue.code == *self.own),
        };
        Reading { kind, language: reader.map(|tongue| tongue.code.clone()), by }
    }

    /// Returns what the signs of a message say, its words meaning `spoken`.
    pub(super) fn signed(&self, message: &Message, bare: &Message, spoken: ReplyKind) -> Option<ReplyKind> {
        let signs = &self.words.signs;
        let shows = |list: &str| message.signs.iter().any(|sign| list.contains(*sign));
        let permits = matches!(spoken, ReplyKind::Yes | ReplyKind::Start);
        if shows(&signs.stop) {
            // A raised hand among other words may be a greeting; against a yes it is the safer half of a contradiction.
            let alone = bare.clauses.iter().flatten().all(|word| self.is_beside_stop(word));
            return Some(if alone || permits { ReplyKind::Stop } else { ReplyKind::Ambiguous });
        }
        if shows(&signs.ambiguous) {
            return Some(ReplyKind::Ambiguous);
        }
        if !message.is_wordless() {
            return None;
        }
        if shows(&signs.help) {
            return Some(ReplyKind::Help);
        }
        shows(&signs.yes).then_some(ReplyKind::Yes)
    }

    /// Returns the message without signatures, politeness and harmless phrases of any language, and whether there were
    /// harmless ones.
    pub(super) fn bare(&self, message: &Message) -> (Message, bool) {
        let mut softened = false;
        let mut bare = Message { clauses: Vec::new(), signs: message.signs.clone() };
        for clause in &message.clauses {
            let mut clause = clause.clone();
            for tongue in &self.words.languages {
                for signature in &tongue.signatures {
                    let found = pattern::find(signature, &tongue.classes, &clause, 0);
                    let behind = found.as_ref().and_then(|found| clause.get(found.start..)).unwrap_or_default();
                    let speaks = behind.iter().any(|word| self.is_keyword(word, |tongue| &tongue.keywords.stop));
                    if let Some(found) = found.filter(|_| !speaks) {
                        clause.truncate(found.start);
                    }
                }
                softened |= without(&mut clause, &tongue.harmless, tongue);
            }
            for tongue in &self.words.languages {
                without(&mut clause, &tongue.polite, tongue);
            }
            if !clause.is_empty() {
                bare.clauses.push(clause);
            }
        }
        (bare, softened)
    }

    /// Returns the meaning in one language: the safest that any rule finds.
    fn in_tongue(&self, tongue: &Tongue, message: &Message, kept: &[Vec<Range<usize>>]) -> Option<(ReplyKind, By)> {
        let clauses = &message.clauses;
        if clauses.iter().any(|clause| self.says_stop(tongue, clause)) {
            return Some((ReplyKind::Stop, By::Keyword));
        }
        if clauses.iter().zip(kept).any(|(clause, kept)| asks_to_stop(tongue, clause, kept)) {
            return Some((ReplyKind::Stop, By::Phrase));
        }
        let keywords = &tongue.keywords;
        let together: Clause = clauses.iter().flatten().cloned().collect();
        let whole = |list: &[&Sourced]| {
            list.first().is_some_and(|first| holds(first, &together))
                && tiled(list, &together, |word| tongue.beside_yes.iter().any(|one| **one == *word))
        };
        if whole(&[&keywords.no]) {
            return Some((ReplyKind::Stop, By::Keyword));
        }
        if self.is_slip(tongue, message) {
            return Some((ReplyKind::Ambiguous, By::Keyword));
        }
        if clauses.iter().any(|clause| pattern::any(&tongue.phrases.wary, &tongue.classes, clause))
            || kept.iter().any(|kept| !kept.is_empty())
            || self.is_half_hearted(tongue, message)
        {
            return Some((ReplyKind::Ambiguous, By::Phrase));
        }
        if clauses.iter().any(|clause| tiled(&[&keywords.help], clause, |_| false)) {
            return Some((ReplyKind::Help, By::Keyword));
        }
        if clauses.iter().any(|clause| pattern::any(&tongue.phrases.help, &tongue.classes, clause)) {
            return Some((ReplyKind::Help, By::Phrase));
        }
        if whole(&[&keywords.start, &keywords.yes]) {
            return Some((ReplyKind::Start, By::Keyword));
        }
        whole(&[&keywords.yes]).then_some((ReplyKind::Yes, By::Keyword))
    }

    /// Returns whether a clause is made of opt-out keywords and words that change nothing beside one.
    fn says_stop(&self, tongue: &Tongue, clause: &Clause) -> bool {
        let idle = |word: &str| {
            word.chars().all(|c| c.is_ascii_digit())
                || self.is_beside_stop(word)
                || (self.is_keyword(word, |other| &other.keywords.no) && !self.limits(word))
                || self.is_keyword(word, |other| &other.keywords.yes)
                || self.is_keyword(word, |other| &other.keywords.help)
        };
        tiled(&[&tongue.keywords.stop, &tongue.typos], clause, idle)
    }

    /// Returns where any language denies a stop in a clause.
    fn kept(&self, clause: &Clause) -> Vec<Range<usize>> {
        let tongues = self.words.languages.iter();
        tongues.flat_map(|tongue| pattern::all(&tongue.phrases.keep, &tongue.classes, clause)).collect()
    }

    /// Returns whether the message is one slip of the thumb from an opt-out keyword, and no word of its own.
    fn is_slip(&self, tongue: &Tongue, message: &Message) -> bool {
        let Some(word) = message.only_word() else { return false };
        let known = |other: &Tongue| {
            let keywords = &other.keywords;
            other.plain.iter().chain(&other.beside_yes).any(|plain| **plain == *word)
                || [&keywords.no, &keywords.start, &keywords.yes, &keywords.help].iter().any(|list| lists(list, word))
        };
        !self.words.languages.iter().any(known)
            && every(&tongue.keywords.stop)
                .any(|keyword| keyword.chars().count() >= SLIPS_FROM && near::is_one_slip(keyword, word))
    }

    /// Returns whether the message begins or ends with a no, or limits a yes that it begins or goes on with.
    fn is_half_hearted(&self, tongue: &Tongue, message: &Message) -> bool {
        let all: Vec<&str> = message.clauses.iter().flatten().map(|word| &**word).collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return false };
        let refuses = |word: &str| lists(&tongue.keywords.no, word);
        let permits = |word: &str| lists(&tongue.keywords.yes, word) || lists(&tongue.keywords.start, word);
        let limits =
            |word: &str| !permits(word) && (self.limits(word) || self.is_keyword(word, |other| &other.keywords.no));
        refuses(first)
            || refuses(last)
            || (permits(first) && all.iter().any(|word| limits(word)))
            || (limits(first) && all.iter().any(|word| permits(word)))
    }

    fn is_beside_stop(&self, word: &str) -> bool {
        self.words.languages.iter().any(|tongue| tongue.beside_stop.iter().any(|one| **one == *word))
    }

    fn limits(&self, word: &str) -> bool {
        self.words.languages.iter().any(|tongue| tongue.limits.iter().any(|limit| **limit == *word))
    }

    /// Takes back a reading of a word that is ordinary in the recipient's own language.
    fn softer(&self, tongue: &Tongue, message: &Message, read: Option<(ReplyKind, By)>) -> Option<(ReplyKind, By)> {
        let (kind, by) = read?;
        let ordinary = |own: &Tongue| {
            *own.code == *self.own
                && message.only_word().is_some_and(|word| own.ordinary.iter().any(|one| **one == *word))
        };
        if *tongue.code == *self.own || !self.words.languages.iter().any(ordinary) {
            return Some((kind, by));
        }
        (weight(kind) >= weight(ReplyKind::Ambiguous)).then_some((ReplyKind::Ambiguous, by))
    }

    fn is_keyword(&self, word: &str, list: impl Fn(&Tongue) -> &Sourced) -> bool {
        self.words.languages.iter().any(|tongue| lists(list(tongue), word))
    }
}

/// Returns whether a clause holds an opt-out in natural wording that nothing in it turns round.
fn asks_to_stop(tongue: &Tongue, clause: &Clause, kept: &[Range<usize>]) -> bool {
    let apart = |found: &Range<usize>, kept: &Range<usize>| kept.start >= found.end || found.start >= kept.end;
    // A refusal has its own no, which a pattern of `keep` may share at its end ("will das nicht abmelden"): that one
    // does not turn it round, others do ("I don't want you to stop texting me").
    let behind = |found: &Range<usize>, kept: &Range<usize>| kept.start > found.start && kept.end > found.end;
    pattern::all(&tongue.phrases.stop, &tongue.classes, clause).any(|found| kept.iter().all(|kept| apart(&found, kept)))
        || pattern::all(&tongue.phrases.refuse, &tongue.classes, clause)
            .any(|found| kept.iter().all(|kept| apart(&found, kept) || behind(&found, kept)))
}

/// Takes every place of one of `patterns` out of `clause`; returns whether there was one.
fn without(clause: &mut Clause, patterns: &[Box<str>], tongue: &Tongue) -> bool {
    let before = clause.len();
    for one in patterns {
        while let Some(found) = pattern::find(one, &tongue.classes, clause, 0) {
            clause.drain(found);
        }
    }
    clause.len() < before
}
