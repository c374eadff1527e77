//! Fills a text in, with links as stand-ins of their final width.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::tag::{LinkKind, Tag};
use super::value::{Clean, Values};
use super::{Leaf, Piece, Template};
use crate::sms::{Measure, measure};

/// Characters of a link's look-up key, behind the origin and a slash.
///
/// # Source
/// design.md, The contract: the store's link origin + 1 + 7.
pub const LINK_KEY_WIDTH: usize = 7;

/// Stands for the key until the host has minted it: one septet each, and in no real key.
const STAND_IN: char = '_';

// What `worst_case` fills in for values it is not given: the lengths that defaults.md promises to fit (a first name of
// 12 characters), a 5-digit short code, a mail address, a code as the coupon presets mint it.
const USUAL_NAME: &str = "MMMMMMMMMMMM";
const USUAL_PRODUCT: &str = "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMM";
const USUAL_STOP_NUMBER: &str = "36000";
const USUAL_CONTACT: &str = "hello@mmmmmmmmmmmm.shop";
const USUAL_CODE: &str = "MMMMMMMMMM";
const USUAL_PERCENT: u32 = 10;
const USUAL_HOURS: u32 = 48;

/// A text as it goes out, but for the keys in its links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rendered {
    /// The text, each link a stand-in.
    pub text: String,
    /// Where the links are, in order; hosts replace by place, never by searching.
    pub links: Vec<LinkSlot>,
}

/// The place of one link in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkSlot {
    /// Where the link leads.
    pub kind: LinkKind,
    /// Unicode scalar values before it.
    pub at: u32,
    /// Its length in Unicode scalar values: the origin, a slash and 7 more.
    pub width: u32,
}

/// A value that the text can't go without, absent or unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingValue {
    /// The tag without a value.
    pub tag: Tag,
}

