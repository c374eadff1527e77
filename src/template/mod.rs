//! Texts with merge tags: parsed once at compile, checked for what they owe the reader, filled in when sent.
//!
//! `{Shop}: Hi[ {Name}], your basket is still here: {cart_link}`: a group in brackets is left out when a tag in it has
//! no value; `{Name|there}` falls back in place; a backslash makes `{ } [ ] | \` ordinary. A link is filled in as a
//! stand-in of the width its real address will have, so parts are counted before the host mints it.

mod check;
mod fault;
mod language;
mod library;
mod parse;
mod render;
mod tag;
mod value;

use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

pub use check::{ConfirmBy, Requirements, TextFault, WayOut, check};
pub use fault::TemplateFault;
pub use language::Language;
pub use library::{ConsentBox, ConsentBoxes, TextId, TextLibrary};
pub use render::{LINK_KEY_WIDTH, LinkSlot, MissingValue, Rendered, worst_case};
pub use tag::{LinkKind, Tag};
pub use value::Values;

/// A text with merge tags, as `Template::parse` found it to be sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pieces: Vec<Piece>,
    /// The author's own words are in GSM-7, so values are brought there too.
    gsm7: bool,
}

/// A stretch of a text. Groups hold leaves only, so they can't nest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Piece {
    /// Always there.
    Leaf(Leaf),
    /// Left out when a tag in it has no value.
    Group(Vec<Leaf>),
}

/// The smallest stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Leaf {
    /// The author's own words.
    Words(Box<str>),
    /// A tag, with what stands for a missing value.
    Tag { tag: Tag, fallback: Option<Box<str>> },
}

impl Template {
    /// Returns every tag of the text in order, and whether it stands in a group.
    pub fn tags(&self) -> impl Iterator<Item = (Tag, bool)> + '_ {
        self.pieces.iter().flat_map(|piece| {
            let (leaves, grouped) = match piece {
                Piece::Leaf(leaf) => (core::slice::from_ref(leaf), false),
                Piece::Group(leaves) => (leaves.as_slice(), true),
            };
            leaves.iter().filter_map(move |leaf| match leaf {
                Leaf::Words(_) => None,
                Leaf::Tag { tag, .. } => Some((*tag, grouped)),
            })
        })
    }

    /// Tells whether the author's own words are all in GSM-7.
    pub const fn is_gsm7(&self) -> bool {
        self.gsm7
    }
}
