//! What every step needs of a program, and where the rest lies.

use crate::bucket::Bucketing;
pub use crate::gate::market::Cap;
use crate::id::Name;
use crate::money::{Currency, Micros};
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Where bytes lie, counted from the first section in a directory, from the first byte in all that leaves the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// Where they begin.
    pub offset: u32,
    /// How many.
    pub length: u32,
}

impl Range {
    /// Returns where it ends.
    pub const fn end(self) -> u32 {
        self.offset.saturating_add(self.length)
    }

    /// Returns the range as it lies behind `base` bytes.
    pub const fn behind(self, base: u32) -> Self {
        Self { offset: self.offset.saturating_add(base), length: self.length }
    }
}

/// What every step needs, and where the rest lies. The two tables are part of the head: read where they lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// Rises with each program of a store that settles shoppers differently.
    pub epoch: u32,
    /// Settings of the whole store.
    pub settings: Settings,
    /// Journeys that are paused, or were.
    pub pauses: Vec<Pause>,
    /// Countries sold to.
    pub countries: Vec<CountryPlace>,
    /// Keys of the languages that texts are in, with blanks between them.
    pub languages: Box<str>,
    /// Table of journeys (`table`).
    pub journeys: Range,
    /// Table of texts (`table`).
    pub texts: Range,
    /// The texts themselves.
    pub text: Range,
    /// Segments as steps answer them.
    pub audience: Range,
    /// Segments as they were written, for explaining and comparing.
    pub segments: Range,
    /// Area codes of +1; empty where the store does not sell to the United States.
    pub areas: Range,
    /// Rules of law and carriers, and time zones, of all markets together.
    pub regions: Range,
}

/// A journey that is paused, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The journey.
    pub journey: Name,
    /// The first epoch under which it goes on; nothing while it is paused.
    pub over_since: Option<u32>,
}

/// A country's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryPlace {
    /// ISO 3166-1 alpha-2.
    pub country: Box<str>,
    /// Key of the language that its texts are in where there is none in the shopper's own.
    pub language: Box<str>,
    /// The market.
    pub market: Range,
    /// Its own rules of law and carriers, and time zones.
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

/// What starts a journey, with its segment by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPlace {
    /// A cart.
    Cart,
    /// An order.
    Order,
    /// The segment at this place; nothing where the program has no such segment.
    Segment(Option<usize>),
}

/// A journey's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JourneyPlace<'a> {
    /// Its place among the journeys, in order of precedence.
    pub place: usize,
    /// What starts it.
    pub entry: EntryPlace,
    /// Where it lies.
    pub range: Range,
    /// Its name's bytes.
    pub(super) name: &'a [u8],
}

impl JourneyPlace<'_> {
    /// Returns whether it is the journey of this name.
    pub fn is(&self, name: &Name) -> bool {
        self.name == name.as_str().as_bytes()
    }

    /// Returns its name.
    pub fn name(&self) -> Option<Name> {
        Name::parse(core::str::from_utf8(self.name).ok()?)
    }
}
