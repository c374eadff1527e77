//! Keywords: whether words are made of them.

use super::message::Clause;
use super::words::Sourced;
use alloc::boxed::Box;
use alloc::string::String;

/// Returns whether `clause` is keywords from `lists`, at least one, and idle words; blanks inside a keyword don't
/// count.
pub(super) fn tiled(lists: &[&Sourced], clause: &Clause, is_idle: impl Fn(&str) -> bool) -> bool {
    let keywords = || lists.iter().flat_map(|list| every(list));
    let close: String = clause.concat();
    if keywords().any(|keyword| keyword.split(' ').flat_map(str::chars).eq(close.chars())) {
        return true;
    }
    let mut rest = clause.as_slice();
    let mut said = false;
    while let Some((word, after)) = rest.split_first() {
        let taken = keywords().filter(|keyword| begins(rest, keyword)).map(|keyword| keyword.split(' ').count()).max();
        said |= taken.is_some();
        rest = match taken {
            Some(count) => rest.get(count..).unwrap_or_default(),
            None if is_idle(word) => after,
            None => return false,
        };
    }
    said
}

/// Returns whether a keyword of `list` is somewhere in `clause`.
pub(super) fn holds(list: &Sourced, clause: &Clause) -> bool {
    let close: String = clause.concat();
    every(list).any(|keyword| {
        keyword.split(' ').flat_map(str::chars).eq(close.chars())
            || (0..clause.len()).any(|at| clause.get(at..).is_some_and(|rest| begins(rest, keyword)))
    })
}

fn begins(words: &[Box<str>], keyword: &str) -> bool {
    let mut words = words.iter();
    keyword.split(' ').all(|part| words.next().is_some_and(|word| **word == *part))
}

/// Returns whether `word` alone is a keyword of `list`.
pub(super) fn lists(list: &Sourced, word: &str) -> bool {
    every(list).any(|keyword| keyword == word)
}

/// Returns the keywords of `list`, whatever their source.
pub(super) fn every(list: &Sourced) -> impl Iterator<Item = &str> {
    list.values().flatten().map(|word| &**word)
}
