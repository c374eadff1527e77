//! What can be wrong with how a text is written.

use alloc::boxed::Box;
use core::fmt;

use super::parse::MAX_TEXT_CHARS;
use super::tag::Tag;

/// Why a text can't be read. `at` is a byte position in the source, at the character that opens the trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// Nothing but white space.
    Empty,
    /// Longer than any text needs to be.
    TooLong {
        /// Where the limit is passed.
        at: usize,
    },
    /// No tag has this word.
    UnknownTag {
        /// The opening brace.
        at: usize,
        /// The word, cut at 30 characters.
        word: Box<str>,
        /// The tag whose word is most like it, if any is alike.
        nearest: Option<Tag>,
    },
    /// A `{` without its `}`.
    UnclosedTag {
        /// The opening brace.
        at: usize,
    },
    /// A `}` without its `{`.
    UnopenedTag {
        /// The closing brace.
        at: usize,
    },
    /// A `[` without its `]`.
    UnclosedGroup {
        /// The opening bracket.
        at: usize,
    },
    /// A `]` without its `[`.
    UnopenedGroup {
        /// The closing bracket.
        at: usize,
    },
    /// A group inside a group.
    NestedGroup {
        /// The inner opening bracket.
        at: usize,
    },
    /// A group in which no tag can be missing: the brackets would do nothing.
    GroupNeverLeftOut {
        /// The opening bracket.
        at: usize,
    },
    /// A tag whose value may be missing, outside a group and without a fallback.
    MayBeEmpty {
        /// The opening brace.
        at: usize,
        /// The tag.
        tag: Tag,
    },
    /// A fallback for a value that may not be replaced by words.
    FallbackNotAllowed {
        /// The opening brace.
        at: usize,
        /// The tag.
        tag: Tag,
    },
    /// A fallback of nothing; a group does that, with the space around it.
    EmptyFallback {
        /// The opening brace.
        at: usize,
        /// The tag.
        tag: Tag,
    },
    /// A backslash before something it does nothing to.
    BadEscape {
        /// The backslash.
        at: usize,
    },
}

impl TemplateFault {
    /// Returns the stable word for this kind of fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::UnknownTag { .. } => "unknown_tag",
            Self::UnclosedTag { .. } => "unclosed_tag",
            Self::UnopenedTag { .. } => "unopened_tag",
            Self::UnclosedGroup { .. } => "unclosed_group",
            Self::UnopenedGroup { .. } => "unopened_group",
            Self::NestedGroup { .. } => "nested_group",
            Self::GroupNeverLeftOut { .. } => "group_never_left_out",
            Self::MayBeEmpty { .. } => "may_be_empty",
            Self::FallbackNotAllowed { .. } => "fallback_not_allowed",
            Self::EmptyFallback { .. } => "empty_fallback",
            Self::BadEscape { .. } => "bad_escape",
        }
    }

    /// Returns the byte position in the source; zero for an empty text.
    pub const fn at(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::TooLong { at }
            | Self::UnknownTag { at, .. }
            | Self::UnclosedTag { at }
            | Self::UnopenedTag { at }
            | Self::UnclosedGroup { at }
            | Self::UnopenedGroup { at }
            | Self::NestedGroup { at }
            | Self::GroupNeverLeftOut { at }
            | Self::MayBeEmpty { at, .. }
            | Self::FallbackNotAllowed { at, .. }
            | Self::EmptyFallback { at, .. }
            | Self::BadEscape { at } => *at,
        }
    }
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the text is empty"),
            Self::TooLong { .. } => write!(f, "the text is longer than {MAX_TEXT_CHARS} characters"),
            Self::UnknownTag { word, nearest: Some(tag), .. } => {
                write!(f, "there is no tag `{{{word}}}`, did you mean `{{{}}}`?", tag.word())
            }
            Self::UnknownTag { word, nearest: None, .. } => {
                write!(f, "there is no tag `{{{word}}}`, expected one of")?;
                for (tag, comma) in Tag::ALL.iter().zip(core::iter::once("").chain(core::iter::repeat(","))) {
                    write!(f, "{comma} `{{{}}}`", tag.word())?;
                }
                Ok(())
            }
            Self::UnclosedTag { .. } => write!(f, "this `{{` has no `}}`; an ordinary brace is written `\\{{`"),
            Self::UnopenedTag { .. } => write!(f, "this `}}` has no `{{`; an ordinary brace is written `\\}}`"),
            Self::UnclosedGroup { .. } => write!(f, "this `[` has no `]`; an ordinary bracket is written `\\[`"),
            Self::UnopenedGroup { .. } => write!(f, "this `]` has no `[`; an ordinary bracket is written `\\]`"),
            Self::NestedGroup { .. } => write!(f, "a group can't stand inside another group"),
            Self::GroupNeverLeftOut { .. } => {
                write!(f, "no tag in this group can be missing; ordinary brackets are written `\\[` and `\\]`")
            }
            Self::MayBeEmpty { tag, .. } => {
                let word = tag.word();
                write!(f, "`{{{word}}}` may be missing: write `[ {{{word}}}]` to leave it out, or `{{{word}|…}}`")
            }
            Self::FallbackNotAllowed { tag, .. } => {
                write!(f, "`{{{}}}` can't be replaced by other words, expected no fallback", tag.word())
            }
            Self::EmptyFallback { tag, .. } => {
                let word = tag.word();
                write!(f, "the fallback of `{{{word}}}` is empty: write `[ {{{word}}}]` to leave it out")
            }
            Self::BadEscape { .. } => write!(f, "a backslash goes before one of `{{ }} [ ] | \\`"),
        }
    }
}

impl core::error::Error for TemplateFault {}
