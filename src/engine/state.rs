//! The two states and their bytes: a header, then sections with a tag and a length; an unknown one is kept as it is.

use crate::engine::fault::Fault;
use crate::engine::shed;
use crate::fact::recipient::{Reach, RecipientFacts};
use crate::fact::shopper::ShopperFacts;
use crate::fact::stamp::Stamps;
use crate::gate::log::Log;
use crate::gate::receipts::Receipts;
use crate::id::{RecipientKey, ShopperKey};
use crate::journey::progress::Position;
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The format written, and the oldest one whose reader understands what is written.
const FORMAT: u16 = 1;
const OLDEST_READER: u16 = 1;

/// No state is larger. Chosen: 16 KB, design.md.
pub const MAX_STATE_BYTES: usize = 16 * 1024;

/// A section this reader does not know.
pub(super) type Unknown = Vec<(u8, Vec<u8>)>;

/// What one visitor or customer did, and where their journeys stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shopper {
    /// Whose state this is.
    pub key: ShopperKey,
    /// Earliest input.
    pub first_at: Timestamp,
    /// Facts.
    pub facts: ShopperFacts,
    /// Places in journeys.
    pub positions: Vec<Position>,
    /// Carts left.
    pub abandoned: Stamps,
    /// Segments the shopper is in, short names, sorted.
    pub segments: Vec<u32>,
    /// Epoch of the program this shopper was settled under.
    pub epoch: u32,
    unknown: Unknown,
}

/// What one phone may be sent, was sent and bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Whose state this is.
    pub key: RecipientKey,
    /// Earliest input.
    pub first_at: Timestamp,
    /// Facts.
    pub facts: RecipientFacts,
    /// Texts, coupons, credits.
    pub log: Log,
    /// The question put to the number's owner that waits for an answer: until when.
    pub asking_until: Option<Timestamp>,
    /// How far texts came.
    pub receipts: Receipts,
    unknown: Unknown,
}

/// Tags of sections. A tag is never used again for something else.
mod tag {
    pub(super) const IDENTITY: u8 = 1;
    pub(super) const POINTING: u8 = 2;
    pub(super) const BROWSING: u8 = 3;
    pub(super) const CARTS: u8 = 4;
    pub(super) const ORDERS: u8 = 5;
    pub(super) const POSITIONS: u8 = 6;
    pub(super) const ABANDONED: u8 = 7;
    pub(super) const SETTLED: u8 = 8;
    pub(super) const CONSENTS: u8 = 20;
    pub(super) const PURCHASES: u8 = 21;
    pub(super) const LOG: u8 = 22;
    pub(super) const ASKING: u8 = 23;
    pub(super) const REACH: u8 = 24;
    pub(super) const ANSWERED: u8 = 25;
    pub(super) const RECEIPTS: u8 = 26;
    #[cfg(feature = "next_format")]
    pub(super) const NEXT: u8 = 200;
}

impl Shopper {
    /// Returns the state of a shopper never seen before.
    pub fn new(key: ShopperKey, at: Timestamp) -> Self {
        Self {
            key,
            first_at: at,
            facts: ShopperFacts::default(),
            positions: Vec::new(),
            abandoned: Stamps::default(),
            segments: Vec::new(),
            epoch: 0,
            unknown: Vec::new(),
        }
    }

    /// Reads a state.
    ///
    /// # Errors
    /// `StateMalformed`, `StateTooNew`, `StateTooLarge`; `StateOfAnother` when it is not `key`'s.
    pub fn read(bytes: &[u8], key: &ShopperKey) -> Result<Self, Fault> {
        let mut state: Option<Self> = None;
        for section in sections(bytes)? {
            let (tag, body) = section?;
            if tag == tag::IDENTITY {
                let (known, first_at): (ShopperKey, Timestamp) = unpack(body)?;
                state = (known == *key).then(|| Self::new(known, first_at));
                if state.is_none() {
                    return Err(Fault::StateOfAnother);
                }
                continue;
            }
            let state = state.as_mut().ok_or(Fault::StateMalformed)?;
            match tag {
                tag::POINTING => (state.facts.pointing, state.facts.visits) = unpack(body)?,
                tag::BROWSING => state.facts.browsing = unpack(body)?,
                tag::CARTS => state.facts.carts = unpack(body)?,
                tag::ORDERS => state.facts.orders = unpack(body)?,
                tag::POSITIONS => state.positions = unpack(body)?,
                tag::ABANDONED => state.abandoned = unpack(body)?,
                tag::SETTLED => (state.epoch, state.segments) = unpack(body)?,
                _ => state.unknown.push((tag, body.to_vec())),
            }
        }
        state.ok_or(Fault::StateMalformed)
    }

