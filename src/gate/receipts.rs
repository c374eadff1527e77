//! How far texts came, as their receipts tell: the memory by which each is counted once.

use crate::id::Digest;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Texts remembered, the latest told of; as many as the log remembers.
const MAX_RECEIPTS: usize = 40;

/// All texts of which a last word came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Receipts(Vec<Told>);

/// The last word on one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    decision: u64,
    delivered: bool,
}

/// What a word on a text changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It is the first last word.
    First,
    /// It was thought undelivered and was delivered after all.
    DeliveredAfterAll,
    /// Nothing.
    Old,
}

impl Receipts {
    /// Notes a last word. Of two that contradict, `delivered` counts, whichever comes first: the phone itself said so.
    pub fn note(&mut self, decision: &Digest, delivered: bool) -> News {
        let decision = decision.short();
        if let Some(known) = self.0.iter_mut().find(|known| known.decision == decision) {
            if known.delivered || !delivered {
                return News::Old;
            }
            known.delivered = true;
            return News::DeliveredAfterAll;
        }
        self.0.push(Told { decision, delivered });
        let surplus = self.0.len().saturating_sub(MAX_RECEIPTS);
        self.0.drain(..surplus);
        News::First
    }
}
