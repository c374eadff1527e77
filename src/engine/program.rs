//! The program: one store's compiled settings, journeys, segments, texts and rules, in sections addressed by offset.
//!
//! Layout: `CSP1`, the hash of all that follows it (16 bytes), length of the directory (u32), directory, sections.
//! A host with dear memory hands in the header with the directory and the sections a step needs; the rest stays where
//! it is. A section is decoded when it is first needed, and once.

use crate::bucket::Bucketing;
use crate::condition::ast::Condition;
use crate::engine::fault::Fault;
pub use crate::gate::market::Cap;
use crate::gate::market::{Market, WayOut};
use crate::gate::region::resolve::Regions;
use crate::id::{Digest, Name};
use crate::journey::definition::{Entry, Journey};
use crate::money::{Currency, Micros};
use crate::template::Template;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::OnceCell;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Format written; a program is compiled anew by every release, so only equality counts.
const MAGIC: [u8; 4] = *b"CSP1";
const HEADER_BYTES: usize = 24;

/// Where a section lies in the program's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub offset: u32,
    /// How long it is.
    pub length: u32,
}

/// What every step needs, and where the rest lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// Rises with each program of a store that settles shoppers differently.
    pub epoch: u32,
    /// Settings of the whole store.
    pub settings: Settings,
    /// Journeys in order of precedence.
    pub journeys: Vec<JourneyPlace>,
    /// Texts by journey, language and way out.
    pub texts: Vec<TextPlace>,
    /// Segments.
    pub segments: Range,
    /// Markets by country.
    pub markets: Vec<(Box<str>, Range)>,
    /// Rules of law and carriers, and time zones, of all markets.
    pub regions: Range,
}

/// Settings of the whole store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The store's name in texts.
    pub shop: Box<str>,
    /// Where its short links live, such as `https://s.example`.
    pub link_origin: Box<str>,
    /// The store's currency.
    pub currency: Currency,
    /// The rule by which recipients fall into arms.
    pub bucketing: Bucketing,
    /// Share of recipients held out, in basis points.
    pub holdout: u32,
    /// No more texts than these.
    pub caps: Vec<Cap>,
    /// No cart text for so many days after a purchase.
    pub quiet_days_after_purchase: u16,
    /// Inputs older than this are facts only and start nothing.
    pub oldest_start_hours: u32,
    /// An order is credited to a text whose link was opened at most so many days before.
    pub attribution_days: u16,
    /// One coupon per recipient in so many days.
    pub coupon_days: u16,
    /// Store-wide limits of spending.
    pub budget: Budget,
}

/// What may be spent, in millionths of the store's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Per calendar month, UTC.
    pub month_micros: Micros,
    /// Per day, UTC.
    pub day_micros: Micros,
}

/// A journey's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyPlace {
    /// Its name.
    pub name: Name,
    /// What starts it.
    pub entry: Entry,
    /// Where it lies.
    pub range: Range,
}

/// A place of texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    /// The journey; nothing for questions, answers and confirmations.
    pub journey: Option<Name>,
    /// Key of the language (`de`, `de-du`, `en-GB`).
    pub language: Box<str>,
    /// The way out these texts have.
    pub way_out: WayOut,
    /// Where they lie.
    pub range: Range,
}

/// Texts of one journey, language and way out, by name.
pub type Texts = Vec<(Name, Template)>;

/// A named condition, entered and left by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Stable name.
    pub name: Name,
    /// Who is in it.
    pub condition: Condition,
}

