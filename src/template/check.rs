//! What a text owes its reader, by class: a sender, a way out that works, the link it is about, one part.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::render::{MissingValue, worst_case};
use super::tag::Tag;
use super::value::{Clean, Values};
use super::{Leaf, Piece, Template};
use crate::trace::Class;

/// The word that opts out by reply, in every language: what carriers and gateways act on.
const STOP: &str = "STOP";

/// Words that confirm by reply: English, German, French.
const YES: [&str; 3] = ["YES", "JA", "OUI"];

/// How the reader of a text can stop more of them, as the sender's ability allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// Replies STOP: the sender can receive.
    StopWord,
    /// Opens a link: the sender is a name that can receive nothing.
    OptOutLink,
    /// Texts STOP to a number the provider runs for such senders.
    StopNumber,
}

/// How a number is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConfirmBy {
    /// By replying YES, JA or OUI.
    Reply,
    /// By opening a link and pressing the button there.
    Link,
}

/// What one text has to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirements {
    /// What the text is for.
    pub class: Class,
    /// The way out it must show; marketing always needs one.
    pub way_out: Option<WayOut>,
    /// How the number is confirmed; an ask always needs it.
    pub confirm_by: Option<ConfirmBy>,
    /// The text is about a cart and must lead back to it.
    pub cart: bool,
    /// A coupon is issued before the text is sent.
    pub coupon: bool,
    /// The owner accepts more than one part.
    pub several_parts: bool,
}

/// What a text owes and lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextFault {
    /// `{Shop}` is not in the text, or only in a group.
    NoSender,
    /// Marketing to a recipient for whom no way out is settled.
    WayOutUndecided,
    /// The way out is not in the text, or only in a group.
    NoWayOut(WayOut),
    /// A cart text without `{cart_link}` or `{checkout_link}`, or with it only in a group.
    NoCartLink,
    /// An ask for which it is not settled how to answer.
    AnswerUndecided,
    /// An ask that does not say how to answer.
    NoAnswer(ConfirmBy),
    /// The tag speaks of a coupon, and none is issued.
    NoCoupon(Tag),
    /// The tag has no place in a text of this class.
    OutOfPlace(Tag),
    /// The settings have no usable value for the tag.
    NoValue(Tag),
    /// More than one part with a first name of 12 characters.
    TooManyParts(u32),
}

impl TextFault {
    /// Returns the stable word for this kind of fault.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSender => "no_sender",
            Self::WayOutUndecided => "way_out_undecided",
            Self::NoWayOut(_) => "no_way_out",
            Self::NoCartLink => "no_cart_link",
            Self::AnswerUndecided => "answer_undecided",
            Self::NoAnswer(_) => "no_answer",
            Self::NoCoupon(_) => "no_coupon",
            Self::OutOfPlace(_) => "out_of_place",
            Self::NoValue(_) => "no_value",
            Self::TooManyParts(_) => "too_many_parts",
        }
    }
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSender => write!(f, "the text must say who writes: expected `{{Shop}}` outside any group"),
            Self::WayOutUndecided => write!(f, "a marketing text needs a way out that works for its sender"),
            Self::NoWayOut(WayOut::StopWord) => {
                write!(f, "the text must say how to stop: expected the word `STOP` in capitals, outside any group")
            }
            Self::NoWayOut(WayOut::OptOutLink) => {
                write!(f, "this sender can't receive a reply: expected `{{opt_out_link}}` outside any group")
            }
            Self::NoWayOut(WayOut::StopNumber) => {
                write!(f, "this sender can't receive a reply: expected `{{stop_number}}` outside any group")
            }
            Self::NoCartLink => write!(f, "a cart text leads back: expected `{{cart_link}}` or `{{checkout_link}}`"),
            Self::AnswerUndecided => write!(f, "a question needs a way to answer that works for its sender"),
            Self::NoAnswer(ConfirmBy::Reply) => {
                write!(f, "the question must say how to answer: expected `YES`, `JA` or `OUI` in capitals")
            }
            Self::NoAnswer(ConfirmBy::Link) => {
                write!(f, "this sender can't receive a reply: expected `{{confirm_link}}` outside any group")
            }
            Self::NoCoupon(tag) => write!(f, "`{{{}}}` needs a coupon step before the message", tag.word()),
            Self::OutOfPlace(tag) => write!(f, "`{{{}}}` has no place in a text of this class", tag.word()),
            Self::NoValue(tag) => write!(f, "`{{{}}}` has no usable value in the settings", tag.word()),
            Self::TooManyParts(parts) => write!(f, "the text takes {parts} parts, expected 1"),
        }
    }
}