    /// Writes the state; of one that would be too large, without what `shed` lets go of first.
    ///
    /// # Errors
    /// `StateTooLarge` when that does not help, which the bounds of its parts rule out.
    pub fn write(&self) -> Result<Vec<u8>, Fault> {
        let mut written = self.write_whole();
        if written != Err(Fault::StateTooLarge) {
            return written;
        }
        let mut lean = self.clone();
        for stage in 0..shed::STAGES {
            shed::shed(&mut lean, stage);
            written = lean.write_whole();
            if written != Err(Fault::StateTooLarge) {
                break;
            }
        }
        written
    }

    fn write_whole(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = Writer::new();
        writer.section(tag::IDENTITY, &(&self.key, self.first_at))?;
        self.write_facts(&mut writer)?;
        if !self.positions.is_empty() {
            writer.section(tag::POSITIONS, &self.positions)?;
        }
        writer.section(tag::ABANDONED, &self.abandoned)?;
        writer.section(tag::SETTLED, &(self.epoch, &self.segments))?;
        writer.finish(&self.unknown)
    }

    /// Takes over the sections of another shopper that this reader does not know; of one tag's two the larger bytes.
    pub fn absorb_unknown(&mut self, other: &Self) {
        for (tag, body) in &other.unknown {
            match self.unknown.binary_search_by_key(tag, |(known, _)| *known) {
                Ok(place) => {
                    if let Some((_, known)) = self.unknown.get_mut(place)
                        && *known < *body
                    {
                        known.clone_from(body);
                    }
                }
                Err(place) => self.unknown.insert(place, (*tag, body.clone())),
            }
        }
    }

    /// Writes the facts alone: equal for equal facts, whatever the order they came in.
    ///
    /// # Errors
    /// `StateTooLarge`.
    pub fn facts_bytes(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = Writer::new();
        self.write_facts(&mut writer)?;
        writer.finish(&[])
    }

    fn write_facts(&self, writer: &mut Writer) -> Result<(), Fault> {
        let facts = &self.facts;
        writer.section(tag::POINTING, &(&facts.pointing, &facts.visits))?;
        writer.section(tag::BROWSING, &facts.browsing)?;
        writer.section(tag::CARTS, &facts.carts)?;
        writer.section(tag::ORDERS, &facts.orders)
    }
}

impl Recipient {
    /// Returns the state of a recipient never seen before.
    pub fn new(key: RecipientKey, at: Timestamp) -> Self {
        Self {
            key,
            first_at: at,
            facts: RecipientFacts::default(),
            log: Log::default(),
            asking_until: None,
            receipts: Receipts::default(),
            unknown: Vec::new(),
        }
    }

    /// Reads a state.
    ///
    /// # Errors
    /// `StateMalformed`, `StateTooNew`, `StateTooLarge`; `StateOfAnother` when it is not `key`'s.
    pub fn read(bytes: &[u8], key: &RecipientKey) -> Result<Self, Fault> {
        let mut state: Option<Self> = None;
        for section in sections(bytes)? {
            let (tag, body) = section?;
            if tag == tag::IDENTITY {
                let (known, first_at): (RecipientKey, Timestamp) = unpack(body)?;
                state = (known == *key).then(|| Self::new(known, first_at));
                if state.is_none() {
                    return Err(Fault::StateOfAnother);
                }
                continue;
            }
            let state = state.as_mut().ok_or(Fault::StateMalformed)?;
            match tag {
                tag::CONSENTS => state.facts.consents = unpack(body)?,
                // INVARIANT: behind the consents, which are read as a whole.
                tag::ANSWERED => state.facts.consents.answered = unpack(body)?,
                tag::REACH => state.facts.reach = unpack(body)?,
                tag::RECEIPTS => state.receipts = unpack(body)?,
                tag::PURCHASES => state.facts.purchases = unpack(body)?,
                tag::LOG => state.log = unpack(body)?,
                tag::ASKING => state.asking_until = unpack(body)?,
                _ => state.unknown.push((tag, body.to_vec())),
            }
        }
        state.ok_or(Fault::StateMalformed)
    }

