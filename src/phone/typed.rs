//! What a shopper typed, as digits: blanks, brackets and words before the number off, digits of all scripts as one.

use super::PhoneFault;
use super::pattern::MOST_DIGITS;
use alloc::borrow::Cow;
use alloc::string::String;

/// Characters of a text that is read at all; chosen: no number with words around it comes near.
const MOST_CHARACTERS: usize = 100;
/// Fewer digits are no number anywhere.
const LEAST_DIGITS: usize = 3;
/// Digits an extension may have.
const MOST_OF_EXTENSION: usize = 20;

/// Zeros of the scripts whose digits follow one another, Unicode category Nd, without those beyond the basic plane.
const ZEROS: [char; 36] = [
    '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}',
    '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}', '\u{abf0}',
];

/// Words and signs before an extension, in small letters; nothing where commas or a number sign tell it.
const EXTENSION_WORDS: [&str; 17] = [
    "",
    "#",
    "~",
    "x",
    "xt",
    "xtn",
    "ext",
    "extn",
    "extensi",
    "extensin",
    "extensio",
    "extension",
    "extensió",
    "extensión",
    "int",
    "доб",
    "anexo",
];

/// A number as typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// Behind a plus.
    pub is_international: bool,
    /// Digits 0 to 9, at least three.
    pub digits: String,
    /// Whether an extension stood behind the number.
    pub has_extension: bool,
}

/// Reads a text.
pub(super) fn read(text: &str) -> Result<Typed, PhoneFault> {
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        return Err(PhoneFault::TooLong);
    }
    let plain: String = text.chars().flat_map(plain).collect();
    if plain.trim().is_empty() {
        return Err(PhoneFault::Empty);
    }
    let number = without_uri(&plain)?;
    let begin = number.find(|c: char| c == '+' || c.is_ascii_digit()).ok_or(PhoneFault::NotANumber)?;
    let number = number.get(begin..).unwrap_or_default();
    // A number sign behind the digits tells that the last of them are an extension.
    let number = number.trim_end_matches(|c: char| c != '#' && !c.is_ascii_digit());
    let (is_international, number) = match number.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let end = number.find(|c: char| !c.is_ascii_digit() && !is_punctuation(c)).unwrap_or(number.len());
    let (number, extension) = number.split_at_checked(end).unwrap_or((number, ""));
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        _ if !extension.is_empty() && !is_extension(extension) => Err(PhoneFault::NotANumber),
        0 => Err(PhoneFault::NotANumber),
        1..LEAST_DIGITS => Err(PhoneFault::TooShort),
        LEAST_DIGITS..=MOST_DIGITS => Ok(Typed { is_international, digits, has_extension: !extension.is_empty() }),
        _ => Err(PhoneFault::TooLong),
    }
}

/// Returns a character as ASCII where it means the same, in small letters.
fn plain(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        // Full-width forms of all of ASCII lie in its order.
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(c) - 0xfee0).map_or(c, char::from),
        // Hyphens, dashes, the minus sign, the long vowel sign of Japanese.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' => '-',
        // Tildes.
        '\u{2053}' | '\u{223c}' => '~',
        // What is not seen: soft hyphen, marks of direction, joiners, as they come along from address books.
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => ' ',
        '\u{feff}' => ' ',
        _ if c.is_whitespace() => ' ',
        _ => digit(c).unwrap_or(c),
    };
    c.to_lowercase()
}

fn digit(c: char) -> Option<char> {
    let after = ZEROS.partition_point(|zero| *zero <= c);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    char::from_digit(u32::from(c) - u32::from(*zero), 10)
}

/// Signs within a number. A tilde is none: what stands behind it is an extension.
fn is_punctuation(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']')
}

/// Puts the context of a `tel:` address before its number, where the context is the beginning of one.
///
/// # Source
/// RFC 3966, section 5.1.5; what `;isub=` tells is not part of the number (section 5.3).
fn without_uri(text: &str) -> Result<Cow<'_, str>, PhoneFault> {
    let before = |text: &str, mark| text.split_once(mark).map_or(text.len(), |(before, _)| before.len());
    let Some((number, context)) = text.split_once(";phone-context=") else {
        return Ok(Cow::Borrowed(text.get(..before(text, ";isub=")).unwrap_or(text)));
    };
    let number = number.split_once("tel:").map_or(number, |(_, number)| number);
    let number = number.get(..before(number, ";isub=")).unwrap_or(number);
    let context = context.split(';').next().unwrap_or_default();
    let is_of = |allowed: fn(char) -> bool| !context.is_empty() && context.chars().all(allowed);
    if context.starts_with('+') && is_of(|c| c.is_ascii_digit() || "+-.()".contains(c)) {
        return Ok(Cow::Owned([context, number].concat()));
    }
    let is_domain = is_of(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    is_domain.then_some(Cow::Borrowed(number)).ok_or(PhoneFault::NotANumber)
}

/// Returns whether what follows a number is an extension (`ext. 12`, `x12`, `,,12#`, `;ext=12`).
fn is_extension(text: &str) -> bool {
    let text = text.strip_suffix('#').unwrap_or(text);
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - word.len();
    digits <= MOST_OF_EXTENSION && EXTENSION_WORDS.contains(&word.trim_matches([' ', ',', ';', ':', '.', '-', '=']))
}

#[cfg(test)]
mod tests;
