//! The values a text is filled with, and how each is made harmless first.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use super::tag::Tag;
use crate::sms::to_gsm7;

// Longest values, in characters. Chosen: a 20-character link origin, shop and name still leave room in one part.
const MAX_SHOP: usize = 20;
const MAX_NAME: usize = 20;
const MAX_PRODUCT: usize = 30;
const MAX_CODE: usize = 20;
const MAX_STOP_NUMBER: usize = 20;
const MAX_CONTACT: usize = 60;
const MAX_ORIGIN: usize = 60;

/// How much of a value is looked at; what a form lets in beyond it is nobody's name.
const MAX_READ: usize = 200;

/// What a text is filled with, as the host and the program have it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// The shop's name.
    pub shop: &'a str,
    /// The store's link origin exactly as configured, scheme included: `https://x.shop`.
    pub link_origin: &'a str,
    /// The first name as typed.
    pub name: Option<&'a str>,
    /// The product's name.
    pub product: Option<&'a str>,
    /// The number that takes STOP for this sender.
    pub stop_number: Option<&'a str>,
    /// Where help is.
    pub help_contact: Option<&'a str>,
    /// The coupon's code.
    pub code: Option<&'a str>,
    /// The coupon's discount in percent.
    pub percent: Option<u32>,
    /// The hours the coupon is good for.
    pub hours: Option<u32>,
}

/// The same values, harmless: nothing in them can be a tag, a link or a second line.
#[derive(Clone, Debug, Default)]
pub(super) struct Clean<'a> {
    pub(super) link_origin: Option<&'a str>,
    shop: Option<String>,
    pub(super) name: Option<String>,
    pub(super) product: Option<String>,
    stop_number: Option<&'a str>,
    help_contact: Option<&'a str>,
    code: Option<&'a str>,
    percent: Option<String>,
    hours: Option<String>,
}

impl<'a> Clean<'a> {
    /// Cleans `values` for a text whose own words are in GSM-7, or not.
    pub(super) fn of(values: &Values<'a>, gsm7: bool) -> Self {
        let plain = |limit| move |text: &&str| is_plain(text, limit);
        Self {
            link_origin: Some(values.link_origin).filter(|origin| is_unbroken(origin, MAX_ORIGIN)),
            shop: shop(values.shop, gsm7),
            name: values.name.and_then(|name| first_name(name, gsm7)),
            product: values.product.and_then(|product| product_name(product, gsm7)),
            stop_number: values.stop_number.filter(|number| is_number(number)),
            help_contact: values.help_contact.filter(plain(MAX_CONTACT)),
            code: values.code.filter(plain(MAX_CODE)),
            percent: values.percent.filter(|percent| (1..=100).contains(percent)).map(|percent| percent.to_string()),
            hours: values.hours.filter(|hours| *hours > 0).map(|hours| hours.to_string()),
        }
    }

    /// Returns the value of a tag that is not a link; `None` when it is missing.
    pub(super) fn value(&self, tag: Tag) -> Option<&str> {
        match tag {
            Tag::Shop => self.shop.as_deref(),
            Tag::Name => self.name.as_deref(),
            Tag::Product => self.product.as_deref(),
            Tag::StopNumber => self.stop_number,
            Tag::HelpContact => self.help_contact,
            Tag::Code => self.code,
            Tag::Percent => self.percent.as_deref(),
            Tag::Hours => self.hours.as_deref(),
            Tag::CartLink | Tag::CheckoutLink | Tag::OptOutLink | Tag::ConfirmLink => None,
        }
    }
}

/// The sender's identity is owed, so a name without GSM-7 letters stays as it is and the text is counted in UCS-2.
fn shop(value: &str, gsm7: bool) -> Option<String> {
    let tidy = tidy(value);
    let latin = if gsm7 { to_gsm7(&tidy).map(Cow::into_owned) } else { None };
    let bounded = bounded(&latin.unwrap_or(tidy), MAX_SHOP);
    (!bounded.is_empty()).then_some(bounded)
}

