//! Reads the source of a text into pieces.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter::Peekable;
use core::mem;
use core::str::CharIndices;

use super::fault::TemplateFault;
use super::tag::Tag;
use super::{Leaf, Piece, Template};
use crate::sms::is_gsm7;

/// Longest source of a text, in characters. Chosen: ten parts of 153, more than any gateway joins reliably.
pub(super) const MAX_TEXT_CHARS: usize = 1_530;

/// Longest word of an unknown tag that is repeated to the author.
const MAX_WORD_CHARS: usize = 30;

impl Template {
    /// Returns the text that `source` writes.
    ///
    /// # Errors
    /// The first fault in reading order; see `TemplateFault` for each.
    pub fn parse(source: &str) -> Result<Self, TemplateFault> {
        if source.trim().is_empty() {
            return Err(TemplateFault::Empty);
        }
        if let Some((at, _)) = source.char_indices().nth(MAX_TEXT_CHARS) {
            return Err(TemplateFault::TooLong { at });
        }
        Parser { left: source.char_indices().peekable(), pieces: Vec::new(), group: None, words: String::new() }.text()
    }
}

struct Parser<'a> {
    left: Peekable<CharIndices<'a>>,
    pieces: Vec<Piece>,
    /// The group being read, with the place of its bracket.
    group: Option<(usize, Vec<Leaf>)>,
    words: String,
}

impl Parser<'_> {
    fn text(mut self) -> Result<Template, TemplateFault> {
        while let Some((at, c)) = self.left.next() {
            match c {
                '{' => self.tag(at)?,
                '}' => return Err(TemplateFault::UnopenedTag { at }),
                '[' => self.open_group(at)?,
                ']' => self.close_group(at)?,
                '\\' => {
                    let plain = self.escaped(at)?;
                    self.words.push(plain);
                }
                _ => self.words.push(c),
            }
        }
        if let Some((at, _)) = self.group {
            return Err(TemplateFault::UnclosedGroup { at });
        }
        self.end_words();
        let gsm7 = self.pieces.iter().all(|piece| match piece {
            Piece::Leaf(leaf) => leaf_is_gsm7(leaf),
            Piece::Group(leaves) => leaves.iter().all(leaf_is_gsm7),
        });
        Ok(Template { pieces: self.pieces, gsm7 })
    }

    fn open_group(&mut self, at: usize) -> Result<(), TemplateFault> {
        if self.group.is_some() {
            return Err(TemplateFault::NestedGroup { at });
        }
        self.end_words();
        self.group = Some((at, Vec::new()));
        Ok(())
    }

    fn close_group(&mut self, at: usize) -> Result<(), TemplateFault> {
        self.end_words();
        let Some((opened_at, leaves)) = self.group.take() else {
            return Err(TemplateFault::UnopenedGroup { at });
        };
        let can_be_left_out = leaves.iter().any(|leaf| match leaf {
            Leaf::Words(_) => false,
            Leaf::Tag { tag, fallback } => fallback.is_none() && (tag.may_be_empty() || tag.of_coupon()),
        });
        if !can_be_left_out {
            return Err(TemplateFault::GroupNeverLeftOut { at: opened_at });
        }
        self.pieces.push(Piece::Group(leaves));
        Ok(())
    }

    fn tag(&mut self, at: usize) -> Result<(), TemplateFault> {
        let mut word = String::new();
        let mut fallback: Option<String> = None;
        loop {
            let Some((here, c)) = self.left.next() else {
                return Err(TemplateFault::UnclosedTag { at });
            };
            let c = match c {
                '}' => break,
                '{' | '[' | ']' => return Err(TemplateFault::UnclosedTag { at }),
                '|' if fallback.is_none() => {
                    fallback = Some(String::new());
                    continue;
                }
                '\\' => self.escaped(here)?,
                _ => c,
            };
            fallback.as_mut().unwrap_or(&mut word).push(c);
        }
        let leaf = self.known(at, &word, fallback)?;
        self.end_words();
        self.put(leaf);
        Ok(())
    }

    fn known(&self, at: usize, word: &str, fallback: Option<String>) -> Result<Leaf, TemplateFault> {
        let Some(tag) = Tag::parse(word) else {
            let nearest = nearest(word);
            return Err(TemplateFault::UnknownTag { at, word: word.chars().take(MAX_WORD_CHARS).collect(), nearest });
        };
        match &fallback {
            Some(_) if !tag.may_be_empty() => Err(TemplateFault::FallbackNotAllowed { at, tag }),
            Some(words) if words.trim().is_empty() => Err(TemplateFault::EmptyFallback { at, tag }),
            None if tag.may_be_empty() && self.group.is_none() => Err(TemplateFault::MayBeEmpty { at, tag }),
            Some(_) | None => Ok(Leaf::Tag { tag, fallback: fallback.map(String::into_boxed_str) }),
        }
    }

    fn escaped(&mut self, at: usize) -> Result<char, TemplateFault> {
        match self.left.next() {
            Some((_, c @ ('{' | '}' | '[' | ']' | '|' | '\\'))) => Ok(c),
            Some(_) | None => Err(TemplateFault::BadEscape { at }),
        }
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            let words = mem::take(&mut self.words).into_boxed_str();
            self.put(Leaf::Words(words));
        }
    }

    fn put(&mut self, leaf: Leaf) {
        match &mut self.group {
            Some((_, leaves)) => leaves.push(leaf),
            None => self.pieces.push(Piece::Leaf(leaf)),
        }
    }
}