impl fmt::Display for MissingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{{{}}}` has no usable value", self.tag.word())
    }
}

impl core::error::Error for MissingValue {}

/// Which of the values that may be missing are used.
#[derive(Clone, Copy)]
struct Use {
    name: bool,
    product: bool,
}

impl Template {
    /// Returns the text filled in with `values`.
    ///
    /// Values are cleaned first: one line, no markup, bounded (shop and name 20 characters, product 30), in GSM-7 if the
    /// text is. A name with anything but letters, or that GSM-7 has no letters for, counts as missing; so does a name or
    /// product that would cost one more part.
    ///
    /// # Errors
    /// `MissingValue` when a tag outside every group has neither value nor fallback: such a text must not go out.
    pub fn render(&self, values: &Values<'_>) -> Result<Rendered, MissingValue> {
        let clean = Clean::of(values, self.gsm7);
        let bare = self.filled(&clean, Use { name: false, product: false })?;
        if clean.name.is_none() && clean.product.is_none() {
            return Ok(bare);
        }
        let parts = measure(&bare.text).parts;
        for used in
            [Use { name: true, product: true }, Use { name: false, product: true }, Use { name: true, product: false }]
        {
            let full = self.filled(&clean, used)?;
            if measure(&full.text).parts <= parts {
                return Ok(full);
            }
        }
        Ok(bare)
    }

    fn filled(&self, values: &Clean<'_>, used: Use) -> Result<Rendered, MissingValue> {
        let mut page = Page { text: String::new(), length: 0, links: Vec::new() };
        for piece in &self.pieces {
            match piece {
                Piece::Leaf(leaf) => page.put(leaf, values, used)?,
                Piece::Group(leaves) => {
                    let has_all = |leaf: &Leaf| match leaf {
                        Leaf::Words(_) => true,
                        Leaf::Tag { tag, fallback } => fallback.is_some() || has(values, used, *tag),
                    };
                    if leaves.iter().all(has_all) {
                        leaves.iter().try_for_each(|leaf| page.put(leaf, values, used))?;
                    }
                }
            }
        }
        Ok(Rendered { text: page.text, links: page.links })
    }
}

/// Returns the measure of the longest text that `values` lead to as a rule.
///
/// A value not given is filled in at its usual length: a first name of 12 characters, a product of 30, a code of 10. The
/// name and the product are counted with and without, since a fallback may be the longer one. A longer name is no
/// concern: `render` drops it before it costs a part.
///
/// # Errors
/// `MissingValue` when a value given is unusable (an empty shop, an origin with a blank in it).
pub fn worst_case(template: &Template, values: &Values<'_>) -> Result<Measure, MissingValue> {
    let usual = Values {
        shop: values.shop,
        link_origin: values.link_origin,
        name: values.name.or(Some(USUAL_NAME)),
        product: values.product.or(Some(USUAL_PRODUCT)),
        stop_number: values.stop_number.or(Some(USUAL_STOP_NUMBER)),
        help_contact: values.help_contact.or(Some(USUAL_CONTACT)),
        code: values.code.or(Some(USUAL_CODE)),
        percent: values.percent.or(Some(USUAL_PERCENT)),
        hours: values.hours.or(Some(USUAL_HOURS)),
    };
    let clean = Clean::of(&usual, template.gsm7);
    let mut worst = measure(&template.filled(&clean, Use { name: true, product: true })?.text);
    for (name, product) in [(true, false), (false, true), (false, false)] {
        let other = measure(&template.filled(&clean, Use { name, product })?.text);
        if (other.parts, other.units) > (worst.parts, worst.units) {
            worst = other;
        }
    }
    Ok(worst)
}

struct Page {
    text: String,
    /// Unicode scalar values in `text`.
    length: usize,
    links: Vec<LinkSlot>,
}

impl Page {
    fn put(&mut self, leaf: &Leaf, values: &Clean<'_>, used: Use) -> Result<(), MissingValue> {
        match leaf {
            Leaf::Words(words) => self.words(words),
            Leaf::Tag { tag, fallback } => match (tag.link(), fallback) {
                (Some(kind), _) => self.link(kind, values.link_origin.ok_or(MissingValue { tag: *tag })?),
                (None, Some(words)) if !has(values, used, *tag) => self.words(words),
                (None, Some(_) | None) => self.words(values.value(*tag).ok_or(MissingValue { tag: *tag })?),
            },
        }
        Ok(())
    }

    fn words(&mut self, words: &str) {
        self.text.push_str(words);
        self.length = self.length.saturating_add(words.chars().count());
    }

    fn link(&mut self, kind: LinkKind, origin: &str) {
        let before = self.length;
        self.words(origin);
        self.words("/");
        self.text.extend(core::iter::repeat_n(STAND_IN, LINK_KEY_WIDTH));
        self.length = self.length.saturating_add(LINK_KEY_WIDTH);
        let width = count(self.length.saturating_sub(before));
        self.links.push(LinkSlot { kind, at: count(before), width });
    }
}

fn has(values: &Clean<'_>, used: Use, tag: Tag) -> bool {
    match tag {
        Tag::CartLink | Tag::CheckoutLink | Tag::OptOutLink | Tag::ConfirmLink => values.link_origin.is_some(),
        Tag::Name => used.name && values.name.is_some(),
        Tag::Product => used.product && values.product.is_some(),
        Tag::Shop | Tag::StopNumber | Tag::HelpContact | Tag::Code | Tag::Percent | Tag::Hours => {
            values.value(tag).is_some()
        }
    }
}

fn count(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: Values<'static> = Values {
        shop: "Müller",
        link_origin: "https://x.shop",
        name: Some("Zoë"),
        product: None,
        stop_number: None,
        help_contact: None,
        code: None,
        percent: None,
        hours: None,
    };

    fn text(source: &str, values: &Values<'_>) -> Result<String, MissingValue> {
        Template::parse(source).unwrap().render(values).map(|rendered| rendered.text)
    }

    #[test]
    fn tags_are_filled_in_and_links_stand_in_at_their_final_width() {
        let template = Template::parse("{Shop}: hé[ {Name}], {cart_link} / {opt_out_link}").unwrap();
        let rendered = template.render(&SHOP).unwrap();
        assert_eq!(rendered.text, "Müller: hé Zoe, https://x.shop/_______ / https://x.shop/_______");
        let slot = |kind, at| LinkSlot { kind, at, width: 22 };
        assert_eq!(rendered.links, [slot(LinkKind::Cart, 16), slot(LinkKind::OptOut, 41)]);
        for link in rendered.links {
            let at = usize::try_from(link.at).unwrap();
            let found: String = rendered.text.chars().skip(at).take(22).collect();
            assert_eq!(found, "https://x.shop/_______");
        }
    }

    #[test]
    fn a_group_is_left_out_whole_and_a_fallback_stands_in() {
        let nameless = Values { name: None, ..SHOP };
        assert_eq!(text("Hi[ {Name}], {Name|friend}", &nameless).unwrap(), "Hi, friend");
        assert_eq!(text("Hi[ {Name}], {Name|friend}", &SHOP).unwrap(), "Hi Zoe, Zoe");
        assert_eq!(text("Hi[ {Name} and {product}]!", &SHOP).unwrap(), "Hi!");
        assert_eq!(text("a[ {percent}% with {code}]", &Values { code: Some("X"), ..SHOP }).unwrap(), "a");
        let coupon = Values { code: Some("X"), percent: Some(10), ..SHOP };
        assert_eq!(text("a[ {percent}% with {code}]", &coupon).unwrap(), "a 10% with X");
    }

    #[test]
    fn a_text_without_a_value_it_owes_is_refused() {
        let missing = |tag| Err(MissingValue { tag });
        assert_eq!(text("STOP {stop_number}", &SHOP), missing(Tag::StopNumber));
        assert_eq!(text("{code}", &Values { code: Some("A B"), ..SHOP }), missing(Tag::Code));
        assert_eq!(text("{Shop}", &Values { shop: " ", ..SHOP }), missing(Tag::Shop));
        assert_eq!(text("{opt_out_link}", &Values { link_origin: "", ..SHOP }), missing(Tag::OptOutLink));
        assert_eq!(text("{percent}", &Values { percent: Some(101), ..SHOP }), missing(Tag::Percent));
    }

    #[test]
    fn a_name_that_costs_a_part_is_dropped() {
        let source = alloc::format!("Hi[ {{Name}}]{}", "a".repeat(154));
        let named = |name| text(&source, &Values { name: Some(name), ..SHOP }).unwrap();
        assert!(named("Ann").starts_with("Hi Annaaa"));
        assert!(named("Maria").starts_with("Hiaaa"));
    }

    #[test]
    fn of_name_and_product_the_name_goes_first_when_only_one_fits() {
        let source = alloc::format!("Hi[ {{Name}}][ {{product}}]{}", "a".repeat(150));
        let filled = text(&source, &Values { product: Some("teapot"), ..SHOP }).unwrap();
        assert_eq!(measure(&filled).parts, 1);
        assert!(filled.starts_with("Hi teapotaaa"));
    }

    #[test]
    fn a_name_keeps_its_letters_where_the_text_is_not_in_gsm_anyway() {
        assert_eq!(text("Ça va[ {Name}]? ê", &SHOP).unwrap(), "Ça va Zoë? ê");
    }

    #[test]
    fn a_value_can_bring_in_neither_tag_nor_link_nor_line() {
        for hostile in ["{cart_link}", "https://evil.example/a", "a\nb\r\u{2028}c", "\\{Shop}", "[x", "evil.example"] {
            let values = Values { shop: hostile, name: Some(hostile), product: Some(hostile), ..SHOP };
            let template = Template::parse("{Shop}").unwrap();
            let shop = template.render(&values).unwrap();
            assert!(shop.links.is_empty());
            let rest = text("Hi[ {Name}] {product|it}", &values).unwrap();
            for filled in [&shop.text, &rest] {
                assert!(!filled.contains(['{', '}', '[', ']', '\\', '\n', '\r', '\u{2028}']), "{filled}");
            }
            assert!(!rest.contains('.') && !rest.contains("//"), "{rest}");
        }
    }

    #[test]
    fn the_worst_case_has_a_usual_name_and_the_longer_fallback() {
        let units = |source: &str| {
            let values = Values { name: None, ..SHOP };
            worst_case(&Template::parse(source).unwrap(), &values).unwrap().units
        };
        assert_eq!(units("Hi[ {Name}]"), 15);
        assert_eq!(units("Hi {Name|our very dear customer}"), 25);
        assert_eq!(units("{code}"), 10);
    }

    #[test]
    fn the_worst_case_of_an_unusable_shop_is_refused() {
        let template = Template::parse("{Shop}").unwrap();
        assert_eq!(worst_case(&template, &Values { shop: "", ..SHOP }), Err(MissingValue { tag: Tag::Shop }));
    }
}
