//! What a host heard of an errand, and what became of it.

use crate::fact::event::Refusal;
use crate::money::Amount;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What the host heard after performing an HTTP request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// A whole answer; its body is handed in beside it.
    Answered(Answered),
    /// No answer, or not a whole one.
    Silent(Silent),
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// Names and values.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
}

/// No whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Silent {
    /// Whether the request may have left. False only where it certainly did not: name, connection or TLS failed.
    pub left: bool,
}

/// What follows from what was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Responded {
    /// What became of a text sent or looked up.
    Outcome(Sending),
    /// The answer to a check.
    Checked(Checked),
}

/// What became of an attempt to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// The provider has it.
    Accepted(AcceptedSending),
    /// It was not sent, and certainly so.
    Refused(RefusedSending),
    /// Nobody knows. Never sent again by itself.
    Unknown(UnknownSending),
}

/// A text that the provider has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptedSending {
    /// The provider's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<Box<str>>,
    /// Parts the provider counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<u32>,
    /// What it costs, all parts together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
}

/// A text that was not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedSending {
    /// The cause.
    pub why: Refusal,
    /// For a refusal that passes: when to decide again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<Timestamp>,
    /// The provider's own code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<str>>,
    /// What the owner has to see to, since nothing gets better by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
}

/// A text of which nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnknownSending {
    /// The provider's own code, or `http_<status>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<str>>,
    /// When to look it up; absent where the API can't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look_up_at: Option<Timestamp>,
}

/// What the owner has to see to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// The settings don't log in, or the account may not send at all.
    LoginRefused,
    /// No money is left.
    BalanceLow,
    /// The sender may not send, or is registered nowhere.
    SenderRefused,
}

/// The answer to a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// Whether the settings log in. False where nothing was heard, too: see `code`.
    pub login: bool,
    /// What is left, where it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Amount>,
    /// Whether the carriers know the sender, where it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<Registered>,
    /// Why not: the provider's own code, `http_<status>`, `silent`, or a word of the provider's for a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<str>>,
}

/// Whether the carriers know a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Registered {
    /// They do.
    Yes,
    /// They don't, or refused it.
    No,
    /// They are looking at it.
    Pending,
    /// The API does not tell.
    Unknown,
}