// The trap: the name field of a form is how strangers make a shop text their own advertising. Letters only.
fn first_name(value: &str, gsm7: bool) -> Option<String> {
    let tidy = tidy(value);
    let letters = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let marks = |c: char| matches!(c, ' ' | '-' | '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | '‐' | '‑' | '–' | '.' | '·');
    if !tidy.chars().any(char::is_alphabetic) || !tidy.chars().all(|c| letters(c) || marks(c)) || holds_link(&tidy) {
        return None;
    }
    let name = if gsm7 { to_gsm7(&tidy)?.into_owned() } else { tidy };
    whole_words(&name, MAX_NAME)
}

fn product_name(value: &str, gsm7: bool) -> Option<String> {
    let tidy = tidy(value);
    if holds_link(&tidy) {
        return None;
    }
    let product = if gsm7 { to_gsm7(&tidy)?.into_owned() } else { tidy };
    let bounded = bounded(&product, MAX_PRODUCT);
    (!bounded.is_empty()).then_some(bounded)
}

/// Makes control characters and any white space one blank, drops invisible characters and markup.
fn tidy(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars().take(MAX_READ) {
        if c.is_control() || c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) && !matches!(c, '{' | '}' | '[' | ']' | '<' | '>' | '|' | '\\') {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Formatting characters: they hide or turn text around and move it to UCS-2.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Tells whether a phone would make a link of something in `text`.
fn holds_link(text: &str) -> bool {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    lower.contains("://") || lower.contains("www.") || lower.contains('@') || holds_domain(&lower)
}

/// Tells whether a dot stands between a letter or digit and two letters, as in `evil.example` but not in `J.R.`.
fn holds_domain(text: &str) -> bool {
    let mut before = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        // Other alphabets write the dot of a domain differently; to_gsm7 makes the full-width one ASCII.
        if before && matches!(c, '.' | '．' | '。' | '｡') {
            let mut ahead = rest.clone();
            if ahead.next().is_some_and(char::is_alphabetic) && ahead.next().is_some_and(char::is_alphanumeric) {
                return true;
            }
        }
        before = c.is_alphanumeric();
    }
    false
}

/// Cuts after the last whole word that fits, or inside the first one if that leaves too little.
fn bounded(text: &str, limit: usize) -> String {
    match whole_words(text, limit) {
        Some(words) if words.chars().count().saturating_mul(2) >= limit || text.chars().count() <= limit => words,
        Some(_) | None => text.chars().take(limit).collect::<String>().trim_end().to_string(),
    }
}

/// Returns as many whole words as fit; `None` when the first one does not, or there is none.
fn whole_words(text: &str, limit: usize) -> Option<String> {
    let mut out = String::new();
    for word in text.split(' ') {
        let blank = usize::from(!out.is_empty());
        if out.chars().count().saturating_add(blank).saturating_add(word.chars().count()) > limit {
            break;
        }
        if blank == 1 {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// A code, a mail address, a page: printable ASCII without blanks; never altered, since an altered code is worthless.
fn is_plain(text: &str, limit: usize) -> bool {
    is_unbroken(text, limit) && text.is_ascii() && !text.contains(['{', '}', '[', ']', '<', '>', '|', '\\'])
}

fn is_unbroken(text: &str, limit: usize) -> bool {
    (1..=limit).contains(&text.chars().count())
        && !text.chars().any(|c| c.is_control() || c.is_whitespace() || is_invisible(c))
}

fn is_number(text: &str) -> bool {
    text.len() <= MAX_STOP_NUMBER
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_tidied_and_brought_to_gsm() {
        let name = |value| first_name(value, true);
        assert_eq!(name(" Zoë \n\t Anne ").as_deref(), Some("Zoe Anne"));
        assert_eq!(name("Jean\u{2011}Luc").as_deref(), Some("Jean-Luc"));
        assert_eq!(name("O’Neil").as_deref(), Some("O'Neil"));
        assert_eq!(name("J.R.").as_deref(), Some("J.R."));
        assert_eq!(name("\u{202e}Anna\u{200b}").as_deref(), Some("Anna"));
        assert_eq!(first_name("Иван", false).as_deref(), Some("Иван"));
    }

    #[test]
    fn a_name_that_is_no_name_is_missing() {
        for value in [
            "",
            " ",
            "-",
            "Иван",
            "Anna 🌸",
            "R2D2",
            "win 500",
            "evil.example",
            "Go to evil.example",
            "www.evil",
            "http://e",
            "a@b",
            "evil．com",
            "evil。com",
            "x/y",
            "n/a",
            "$$$",
            "Anna!",
            "٣Anna",
            "{Shop}5",
        ] {
            assert_eq!(first_name(value, true), None, "{value:?}");
        }
    }

    #[test]
    fn braces_and_markup_vanish_from_values() {
        assert_eq!(first_name("{Name}", true).as_deref(), Some("Name"));
        assert_eq!(shop("<b>[Shop]\\", true).as_deref(), Some("bShop"));
    }

    #[test]
    fn a_long_name_keeps_whole_words_and_is_missing_without_one() {
        assert_eq!(first_name("Maximilian Alexander Konstantin", true).as_deref(), Some("Maximilian Alexander"));
        assert_eq!(first_name(&"a".repeat(20), true), Some("a".repeat(20)));
        assert_eq!(first_name(&"a".repeat(21), true), None);
    }

    #[test]
    fn a_long_shop_or_product_is_cut_at_a_word_or_else_inside_it() {
        assert_eq!(shop("The Very Long Shop Name", true).as_deref(), Some("The Very Long Shop"));
        assert_eq!(shop("Donaudampfschifffahrtsgesellschaft", true).as_deref(), Some("Donaudampfschifffahr"));
        assert_eq!(shop("A Donaudampfschifffahrtsgesellschaft", true).as_deref(), Some("A Donaudampfschifffa"));
        assert_eq!(
            product_name("Crème brûlée set, 6 pieces, blue", true).as_deref(),
            Some("Crème brulée set, 6 pieces,")
        );
    }

    #[test]
    fn a_shop_without_gsm_letters_keeps_its_name_and_a_product_is_missing() {
        assert_eq!(shop("Лавка", true).as_deref(), Some("Лавка"));
        assert_eq!(product_name("Чайник", true), None);
        assert_eq!(product_name("see evil.example", true), None);
        assert_eq!(product_name("iPhone 15", true).as_deref(), Some("iPhone 15"));
    }

    #[test]
    fn a_code_is_taken_whole_or_not_at_all() {
        let code = |code| Clean::of(&Values { code: Some(code), ..Values::default() }, true).code;
        assert_eq!(code("SAVE-10_x"), Some("SAVE-10_x"));
        for bad in ["", "SAVE 10", "ÉTÉ", "{code}", "ABCDEFGHIJKLMNOPQRSTU"] {
            assert_eq!(code(bad), None, "{bad}");
        }
    }
}
