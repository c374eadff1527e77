//! The contact: what a host hands in with a step and the core never keeps.

use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

/// What is known of the person behind a recipient; lives encrypted at the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// First name, as typed.
    #[serde(default)]
    pub first_name: Option<Box<str>>,
    /// Language, BCP 47 (`de`, `en-GB`).
    #[serde(default)]
    pub locale: Option<Box<str>>,
    /// Country of the address, ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<Box<str>>,
    /// State or region of the address, the part of ISO 3166-2 behind the hyphen (`FL`).
    #[serde(default)]
    pub region: Option<Box<str>>,
    /// The browser's time zone, IANA.
    #[serde(default)]
    pub browser_zone: Option<Box<str>>,
    /// The number, without its digits.
    #[serde(default)]
    pub number: Option<Number>,
}

/// What is known of a phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Kind of line.
    pub kind: NumberKind,
    /// Country of the number, ISO 3166-1 alpha-2.
    pub country: Box<str>,
    /// Leading digits that tell the area or network, without the country's own (`212`).
    #[serde(default)]
    pub area: Option<Box<str>>,
}

/// Kinds of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Receives texts.
    Mobile,
    /// Does not.
    Fixed,
    /// Can't be told from the number, as in the US.
    Unknown,
}
