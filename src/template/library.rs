//! The preset texts and consent boxes, as src/preset holds them; reading the JSON is the contract's work.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::check::{ConfirmBy, Requirements, WayOut};
use super::language::Language;
use crate::trace::Class;

/// Names the preset texts: one per kind of abandonment, then what permission needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextId {
    /// The payment was refused.
    PaymentFailed,
    /// An order waits for its payment.
    PendingPayment,
    /// Left at the payment step.
    StoppedAtPayment,
    /// Left the third cart in 30 days.
    Repeat,
    /// The same, with a coupon.
    RepeatCoupon,
    /// Came back to a full cart; leads straight to the checkout.
    FullCartBack,
    /// Started the checkout.
    CheckoutStarter,
    /// Left within a minute of adding.
    FastExit,
    /// Any other cart.
    Other,
    /// Double opt-in of a sender that can receive.
    AskByReply,
    /// Double opt-in of a sender that can't.
    AskByLink,
    /// Signed up, from a sender that can receive.
    ConfirmedByReply,
    /// Signed up, from a sender that can't.
    ConfirmedByLink,
    /// Signed off.
    OptOutConfirmed,
    /// Answers HELP.
    Help,
}

/// The preset texts: bodies by text and language, and the way-out lines that end them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TextLibrary {
    /// Rises with every change of a text.
    pub version: u32,
    /// The line that ends a text, by what the sender can do.
    pub way_out: BTreeMap<WayOut, BTreeMap<Language, String>>,
    /// The bodies.
    pub texts: BTreeMap<TextId, BTreeMap<Language, String>>,
}

/// The wordings of the boxes that ask for permission, by purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentBoxes {
    /// Reminders of one's own cart.
    pub cart: BTreeMap<Language, ConsentBox>,
    /// Offers.
    pub offers: BTreeMap<Language, ConsentBox>,
}

/// One wording beside an unticked box; shown and kept as evidence word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentBox {
    /// Changes with every change of the wording; evidence names it.
    pub version: String,
    /// The wording, with `{Shop}` and, where the law wants them at hand, `{terms}` and `{privacy}`.
    pub text: String,
}

impl TextId {
    /// Every text.
    pub const ALL: [Self; 15] = [
        Self::PaymentFailed,
        Self::PendingPayment,
        Self::StoppedAtPayment,
        Self::Repeat,
        Self::RepeatCoupon,
        Self::FullCartBack,
        Self::CheckoutStarter,
        Self::FastExit,
        Self::Other,
        Self::AskByReply,
        Self::AskByLink,
        Self::ConfirmedByReply,
        Self::ConfirmedByLink,
        Self::OptOutConfirmed,
        Self::Help,
    ];

    /// Returns what the text is for.
    pub const fn class(self) -> Class {
        match self {
            Self::PaymentFailed | Self::PendingPayment | Self::StoppedAtPayment | Self::Repeat => Class::Marketing,
            Self::RepeatCoupon | Self::FullCartBack | Self::CheckoutStarter => Class::Marketing,
            Self::FastExit | Self::Other => Class::Marketing,
            Self::AskByReply | Self::AskByLink => Class::Ask,
            Self::ConfirmedByReply | Self::ConfirmedByLink | Self::OptOutConfirmed => Class::Confirmation,
            Self::Help => Class::Help,
        }
    }

    /// Tells whether a sender with this way out can send the text: one that can't receive asks for no reply.
    pub const fn fits(self, way_out: WayOut) -> bool {
        let receives = matches!(way_out, WayOut::StopWord);
        match self {
            Self::AskByReply | Self::ConfirmedByReply | Self::Help => receives,
            Self::AskByLink | Self::ConfirmedByLink => !receives,
            Self::PaymentFailed | Self::PendingPayment | Self::StoppedAtPayment | Self::Repeat => true,
            Self::RepeatCoupon | Self::FullCartBack | Self::CheckoutStarter | Self::FastExit => true,
            Self::Other | Self::OptOutConfirmed => true,
        }
    }

