//! The shape of the choices within a preset.

use crate::money::Minor;
use serde::Deserialize;

/// What a store starts with, one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Win back carts that were left.
    #[default]
    RecoverCarts,
}

/// Choices within the preset.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// A second text a day after the first, where the market allows two.
    pub second_text: bool,
    /// A coupon for repeat abandoners; none by default.
    pub coupon: Option<CouponOption>,
    /// 15 minutes against 2 hours, as soon as the store sends 500 texts a month.
    pub timing_experiment: bool,
}

impl Default for Options {
    /// Source: defaults.md, "Discount" and "The 15 min / 2 h experiment starts at 500 texts a month".
    fn default() -> Self {
        Self { second_text: false, coupon: None, timing_experiment: true }
    }
}

/// The coupon for repeat abandoners.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponOption {
    /// Percent off; 10 by default.
    #[serde(default)]
    pub percent: Option<u8>,
    /// Smallest cart it is given to and works on.
    pub minimum_minor: Minor,
}
