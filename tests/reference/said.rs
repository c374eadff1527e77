//! What is said about carts, and the texts that were decided.

use cartsignal::id::Digest;
use cartsignal::trace::{Class, Reason};

/// What is said about a cart.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Send {
        cart: String,
        not_after: i64,
        id: Option<Digest>,
    },
    Ask {
        cart: String,
        not_after: i64,
        id: Option<Digest>,
    },
    /// `or` may be said instead: the reference does not know to which minute of the half hour a text is spread.
    Hold {
        cart: String,
        until: (i64, i64),
        why: Reason,
        or: Option<Reason>,
    },
    Drop {
        cart: String,
        why: Reason,
    },
    Cancel {
        id: Digest,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    InFlight,
    Unknown,
    Accepted,
    Refused,
    HeldOut,
}

/// A text decided.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) id: Option<Digest>,
    pub(crate) recipient: usize,
    pub(crate) class: Class,
    pub(crate) at: i64,
    pub(crate) cart: String,
    pub(crate) episode: u32,
    /// Which of the journey's texts.
    pub(crate) stage: crate::place::Stage,
    pub(crate) fate: Fate,
}

impl Said {
    pub(crate) fn kind(&self) -> usize {
        match self {
            Self::Send { .. } => 0,
            Self::Ask { .. } => 1,
            Self::Hold { .. } => 2,
            Self::Drop { .. } => 3,
            Self::Cancel { .. } => 4,
        }
    }

    pub(crate) fn word(&self) -> String {
        let word = ["a text", "a question", "a hold", "a drop", "a cancel"][self.kind()];
        match self {
            Self::Hold { why, .. } => format!("{word} {why:?}"),
            Self::Drop { why, .. } => format!("{word} {why:?}"),
            _ => word.into(),
        }
    }

    /// Returns whether the core may say `other` where the reference says this.
    pub(crate) fn allows(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Send { cart, not_after, .. }, Self::Send { cart: theirs, not_after: until, .. })
            | (Self::Ask { cart, not_after, .. }, Self::Ask { cart: theirs, not_after: until, .. }) => {
                cart == theirs && not_after == until
            }
            (Self::Hold { cart, until, why, .. }, Self::Hold { cart: theirs, until: at, why: reason, .. }) => {
                cart == theirs && why == reason && (until.0..=until.1).contains(&at.0)
            }
            (Self::Hold { cart, or: Some(why), .. }, Self::Drop { cart: theirs, why: reason }) => {
                cart == theirs && why == reason
            }
            (Self::Drop { cart, why }, Self::Drop { cart: theirs, why: reason }) => cart == theirs && why == reason,
            (Self::Cancel { id }, Self::Cancel { id: theirs }) => id == theirs,
            _ => false,
        }
    }
}
