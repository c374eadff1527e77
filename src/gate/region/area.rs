//! Area codes of +1 as a table of bytes: six for each, in ascending order, looked up where they lie.
//!
//! Code (u16, little-endian), country (two letters), state or territory of the United States (two letters or zeros).

use super::row::AreaCodes;
use crate::fact::contact::Number;
use alloc::string::String;
use alloc::vec::Vec;

/// Bytes of one entry.
const ENTRY: usize = 6;
/// The country whose states the codes tell.
pub(super) const AREA_CODES_OF: &str = "US";

/// Where the area codes of +1 are from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas<'a>(&'a [u8]);

/// Where a +1 number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area<'a> {
    /// Country, ISO 3166-1 alpha-2; territories of the United States are under `US`.
    pub country: &'a str,
    /// State or territory of the United States.
    pub region: Option<&'a str>,
}

impl<'a> Areas<'a> {
    /// Wraps the bytes that `write` returned; empty where the store does not sell to the United States.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns where a number is from by the three digits after +1; `None` for codes without a place (`800`).
    pub fn find(self, code: &str) -> Option<Area<'a>> {
        let code: u16 = code.parse().ok()?;
        let (entries, _) = self.0.as_chunks::<ENTRY>();
        let place = entries.binary_search_by_key(&code, |[low, high, ..]| u16::from_le_bytes([*low, *high])).ok()?;
        let (_, text) = entries.get(place)?.split_first_chunk::<2>()?;
        let (country, region) = text.split_at_checked(2)?;
        let region = core::str::from_utf8(region).ok().filter(|region| !region.starts_with('\0'));
        Some(Area { country: core::str::from_utf8(country).ok()?, region })
    }

    /// Returns the country a number is from: its area code tells where +1 is not the country that the host took it for.
    pub fn country_of(self, number: &'a Number) -> &'a str {
        let code = number.area.as_deref().filter(|_| is_told_by_area(number));
        code.and_then(|code| self.find(code)).map_or(&number.country, |area| area.country)
    }
}

/// Returns whether the number's area code may tell of another country.
pub fn is_told_by_area(number: &Number) -> bool {
    number.area.is_some() && number.country.eq_ignore_ascii_case(AREA_CODES_OF)
}

/// Writes the table.
///
/// # Errors
/// The code that is no number, or whose place does not have two letters.
pub(super) fn write(listed: &AreaCodes) -> Result<Vec<u8>, String> {
    let states = listed.states.iter().map(|(state, codes)| (AREA_CODES_OF, state.as_str(), codes));
    let elsewhere = listed.elsewhere.iter().map(|(country, codes)| (country.as_str(), "\0\0", codes));
    let mut entries: Vec<(u16, [u8; ENTRY])> = Vec::new();
    for (country, region, codes) in states.chain(elsewhere) {
        for code in codes {
            let entry = || {
                let number: u16 = code.parse().ok()?;
                let [low, high] = number.to_le_bytes();
                let ([c, o], [r, e]) = (country.as_bytes(), region.as_bytes()) else { return None };
                Some((number, [low, high, *c, *o, *r, *e]))
            };
            entries.push(entry().ok_or_else(|| code.clone())?);
        }
    }
    entries.sort_unstable();
    Ok(entries.into_iter().flat_map(|(_, entry)| entry).collect())
}