fn leaf_is_gsm7(leaf: &Leaf) -> bool {
    let words: Option<&Box<str>> = match leaf {
        Leaf::Words(words) => Some(words),
        Leaf::Tag { fallback, .. } => fallback.as_ref(),
    };
    words.is_none_or(|words| is_gsm7(words))
}

/// Returns the tag whose word is the fewest edits away, if they are at most half of it; case does not count.
fn nearest(word: &str) -> Option<Tag> {
    let word: String = word.chars().take(MAX_WORD_CHARS).flat_map(char::to_lowercase).collect();
    let far = |tag: &Tag| edits(&word, &tag.word().to_lowercase());
    let tag = Tag::ALL.into_iter().min_by_key(far)?;
    (far(&tag).saturating_mul(2) <= tag.word().len()).then_some(tag)
}

/// Returns the Levenshtein distance of two words.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (done, c) in from.chars().enumerate() {
        let (mut diagonal, mut here) = (done, done.saturating_add(1));
        let mut next = Vec::with_capacity(row.len());
        next.push(here);
        for (other, above) in to.chars().zip(row.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(c != other));
            here = replaced.min(above.saturating_add(1)).min(here.saturating_add(1));
            diagonal = *above;
            next.push(here);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn fault(source: &str) -> (&'static str, usize) {
        let fault = Template::parse(source).unwrap_err();
        (fault.code(), fault.at())
    }

    #[test]
    fn a_text_is_read_into_words_tags_and_groups() {
        let template = Template::parse("{Shop}: Hi[ {Name}], see {product|it} \\{\\}").unwrap();
        let tags: Vec<_> = template.tags().collect();
        assert_eq!(tags, [(Tag::Shop, false), (Tag::Name, true), (Tag::Product, false)]);
        assert!(template.is_gsm7());
    }

    #[test]
    fn a_text_survives_being_stored() {
        let template = Template::parse("{Shop}: Hi[ {Name}], {product|it} {opt_out_link}").unwrap();
        let bytes = postcard::to_allocvec(&template).unwrap();
        assert_eq!(postcard::from_bytes(&bytes), Ok(template));
    }

    #[test]
    fn a_text_is_gsm_only_if_its_fallbacks_are() {
        assert!(!Template::parse("{Name|chérî}").unwrap().is_gsm7());
        assert!(Template::parse("{Name|chéri}").unwrap().is_gsm7());
    }

    #[test]
    fn each_fault_has_its_code_and_place() {
        assert_eq!(fault("  "), ("empty", 0));
        assert_eq!(fault(&"ß".repeat(1_531)), ("too_long", 3_060));
        assert_eq!(fault("é {name}"), ("unknown_tag", 3));
        assert_eq!(fault("a {Shop"), ("unclosed_tag", 2));
        assert_eq!(fault("a {Shop {cart_link}"), ("unclosed_tag", 2));
        assert_eq!(fault("Shop}"), ("unopened_tag", 4));
        assert_eq!(fault("Hi[ {Name}"), ("unclosed_group", 2));
        assert_eq!(fault("Hi {Name|x}]"), ("unopened_group", 11));
        assert_eq!(fault("Hi[ [{Name}]]"), ("nested_group", 4));
        assert_eq!(fault("[sale] {Shop}"), ("group_never_left_out", 0));
        assert_eq!(fault("[{Name|you}]"), ("group_never_left_out", 0));
        assert_eq!(fault("Hi {Name}"), ("may_be_empty", 3));
        assert_eq!(fault("{opt_out_link|no}"), ("fallback_not_allowed", 0));
        assert_eq!(fault("{Name| }"), ("empty_fallback", 0));
        assert_eq!(fault("a\\n"), ("bad_escape", 1));
        assert_eq!(fault("a\\"), ("bad_escape", 1));
    }

    #[test]
    fn an_unknown_tag_names_the_nearest_one() {
        let said = |source| Template::parse(source).unwrap_err().to_string();
        assert_eq!(said("{name|x}"), "there is no tag `{name}`, did you mean `{Name}`?");
        assert_eq!(said("{cartlink}"), "there is no tag `{cartlink}`, did you mean `{cart_link}`?");
        assert!(said("{weather}").contains("expected one of `{Shop}`, `{Name}`"));
        assert_eq!(said("{}").matches("{}").count(), 1);
    }

    #[test]
    fn any_source_is_answered() {
        let signs = ["{", "}", "[", "]", "|", "\\", "Name", "é", " "];
        for n in 0..signs.len().pow(5) {
            let source: String = (0..5).map(|place| signs[n / signs.len().pow(place) % signs.len()]).collect();
            if let Err(fault) = Template::parse(&source) {
                assert!(source.is_char_boundary(fault.at()));
            }
        }
    }
}
