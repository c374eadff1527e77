//! The program: one store's compiled settings, journeys, segments, texts and rules, in sections addressed by offset.
//!
//! Layout: `CSP3`, the hash of all that follows it (16 bytes), length of the directory (u32), directory, tables,
//! sections. A host with dear memory hands in the head (all up to the first text) and the sections a step needs; the
//! rest stays where it is. A section is decoded when it is first needed, and once; a table is read where it lies.

mod directory;
mod table;
mod write;

use crate::condition::ast::Condition;
use crate::engine::fault::Fault;
use crate::fact::contact::Number;
use crate::gate::market::{Market, WayOut};
use crate::gate::region::area::{Areas, is_told_by_area};
use crate::gate::region::resolve::Regions;
use crate::id::{Digest, Name};
use crate::journey::definition::Journey;
use crate::template::Template;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::OnceCell;
pub use directory::{Budget, Cap, CountryPlace, Directory, EntryPlace, JourneyPlace, Pause, Range, Settings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
pub use table::Audience;
pub use write::{Content, Text, write};

/// Format written; a program is compiled anew by every release, so only equality counts.
const MAGIC: [u8; 4] = *b"CSP3";
const HEADER_BYTES: usize = 24;

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
    /// Where the first section begins.
    base: u32,
    /// Bytes, whole or in part: pieces by offset.
    pieces: Vec<(u32, Vec<u8>)>,
    segments: Section<Vec<Segment>>,
    journeys: Vec<Section<Journey>>,
    markets: Vec<Section<Market>>,
    country_regions: Vec<Section<Regions>>,
    regions: Section<Regions>,
}