    /// Writes the state.
    ///
    /// # Errors
    /// `StateTooLarge` beyond 16 KB.
    pub fn write(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = Writer::new();
        writer.section(tag::IDENTITY, &(&self.key, self.first_at))?;
        self.write_facts(&mut writer)?;
        writer.section(tag::LOG, &self.log)?;
        writer.section(tag::ASKING, &self.asking_until)?;
        if self.facts.consents.answered.is_some() {
            writer.section(tag::ANSWERED, &self.facts.consents.answered)?;
        }
        if self.receipts != Receipts::default() {
            writer.section(tag::RECEIPTS, &self.receipts)?;
        }
        writer.finish(&self.unknown)
    }

    /// Writes the facts alone: equal for equal facts, whatever the order they came in.
    ///
    /// # Errors
    /// `StateTooLarge`.
    pub fn facts_bytes(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = Writer::new();
        self.write_facts(&mut writer)?;
        writer.finish(&[])
    }

    fn write_facts(&self, writer: &mut Writer) -> Result<(), Fault> {
        writer.section(tag::CONSENTS, &self.facts.consents)?;
        writer.section(tag::PURCHASES, &self.facts.purchases)?;
        if self.facts.reach == Reach::default() { Ok(()) } else { writer.section(tag::REACH, &self.facts.reach) }
    }
}

/// Splits bytes into sections, after checking the header.
pub(super) fn sections(bytes: &[u8]) -> Result<impl Iterator<Item = Result<(u8, &[u8]), Fault>>, Fault> {
    if bytes.len() > MAX_STATE_BYTES {
        return Err(Fault::StateTooLarge);
    }
    let (header, mut rest) = bytes.split_first_chunk::<4>().ok_or(Fault::StateMalformed)?;
    let [_, _, low, high] = *header;
    let needs = u16::from_le_bytes([low, high]);
    if needs > FORMAT {
        return Err(Fault::StateTooNew { needs });
    }
    Ok(core::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let split = || {
            let ([tag, a, b, c], after) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_le_bytes([*a, *b, *c, 0])).ok()?;
            let (body, after) = after.split_at_checked(length)?;
            Some((*tag, body, after))
        };
        let Some((tag, body, after)) = split() else {
            rest = &[];
            return Some(Err(Fault::StateMalformed));
        };
        rest = after;
        Some(Ok((tag, body)))
    }))
}

pub(super) fn unpack<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(Fault::StateMalformed),
    }
}

/// Gathers sections.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn new() -> Self {
        let mut bytes = Vec::with_capacity(1_024);
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(OLDEST_READER.to_le_bytes());
        Self(bytes)
    }

    pub(super) fn section<T: Serialize>(&mut self, tag: u8, body: &T) -> Result<(), Fault> {
        let start = self.0.len();
        self.0.extend([tag, 0, 0, 0]);
        let bytes = core::mem::take(&mut self.0);
        self.0 = postcard::to_extend(body, bytes).map_err(|_| Fault::StateTooLarge)?;
        self.close(start)
    }

    /// Writes the length of the section begun at `start`.
    fn close(&mut self, start: usize) -> Result<(), Fault> {
        let body = start.saturating_add(4);
        let length = u32::try_from(self.0.len().saturating_sub(body)).map_err(|_| Fault::StateTooLarge)?;
        let [a, b, c, 0] = length.to_le_bytes() else { return Err(Fault::StateTooLarge) };
        if let Some(place) = self.0.get_mut(start.saturating_add(1)..body) {
            place.copy_from_slice(&[a, b, c]);
        }
        Ok(())
    }

    pub(super) fn finish(mut self, unknown: &[(u8, Vec<u8>)]) -> Result<Vec<u8>, Fault> {
        for (tag, body) in unknown {
            let start = self.0.len();
            self.0.extend([*tag, 0, 0, 0]);
            self.0.extend(body);
            self.close(start)?;
        }
        #[cfg(feature = "next_format")]
        if !unknown.iter().any(|(known, _)| *known == tag::NEXT) {
            self.section(tag::NEXT, &"a section of the next release")?;
        }
        if self.0.len() > MAX_STATE_BYTES { Err(Fault::StateTooLarge) } else { Ok(self.0) }
    }
}
