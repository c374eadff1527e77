//! Conditions as bytes that are answered where they lie: nothing is decoded but the measures that are asked for, and
//! each of those is read off the shopper once, however many conditions ask for it.
//!
//! Layout, numbers little-endian: how many conditions (u16), how many measures (u16), where each measure ends (u16 each,
//! counted from the first), the measures, zeros up to a multiple of four, then the conditions one after the other, in
//! words of four bytes. The first word of a condition has its kind in the lowest byte, and in the upper half what that
//! kind needs: the length of a list in words, the length of names in bytes, a measure, an earlier condition.

use crate::condition::ast::{Comparison, Condition, Measure};
use crate::condition::eval::{self, Answer, Reading, Subject};
use crate::fact::consent::Purpose;
use crate::id::Name;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// Deepest nesting that is answered: bytes that nest deeper were written by nobody.
const MAX_DEPTH: usize = 16;
/// Bytes of a word.
const WORD: usize = 4;

/// What the lowest byte of a condition's first word says.
mod kind {
    pub(super) const ALL: u32 = 0;
    pub(super) const ANY: u32 = 1;
    pub(super) const NOT: u32 = 2;
    /// With a number in the next word; see `WIDE`.
    pub(super) const AT_LEAST: u32 = 3;
    pub(super) const AT_MOST: u32 = 4;
    pub(super) const EQUALS: u32 = 5;
    pub(super) const COUNTRY: u32 = 6;
    pub(super) const LANGUAGE: u32 = 7;
    pub(super) const CONSENT_CART: u32 = 8;
    pub(super) const CONSENT_OFFERS: u32 = 9;
    pub(super) const EARLIER: u32 = 10;
    pub(super) const NEVER: u32 = 11;
    /// Beside a comparison: its number takes two words.
    pub(super) const WIDE: u32 = 16;
}

/// Writes conditions, each with the name by which those after it may ask for its answer.
///
/// Returns nothing when there are more than 65,535 of anything.
pub fn pack<'a>(conditions: impl ExactSizeIterator<Item = (&'a Name, &'a Condition)>) -> Option<Vec<u8>> {
    let mut packer = Packer::default();
    let mut out = u16::try_from(conditions.len()).ok()?.to_le_bytes().to_vec();
    for (name, condition) in conditions {
        packer.write(condition)?;
        packer.names.push(name);
    }
    out.extend(u16::try_from(packer.measures.len()).ok()?.to_le_bytes());
    let (mut ends, mut measures) = (Vec::new(), Vec::new());
    for measure in &packer.measures {
        measures = postcard::to_extend(*measure, measures).ok()?;
        ends.extend(u16::try_from(measures.len()).ok()?.to_le_bytes());
    }
    out.extend(ends);
    out.extend(measures);
    out.resize(out.len().next_multiple_of(WORD), 0);
    out.extend(packer.code.as_flattened());
    Some(out)
}

#[derive(Default)]
struct Packer<'a> {
    names: Vec<&'a Name>,
    measures: Vec<&'a Measure>,
    code: Vec<[u8; WORD]>,
}

impl<'a> Packer<'a> {
    fn write(&mut self, condition: &'a Condition) -> Option<()> {
        match condition {
            Condition::All(parts) => self.list(kind::ALL, parts)?,
            Condition::Any(parts) => self.list(kind::ANY, parts)?,
            Condition::Not(part) => {
                self.push(kind::NOT, 0)?;
                self.write(part)?;
            }
            Condition::Is(measure, comparison, than) => {
                let kind = match comparison {
                    Comparison::AtLeast => kind::AT_LEAST,
                    Comparison::AtMost => kind::AT_MOST,
                    Comparison::Equals => kind::EQUALS,
                };
                let place = self.measures.iter().position(|known| *known == measure).unwrap_or_else(|| {
                    self.measures.push(measure);
                    self.measures.len().saturating_sub(1)
                });
                if let Ok(than) = i32::try_from(*than) {
                    self.push(kind, place)?;
                    self.code.push(than.to_le_bytes());
                } else {
                    self.push(kind | kind::WIDE, place)?;
                    self.code.extend(than.to_le_bytes().as_chunks::<WORD>().0);
                }
            }
            Condition::Country(names) => self.names(kind::COUNTRY, names)?,
            Condition::Language(names) => self.names(kind::LANGUAGE, names)?,
            Condition::Consent(Purpose::Cart) => self.push(kind::CONSENT_CART, 0)?,
            Condition::Consent(Purpose::Offers) => self.push(kind::CONSENT_OFFERS, 0)?,
            Condition::InSegment(name) => match self.names.iter().position(|known| *known == name) {
                Some(place) => self.push(kind::EARLIER, place)?,
                None => self.push(kind::NEVER, 0)?,
            },
        }
        Some(())
    }

