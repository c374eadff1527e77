//! The program's tables: bytes read where they lie, because a step looks at one row of many.
//!
//! Numbers are little-endian.
//!
//! - Journeys, in order: what starts it (u8: cart, order, segment), the segment's place or 65,535 (u16), where it lies
//!   (two u32), length of its name (u8), name.
//! - Texts: where those of each journey and language end (u32 each), languages within journeys, what is sent by itself
//!   last.
//! - The texts of one journey and language: way out (u8), length of the name (u8), name, length (u16), template.
//! - Segments: how many (u16), short name and place of each in order of short names (u32, u16), where each name ends
//!   (u16), names, zeros up to a multiple of four, then the conditions as `condition::packed` writes them.

use super::directory::{EntryPlace, JourneyPlace, Range};
use crate::gate::market::WayOut;
use crate::id::Name;
use alloc::vec::Vec;

const NO_SEGMENT: u16 = u16::MAX;

/// Appends a journey to the table; nothing where a number is too large.
pub(super) fn add_journey(table: &mut Vec<u8>, name: &Name, entry: EntryPlace, range: Range) -> Option<()> {
    let (kind, segment) = match entry {
        EntryPlace::Cart => (0, NO_SEGMENT),
        EntryPlace::Order => (1, NO_SEGMENT),
        EntryPlace::Segment(place) => (2, place.map_or(Some(NO_SEGMENT), |place| u16::try_from(place).ok())?),
    };
    table.push(kind);
    table.extend(segment.to_le_bytes());
    table.extend(range.offset.to_le_bytes());
    table.extend(range.length.to_le_bytes());
    table.push(u8::try_from(name.as_str().len()).ok()?);
    table.extend(name.as_str().as_bytes());
    Some(())
}

/// Returns the journeys of a table, as far as it can be read.
pub(super) fn journeys(table: &[u8]) -> impl Iterator<Item = JourneyPlace<'_>> {
    let mut rest = table;
    let mut next = move || {
        let ([kind, s, t, a, b, c, d, e, f, g, h, length], after) = rest.split_first_chunk::<12>()?;
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        rest = after;
        let segment = u16::from_le_bytes([*s, *t]);
        let entry = match *kind {
            0 => EntryPlace::Cart,
            1 => EntryPlace::Order,
            2 => EntryPlace::Segment((segment != NO_SEGMENT).then_some(usize::from(segment))),
            _ => return None,
        };
        let offset = u32::from_le_bytes([*a, *b, *c, *d]);
        Some((name, entry, Range { offset, length: u32::from_le_bytes([*e, *f, *g, *h]) }))
    };
    (0..).map_while(move |place| next().map(|(name, entry, range)| JourneyPlace { place, entry, range, name }))
}

/// Returns where the texts of a cell lie, counted from the first text.
pub(super) fn texts(table: &[u8], cell: usize) -> Option<Range> {
    let (ends, _) = table.as_chunks::<4>();
    let end = |cell: usize| ends.get(cell).map(|end| u32::from_le_bytes(*end));
    let offset = cell.checked_sub(1).map_or(Some(0), end)?;
    Some(Range { offset, length: end(cell)?.saturating_sub(offset) })
}

/// Appends a template to the texts of a cell; nothing where it is too long.
pub(super) fn add_text(cell: &mut Vec<u8>, way_out: WayOut, name: &Name, template: &[u8]) -> Option<()> {
    cell.extend([way_number(way_out), u8::try_from(name.as_str().len()).ok()?]);
    cell.extend(name.as_str().as_bytes());
    cell.extend(u16::try_from(template.len()).ok()?.to_le_bytes());
    cell.extend(template);
    Some(())
}

/// Returns the templates of a cell, each with whether it is the one of that way out and name, as far as can be read.
pub(super) fn templates<'a>(cell: &'a [u8], way_out: WayOut, name: &str) -> impl Iterator<Item = (bool, &'a [u8])> {
    let mut rest = cell;
    core::iter::from_fn(move || {
        let ([way, length], after) = rest.split_first_chunk::<2>()?;
        let (known, after) = after.split_at_checked(usize::from(*length))?;
        let (length, after) = after.split_first_chunk::<2>()?;
        let (template, after) = after.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        rest = after;
        Some((*way == way_number(way_out) && known == name.as_bytes(), template))
    })
}

const fn way_number(way_out: WayOut) -> u8 {
    match way_out {
        WayOut::StopWord => 0,
        WayOut::OptOutLink => 1,
        WayOut::StopNumber => 2,
    }
}

/// Segments as a step answers them: by place, with names only where one is entered or left.
#[derive(Clone, Copy)]
pub struct Audience<'a> {
    shorts: &'a [[u8; 6]],
    ends: &'a [[u8; 2]],
    names: &'a [u8],
    /// The conditions, as `condition::packed` answers them.
    pub conditions: &'a [u8],
}

/// Writes segments, in their order, with their short names and conditions; nothing where there are too many.
pub(super) fn audience<'a>(segments: impl Iterator<Item = (&'a Name, u32)>, conditions: &[u8]) -> Option<Vec<u8>> {
    let (mut shorts, mut ends, mut names) = (Vec::new(), Vec::new(), Vec::<u8>::new());
    for (place, (name, short)) in segments.enumerate() {
        shorts.push((short, u16::try_from(place).ok()?));
        names.extend(name.as_str().as_bytes());
        ends.extend(u16::try_from(names.len()).ok()?.to_le_bytes());
    }
    shorts.sort_unstable();
    let mut bytes = u16::try_from(shorts.len()).ok()?.to_le_bytes().to_vec();
    for (short, place) in shorts {
        bytes.extend(short.to_le_bytes());
        bytes.extend(place.to_le_bytes());
    }
    bytes.extend(ends);
    bytes.extend(&names);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes.extend(conditions);
    Some(bytes)
}

impl<'a> Audience<'a> {
    /// Wraps what `audience` wrote; nothing where the bytes are not.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<2>()?;
        let count = usize::from(u16::from_le_bytes(*count));
        let (shorts, rest) = rest.split_at_checked(count.checked_mul(6)?)?;
        let (ends, rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        let ends = ends.as_chunks::<2>().0;
        let length = ends.last().map_or(0, |end| usize::from(u16::from_le_bytes(*end)));
        let names = rest.get(..length)?;
        // 2 bytes, and 8 for each segment, are before the names.
        let conditions = rest.get(length.checked_add(2)?.checked_next_multiple_of(4)?.checked_sub(2)?..)?;
        Some(Self { shorts: shorts.as_chunks::<6>().0, ends, names, conditions })
    }

    /// Returns the short name and place of each segment, in order of short names.
    pub fn shorts(self) -> impl Iterator<Item = (u32, usize)> {
        self.shorts.iter().map(|[a, b, c, d, low, high]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), usize::from(u16::from_le_bytes([*low, *high])))
        })
    }

    /// Returns the name of the segment at a place.
    pub fn name(self, place: usize) -> Option<Name> {
        let end = |place: usize| self.ends.get(place).map(|end| usize::from(u16::from_le_bytes(*end)));
        let start = place.checked_sub(1).map_or(Some(0), end)?;
        Name::parse(core::str::from_utf8(self.names.get(start..end(place)?)?).ok()?)
    }
}
