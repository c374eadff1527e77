//! Reports: what became of a decision, as hosts, providers and the recipient tell it.

use crate::fact::consent::Channel;
use crate::fact::event::Empty;
use crate::id::{Digest, Name};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeReport {
    /// Which decision.
    pub decision: Digest,
    /// What became of it.
    pub result: Outcome,
}

/// What a host reports of a decision it executed or tried to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done(Done),
    /// It was not done, and certainly so.
    Refused(Refused),
    /// Nobody knows. Never tried again by itself.
    Unknown(Empty),
}

/// What came of a thing done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The code of the coupon issued.
    #[serde(default)]
    pub code: Option<Name>,
    /// When the coupon ends.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// Parts the provider counted.
    #[serde(default)]
    pub parts: Option<u32>,
}

/// Why a thing was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The cause.
    pub why: Refusal,
    /// For a refusal that passes: when to decide again. Without it, after an hour.
    #[serde(default)]
    pub retry_at: Option<Timestamp>,
}

/// Causes of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The number can't receive texts.
    BadNumber,
    /// The provider knows of an opt-out: recorded as one.
    OptedOut,
    /// The provider doesn't serve the country or the sender may not send there.
    BlockedDestination,
    /// `not_after` had passed before it was handed over: decided again at once.
    Expired,
    /// The core cancelled it in time.
    Cancelled,
    /// The day's or month's budget is used up.
    Budget,
    /// The sender's rate, or a provider's, is used up for now.
    Pacing,
    /// Looks like somebody pumping texts.
    Abuse,
    /// The provider is out of order for now.
    ProviderUnavailable,
    /// The platform would not issue the coupon.
    CouponRefused,
    /// The provider or a carrier refused the content.
    Filtered,
    /// Too much time passed between decision and dispatch: decided again at once.
    Stale,
    /// Its journey was paused after the decision: decided again at once, and dropped.
    Paused,
}

impl Refusal {
    /// Returns whether trying later may succeed.
    pub const fn passes(self) -> bool {
        match self {
            Self::Pacing | Self::ProviderUnavailable | Self::Expired | Self::Stale | Self::Paused => true,
            Self::BadNumber
            | Self::OptedOut
            | Self::BlockedDestination
            | Self::Cancelled
            | Self::Budget
            | Self::Abuse
            | Self::CouponRefused
            | Self::Filtered => false,
        }
    }

    /// Returns whether the decision is old news, and nothing wrong with its text: then it is decided again at once.
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Expired | Self::Stale | Self::Paused)
    }
}

/// What the provider reports later on a text that it took, or that nobody knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The decision that sent it.
    pub decision: Digest,
    /// How far it came.
    pub state: ReceiptState,
    /// Why it came no further, where the provider tells: an opt-out is recorded, a bad number remembered.
    #[serde(default)]
    pub why: Option<Refusal>,
}

/// How far a text came. Receipts come in any order and more than once; of two that contradict, `delivered` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// The carrier has it.
    Sent,
    /// The phone has it.
    Delivered,
    /// The carrier had it and could not deliver it.
    Undelivered,
    /// The provider could not send it.
    Failed,
}

/// An answer of the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// What the answer means.
    pub kind: ReplyKind,
    /// The channel it came by.
    pub channel: Channel,
    /// How it was given.
    #[serde(default)]
    pub by: ReplyBy,
}

/// How an answer is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReplyBy {
    /// In the recipient's own words.
    #[default]
    Text,
    /// By two presses on the page behind a link, which tells what they do and that it was done.
    Link,
}

/// Meanings of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// No more texts.
    Stop,
    /// Texts again.
    Start,
    /// Yes to the question asked, and to nothing else: an opt-out is lifted only by the answer to a later question.
    Yes,
    /// Who are you and what is this.
    Help,
    /// May mean stop: marketing waits until the owner has read it.
    Ambiguous,
    /// The owner has read an ambiguous one: it was no opt-out.
    Cleared,
    /// Anything else.
    Other,
}
