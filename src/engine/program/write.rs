//! Writes a program: header, directory, tables, sections. What a step reads together lies together.

use super::directory::{CountryPlace, Directory, EntryPlace, Pause, Range, Settings};
use super::{HEADER_BYTES, MAGIC, Segment, short_name, table};
use crate::condition::packed;
use crate::engine::fault::Fault;
use crate::gate::market::{Market, WayOut};
use crate::gate::region::resolve::Regions;
use crate::id::{Digest, Name};
use crate::journey::definition::{Entry, Journey};
use crate::template::Template;
use alloc::vec::Vec;
use serde::Serialize;

/// All that goes into a program.
pub struct Content<'a> {
    /// Settings of the whole store.
    pub settings: &'a Settings,
    /// Journeys in order of precedence.
    pub journeys: Vec<&'a Journey>,
    /// Segments; one asks only about those before it.
    pub segments: &'a [Segment],
    /// Markets, one for each country.
    pub markets: Vec<&'a Market>,
    /// Rules of law and carriers, and time zones, of their countries.
    pub regions: &'a Regions,
    /// Texts.
    pub texts: Vec<Text<'a>>,
    /// Journeys that are paused, or were.
    pub pauses: Vec<Pause>,
}

/// A text with its place.
pub struct Text<'a> {
    /// The journey; nothing for questions, answers and confirmations.
    pub journey: Option<&'a Name>,
    /// Key of the language (`de`, `de-du`, `en-GB`).
    pub language: &'a str,
    /// The way out it has.
    pub way_out: WayOut,
    /// Its name.
    pub name: Name,
    /// The text.
    pub template: Template,
}

/// Writes the program under `epoch`.
///
/// # Errors
/// `ProgramMalformed` when it is too large to be addressed.
pub fn write(content: &Content<'_>, epoch: u32) -> Result<Vec<u8>, Fault> {
    let mut languages: Vec<&str> = content.texts.iter().map(|text| text.language).collect();
    languages.sort_unstable();
    languages.dedup();
    let (ends, text) = texts(content, &languages).ok_or(Fault::ProgramMalformed)?;
    let mut sections = Sections::default();
    // The table of journeys says where each lies, and is before them: room first, rows when that is known.
    let rows = journeys(content, |_| Ok(Range::default()))?;
    let journeys_at = sections.add(&rows)?;
    let texts_at = sections.add(&ends)?;
    let audience = sections.add(&audience(content.segments).ok_or(Fault::ProgramMalformed)?)?;
    let rows = journeys(content, |journey| sections.write(journey))?;
    sections.fill(&rows);
    let mut countries = Vec::new();
    for market in &content.markets {
        let place = sections.write(*market)?;
        let own = content.regions.of_country(&market.country);
        let regions = if own.rules().is_empty() { Range::default() } else { sections.write(&own)? };
        let (country, language) = (market.country.clone(), market.language.clone());
        countries.push(CountryPlace { country, language, market: place, regions });
    }
    let directory = Directory {
        epoch,
        settings: content.settings.clone(),
        pauses: content.pauses.clone(),
        countries,
        languages: languages.join(" ").into(),
        journeys: journeys_at,
        texts: texts_at,
        text: sections.add(&text)?,
        audience,
        segments: sections.write(content.segments)?,
        areas: sections.add(content.regions.areas())?,
        regions: sections.write(content.regions)?,
    };
    finish(&directory, &sections)
}

fn finish(directory: &Directory, sections: &Sections) -> Result<Vec<u8>, Fault> {
    let head = postcard::to_allocvec(directory).map_err(|_| Fault::ProgramMalformed)?;
    let mut content = number(head.len())?.to_le_bytes().to_vec();
    content.extend(head);
    content.extend(&sections.0);
    number(content.len().saturating_add(HEADER_BYTES))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend(Digest::of(&[&content]).bytes());
    bytes.extend(content);
    Ok(bytes)
}

/// Returns the table of journeys, each where `place` puts it.
fn journeys(content: &Content<'_>, mut place: impl FnMut(&Journey) -> Result<Range, Fault>) -> Result<Vec<u8>, Fault> {
    let mut rows = Vec::new();
    for journey in &content.journeys {
        let entry = match &journey.entry {
            Entry::Cart => EntryPlace::Cart,
            Entry::Order => EntryPlace::Order,
            Entry::Segment(name) => {
                EntryPlace::Segment(content.segments.iter().position(|segment| segment.name == *name))
            }
        };
        table::add_journey(&mut rows, &journey.name, entry, place(journey)?).ok_or(Fault::ProgramMalformed)?;
    }
    Ok(rows)
}

/// Returns the table of texts and the texts.
fn texts(content: &Content<'_>, languages: &[&str]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut ends, mut all) = (Vec::new(), Vec::new());
    let owners = content.journeys.iter().map(|journey| Some(&journey.name)).chain([None]);
    for journey in owners {
        for language in languages {
            let own = content.texts.iter().filter(|text| text.journey == journey && text.language == *language);
            for text in own {
                let template = postcard::to_allocvec(&text.template).ok()?;
                table::add_text(&mut all, text.way_out, &text.name, &template)?;
            }
            ends.extend(u32::try_from(all.len()).ok()?.to_le_bytes());
        }
    }
    Some((ends, all))
}

fn audience(segments: &[Segment]) -> Option<Vec<u8>> {
    let conditions = packed::pack(segments.iter().map(|segment| (&segment.name, &segment.condition)))?;
    table::audience(segments.iter().map(|segment| (&segment.name, short_name(&segment.name))), &conditions)
}

/// Sections one after the other.
#[derive(Default)]
struct Sections(Vec<u8>);

impl Sections {
    fn add(&mut self, bytes: &[u8]) -> Result<Range, Fault> {
        let offset = number(self.0.len())?;
        self.0.extend_from_slice(bytes);
        Ok(Range { offset, length: number(bytes.len())? })
    }

    fn write<T: Serialize + ?Sized>(&mut self, section: &T) -> Result<Range, Fault> {
        self.add(&postcard::to_allocvec(section).map_err(|_| Fault::ProgramMalformed)?)
    }

    /// Writes over the first section.
    fn fill(&mut self, bytes: &[u8]) {
        if let Some(room) = self.0.get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
        }
    }
}

fn number(size: usize) -> Result<u32, Fault> {
    u32::try_from(size).map_err(|_| Fault::ProgramMalformed)
}
