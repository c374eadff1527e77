//! How a text is encoded as an SMS, and how many parts it takes.

mod gsm7;
mod transliterate;

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

pub use transliterate::to_gsm7;

// Capacities of one user data field of 140 octets, alone and behind a 6-octet concatenation header.
// Source: 3GPP TS 23.040, 9.2.3.24.1; the GSM values leave room for fill bits.
const GSM7_ALONE: u32 = 160;
const GSM7_IN_PART: u32 = 153;
const UCS2_ALONE: u32 = 70;
const UCS2_IN_PART: u32 = 67;

/// How many distinct characters `Measure::first_non_gsm` names at most: enough for a sentence in an editor.
const OFFENDERS_NAMED: usize = 8;

/// The alphabet a text travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// The GSM 03.38 default alphabet with its extension table, 7 bits a unit.
    Gsm7,
    /// UTF-16 code units, 16 bits each: one character outside GSM-7 moves the whole text here.
    Ucs2,
}

/// What a text costs on the air.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measure {
    /// The alphabet the text travels in.
    pub encoding: Encoding,
    /// Length in septets (an extension character is two) or in UTF-16 code units.
    pub units: u32,
    /// Parts that are billed; zero for an empty text.
    pub parts: u32,
    /// Units still free in the last part.
    pub left: u32,
    /// The first distinct characters that are not in GSM-7, in order of appearance, at most 8; empty in GSM-7.
    pub first_non_gsm: Vec<char>,
}

/// Returns encoding, length and parts of `text` as a gateway would send it.
///
/// Parts are filled one after the other: an extension character or a surrogate pair that does not fit the end of a part
/// moves to the next one as a whole. Allocates nothing for a text in GSM-7.
///
/// # Source
/// 3GPP TS 23.038 for the alphabets, TS 23.040 for the capacities.
pub fn measure(text: &str) -> Measure {
    let first_non_gsm = offenders(text);
    if first_non_gsm.is_empty() {
        let widths = text.chars().map(|c| gsm7::septets(c).unwrap_or(1));
        return filled(widths, Encoding::Gsm7, first_non_gsm);
    }
    let widths = text.chars().map(|c| if c.len_utf16() == 2 { 2 } else { 1 });
    filled(widths, Encoding::Ucs2, first_non_gsm)
}

/// Tells whether every character of `text` is in GSM-7; true for an empty text.
pub fn is_gsm7(text: &str) -> bool {
    text.chars().all(|c| gsm7::septets(c).is_some())
}

fn offenders(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for c in text.chars().filter(|c| gsm7::septets(*c).is_none()) {
        if found.len() == OFFENDERS_NAMED {
            break;
        }
        if !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

fn filled(widths: impl Iterator<Item = u32> + Clone, encoding: Encoding, first_non_gsm: Vec<char>) -> Measure {
    let (alone, in_part) = match encoding {
        Encoding::Gsm7 => (GSM7_ALONE, GSM7_IN_PART),
        Encoding::Ucs2 => (UCS2_ALONE, UCS2_IN_PART),
    };
    let units = widths.clone().fold(0_u32, u32::saturating_add);
    if units <= alone {
        let left = alone.saturating_sub(units);
        return Measure { encoding, units, parts: u32::from(units > 0), left, first_non_gsm };
    }
    let (mut parts, mut used) = (1_u32, 0_u32);
    for width in widths {
        if used.saturating_add(width) > in_part {
            parts = parts.saturating_add(1);
            used = 0;
        }
        used = used.saturating_add(width);
    }
    Measure { encoding, units, parts, left: in_part.saturating_sub(used), first_non_gsm }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> (Encoding, u32, u32, u32) {
        let m = measure(text);
        (m.encoding, m.units, m.parts, m.left)
    }

    #[test]
    fn an_empty_text_has_no_part() {
        assert_eq!(shape(""), (Encoding::Gsm7, 0, 0, 160));
    }

    #[test]
    fn a_gsm_text_of_160_is_one_part_and_of_161_two() {
        assert_eq!(shape(&"a".repeat(160)), (Encoding::Gsm7, 160, 1, 0));
        assert_eq!(shape(&"a".repeat(161)), (Encoding::Gsm7, 161, 2, 145));
        assert_eq!(shape(&"a".repeat(306)), (Encoding::Gsm7, 306, 2, 0));
        assert_eq!(shape(&"a".repeat(307)), (Encoding::Gsm7, 307, 3, 152));
    }

    #[test]
    fn an_extension_character_counts_two() {
        assert_eq!(shape("10 €"), (Encoding::Gsm7, 5, 1, 155));
    }

    #[test]
    fn an_extension_character_is_never_split_across_parts() {
        // 152 + 2 does not fit 153: the euro opens the second part, which then overflows into a third.
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(152));
        assert_eq!(shape(&text), (Encoding::Gsm7, 306, 3, 152));
    }

    #[test]
    fn a_surrogate_pair_is_never_split_across_parts() {
        let text = format!("{}😜{}", "я".repeat(66), "я".repeat(66));
        assert_eq!(shape(&text), (Encoding::Ucs2, 134, 3, 66));
    }

    #[test]
    fn one_character_outside_gsm_moves_the_text_to_ucs2() {
        assert_eq!(shape(&format!("{}ê", "a".repeat(70))), (Encoding::Ucs2, 71, 2, 63));
    }

    #[test]
    fn offenders_are_named_once_in_order_and_eight_at_most() {
        assert_eq!(measure("ça va être bien ça").first_non_gsm, ['ç', 'ê']);
        assert_eq!(measure("абвгдежзий").first_non_gsm.len(), 8);
        assert!(measure("Gruß für 5 €, à bientôt".replace('ô', "o").as_str()).first_non_gsm.is_empty());
    }
}
