//! The shape of a store's own settings.

use crate::contract::config::piece::Piece;
use crate::money::{Currency, Micros};
use alloc::string::String;
use serde::Deserialize;

/// The store.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// Its name in texts, 1 to 30 characters; texts show the first 20.
    pub name: String,
    /// Where its short links live: `https://`, a host and nothing else, at most 40 characters.
    pub link_origin: String,
    /// Its currency.
    pub currency: Piece<Currency>,
    /// Where help is to be had, named in the answer to HELP: a mail address, number or page without blanks.
    #[serde(default)]
    pub help_contact: Option<String>,
}

/// What may be spent, in millionths of the store's currency.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetConfig {
    /// Per calendar month, UTC; 50 of the currency by default.
    #[serde(default)]
    pub month_micros: Option<Micros>,
    /// Per day, UTC; a tenth of the month's by default.
    #[serde(default)]
    pub day_micros: Option<Micros>,
}
