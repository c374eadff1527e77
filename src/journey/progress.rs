//! Where one shopper stands in one journey.

use crate::id::{Digest, Name};
use crate::time::Timestamp;
use crate::trace::Reason;
use crate::trigger::abandonment::AbandonmentKind;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A shopper's place in a journey, for one entry of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The journey.
    pub journey: Name,
    /// What started it: the cart's or order's id, or the segment's name.
    pub entry: Name,
    /// How many times the same entry has started it before.
    pub episode: u16,
    /// When it started.
    pub entered_at: Timestamp,
    /// The node.
    pub node: Name,
    /// When the node was reached.
    pub node_at: Timestamp,
    /// What is going on there.
    pub status: Status,
    /// Rises after a refusal that passes, never after an unknown outcome.
    pub attempt: u16,
    /// Arms dealt, the earliest deal of each experiment.
    pub arms: Vec<Dealt>,
    /// The kind of abandonment, once the cart counted as left, and its last act.
    pub left: Option<Left>,
    /// The coupon, once the platform issued it.
    pub coupon: Option<Issued>,
    /// Whether it began in watch mode: such a journey ends when the market goes live.
    pub watched: bool,
}

/// An arm dealt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dealt {
    /// The experiment.
    pub experiment: Name,
    /// When.
    pub at: Timestamp,
    /// The arm.
    pub arm: Name,
    /// Two shoppers who proved to be one had different arms: left out of the evaluation.
    pub excluded: bool,
}

/// A cart that counts as left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// How.
    pub kind: AbandonmentKind,
    /// The last act before.
    pub at: Timestamp,
}

/// A coupon that the platform issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its code.
    pub code: Name,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What is going on at a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Waiting for time or facts.
    Waiting,
    /// A text waits for its time.
    Held {
        /// Till then.
        until: Timestamp,
        /// Since the message was first due.
        since: Timestamp,
        /// For what.
        why: Reason,
    },
    /// A text waits for the number's owner to confirm.
    Unconfirmed {
        /// Since the message was first due.
        since: Timestamp,
        /// How long: then the answer is another one, by time alone.
        until: Timestamp,
    },
    /// A decision is with the host.
    InFlight {
        /// Which.
        decision: Digest,
        /// Not to be executed after.
        not_after: Timestamp,
    },
    /// Over.
    Ended {
        /// When.
        at: Timestamp,
        /// Why.
        why: Reason,
    },
}

impl Position {
    /// Returns whether the journey goes on.
    pub const fn is_active(&self) -> bool {
        match self.status {
            Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::InFlight { .. } => true,
            Status::Ended { .. } => false,
        }
    }
}