/// Returns everything that `template`, sent by the store of `values`, lacks; empty when it may go out.
///
/// `values` are the settings: shop, link origin and, where used, stop number and help contact; what differs from
/// shopper to shopper may be left `None` and is counted at its usual length.
pub fn check(template: &Template, requirements: &Requirements, values: &Values<'_>) -> Vec<TextFault> {
    let shown = Shown::of(template);
    let mut faults = Vec::new();
    let mut demand = |met: bool, fault| {
        if !met {
            faults.push(fault);
        }
    };
    demand(shown.has(Tag::Shop), TextFault::NoSender);
    match requirements.way_out {
        Some(way_out) => demand(shown.has_way_out(way_out), TextFault::NoWayOut(way_out)),
        None => demand(requirements.class != Class::Marketing, TextFault::WayOutUndecided),
    }
    if requirements.cart {
        demand(shown.has(Tag::CartLink) || shown.has(Tag::CheckoutLink), TextFault::NoCartLink);
    }
    match (requirements.class, requirements.confirm_by) {
        (Class::Ask, Some(by)) => demand(shown.has_answer(by), TextFault::NoAnswer(by)),
        (Class::Ask, None) => demand(false, TextFault::AnswerUndecided),
        (Class::Marketing | Class::Confirmation | Class::Help | Class::Test, Some(_) | None) => {}
    }
    for tag in Tag::ALL.into_iter().filter(|tag| template.tags().any(|(used, _)| used == *tag)) {
        demand(!tag.of_coupon() || requirements.coupon, TextFault::NoCoupon(tag));
        demand(has_place(tag, requirements.class), TextFault::OutOfPlace(tag));
        demand(!of_settings(tag) || has_value(tag, values), TextFault::NoValue(tag));
    }
    if !requirements.several_parts {
        match worst_case(template, values) {
            Ok(worst) => demand(worst.parts <= 1, TextFault::TooManyParts(worst.parts)),
            // A setting without a value is named above.
            Err(MissingValue { tag }) => demand(of_settings(tag), TextFault::NoValue(tag)),
        }
    }
    faults
}

/// What is in a text for certain: its tags and words outside groups.
struct Shown {
    tags: Vec<Tag>,
    words: String,
}

impl Shown {
    fn of(template: &Template) -> Self {
        let mut shown = Self { tags: Vec::new(), words: String::new() };
        for piece in &template.pieces {
            match piece {
                Piece::Leaf(Leaf::Words(words)) => shown.words.push_str(words),
                Piece::Leaf(Leaf::Tag { tag, .. }) => {
                    shown.tags.push(*tag);
                    // A value may begin or end with a letter, so a word that touches a tag is not one by itself.
                    shown.words.push('x');
                }
                // Left out, a group joins what stands around it.
                Piece::Group(_) => {}
            }
        }
        shown
    }

    fn has(&self, tag: Tag) -> bool {
        self.tags.contains(&tag)
    }

    // The trap: `NON-STOP` tells nobody how to stop, so a hyphen is part of a word.
    fn says(&self, word: &str) -> bool {
        self.words.split(|c: char| !c.is_alphanumeric() && c != '-').any(|found| found == word)
    }

    fn has_way_out(&self, way_out: WayOut) -> bool {
        match way_out {
            WayOut::StopWord => self.says(STOP),
            WayOut::OptOutLink => self.has(Tag::OptOutLink),
            WayOut::StopNumber => self.has(Tag::StopNumber),
        }
    }

    fn has_answer(&self, by: ConfirmBy) -> bool {
        match by {
            ConfirmBy::Reply => YES.iter().any(|word| self.says(word)),
            ConfirmBy::Link => self.has(Tag::ConfirmLink),
        }
    }
}

/// A question or a confirmation that leads to a cart or a coupon is advertising without permission.
const fn has_place(tag: Tag, class: Class) -> bool {
    match tag {
        Tag::CartLink | Tag::CheckoutLink | Tag::Product | Tag::Code | Tag::Percent | Tag::Hours => {
            matches!(class, Class::Marketing)
        }
        Tag::ConfirmLink => matches!(class, Class::Ask),
        Tag::Shop | Tag::Name | Tag::OptOutLink | Tag::StopNumber | Tag::HelpContact => true,
    }
}

/// Tells whether the owner's settings hold the value, not the shopper's data.
const fn of_settings(tag: Tag) -> bool {
    match tag {
        Tag::Name | Tag::Product | Tag::Code | Tag::Percent | Tag::Hours => false,
        Tag::Shop | Tag::StopNumber | Tag::HelpContact => true,
        Tag::CartLink | Tag::CheckoutLink | Tag::OptOutLink | Tag::ConfirmLink => true,
    }
}

