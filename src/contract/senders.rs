//! The table of senders: which kind may text where, what it can do and what it takes to get one, each row with sources.
//!
//! A kind that a country has no row for is as unknown as one whose row says so.

pub mod id;

use crate::preset;
use crate::template::WayOut;
use crate::time::calendar::Day;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a text can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    /// A toll-free number of +1.
    TollFree,
    /// Any other number of +1.
    #[serde(rename = "long_code_10dlc")]
    LongCode10dlc,
    /// A short code.
    ShortCode,
    /// A number of any other country.
    LongNumber,
    /// A name.
    Alphanumeric,
}

/// Whether networks take a kind of sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// As it is.
    Yes,
    /// Not at all, or not for marketing.
    No,
    /// Once it is registered.
    WithRegistration,
    /// No source says, or sources differ.
    Unknown,
}

/// How far a row is to be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Confidence {
    /// Primary text, or several independent sources that agree.
    #[serde(rename = "H")]
    High,
    /// One good page, or several vendors.
    #[serde(rename = "M")]
    Medium,
    /// One vendor, or disagreement.
    #[serde(rename = "L")]
    Low,
}

/// One kind of sender in one country.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SenderRow {
    /// Where the text goes: ISO 3166-1 alpha-2.
    pub country: String,
    /// What it comes from.
    pub kind: SenderKind,
    /// Whether networks take it.
    pub allowed: Allowed,
    /// Whether it can receive answers; absent where unknown.
    pub two_way: Option<bool>,
    /// Ways out that can work with it.
    pub ways_out: Vec<WayOut>,
    /// Whether carriers ask for an answer to HELP that names a contact.
    #[serde(default)]
    pub help: bool,
    /// What a name has to be like.
    #[serde(default)]
    pub name: NameRule,
    /// How its numbers begin, where those of other countries are blocked.
    #[serde(default)]
    pub home: Option<String>,
    /// Where it is registered, where a public register exists.
    #[serde(default)]
    pub registry: Option<Registry>,
    /// Texts per minute to begin with: chosen, no more than the sources allow; absent where unknown.
    #[serde(default)]
    pub per_minute: Option<u32>,
    /// How long it takes to get one.
    #[serde(default)]
    pub takes: Option<String>,
    /// What else is worth knowing.
    pub rules: Vec<String>,
    /// Where it was read.
    pub sources: Vec<String>,
    /// The day it was read.
    pub read: Day,
    /// How far it is to be relied on.
    pub confidence: Confidence,
}

/// What networks ask of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NameRule {
    /// Fewest characters.
    pub min_chars: usize,
    /// Whether only letters and digits are taken.
    pub plain: bool,
    /// Whether names that could be anybody's are blocked.
    pub no_generic: bool,
}

/// A public register of senders.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Its name.
    pub name: String,
    /// Where it is, or where it is described.
    pub url: String,
    /// Since when senders outside it are marked or blocked.
    pub since: Day,
}

/// All rows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderTable {
    /// Names that could be anybody's, in capitals.
    pub generic_names: Vec<String>,
    /// By country.
    pub rows: Vec<SenderRow>,
}

/// Asks for rows of the table of senders.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendersRequest {
    /// Of one country; of all without it.
    #[serde(default)]
    pub country: Option<String>,
}

/// Rows of the table of senders.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendersAnswer {
    /// What is known; a kind without a row is unknown.
    pub senders: Vec<SenderRow>,
}

/// Returns the rows of one country, or of all; none for a country of which nothing is known.
pub fn senders(country: Option<&str>) -> SendersAnswer {
    let rows = SenderTable::read().rows.into_iter();
    SendersAnswer { senders: rows.filter(|row| country.is_none_or(|country| row.country == country)).collect() }
}

impl SenderTable {
    /// Returns the table that ships with this core; a table that can't be read knows nothing.
    pub fn read() -> Self {
        serde_json::from_str(preset::SENDERS).unwrap_or_default()
    }

    /// Returns what is known of a kind of sender in a country.
    pub fn row(&self, country: &str, kind: SenderKind) -> Option<&SenderRow> {
        self.of(country).find(|row| row.kind == kind)
    }

    /// Returns what is known of a country.
    pub fn of(&self, country: &str) -> impl Iterator<Item = &SenderRow> {
        self.rows.iter().filter(move |row| row.country == country)
    }

    /// Returns the kinds that networks of a country take, registered or not.
    pub fn taken(&self, country: &str) -> Vec<SenderKind> {
        self.of(country).filter(|row| row.allowed.at_all()).map(|row| row.kind).collect()
    }

    /// Tells whether every sender must be registered there, whatever its kind.
    pub fn registers(&self, country: &str) -> bool {
        let mut taken = self.of(country).filter(|row| row.allowed.at_all()).peekable();
        taken.peek().is_some() && taken.all(|row| row.allowed == Allowed::WithRegistration)
    }

    /// Tells whether a name could be anybody's.
    pub fn is_generic(&self, name: &str) -> bool {
        self.generic_names.iter().any(|generic| generic.eq_ignore_ascii_case(name))
    }
}

impl SenderKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::TollFree, Self::LongCode10dlc, Self::ShortCode, Self::LongNumber, Self::Alphanumeric];

    /// Returns the word for the kind in configuration.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TollFree => "toll_free",
            Self::LongCode10dlc => "long_code_10dlc",
            Self::ShortCode => "short_code",
            Self::LongNumber => "long_number",
            Self::Alphanumeric => "alphanumeric",
        }
    }

    /// Returns what people call one of the kind.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::TollFree => "a toll-free number",
            Self::LongCode10dlc => "a local number of +1 (10DLC)",
            Self::ShortCode => "a short code",
            Self::LongNumber => "a number of the country",
            Self::Alphanumeric => "a name",
        }
    }
}

impl Allowed {
    /// Tells whether networks take it, registered or not.
    pub const fn at_all(self) -> bool {
        match self {
            Self::Yes | Self::WithRegistration => true,
            Self::No | Self::Unknown => false,
        }
    }
}
