//! The language of conditions. One shape serves configuration and program alike.

use crate::fact::consent::Purpose;
use crate::fact::event::PageTag;
use crate::id::{CategoryId, Name};
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Deepest nesting that compiles. Chosen: no owner's screen can show more.
pub const MAX_DEPTH: usize = 8;

/// Most parts of one condition.
pub const MAX_PARTS: usize = 64;

/// A question with yes or no for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every part holds; so does none at all.
    All(Vec<Condition>),
    /// Some part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// A measure compares so with a number; a measure without a value compares false.
    Is(Measure, Comparison, i64),
    /// The address, else the number, is of one of these countries.
    Country(Vec<Name>),
    /// The shopper's language is one of these.
    Language(Vec<Name>),
    /// Permission for the purpose stands.
    Consent(Purpose),
    /// The shopper is in this segment; a segment may ask about those before it.
    InSegment(Name),
}

/// How to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Not less than.
    AtLeast,
    /// Not more than.
    AtMost,
    /// Just as much.
    Equals,
}

/// Numbers that can be read off a shopper. Windows are in days back from the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Visits begun.
    Visits(u16),
    /// Product views, of any product.
    ProductViews(u16),
    /// Views of the product that was viewed most.
    ProductViewsOfOne(u16),
    /// Views of the category that was viewed most.
    CategoryViewsOfOne(u16),
    /// Views of one category.
    CategoryViews(CategoryId, u16),
    /// Views of tagged pages.
    PageViews(PageTag, u16),
    /// Links opened in texts.
    LinksOpened(u16),
    /// Carts left.
    CartsAbandoned(u16),
    /// Value of the latest cart, minor units.
    CartValueMinor,
    /// Lines of the latest cart.
    CartLines,
    /// One when a line of the latest cart is reduced, else zero.
    CartOnSale,
    /// Age of the latest cart in hours.
    CartAgeHours,
    /// How deep the latest cart went: 1 a cart, 2 checkout, 3 contact, 4 shipping, 5 payment.
    CheckoutDepth,
    /// Orders bought, ever.
    Orders,
    /// Spent ever, minor units of the store's currency.
    SpentMinor,
    /// Mean order, minor units of the store's currency, rounded down.
    AverageOrderMinor,
    /// Percent of orders bought on sale or with a discount, rounded down.
    OnSalePercent,
    /// Whole days since the latest order.
    DaysSinceOrder,
    /// Whole days since the last act.
    DaysSinceActivity,
}

impl Condition {
    /// Returns the number of parts, this one included, or nothing when it is nested deeper than allowed.
    pub fn parts(&self, depth: usize) -> Option<usize> {
        let inner = depth.checked_sub(1)?;
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().try_fold(1, |sum: usize, part| Some(sum.saturating_add(part.parts(inner)?)))
            }
            Self::Not(part) => Some(part.parts(inner)?.saturating_add(1)),
            Self::Is(..) | Self::Country(_) | Self::Language(_) | Self::Consent(_) | Self::InSegment(_) => Some(1),
        }
    }
}
