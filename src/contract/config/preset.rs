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
    /// A second text some time after the first, where the market allows two.
    pub second_text: bool,
    /// Minutes from the first text to the second, 60 to 10080; a day by default.
    pub second_text_minutes: Option<u32>,
    /// Minutes after the last act at which a cart counts as left, by kind of abandonment, 1 to 2880 each. The arms of the
    /// timing experiment keep theirs.
    pub minutes: MinutesByKind,
    /// A coupon for repeat abandoners; none by default.
    pub coupon: Option<CouponOption>,
    /// 15 minutes against 2 hours, as soon as the store sends 500 texts a month.
    pub timing_experiment: bool,
}

impl Default for Options {
    /// Source: defaults.md, "Discount" and "The 15 min / 2 h experiment starts at 500 texts a month".
    fn default() -> Self {
        Self {
            second_text: false,
            second_text_minutes: None,
            minutes: MinutesByKind::default(),
            coupon: None,
            timing_experiment: true,
        }
    }
}

/// Minutes by kind of abandonment; the preset's where nothing is given.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MinutesByKind {
    /// After a refused payment.
    pub payment_failed: Option<u32>,
    /// After an order without payment.
    pub pending_payment: Option<u32>,
    /// For somebody who leaves carts often.
    pub repeat: Option<u32>,
    /// For somebody who came back to an old cart.
    pub full_cart_back: Option<u32>,
    /// After payment was reached.
    pub stopped_at_payment: Option<u32>,
    /// After checkout was opened.
    pub checkout_starter: Option<u32>,
    /// After a fast exit.
    pub fast_exit: Option<u32>,
    /// For any other cart.
    pub other: Option<u32>,
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