    /// Writes a first word.
    fn push(&mut self, kind: u32, with: usize) -> Option<()> {
        let with = u16::try_from(with).ok()?;
        self.code.push((u32::from(with) << 16 | kind).to_le_bytes());
        Some(())
    }

    fn list(&mut self, kind: u32, parts: &'a [Condition]) -> Option<()> {
        let start = self.code.len();
        self.push(kind, 0)?;
        parts.iter().try_for_each(|part| self.write(part))?;
        let length = u16::try_from(self.code.len().checked_sub(start)?.checked_sub(1)?).ok()?;
        *self.code.get_mut(start)? = (u32::from(length) << 16 | kind).to_le_bytes();
        Some(())
    }

    /// Writes names, each behind its length, filled up with zeros to whole words.
    fn names(&mut self, kind: u32, names: &[Name]) -> Option<()> {
        let mut bytes = Vec::new();
        for name in names {
            bytes.push(u8::try_from(name.as_str().len()).ok()?);
            bytes.extend(name.as_str().as_bytes());
        }
        self.push(kind, bytes.len())?;
        bytes.resize(bytes.len().next_multiple_of(WORD), 0);
        self.code.extend(bytes.as_chunks::<WORD>().0);
        Some(())
    }
}

/// The answers of conditions, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Whether each holds.
    pub hold: Vec<bool>,
    /// When the first of them may change without any event; `Timestamp::MAX` when never.
    pub changes_at: Timestamp,
}

/// Answers all conditions about `subject`; nothing where the bytes are not `pack`'s.
///
/// What `subject` says about segments is not asked: those before are known by then.
pub fn answer(bytes: &[u8], subject: &Subject<'_>) -> Option<Answers> {
    let ([c, d, m, n], rest) = bytes.split_first_chunk::<4>()?;
    let (count, measures) = (usize::from(u16::from_le_bytes([*c, *d])), usize::from(u16::from_le_bytes([*m, *n])));
    let (ends, rest) = rest.split_at_checked(measures.checked_mul(2)?)?;
    let ends = ends.as_chunks::<2>().0;
    let length = ends.last().map_or(0, |end| usize::from(u16::from_le_bytes(*end)));
    let written = rest.get(..length)?;
    let before = measures.checked_mul(2)?.checked_add(length)?.checked_add(4)?.checked_next_multiple_of(WORD)?;
    let mut asker = Asker {
        subject,
        ends,
        measures: written,
        code: bytes.get(before..)?.as_chunks::<WORD>().0,
        at: 0,
        places: alloc::vec![0; measures],
        readings: Vec::new(),
        hold: Vec::with_capacity(count),
        changes_at: Timestamp::MAX,
    };
    let mut changes_at = Timestamp::MAX;
    for _ in 0..count {
        let holds = asker.answer(MAX_DEPTH)?;
        changes_at = changes_at.min(asker.changes_at);
        asker.hold.push(holds);
    }
    (asker.at == asker.code.len()).then_some(Answers { hold: asker.hold, changes_at })
}

struct Asker<'a> {
    subject: &'a Subject<'a>,
    ends: &'a [[u8; 2]],
    measures: &'a [u8],
    code: &'a [[u8; WORD]],
    /// The next word.
    at: usize,
    /// Where the reading of each measure is, counted from one; zero for one not read so far.
    places: Vec<u16>,
    readings: Vec<Option<Reading>>,
    hold: Vec<bool>,
    /// When the answer given last may change by time alone.
    changes_at: Timestamp,
}