/// Returns the short name that stands for a segment inside states; compile refuses two that collide.
pub fn short_name(name: &Name) -> u32 {
    let hash = Digest::of(&[b"name", name.as_str().as_bytes()]).short();
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// A program, opened.
pub struct Program {
    hash: Digest,
    directory: Directory,
    image: Image,
    segments: OnceCell<Vec<Segment>>,
    short_names: OnceCell<Vec<u32>>,
    journeys: Vec<OnceCell<Journey>>,
    texts: Vec<OnceCell<Texts>>,
    markets: Vec<OnceCell<Market>>,
    regions: OnceCell<Regions>,
}

/// Bytes, whole or in part: pieces by offset.
struct Image(Vec<(u32, Vec<u8>)>);

impl Program {
    /// Opens a program, given whole.
    ///
    /// # Errors
    /// `ProgramMalformed`, `ProgramTooNew`; a wrong hash is malformed.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        let Some((_, content)) = bytes.split_at_checked(20) else { return Err(Fault::ProgramMalformed) };
        let (hash, _) = header(&bytes)?;
        if Digest::of(&[content]) != hash {
            return Err(Fault::ProgramMalformed);
        }
        Self::open_parts([(0, bytes)].into())
    }

    /// Opens a program of which only some pieces are at hand; the first must hold header and directory.
    ///
    /// # Errors
    /// As `open`; the hash is not checked here, since the whole is not at hand.
    pub fn open_parts(pieces: Vec<(u32, Vec<u8>)>) -> Result<Self, Fault> {
        let image = Image(pieces);
        let head = image.0.iter().find(|(offset, _)| *offset == 0).ok_or(Fault::ProgramMalformed)?;
        let (hash, length) = header(&head.1)?;
        let end = HEADER_BYTES.saturating_add(length);
        let directory: Directory = decode(head.1.get(HEADER_BYTES..end).ok_or(Fault::ProgramMalformed)?)?;
        Ok(Self {
            hash,
            segments: OnceCell::new(),
            short_names: OnceCell::new(),
            journeys: directory.journeys.iter().map(|_| OnceCell::new()).collect(),
            texts: directory.texts.iter().map(|_| OnceCell::new()).collect(),
            markets: directory.markets.iter().map(|_| OnceCell::new()).collect(),
            regions: OnceCell::new(),
            directory,
            image,
        })
    }

    /// Returns the hash of the program's bytes.
    pub const fn hash(&self) -> Digest {
        self.hash
    }

    /// Returns the directory.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Returns the settings of the whole store.
    pub const fn settings(&self) -> &Settings {
        &self.directory.settings
    }

    /// Returns all segments.
    ///
    /// # Errors
    /// `ProgramPartMissing`, `ProgramMalformed`, as all that follow.
    pub fn segments(&self) -> Result<&[Segment], Fault> {
        self.section(Some(&self.segments), self.directory.segments).map(Vec::as_slice)
    }

    /// Returns the short names of all segments, in their order.
    ///
    /// # Errors
    /// See `segments`.
    pub fn short_names(&self) -> Result<&[u32], Fault> {
        let segments = self.segments()?;
        Ok(self.short_names.get_or_init(|| segments.iter().map(|segment| short_name(&segment.name)).collect()))
    }

    /// Returns a journey by its place in the directory.
    ///
    /// # Errors
    /// See `segments`.
    pub fn journey(&self, place: usize) -> Result<&Journey, Fault> {
        let range = self.directory.journeys.get(place).map(|journey| journey.range).ok_or(Fault::ProgramMalformed)?;
        self.section(self.journeys.get(place), range)
    }

    /// Returns the place of a journey in the directory.
    pub fn journey_place(&self, name: &Name) -> Option<usize> {
        self.directory.journeys.iter().position(|journey| journey.name == *name)
    }

    /// Returns a text, or nothing where the program has none in that language with that way out.
    ///
    /// # Errors
    /// See `segments`.
    pub fn text(
        &self,
        journey: Option<&Name>,
        language: &str,
        way_out: WayOut,
        name: &str,
    ) -> Result<Option<&Template>, Fault> {
        let found = self.directory.texts.iter().enumerate().find(|(_, text)| {
            text.journey.as_ref() == journey && &*text.language == language && text.way_out == way_out
        });
        let Some((place, text)) = found else { return Ok(None) };
        let texts = self.section(self.texts.get(place), text.range)?;
        Ok(texts.iter().find(|(known, _)| known.as_str() == name).map(|(_, template)| template))
    }

    /// Returns the market of a country, if the store sells there.
    ///
    /// # Errors
    /// See `segments`.
    pub fn market(&self, country: &str) -> Result<Option<&Market>, Fault> {
        let found = self.directory.markets.iter().enumerate().find(|(_, (known, _))| &**known == country);
        let Some((place, (_, range))) = found else { return Ok(None) };
        self.section(self.markets.get(place), *range).map(Some)
    }

    /// Returns the rules of law and carriers.
    ///
    /// # Errors
    /// See `segments`.
    pub fn regions(&self) -> Result<&Regions, Fault> {
        self.section(Some(&self.regions), self.directory.regions)
    }

    /// Decodes all sections: after this no step can fail for the program's sake.
    ///
    /// # Errors
    /// See `segments`.
    pub fn decode_all(&self) -> Result<(), Fault> {
        self.segments()?;
        self.regions()?;
        (0..self.journeys.len()).try_for_each(|place| self.journey(place).map(drop))?;
        for (cell, (_, range)) in self.markets.iter().zip(&self.directory.markets) {
            self.section(Some(cell), *range)?;
        }
        for (cell, text) in self.texts.iter().zip(&self.directory.texts) {
            self.section(Some(cell), text.range)?;
        }
        Ok(())
    }

    fn section<'a, T: DeserializeOwned>(&self, cell: Option<&'a OnceCell<T>>, range: Range) -> Result<&'a T, Fault> {
        let cell = cell.ok_or(Fault::ProgramMalformed)?;
        if let Some(known) = cell.get() {
            return Ok(known);
        }
        let value = decode(self.image.range(range)?)?;
        Ok(cell.get_or_init(|| value))
    }
}

