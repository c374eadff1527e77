//! One country's numbering plan: which national numbers there are, of what kind, and what is dialled before them.

use super::pattern::Pattern;
use super::table::{Entry, Reader, Table};
use alloc::string::String;

/// What the table says of one country.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Digits behind the plus.
    pub calling_code: u16,
    table: Table,
    international_prefix: Pattern<'static>,
    national: Pattern<'static>,
    first_digits: Option<Pattern<'static>>,
    lengths: u32,
    rest: Reader,
}

/// Whom a calling code belongs to.
pub(super) enum Owner {
    /// One or several countries; this is the main one.
    Country(Plan),
    /// No country: satellites, international toll-free.
    Nobody,
}

/// Kinds of line as the table has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Receives no texts.
    Fixed,
    /// Receives texts.
    Mobile,
    /// Fixed or mobile can't be told apart; VoIP; a personal number that follows its owner.
    Unknown,
    /// Toll-free, premium, shared cost, one number of a company, voicemail, pager.
    Special,
}

/// How many digits there are for a country's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Fewer than any number has.
    TooShort,
    /// As many as some number has.
    Possible,
    /// Neither too few nor too many, and yet no number has so many.
    Between,
    /// More than any number has.
    TooLong,
}

/// A way in which a country's numbers are dialled within it.
struct Rule {
    is_of_whole: bool,
    goes: Pattern<'static>,
    stays: Pattern<'static>,
    goes_behind: Pattern<'static>,
    put: &'static [u8],
}

impl Plan {
    /// Returns the plan of a country, named by ISO 3166-1 alpha-2 in letters of either case.
    pub(super) fn of_country(country: &str) -> Option<Self> {
        let table = Table::packed()?;
        Self::read(table, table.entry_of(country)?)
    }

    /// Returns the plans of a calling code, the main country first.
    pub(super) fn of_calling_code(code: u16) -> impl Iterator<Item = Self> {
        Table::packed()
            .into_iter()
            .flat_map(move |table| table.entries_of(code).filter_map(move |entry| Self::read(table, entry)))
    }

    /// Returns the national number of which these digits are dialled, as the first rule that fits says.
    ///
    /// # Source
    /// `national_prefix_for_parsing` and `national_prefix_transform_rule` of the metadata.
    pub(super) fn undialled(self, digits: &str) -> Option<String> {
        let mut reader = self.rest;
        (0..reader.byte()?).find_map(|_| self.rule(&mut reader)?.apply(digits))
    }

    /// Returns what stands behind the prefix for calling abroad from this country.
    pub(super) fn behind_international_prefix(self, digits: &str) -> Option<&str> {
        digits.get(self.international_prefix.longest(digits, 0)?..)
    }

    pub(super) fn has_pattern_of(self, national: &str) -> bool {
        self.national.is_all_of(national)
    }

    /// Returns whether the number belongs to this country rather than to another of the same calling code.
    pub(super) fn owns(self, national: &str) -> bool {
        match self.first_digits {
            Some(first) => first.longest(national, 0).is_some(),
            None => self.kind(national).is_some(),
        }
    }

    /// Returns the kind of line; `None` where there is no such number.
    pub(super) fn kind(self, national: &str) -> Option<Kind> {
        if !self.has_pattern_of(national) {
            return None;
        }
        let mut kinds = self.kinds(national);
        match kinds.next()? {
            Kind::Fixed if kinds.any(|kind| kind == Kind::Mobile) => Some(Kind::Unknown),
            kind @ (Kind::Fixed | Kind::Mobile | Kind::Unknown | Kind::Special) => Some(kind),
        }
    }

    pub(super) fn length_of(self, national: &str) -> Length {
        let Some(length) = u32::try_from(national.len()).ok().and_then(|count| 1_u32.checked_shl(count)) else {
            return Length::TooLong;
        };
        if self.lengths & length != 0 {
            Length::Possible
        } else if length > self.lengths {
            Length::TooLong
        } else if self.lengths & (length - 1) == 0 {
            Length::TooShort
        } else {
            Length::Between
        }
    }

    fn read(table: Table, entry: Entry) -> Option<Self> {
        let country = entry.country?;
        let mut reader = table.country(entry)?;
        Some(Self {
            country,
            calling_code: entry.calling_code,
            table,
            international_prefix: table.pattern(reader.number()?)?,
            national: table.pattern(reader.number()?)?,
            first_digits: Some(reader.number()?).filter(|place| *place != 0).and_then(|place| table.pattern(place)),
            lengths: table.lengths(reader.byte()?)?,
            rest: reader,
        })
    }

    fn rule(self, reader: &mut Reader) -> Option<Rule> {
        let is_of_whole = reader.byte()? != 0;
        let goes = self.table.pattern(reader.number()?)?;
        let stays = self.table.pattern(reader.number()?)?;
        let goes_behind = self.table.pattern(reader.number()?)?;
        let count = reader.byte()?;
        Some(Rule { is_of_whole, goes, stays, goes_behind, put: reader.take(usize::from(count))? })
    }

    /// Kinds whose pattern the number has, in the order of the table.
    fn kinds(self, national: &str) -> impl Iterator<Item = Kind> {
        let mut reader = self.rest;
        let rules = reader.byte().unwrap_or_default();
        for _ in 0..rules {
            self.rule(&mut reader);
        }
        let count = reader.byte().unwrap_or_default();
        (0..count).filter_map(move |_| {
            let kind = Kind::of(reader.byte()?)?;
            let pattern = self.table.pattern(reader.number()?)?;
            pattern.is_all_of(national).then_some(kind)
        })
    }
}

impl Owner {
    /// Returns whose the calling code is that these digits begin with, and the digits behind it.
    ///
    /// No calling code is the beginning of another.
    pub(super) fn of(digits: &str) -> Option<(Self, &str)> {
        (1..=3).find_map(|length| {
            let (code, rest) = digits.split_at_checked(length)?;
            let code: u16 = code.parse().ok().filter(|_| !code.starts_with('0'))?;
            let table = Table::packed()?;
            let main = table.entries_of(code).next()?;
            Some((Plan::read(table, main).map_or(Self::Nobody, Self::Country), rest))
        })
    }
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        [Self::Fixed, Self::Mobile, Self::Unknown, Self::Special].get(usize::from(byte)).copied()
    }
}

impl Rule {
    fn apply(&self, digits: &str) -> Option<String> {
        let begins = self.goes.each_end(digits, 0);
        let (begin, end, rest) = begins.into_iter().find_map(|begin| {
            self.stays.each_end(digits, begin).find_map(|end| {
                let rest = self.goes_behind.longest(digits, end)?;
                (!self.is_of_whole || rest == digits.len()).then_some((begin, end, rest))
            })
        })?;
        let mut national: String = self.put.iter().map(|digit| char::from(b'0' + digit % 10)).collect();
        national.push_str(digits.get(begin..end)?);
        national.push_str(digits.get(rest..)?);
        Some(national)
    }
}
