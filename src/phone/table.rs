//! The generated table of all countries' numbers, packed into `table.bin`; read where it lies.
//!
//! `npm run generate` writes it from libphonenumber's metadata as the npm package `libphonenumber-js` carries them;
//! `npm run generate -- --check` fails when table and package differ. The metadata are Google's, Apache License 2.0.
//!
//! Format: a line with the version of the package, then four blocks, each behind its length; numbers are little-endian,
//! two bytes where nothing else is said.
//! 1. The directory, ascending by calling code and then the main country first: country (two letters, or two zeros where
//!    a calling code is no country's), calling code, place in block 3.
//! 2. Sets of possible lengths, three bytes each: bit n for n digits.
//! 3. Countries: patterns of the international prefix, of all national numbers and of their first digits; the set of
//!    lengths (one byte); the number of rules for national prefixes (one byte), each {whether it is of the whole number
//!    (one byte), patterns of what goes, what stays and what goes behind that, the number of digits put before (one byte),
//!    those}; the number of kinds (one byte), each {kind (one byte), pattern}.
//!    A pattern is its place in block 4.
//! 4. Patterns, as `pattern.rs` reads them; the one at 0 is empty.

use super::pattern::Pattern;

/// The version of the metadata that the table was made from: that of the package `libphonenumber-js`.
pub const VERSION: &str = version(PACKED);

static PACKED: &[u8] = include_bytes!("table.bin");

/// Bytes of one entry of the directory.
const ENTRY: usize = 6;

/// The table's blocks.
#[derive(Clone, Copy)]
pub(super) struct Table {
    directory: &'static [[u8; ENTRY]],
    lengths: &'static [[u8; 3]],
    countries: &'static [u8],
    patterns: &'static [u8],
}

/// An entry of the directory.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// ISO 3166-1 alpha-2; `None` where the calling code is no country's.
    pub country: Option<&'static str>,
    /// Digits behind the plus.
    pub calling_code: u16,
    at: u16,
}

impl Table {
    /// Returns the table that was compiled in.
    pub(super) fn packed() -> Option<Self> {
        Self::of(PACKED)
    }

    fn of(bytes: &'static [u8]) -> Option<Self> {
        let mut reader = Reader(bytes.get(version(bytes).len() + 1..)?);
        Some(Self {
            directory: reader.block()?.as_chunks().0,
            lengths: reader.block()?.as_chunks().0,
            countries: reader.block()?,
            patterns: reader.block()?,
        })
    }

    /// Returns the entry of a country, named in letters of either case.
    pub(super) fn entry_of(self, country: &str) -> Option<Entry> {
        let [a, b] = country.as_bytes().to_ascii_uppercase().try_into().ok()?;
        self.directory.iter().find(|[c, d, ..]| [*c, *d] == [a, b]).and_then(Entry::read)
    }

    /// Returns the entries of a calling code, the main country's first.
    pub(super) fn entries_of(self, calling_code: u16) -> impl Iterator<Item = Entry> {
        let code = |[_, _, low, high, ..]: &[u8; ENTRY]| u16::from_le_bytes([*low, *high]);
        let first = self.directory.partition_point(|entry| code(entry) < calling_code);
        let entries = self.directory.get(first..).unwrap_or_default().iter();
        entries.take_while(move |entry| code(entry) == calling_code).filter_map(Entry::read)
    }

    /// Returns a reader of what the table says of an entry's country.
    pub(super) fn country(self, entry: Entry) -> Option<Reader> {
        self.countries.get(usize::from(entry.at)..).map(Reader)
    }

    pub(super) fn lengths(self, place: u8) -> Option<u32> {
        self.lengths.get(usize::from(place)).map(|[low, middle, high]| u32::from_le_bytes([*low, *middle, *high, 0]))
    }

    pub(super) fn pattern(self, place: u16) -> Option<Pattern<'static>> {
        self.patterns.get(usize::from(place)..).map(Pattern::new)
    }
}

/// Returns the table's first line.
const fn version(bytes: &'static [u8]) -> &'static str {
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        if *byte == b'\n' {
            break;
        }
        rest = behind;
    }
    match bytes.split_at_checked(bytes.len() - rest.len()) {
        Some((line, _)) => match core::str::from_utf8(line) {
            Ok(version) => version,
            Err(_) => "",
        },
        None => "",
    }
}

impl Entry {
    fn read(bytes: &'static [u8; ENTRY]) -> Option<Self> {
        let [letters @ .., low, high, at_low, at_high] = bytes;
        Some(Self {
            country: Some(core::str::from_utf8(letters).ok()?).filter(|country| !country.starts_with('\0')),
            calling_code: u16::from_le_bytes([*low, *high]),
            at: u16::from_le_bytes([*at_low, *at_high]),
        })
    }
}

/// Reads what the table says, from front to back.
#[derive(Clone, Copy)]
pub(super) struct Reader(&'static [u8]);

impl Reader {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    pub(super) fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn block(&mut self) -> Option<&'static [u8]> {
        let length = self.number()?;
        self.take(usize::from(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_tells_the_version_it_was_made_from() {
        assert!(VERSION.split('.').filter(|part| part.parse::<u32>().is_ok()).count() == 3, "{VERSION}");
    }

    #[test]
    fn the_directory_is_ascending_by_calling_code() {
        let entries = Table::packed().unwrap().directory.iter().filter_map(Entry::read);
        let codes: Vec<u16> = entries.map(|entry| entry.calling_code).collect();
        assert!(codes.len() > 240 && codes.is_sorted(), "{}", codes.len());
    }

    #[test]
    fn bytes_that_are_no_table_give_none() {
        for bytes in [&[][..], b"9", b"9\n", b"9\n\x01\0", b"9\n\0\0\0\0\0\0\x05\0\x01"] {
            assert!(Table::of(bytes).is_none());
        }
    }
}
