//! The shape of one market: a country as the owner sells to it.

use crate::contract::config::piece::Piece;
use crate::contract::config::sender::SenderConfig;
use crate::gate::quiet_hours::Week;
use crate::money::Micros;
use crate::time::calendar::Day;
use alloc::string::String;
use serde::Deserialize;

/// One country sold to.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarketConfig {
    /// Whether texts go out; else everything is decided and listed, and nothing is sent.
    #[serde(default)]
    pub live: bool,
    /// Who texts come from; without one nothing is sent.
    #[serde(default)]
    pub sender: Option<SenderConfig>,
    /// Language of texts where the shopper's has none (`de`, `de-du`, `fr`, `fr-tu`, `en-GB`, `en-US`).
    #[serde(default)]
    pub language: Option<String>,
    /// Texts one abandonment may get.
    #[serde(default)]
    pub texts_per_abandonment: Option<u8>,
    /// Whether the number's owner must confirm before the first marketing text.
    #[serde(default)]
    pub confirm: Option<bool>,
    /// Whether details from a sale or its negotiation are ground enough.
    #[serde(default)]
    pub soft_opt_in: bool,
    /// The owner's own hours, inside those of default and law.
    #[serde(default)]
    pub windows: Option<Piece<Week>>,
    /// What one part costs.
    #[serde(default)]
    pub price: Option<Price>,
}

/// What one part of a text costs, and who says so.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Millionths of the store's currency.
    pub micros: Micros,
    /// Where the price was read.
    pub source: String,
    /// The day it was read.
    pub date: Day,
}