fn has_value(tag: Tag, values: &Values<'_>) -> bool {
    let clean = Clean::of(values, false);
    if tag.link().is_some() { clean.link_origin.is_some() } else { clean.value(tag).is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CART: Requirements = Requirements {
        class: Class::Marketing,
        way_out: Some(WayOut::OptOutLink),
        confirm_by: None,
        cart: true,
        coupon: false,
        several_parts: false,
    };
    const ASK: Requirements = Requirements { class: Class::Ask, way_out: None, cart: false, ..CART };

    fn faults(source: &str, requirements: Requirements) -> Vec<TextFault> {
        let values = Values { shop: "Shop", link_origin: "https://x.shop", ..Values::default() };
        check(&Template::parse(source).unwrap(), &requirements, &values)
    }

    #[test]
    fn a_sound_cart_text_has_no_fault() {
        assert_eq!(faults("{Shop}: hi[ {Name}] {cart_link} {opt_out_link}", CART), []);
        assert_eq!(faults("{Shop}: hi {checkout_link} {opt_out_link}", CART), []);
    }

    #[test]
    fn sender_way_out_and_cart_link_are_each_owed() {
        let owed = [TextFault::NoSender, TextFault::NoWayOut(WayOut::OptOutLink), TextFault::NoCartLink];
        assert_eq!(faults("hi", CART), owed);
        assert_eq!(faults("hi[ {Name} {Shop} {cart_link} {opt_out_link}]", CART), owed);
    }

    #[test]
    fn marketing_without_a_settled_way_out_is_refused() {
        let undecided = Requirements { way_out: None, ..CART };
        assert_eq!(faults("{Shop} {cart_link}", undecided), [TextFault::WayOutUndecided]);
    }

    #[test]
    fn the_stop_word_counts_only_as_a_word_in_capitals_that_is_always_there() {
        let two_way = Requirements { way_out: Some(WayOut::StopWord), ..CART };
        for good in ["{Shop} {cart_link} STOP", "{Shop} {cart_link} (STOP).", "STOP: {Shop} {cart_link}"] {
            assert_eq!(faults(good, two_way), [], "{good}");
        }
        for bad in
            ["stop", "Stop", "NON-STOP sale", "STOPP", "NONSTOP", "STOP{Name|x}", "hi[ {Name} STOP]", "ST[ {Name}]OPS"]
        {
            let source = alloc::format!("{{Shop}} {{cart_link}} {bad}");
            assert_eq!(faults(&source, two_way), [TextFault::NoWayOut(WayOut::StopWord)], "{bad}");
        }
    }

    #[test]
    fn a_stop_number_is_owed_in_the_text_and_in_the_settings() {
        let french = Requirements { way_out: Some(WayOut::StopNumber), ..CART };
        assert_eq!(faults("{Shop} {cart_link} STOP", french), [TextFault::NoWayOut(WayOut::StopNumber)]);
        assert_eq!(faults("{Shop} {cart_link} STOP {stop_number}", french), [TextFault::NoValue(Tag::StopNumber)]);
    }

    #[test]
    fn an_ask_says_how_to_answer_and_sells_nothing() {
        let by = |by| Requirements { confirm_by: Some(by), ..ASK };
        assert_eq!(faults("{Shop}: reply YES", by(ConfirmBy::Reply)), []);
        assert_eq!(faults("{Shop}: JA antworten", by(ConfirmBy::Reply)), []);
        assert_eq!(faults("{Shop}: say yes", by(ConfirmBy::Reply)), [TextFault::NoAnswer(ConfirmBy::Reply)]);
        assert_eq!(faults("{Shop}: reply YES", by(ConfirmBy::Link)), [TextFault::NoAnswer(ConfirmBy::Link)]);
        assert_eq!(faults("{Shop}: {confirm_link}", ASK), [TextFault::AnswerUndecided]);
        let selling = faults("{Shop}: {confirm_link} {cart_link}", by(ConfirmBy::Link));
        assert_eq!(selling, [TextFault::OutOfPlace(Tag::CartLink)]);
    }

    #[test]
    fn a_coupon_tag_needs_a_coupon_step() {
        let source = "{Shop} {cart_link} {opt_out_link}[ {code}]";
        assert_eq!(faults(source, CART), [TextFault::NoCoupon(Tag::Code)]);
        assert_eq!(faults(source, Requirements { coupon: true, ..CART }), []);
    }

    #[test]
    fn a_second_part_needs_the_owners_word() {
        let source = alloc::format!("{{Shop}} {{cart_link}} {{opt_out_link}} {}", "a".repeat(120));
        assert_eq!(faults(&source, CART), [TextFault::TooManyParts(2)]);
        assert_eq!(faults(&source, Requirements { several_parts: true, ..CART }), []);
    }

    #[test]
    fn an_unusable_setting_is_named_once() {
        let values = Values { shop: "", link_origin: "x y", ..Values::default() };
        let template = Template::parse("{Shop} {cart_link} {opt_out_link}").unwrap();
        let owed = [Tag::Shop, Tag::CartLink, Tag::OptOutLink].map(TextFault::NoValue);
        assert_eq!(check(&template, &CART, &values), owed);
    }
}
