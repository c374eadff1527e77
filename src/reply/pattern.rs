//! Patterns of words, as words.json writes them.
//!
//! A pattern is a row of elements between blanks, looked for inside one clause:
//!
//! | element | takes |
//! |---|---|
//! | `stop` | this word |
//! | `text*` | a word that begins so |
//! | `@text` | a word of this class of the language |
//! | `a\|b*\|@c` | any of these |
//! | `you?` | this word if it is there |
//! | `..` | up to three words |
//! | `^` and `$` | nothing, at the beginning and the end of the clause |

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::Range;
use core::str::SplitAsciiWhitespace;

/// How many words a `..` skips at most. Chosen, see the corpus: "stop sending me all these texts".
const GAP: usize = 3;

/// The classes of one language.
pub(super) type Classes = BTreeMap<Box<str>, Vec<Box<str>>>;

/// Returns where `pattern` is first found in `clause` at `from` or behind.
pub(super) fn find(pattern: &str, classes: &Classes, clause: &[Box<str>], from: usize) -> Option<Range<usize>> {
    let mut elements = pattern.split_ascii_whitespace();
    let anchored = pattern.starts_with('^');
    if anchored {
        elements.next();
    }
    let last = if anchored { 1 } else { clause.len() };
    let first = elements.clone().next().map_or(0, |element| initials(element, classes));
    (from..last).find_map(|start| {
        let rest = clause.get(start..)?;
        if first & initial(rest.first()?) == 0 {
            return None;
        }
        let taken = take(elements.clone(), classes, rest)?;
        Some(start..start.saturating_add(taken)).filter(|found| !found.is_empty())
    })
}

/// Returns a bit for each way a word can begin that `element` takes: most words are passed over by it.
fn initials(element: &str, classes: &Classes) -> u32 {
    if element == ".." || element.ends_with('?') {
        return u32::MAX;
    }
    let members = |one: &str| match one.strip_prefix('@') {
        Some(class) => {
            classes.get(class).into_iter().flatten().map(|member| initial(member)).fold(0, |all, bit| all | bit)
        }
        None => initial(one),
    };
    element.split('|').map(members).fold(0, |all, bit| all | bit)
}

fn initial(word: &str) -> u32 {
    word.bytes().next().map_or(0, |byte| 1_u32.wrapping_shl(u32::from(byte)))
}

/// Returns whether one of `patterns` is in `clause`.
pub(super) fn any(patterns: &[Box<str>], classes: &Classes, clause: &[Box<str>]) -> bool {
    patterns.iter().any(|pattern| find(pattern, classes, clause, 0).is_some())
}

/// Returns every place of one of `patterns` in `clause`.
pub(super) fn all<'a>(
    patterns: &'a [Box<str>],
    classes: &'a Classes,
    clause: &'a [Box<str>],
) -> impl Iterator<Item = Range<usize>> + 'a {
    patterns.iter().flat_map(move |pattern| {
        let mut from = 0;
        core::iter::from_fn(move || {
            let found = find(pattern, classes, clause, from)?;
            from = found.start.saturating_add(1);
            Some(found)
        })
    })
}

/// Returns how many of `words` the elements take from the beginning.
fn take(mut elements: SplitAsciiWhitespace<'_>, classes: &Classes, words: &[Box<str>]) -> Option<usize> {
    let Some(element) = elements.next() else { return Some(0) };
    match element {
        "$" => words.is_empty().then_some(0),
        ".." => (0..=GAP).find_map(|skipped| {
            let taken = take(elements.clone(), classes, words.get(skipped..)?)?;
            Some(taken.saturating_add(skipped))
        }),
        _ => {
            let optional = element.strip_suffix('?');
            let behind = words.split_first().and_then(|(word, rest)| {
                let fits = alternative(optional.unwrap_or(element), classes, word);
                fits.then(|| take(elements.clone(), classes, rest)).flatten()
            });
            match (behind, optional) {
                (Some(taken), _) => Some(taken.saturating_add(1)),
                (None, Some(_)) => take(elements, classes, words),
                (None, None) => None,
            }
        }
    }
}

fn alternative(element: &str, classes: &Classes, word: &str) -> bool {
    element.split('|').any(|one| match one.strip_prefix('@') {
        Some(class) => classes.get(class).is_some_and(|members| members.iter().any(|member| fits(member, word))),
        None => fits(one, word),
    })
}

fn fits(wanted: &str, word: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == word, |beginning| word.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(pattern: &str, text: &str, expected: Option<Range<usize>>) {
        let classes = Classes::from([("text".into(), alloc::vec!["text*".into(), "sms".into()])]);
        let clause: Vec<Box<str>> = text.split(' ').map(Box::from).collect();
        assert_eq!(find(pattern, &classes, &clause, 0), expected, "{pattern} in {text}");
    }

    #[test]
    fn elements_take_words_prefixes_classes_and_alternatives() {
        found("stop @text", "please stop texting me", Some(1..3));
        found("stop|quit sms", "quit sms", Some(0..2));
        found("stop @text", "stop it", None);
        found("stop you? @text", "stop you texting", Some(0..3));
        found("stop you? @text", "stop texting", Some(0..2));
    }

    #[test]
    fn a_gap_skips_three_words_at_most() {
        found("stop .. @text", "stop a b c sms", Some(0..5));
        found("stop .. @text", "stop a b c d sms", None);
    }

    #[test]
    fn anchors_hold_the_ends_of_the_clause() {
        found("^ stop", "stop now", Some(0..1));
        found("^ stop", "bus stop", None);
        found("stop $", "bus stop", Some(1..2));
        found("^ stop $", "stop now", None);
    }

    #[test]
    fn every_place_is_found() {
        let clause: Vec<Box<str>> = ["stop", "a", "stop"].map(Box::from).into();
        let patterns = ["stop".into()];
        assert_eq!(all(&patterns, &Classes::new(), &clause).collect::<Vec<_>>(), [0..1, 2..3]);
    }
}