impl Asker<'_> {
    /// Answers the next condition.
    fn answer(&mut self, depth: usize) -> Option<bool> {
        let word = self.next()?;
        let with = usize::try_from(word >> 16).ok()?;
        let kind = word & 0xff;
        let than = match kind {
            kind::AT_LEAST | kind::AT_MOST | kind::EQUALS => i64::from(self.next()?.cast_signed()),
            kind::ALL | kind::ANY => return self.combine(with, kind == kind::ALL, depth.checked_sub(1)?),
            kind::NOT => return self.answer(depth.checked_sub(1)?).map(|holds| !holds),
            _ if kind >= kind::WIDE => i64::from(self.next()?) | i64::from(self.next()?.cast_signed()) << 32,
            _ => {
                self.changes_at = Timestamp::MAX;
                return self.lasting(kind, with);
            }
        };
        let comparison = match kind & !kind::WIDE {
            kind::AT_LEAST => Comparison::AtLeast,
            kind::AT_MOST => Comparison::AtMost,
            kind::EQUALS => Comparison::Equals,
            _ => return None,
        };
        let place = self.read(with)?;
        let Answer { holds, changes_at } = eval::compare(self.readings.get(place)?.as_ref(), comparison, than);
        self.changes_at = changes_at;
        Some(holds)
    }

    fn combine(&mut self, length: usize, all: bool, depth: usize) -> Option<bool> {
        let end = self.at.checked_add(length)?;
        let mut changes_at = Timestamp::MAX;
        while self.at < end {
            if self.answer(depth)? != all {
                self.at = end;
                return Some(!all);
            }
            changes_at = changes_at.min(self.changes_at);
        }
        self.changes_at = changes_at;
        Some(all)
    }

    /// Answers a condition that time alone never changes.
    fn lasting(&mut self, kind: u32, with: usize) -> Option<bool> {
        Some(match kind {
            kind::COUNTRY => self.lists(with, eval::country(self.subject))?,
            kind::LANGUAGE => self.lists(with, eval::language(self.subject))?,
            kind::CONSENT_CART => eval::consents(self.subject, Purpose::Cart),
            kind::CONSENT_OFFERS => eval::consents(self.subject, Purpose::Offers),
            kind::EARLIER => *self.hold.get(with)?,
            kind::NEVER => false,
            _ => return None,
        })
    }

    fn lists(&mut self, length: usize, known: Option<&str>) -> Option<bool> {
        let end = self.at.checked_add(length.div_ceil(WORD))?;
        let mut names = self.code.get(self.at..end)?.as_flattened().get(..length)?;
        self.at = end;
        let Some(known) = known else { return Some(false) };
        while let Some((length, text)) = names.split_first() {
            let (name, next) = text.split_at_checked(usize::from(*length))?;
            if name.eq_ignore_ascii_case(known.as_bytes()) {
                return Some(true);
            }
            names = next;
        }
        Some(false)
    }

    /// Returns where the reading of a measure is, read off the shopper the first time.
    fn read(&mut self, place: usize) -> Option<usize> {
        let known = self.places.get_mut(place)?;
        if let Some(at) = usize::from(*known).checked_sub(1) {
            return Some(at);
        }
        let end = |place: usize| self.ends.get(place).map(|end| usize::from(u16::from_le_bytes(*end)));
        let start = place.checked_sub(1).map_or(Some(0), end)?;
        let measure: Measure = postcard::from_bytes(self.measures.get(start..end(place)?)?).ok()?;
        let reading = eval::read(&measure, self.subject);
        self.readings.push(reading);
        *known = u16::try_from(self.readings.len()).ok()?;
        self.readings.len().checked_sub(1)
    }

    fn next(&mut self) -> Option<u32> {
        let word = self.code.get(self.at)?;
        self.at = self.at.wrapping_add(1);
        Some(u32::from_le_bytes(*word))
    }
}

#[cfg(test)]
mod tests;
