//! The table of list prices: what a provider asks for one part to a country, each price with source, day and confidence.
//!
//! It stands in where the owner gave no price, and only in the store's own currency: nothing is converted.

use crate::contract::senders::Confidence;
use crate::money::{Currency, Micros};
use crate::preset;
use crate::time::calendar::Day;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What one provider asks for one part to one country.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListPrice {
    /// Who asks for it (`twilio`).
    pub provider: String,
    /// Where the text goes: ISO 3166-1 alpha-2.
    pub country: String,
    /// Millionths of the currency for one part.
    pub micros: Micros,
    /// The highest fee that carriers may add to it; zero where none is known.
    pub fee_micros: Micros,
    /// What it is asked in.
    pub currency: Currency,
    /// Where it stands.
    pub source: String,
    /// How it was read there.
    pub how: String,
    /// The day it was read.
    pub read: Day,
    /// How far it is to be relied on.
    pub confidence: Confidence,
}

/// Returns every list price that ships with this core; none where they can't be read.
pub fn prices() -> Vec<ListPrice> {
    serde_json::from_str(preset::PRICES).unwrap_or_default()
}

impl ListPrice {
    /// Returns what to count with: the price and the highest fee on top.
    pub const fn most(&self) -> Micros {
        self.micros.plus(self.fee_micros)
    }
}