impl Image {
    fn range(&self, range: Range) -> Result<&[u8], Fault> {
        let holds = self.0.iter().find_map(|(offset, bytes)| {
            let start = usize::try_from(range.offset.checked_sub(*offset)?).ok()?;
            bytes.get(start..start.checked_add(usize::try_from(range.length).ok()?)?)
        });
        holds.ok_or(Fault::ProgramPartMissing { offset: range.offset, length: range.length })
    }
}

/// Gathers sections and writes a program.
#[derive(Default)]
pub struct Builder(Vec<u8>);

impl Builder {
    /// Adds a section and returns its place, counted from the first section; `finish` moves it behind the directory.
    ///
    /// # Errors
    /// `ProgramMalformed` when it cannot be written, which no value of ours does.
    pub fn add<T: Serialize>(&mut self, section: &T) -> Result<Range, Fault> {
        let start = self.0.len();
        self.0 = postcard::to_extend(section, core::mem::take(&mut self.0)).map_err(|_| Fault::ProgramMalformed)?;
        let length = self.0.len().saturating_sub(start);
        Ok(Range { offset: number(start)?, length: number(length)? })
    }

    /// Writes the program: header, directory, sections. Ranges in `directory` are as `add` returned them.
    ///
    /// # Errors
    /// `ProgramMalformed` when it is too large to be addressed.
    pub fn finish(self, mut directory: Directory) -> Result<Vec<u8>, Fault> {
        // Offsets are written as variable-length numbers, so moving them can lengthen the directory: settle it first.
        let relative = directory.clone();
        let mut length = 0_usize;
        let mut head = Vec::new();
        for _ in 0..8 {
            directory = relative.clone();
            let base = number(HEADER_BYTES.saturating_add(length))?;
            directory.ranges_mut().for_each(|range| range.offset = range.offset.saturating_add(base));
            head = postcard::to_allocvec(&directory).map_err(|_| Fault::ProgramMalformed)?;
            if head.len() == length {
                break;
            }
            length = head.len();
        }
        let mut content = number(head.len())?.to_le_bytes().to_vec();
        content.extend(head);
        content.extend(self.0);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(Digest::of(&[&content]).bytes());
        bytes.extend(content);
        Ok(bytes)
    }
}

impl Directory {
    fn ranges_mut(&mut self) -> impl Iterator<Item = &mut Range> {
        let journeys = self.journeys.iter_mut().map(|journey| &mut journey.range);
        let texts = self.texts.iter_mut().map(|text| &mut text.range);
        let markets = self.markets.iter_mut().map(|(_, range)| range);
        journeys.chain(texts).chain(markets).chain([&mut self.segments, &mut self.regions])
    }
}

fn header(bytes: &[u8]) -> Result<(Digest, usize), Fault> {
    let Some((head, _)) = bytes.split_first_chunk::<HEADER_BYTES>() else { return Err(Fault::ProgramMalformed) };
    let [m0, m1, m2, m3, hash @ .., a, b, c, d] = *head;
    if [m0, m1, m2, m3] != MAGIC {
        return Err(if [m0, m1, m2] == *b"CSP" { Fault::ProgramTooNew } else { Fault::ProgramMalformed });
    }
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| Fault::ProgramMalformed)?;
    Ok((Digest::from_bytes(hash), length))
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(Fault::ProgramMalformed),
    }
}

fn number(size: usize) -> Result<u32, Fault> {
    u32::try_from(size).map_err(|_| Fault::ProgramMalformed)
}
