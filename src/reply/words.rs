//! The shape of words.json: what people write, by language. A further language is data only.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::Deserialize;

use super::pattern::Classes;

/// Words as people write them, in every language that is known.
///
/// All words are written as they are compared (see `Message::of`): small, without accent or apostrophe, `a` for `ä`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Where keywords come from, by the name that they are listed under.
    pub sources: BTreeMap<Box<str>, Source>,
    /// Signs that mean the same everywhere.
    pub signs: Signs,
    /// The languages, in no order that counts.
    pub languages: Vec<Tongue>,
}

/// Where keywords come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is.
    pub title: Box<str>,
    /// Its address; none for a choice of our own.
    #[serde(default)]
    pub url: Option<Box<str>>,
    /// The day it was read, ISO 8601.
    pub read: Box<str>,
}

/// Emoji that speak without a word, each list as one string.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// A hand or a sign that says stop.
    pub stop: Box<str>,
    /// Displeasure that may mean stop.
    pub ambiguous: Box<str>,
    /// A question.
    pub help: Box<str>,
    /// Assent.
    pub yes: Box<str>,
}

/// One language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tongue {
    /// ISO 639-1.
    pub code: Box<str>,
    /// Words that say all by themselves.
    pub keywords: Keywords,
    /// The commonest misspellings of an opt-out keyword, read as the keyword.
    pub typos: Sourced,
    /// Ordinary words of this language that another one takes for a keyword ("Fin", a name); never a word
    /// that a law lists.
    pub ordinary: Vec<Box<str>>,
    /// Ordinary words that look like a misspelling of an opt-out keyword.
    pub plain: Vec<Box<str>>,
    /// Words that change nothing beside an opt-out keyword ("stop all texts").
    pub beside_stop: Vec<Box<str>>,
    /// Words that change nothing beside a yes or an opt-in ("ok yes").
    pub beside_yes: Vec<Box<str>>,
    /// Words that take something back or limit it: with one of these a yes is none.
    pub limits: Vec<Box<str>>,
    /// Patterns from which on a clause is a signature.
    pub signatures: Vec<Box<str>>,
    /// Patterns of politeness, left out of every clause.
    pub polite: Vec<Box<str>>,
    /// Patterns with a word of refusal that refuses nothing, left out; such a message never permits anything.
    pub harmless: Vec<Box<str>>,
    /// Names for sets of words in patterns.
    pub classes: Classes,
    /// Natural wording.
    pub phrases: Phrases,
    /// How phones put a reaction to a text in words, before the text in quotes.
    pub reactions: Reactions,
}

/// Keywords by what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keywords {
    /// Opt-out: alone, as a clause, repeated, politely.
    pub stop: Sourced,
    /// A plain no, as the whole message.
    pub no: Sourced,
    /// Opt-in, as the whole message.
    pub start: Sourced,
    /// Yes, as the whole message.
    pub yes: Sourced,
    /// Help, as a clause.
    pub help: Sourced,
}

/// Words by the name of their source.
pub type Sourced = BTreeMap<Box<str>, Vec<Box<str>>>;

/// Patterns by what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Opt-outs that `keep` turns round ("stop texting").
    pub stop: Vec<Box<str>>,
    /// Opt-outs that hold their own no ("do not text me").
    pub refuse: Vec<Box<str>>,
    /// A stop denied ("do not stop"): such a message is never an opt-out by these words, nor an opt-in.
    pub keep: Vec<Box<str>>,
    /// What may mean stop.
    pub wary: Vec<Box<str>>,
    /// Questions who we are.
    pub help: Vec<Box<str>>,
}

/// Reactions by what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reactions {
    /// Says nothing about texts to come.
    pub other: Vec<Box<str>>,
    /// May mean stop.
    pub ambiguous: Vec<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::super::WORDS;
    use super::super::message::Message;
    use super::*;
    use alloc::string::String;

    fn words() -> Words {
        serde_json::from_str(WORDS).unwrap()
    }

    #[track_caller]
    fn is_as_compared(word: &str) {
        let read = Message::of(word);
        let parts: Vec<String> = read.clauses.iter().map(|clause| clause.join(" ")).collect();
        assert_eq!(parts, [word], "write it as it is compared");
    }

    #[test]
    fn every_word_is_written_as_it_is_compared() {
        for tongue in words().languages {
            let keywords = tongue.keywords;
            let sourced = [keywords.stop, keywords.no, keywords.start, keywords.yes, keywords.help, tongue.typos];
            let lists = [tongue.ordinary, tongue.plain, tongue.beside_stop, tongue.beside_yes, tongue.limits];
            let sourced = sourced.into_iter().flat_map(BTreeMap::into_values);
            for word in sourced.chain(lists).chain(tongue.classes.into_values()).flatten() {
                is_as_compared(word.trim_end_matches('*'));
            }
        }
    }

    #[test]
    fn every_keyword_has_a_source() {
        let words = words();
        for tongue in &words.languages {
            let keywords = &tongue.keywords;
            for list in [&keywords.stop, &keywords.no, &keywords.start, &keywords.yes, &keywords.help, &tongue.typos] {
                for name in list.keys() {
                    assert!(words.sources.contains_key(name), "{name}");
                }
            }
        }
    }

    #[test]
    fn every_pattern_is_sound() {
        for tongue in words().languages {
            let Phrases { stop, refuse, keep, wary, help } = &tongue.phrases;
            let lists = [stop, refuse, keep, wary, help, &tongue.signatures, &tongue.polite, &tongue.harmless];
            let reactions = [&tongue.reactions.other, &tongue.reactions.ambiguous];
            for pattern in lists.into_iter().chain(reactions).flatten() {
                let mut elements = pattern.split(' ').collect::<Vec<_>>();
                elements.retain(|element| !matches!(*element, "^" | "$" | ".."));
                assert!(elements.iter().any(|element| !element.ends_with('?')), "{pattern} takes nothing for sure");
                for one in elements.iter().flat_map(|element| element.trim_end_matches('?').split('|')) {
                    match one.strip_prefix('@') {
                        Some(class) => assert!(tongue.classes.contains_key(class), "{pattern}: no class {class}"),
                        None => is_as_compared(one.trim_end_matches('*')),
                    }
                }
            }
        }
    }

    #[test]
    fn a_word_left_out_as_polite_is_no_keyword() {
        let words = words();
        let polite: Vec<&Box<str>> = words.languages.iter().flat_map(|tongue| &tongue.polite).collect();
        for tongue in &words.languages {
            let keywords = &tongue.keywords;
            for list in [&keywords.stop, &keywords.no, &keywords.start, &keywords.yes, &keywords.help] {
                for keyword in list.values().flatten() {
                    assert!(!keyword.split(' ').any(|word| polite.iter().any(|one| ***one == *word)), "{keyword}");
                }
            }
        }
    }
}
