//! The shapes of the region files: one row for each rule of a law, a carrier or a market's defaults.

use crate::fact::event::ConsentBasis;
use crate::gate::quiet_hours::Week;
use crate::time::calendar::Day;
use crate::time::holiday::HolidayRule;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// One rule of a country or of one of its states, with its evidence.
///
/// What is missing is not ruled by this row; all rows that apply hold together, so a row can only tighten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionRow {
    /// Stable name, shown in traces (`US-FL`).
    pub id: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// State, the part of ISO 3166-2 behind the hyphen (`FL`); none for the whole country.
    #[serde(default)]
    pub region: Option<String>,
    /// Who made the rule.
    pub origin: Origin,
    /// When the row applies.
    #[serde(default)]
    pub applies: Applies,
    /// Whether an owner can't loosen it.
    pub locked: bool,
    /// When texts may go, by the recipient's wall clock.
    #[serde(default)]
    pub hours: Option<Week>,
    /// The calendar, by id, on whose holidays no text may go.
    #[serde(default)]
    pub closed_on_holidays_of: Option<String>,
    /// A zone, IANA, by whose wall clock the hours must be open as well.
    #[serde(default)]
    pub also_in_zone: Option<String>,
    /// How many texts may go.
    #[serde(default)]
    pub caps: Vec<Cap>,
    /// The weakest ground on which a text about a cart may go.
    #[serde(default)]
    pub basis: Option<ConsentBasis>,
    /// Whether the number's owner must confirm by text first.
    #[serde(default)]
    pub confirmation: bool,
    /// Hours after the event beyond which no text may go.
    #[serde(default)]
    pub max_hours_after_event: Option<u16>,
    /// How a withdrawal must be taken.
    #[serde(default)]
    pub revocation: Option<Revocation>,
    /// What every text must have.
    #[serde(default)]
    pub in_text: Vec<InText>,
    /// Where the rule was read.
    pub source: String,
    /// The day it was read.
    pub read: Day,
    /// How far the source is to be trusted.
    pub confidence: Confidence,
    /// The day by which a person reads it again.
    pub next_review: Day,
    /// What a reader should know that the fields can't say.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who made a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A law or a regulator.
    Law,
    /// The carriers or their association.
    Carrier,
    /// Cartsignal: what an owner meets in this market unless he chooses otherwise.
    Default,
}

/// When a row applies to somebody in its country or state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// Always.
    #[default]
    Always,
    /// Only as long as neither address, browser nor number tells the zone.
    ZoneUnknown,
}

/// A limit to the number of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// How many texts.
    pub texts: u8,
    /// Within how many hours back from the text; none for ever.
    #[serde(default)]
    pub hours: Option<u16>,
    /// Counted over what.
    pub per: Per,
    /// The most an owner may raise an unlocked one to.
    #[serde(default)]
    pub owner_may: Option<u8>,
}

/// What texts are counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// One subject matter: one seller and purpose.
    Subject,
    /// One cart left behind.
    Abandonment,
    /// All marketing texts to the recipient.
    Any,
}

/// How a withdrawal of consent must be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Words that are a withdrawal by themselves, in lower case.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether any other wording a reasonable person understands counts too.
    #[serde(default)]
    pub any_wording: bool,
    /// Business days within which it must be honoured.
    #[serde(default)]
    pub within_business_days: Option<u8>,
    /// Texts without marketing that may confirm it.
    #[serde(default)]
    pub confirmation_texts: Option<u8>,
    /// Minutes within which that text best goes.
    #[serde(default)]
    pub confirm_within_minutes: Option<u8>,
    /// Years for which it must be remembered.
    #[serde(default)]
    pub years: Option<u8>,
}

/// What a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InText {
    /// Who sends it.
    SenderName,
    /// A way out that works.
    OptOut,
    /// A way out that costs no more than the base tariff.
    BaseTariffOptOut,
    /// A way out that is free.
    FreeOptOut,
    /// That replies are not read, where they are not.
    NoRepliesNotice,
}

/// How far a source is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Confidence {
    /// One vendor's page, or sources that disagree.
    #[serde(rename = "L")]
    Low,
    /// One law firm's or regulator's page, or several vendors.
    #[serde(rename = "M")]
    Medium,
    /// Primary text, or several independent sources that agree.
    #[serde(rename = "H")]
    High,
}

/// The public holidays of one country or part of it (`holidays.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HolidayCalendar {
    /// Stable name, which rows refer to.
    pub id: String,
    /// Where it was read.
    pub source: String,
    /// The day it was read.
    pub read: Day,
    /// The holidays, in the order of the year.
    pub days: Vec<NamedHoliday>,
    /// What a reader should know that the fields can't say.
    #[serde(default)]
    pub note: Option<String>,
}

/// A holiday with its name in the country's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedHoliday {
    /// Its name.
    pub name: String,
    /// When it is.
    pub rule: HolidayRule,
}

/// The zones people of a country are in (`zones.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountryZones {
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Where it was read.
    pub source: String,
    /// The day it was read.
    pub read: Day,
    /// Candidate zones, IANA, of somebody of whom only the country is known.
    pub zones: Vec<String>,
    /// Further names by which a browser there says its zone.
    #[serde(default)]
    pub browser_zones: Vec<String>,
    /// Candidate zones of each state.
    #[serde(default)]
    pub states: BTreeMap<String, Vec<String>>,
    /// What a reader should know that the fields can't say.
    #[serde(default)]
    pub note: Option<String>,
}

/// Area codes of the North American numbering plan, +1 (`area_codes.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaCodes {
    /// Where they were read.
    pub source: String,
    /// The day they were read.
    pub read: Day,
    /// Area codes by state or territory of the United States.
    pub states: BTreeMap<String, Vec<String>>,
    /// Area codes by country, ISO 3166-1 alpha-2, where +1 is not the United States.
    pub elsewhere: BTreeMap<String, Vec<String>>,
}
