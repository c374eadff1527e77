//! The closed set of merge tags, and what is known of each.

use serde::{Deserialize, Serialize};

/// A place in a text that is filled in when the text is sent.
///
/// A variant is added at the end only: compiled programs store its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tag {
    /// The shop's name: who is writing.
    Shop,
    /// The first name.
    Name,
    /// A product's name.
    #[serde(rename = "product")]
    Product,
    /// The link that brings the cart back.
    #[serde(rename = "cart_link")]
    CartLink,
    /// The link that brings the cart back straight in the checkout.
    #[serde(rename = "checkout_link")]
    CheckoutLink,
    /// The link to opt out.
    #[serde(rename = "opt_out_link")]
    OptOutLink,
    /// The link that confirms a number (double opt-in).
    #[serde(rename = "confirm_link")]
    ConfirmLink,
    /// The number that takes STOP for a sender that can't receive.
    #[serde(rename = "stop_number")]
    StopNumber,
    /// Where help is: a mail address, phone number or page.
    #[serde(rename = "help_contact")]
    HelpContact,
    /// The coupon's code.
    #[serde(rename = "code")]
    Code,
    /// The coupon's discount in percent, without the sign.
    #[serde(rename = "percent")]
    Percent,
    /// The hours the coupon is good for.
    #[serde(rename = "hours")]
    Hours,
}

/// Where a link in a text leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// To the cart.
    Cart,
    /// To the checkout, with the cart in it.
    Checkout,
    /// To the opt-out page.
    OptOut,
    /// To the page that confirms a number.
    Confirm,
}

impl Tag {
    /// Every tag, in the order an editor lists them.
    pub const ALL: [Self; 12] = [
        Self::Shop,
        Self::Name,
        Self::Product,
        Self::CartLink,
        Self::CheckoutLink,
        Self::OptOutLink,
        Self::ConfirmLink,
        Self::StopNumber,
        Self::HelpContact,
        Self::Code,
        Self::Percent,
        Self::Hours,
    ];

    /// Returns the word between the braces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shop => "Shop",
            Self::Name => "Name",
            Self::Product => "product",
            Self::CartLink => "cart_link",
            Self::CheckoutLink => "checkout_link",
            Self::OptOutLink => "opt_out_link",
            Self::ConfirmLink => "confirm_link",
            Self::StopNumber => "stop_number",
            Self::HelpContact => "help_contact",
            Self::Code => "code",
            Self::Percent => "percent",
            Self::Hours => "hours",
        }
    }

    /// Returns the tag that `word` writes, in exactly this case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tag| tag.word() == word)
    }

    /// Returns the kind of link the tag stands for, if it is one.
    pub const fn link(self) -> Option<LinkKind> {
        match self {
            Self::CartLink => Some(LinkKind::Cart),
            Self::CheckoutLink => Some(LinkKind::Checkout),
            Self::OptOutLink => Some(LinkKind::OptOut),
            Self::ConfirmLink => Some(LinkKind::Confirm),
            Self::Shop | Self::Name | Self::Product | Self::StopNumber | Self::HelpContact => None,
            Self::Code | Self::Percent | Self::Hours => None,
        }
    }

    /// Tells whether the value differs from person to person and may well be missing: such a tag needs a fallback.
    pub const fn may_be_empty(self) -> bool {
        matches!(self, Self::Name | Self::Product)
    }

    /// Tells whether the tag speaks of a coupon.
    pub const fn of_coupon(self) -> bool {
        matches!(self, Self::Code | Self::Percent | Self::Hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_read_back_from_its_word() {
        for tag in Tag::ALL {
            assert_eq!(Tag::parse(tag.word()), Some(tag));
        }
    }

    #[test]
    fn a_tag_in_another_case_is_no_tag() {
        assert_eq!(Tag::parse("name"), None);
        assert_eq!(Tag::parse("Cart_Link"), None);
    }
}
