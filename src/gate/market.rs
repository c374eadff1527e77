//! A market: one country as the store sells to it, with its sender and what its texts need.

use crate::fact::event::ConsentBasis;
use crate::money::Micros;
pub use crate::template::WayOut;
use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

/// One country of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Market {
    /// ISO 3166-1 alpha-2.
    pub country: Box<str>,
    /// Whether texts go out; else everything is decided and nothing is sent.
    pub live: bool,
    /// The sender, once there is one.
    pub sender: Option<Sender>,
    /// Key of the text library used when the shopper's language has none (`de`, `en-US`).
    pub language: Box<str>,
    /// Weakest ground of permission that a cart text may rest on here.
    pub basis: ConsentBasis,
    /// Whether the number's owner must confirm by text or link before the first marketing text.
    pub confirm: bool,
    /// Texts one abandonment may get.
    pub texts_per_abandonment: u8,
    /// Whether the sender must be known to be registered here.
    pub registration: bool,
    /// Price of one part; what admission counts with until a receipt tells.
    pub price: Micros,
}

/// Who texts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// Name or number, as the provider takes it.
    pub id: Box<str>,
    /// Whether it can receive answers.
    #[serde(default)]
    pub two_way: bool,
    /// How a recipient gets out: must fit what the sender can do.
    pub way_out: WayOut,
    /// Whether it is known to be registered where that is asked for.
    #[serde(default)]
    pub registered: bool,
    /// Texts it may hand over per minute; zero when unknown, which counts as 60.
    #[serde(default)]
    pub per_minute: u32,
    /// The provider's own number for STOP, where it runs one (France's 36xxx).
    #[serde(default)]
    pub stop_number: Option<Box<str>>,
    /// Where the answer to HELP says that help is: an address or number of the store.
    #[serde(default)]
    pub help_contact: Option<Box<str>>,
    /// Whether the provider itself answers STOP and HELP: then the core does not.
    #[serde(default)]
    pub answers_keywords: bool,
}

/// So many texts in so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Texts.
    pub texts: u32,
    /// Days, rolling.
    pub days: u16,
}