    /// Tells whether the way-out line follows the body; an ask, a goodbye and help say in the body what is to say.
    pub const fn ends_with_way_out(self) -> bool {
        match self {
            Self::AskByReply | Self::AskByLink | Self::OptOutConfirmed | Self::Help => false,
            Self::ConfirmedByReply | Self::ConfirmedByLink => true,
            Self::PaymentFailed | Self::PendingPayment | Self::StoppedAtPayment | Self::Repeat => true,
            Self::RepeatCoupon | Self::FullCartBack | Self::CheckoutStarter | Self::FastExit | Self::Other => true,
        }
    }

    /// Returns what the text has to meet when a sender with this way out sends it.
    pub const fn requirements(self, way_out: WayOut) -> Requirements {
        let class = self.class();
        let shows_way_out = self.ends_with_way_out() || matches!(self, Self::Help);
        Requirements {
            class,
            way_out: if shows_way_out { Some(way_out) } else { None },
            confirm_by: match self {
                Self::AskByReply => Some(ConfirmBy::Reply),
                Self::AskByLink => Some(ConfirmBy::Link),
                Self::PaymentFailed | Self::PendingPayment | Self::StoppedAtPayment | Self::Repeat => None,
                Self::RepeatCoupon | Self::FullCartBack | Self::CheckoutStarter | Self::FastExit => None,
                Self::Other | Self::ConfirmedByReply | Self::ConfirmedByLink | Self::OptOutConfirmed => None,
                Self::Help => None,
            },
            cart: matches!(class, Class::Marketing),
            coupon: matches!(self, Self::RepeatCoupon),
            several_parts: false,
        }
    }
}

impl TextLibrary {
    /// Returns the source of a text for a sender with this way out: the body and, where it belongs, the way-out line.
    ///
    /// `None` when the library lacks one of the two, or the text does not fit such a sender.
    pub fn source(&self, id: TextId, language: Language, way_out: WayOut) -> Option<String> {
        if !id.fits(way_out) {
            return None;
        }
        let body = self.texts.get(&id)?.get(&language)?;
        if !id.ends_with_way_out() {
            return Some(body.clone());
        }
        let line = self.way_out.get(&way_out)?.get(&language)?;
        Some(format!("{body} {line}"))
    }
}

impl ConsentBox {
    /// Returns the wording as evidence keeps it, with the shop's name and the two addresses filled in.
    ///
    /// What a value itself writes in braces stays as it is. Plain text: the host escapes it for its page.
    pub fn wording(&self, shop: &str, terms: &str, privacy: &str) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some((before, tagged)) = rest.split_once('{') {
            out.push_str(before);
            let (value, after) = match tagged.split_once('}') {
                Some(("Shop", after)) => (shop, after),
                Some(("terms", after)) => (terms, after),
                Some(("privacy", after)) => (privacy, after),
                Some((_, _)) | None => ("{", tagged),
            };
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_filled_in_once() {
        let asked = ConsentBox { version: "1".into(), text: "{Shop} {x} {terms}{privacy} {".into() };
        assert_eq!(asked.wording("{terms}", "t", "p"), "{terms} {x} tp {");
    }

    #[test]
    fn a_text_that_asks_for_a_reply_is_not_for_a_sender_that_cannot_receive() {
        let bodies = |id| (id, BTreeMap::from([(Language::De, "b".into())]));
        let lines = |way_out| (way_out, BTreeMap::from([(Language::De, "w".into())]));
        let library = TextLibrary {
            version: 1,
            way_out: [WayOut::StopWord, WayOut::OptOutLink].map(lines).into(),
            texts: [TextId::AskByReply, TextId::Other].map(bodies).into(),
        };
        let source = |id, way_out| library.source(id, Language::De, way_out);
        assert_eq!(source(TextId::AskByReply, WayOut::StopWord).as_deref(), Some("b"));
        assert_eq!(source(TextId::AskByReply, WayOut::OptOutLink), None);
        assert_eq!(source(TextId::Other, WayOut::OptOutLink).as_deref(), Some("b w"));
        assert_eq!(source(TextId::Other, WayOut::StopNumber), None);
    }
}