/// A section, once it is decoded.
type Section<T> = OnceCell<Box<T>>;

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

    /// Opens a program of which only some pieces are at hand; the first must hold the head.
    ///
    /// # Errors
    /// As `open`; the hash is not checked here, since the whole is not at hand.
    pub fn open_parts(pieces: Vec<(u32, Vec<u8>)>) -> Result<Self, Fault> {
        let (_, head) = pieces.iter().find(|(offset, _)| *offset == 0).ok_or(Fault::ProgramMalformed)?;
        let (hash, length) = header(head)?;
        let end = HEADER_BYTES.saturating_add(length);
        let directory: Directory = decode(head.get(HEADER_BYTES..end).ok_or(Fault::ProgramMalformed)?)?;
        let mut program = Self {
            hash,
            base: u32::try_from(end).map_err(|_| Fault::ProgramMalformed)?,
            pieces,
            segments: OnceCell::new(),
            journeys: Vec::new(),
            markets: unread(directory.countries.len()),
            country_regions: unread(directory.countries.len()),
            regions: OnceCell::new(),
            directory,
        };
        let journeys = table::journeys(program.bytes(program.directory.journeys)?).count();
        program.journeys = unread(journeys);
        Ok(program)
    }

    /// Takes in further pieces.
    pub fn add(&mut self, pieces: Vec<(u32, Vec<u8>)>) {
        self.pieces.extend(pieces);
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

    /// Returns where a range of the directory lies in the program's bytes.
    pub const fn place(&self, range: Range) -> Range {
        range.behind(self.base)
    }

    /// Returns where the head lies, all up to the first text: what ordinary steps need, so that they ask for no more.
    pub const fn head(&self) -> Range {
        Range { offset: 0, length: self.place(self.directory.text).offset }
    }

    /// Returns all segments as they were written.
    ///
    /// # Errors
    /// `ProgramPartMissing`, `ProgramMalformed`, as all that follow.
    pub fn segments(&self) -> Result<&[Segment], Fault> {
        self.section(Some(&self.segments), self.directory.segments).map(Vec::as_slice)
    }

    /// Returns all segments as steps answer them.
    ///
    /// # Errors
    /// See `segments`.
    pub fn audience(&self) -> Result<Audience<'_>, Fault> {
        Audience::read(self.bytes(self.directory.audience)?).ok_or(Fault::ProgramMalformed)
    }

    /// Returns the places of all journeys, in order of precedence.
    pub fn journeys(&self) -> impl Iterator<Item = JourneyPlace<'_>> {
        // INVARIANT: `open_parts` found the table in the head.
        table::journeys(self.bytes(self.directory.journeys).unwrap_or_default())
    }

    /// Returns a journey by its place.
    ///
    /// # Errors
    /// See `segments`.
    pub fn journey(&self, place: usize) -> Result<&Journey, Fault> {
        let cell = self.journeys.get(place);
        if let Some(known) = cell.and_then(OnceCell::get) {
            return Ok(known);
        }
        let range = self.journeys().nth(place).map(|journey| journey.range).ok_or(Fault::ProgramMalformed)?;
        self.section(cell, range)
    }

    /// Returns the place of a journey.
    pub fn journey_place(&self, name: &Name) -> Option<usize> {
        self.journeys().position(|journey| journey.is(name))
    }

    /// Returns whether a journey sends nothing now.
    pub fn is_paused(&self, journey: &Name) -> bool {
        self.pause(journey).is_some_and(|pause| pause.over_since.is_none())
    }

    /// Returns whether a journey is paused, or was since somebody was last settled under a program of this epoch.
    pub fn was_paused(&self, journey: &Name, settled: u32) -> bool {
        self.pause(journey).is_some_and(|pause| pause.over_since.is_none_or(|epoch| settled < epoch))
    }

    fn pause(&self, journey: &Name) -> Option<&Pause> {
        self.directory.pauses.iter().find(|pause| pause.journey == *journey)
    }

    /// Returns where the texts of a journey in a language lie; an empty range where there are none.
    ///
    /// # Errors
    /// See `segments`.
    pub fn texts(&self, journey: Option<usize>, language: &str) -> Result<Range, Fault> {
        let languages = || self.directory.languages.split(' ');
        let Some(column) = languages().position(|known| known == language) else { return Ok(Range::default()) };
        let row = journey.unwrap_or(self.journeys.len());
        let cell = row.saturating_mul(languages().count()).saturating_add(column);
        let found = table::texts(self.bytes(self.directory.texts)?, cell).ok_or(Fault::ProgramMalformed)?;
        Ok(found.behind(self.directory.text.offset))
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
    ) -> Result<Option<Template>, Fault> {
        let place = journey.and_then(|journey| self.journey_place(journey));
        if journey.is_some() != place.is_some() {
            return Ok(None);
        }
        let mut texts = table::templates(self.bytes(self.texts(place, language)?)?, way_out, name);
        texts.find(|(wanted, _)| *wanted).map(|(_, template)| decode(template)).transpose()
    }

    /// Returns the market of a country, if the store sells there.
    ///
    /// # Errors
    /// See `segments`.
    pub fn market(&self, country: &str) -> Result<Option<&Market>, Fault> {
        let mut places = self.directory.countries.iter().zip(&self.markets);
        let Some((place, cell)) = places.find(|(known, _)| &*known.country == country) else { return Ok(None) };
        self.section(Some(cell), place.market).map(Some)
    }

    /// Returns the rules of law and carriers of a country, if there are any; without a country those of all.
    ///
    /// # Errors
    /// See `segments`.
    pub fn regions(&self, country: Option<&str>) -> Result<Option<&Regions>, Fault> {
        let Some(country) = country else {
            return self.section(Some(&self.regions), self.directory.regions).map(Some);
        };
        let mut places = self.directory.countries.iter().zip(&self.country_regions);
        match places.find(|(known, _)| known.country.eq_ignore_ascii_case(country)) {
            Some((place, cell)) if place.regions.length > 0 => self.section(Some(cell), place.regions).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// Returns the area codes by which the number's country is told; empty where they tell nothing of it.
    ///
    /// # Errors
    /// See `segments`.
    pub fn areas(&self, number: &Number) -> Result<Areas<'_>, Fault> {
        if is_told_by_area(number) { self.bytes(self.directory.areas).map(Areas::new) } else { Ok(Areas::default()) }
    }

    /// Decodes all that a step may need: after this no step can fail for the program's sake.
    ///
    /// # Errors
    /// See `segments`.
    pub fn decode_all(&self) -> Result<(), Fault> {
        self.audience()?;
        self.bytes(self.directory.areas)?;
        self.regions(None)?;
        (0..self.journeys.len()).try_for_each(|place| self.journey(place).map(drop))?;
        for place in &self.directory.countries {
            self.market(&place.country)?;
            self.regions(Some(&place.country))?;
        }
        let mut texts = table::templates(self.bytes(self.directory.text)?, WayOut::StopWord, "");
        texts.try_for_each(|(_, template)| decode::<Template>(template).map(drop))
    }

    fn section<'a, T: DeserializeOwned>(&self, cell: Option<&'a Section<T>>, range: Range) -> Result<&'a T, Fault> {
        let cell = cell.ok_or(Fault::ProgramMalformed)?;
        if let Some(known) = cell.get() {
            return Ok(known);
        }
        let value = Box::new(decode(self.bytes(range)?)?);
        Ok(cell.get_or_init(|| value))
    }

    fn bytes(&self, range: Range) -> Result<&[u8], Fault> {
        let Range { offset, length } = self.place(range);
        if length == 0 {
            return Ok(&[]);
        }
        let found = self.pieces.iter().find_map(|(start, bytes)| {
            let start = usize::try_from(offset.checked_sub(*start)?).ok()?;
            bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?)
        });
        found.ok_or(Fault::ProgramPartMissing { offset, length })
    }
}

fn unread<T>(count: usize) -> Vec<Section<T>> {
    core::iter::repeat_with(OnceCell::new).take(count).collect()
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
