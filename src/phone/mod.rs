//! Phone numbers: what a shopper types and a country become E.164 with the kind of line.
//!
//! The model is libphonenumber's, over a table of its metadata, so that a number is read as everywhere else. Words before
//! and behind it are skipped (`Tel.: +49 …`, `… (home)`). Letters within it are refused, as `libphonenumber-js` does:
//! numbers spelled out are companies'. Beyond libphonenumber: digits of all scripts, any blanks, and a number behind a
//! plus is read whatever the country, even an unknown one.
//!
//! A number with an extension is refused as `special`: without the extension it is the company's, not the shopper's.

mod dialled;
mod pattern;
mod plan;
mod table;
mod typed;

pub use table::VERSION;

use crate::fact::contact::{Number, NumberKind};
use alloc::format;
use alloc::string::String;
use plan::{Kind, Length};
use serde::{Deserialize, Serialize};

/// Digits that a range of numbers leaves open; chosen: a thousand numbers, as carriers' smallest blocks have.
const DIGITS_OF_BLOCK: usize = 3;
/// Digits of an area: the area code in +1, elsewhere the digits where most plans tell networks apart.
const DIGITS_OF_AREA: usize = 3;
/// Shorter numbers have no area: too little of them would be left untold.
const LEAST_WITH_AREA: usize = 7;

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Parsed {
    /// A number that somebody may be reached at.
    Phone(Phone),
    /// None, and why.
    Refused(PhoneFault),
}

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// E.164: a plus, the calling code and the national number, digits only.
    pub e164: String,
    /// Kind of line, country and area. The country is the number's own, also where several share a calling code (+1, +7,
    /// +44); the area is the three-digit area code in +1, elsewhere the first three digits of the national number, and
    /// absent where that has fewer than seven.
    pub number: Number,
    /// The digits of `e164` without the last three: the range of a thousand numbers it lies in.
    pub block: String,
}

/// Why a text is no number to send texts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhoneFault {
    /// Nothing was typed.
    Empty,
    /// There is something else than a number in it, or two.
    NotANumber,
    /// It is typed as within a country, and no country is known.
    NoCountry,
    /// The country, or the calling code behind the plus, is none.
    UnknownCountry,
    /// The country's numbers have more digits.
    TooShort,
    /// The country's numbers have fewer digits, or the text has more than 100 characters.
    TooLong,
    /// The country has no such number.
    Invalid,
    /// Nobody's own phone: toll-free, premium, shared cost, a company's single number, voicemail, pager, with an
    /// extension, or of no country.
    Special,
}

/// Reads what a shopper typed in a country (ISO 3166-1 alpha-2, either case; blank is none).
///
/// A number behind a plus is read without a country, any other needs one, and may be typed as within it or as for
/// calling abroad from it. The number's country may be another. What comes out as `e164` is read as itself.
#[must_use]
pub fn parse(text: &str, country: Option<&str>) -> Parsed {
    match read(text, country) {
        Ok(phone) => Parsed::Phone(phone),
        Err(fault) => Parsed::Refused(fault),
    }
}

fn read(text: &str, country: Option<&str>) -> Result<Phone, PhoneFault> {
    let typed = typed::read(text)?;
    let country = country.map(str::trim).filter(|country| !country.is_empty());
    let dialled::Dialled { plan, national } = dialled::take_apart(&typed, country)?;
    let Some(kind) = plan.kind(&national) else {
        return Err(match plan.length_of(&national) {
            Length::TooShort => PhoneFault::TooShort,
            Length::TooLong => PhoneFault::TooLong,
            Length::Possible | Length::Between => PhoneFault::Invalid,
        });
    };
    let kind = match kind {
        Kind::Fixed => NumberKind::Fixed,
        Kind::Mobile => NumberKind::Mobile,
        Kind::Unknown => NumberKind::Unknown,
        Kind::Special => return Err(PhoneFault::Special),
    };
    if typed.has_extension {
        return Err(PhoneFault::Special);
    }
    let area = national.get(..DIGITS_OF_AREA).filter(|_| national.len() >= LEAST_WITH_AREA);
    let digits = format!("{}{national}", plan.calling_code);
    Ok(Phone {
        block: digits.chars().take(digits.len().saturating_sub(DIGITS_OF_BLOCK)).collect(),
        e164: format!("+{digits}"),
        number: Number { kind, country: plan.country.into(), area: area.map(Into::into) },
    })
}
