//! What ships with the core as data: journeys, segments, texts, boxes and a demo; compiled and tested like a store's own.

/// Journeys by goal, with the option that each node belongs to.
pub const JOURNEYS: &str = include_str!("journeys.json");
/// Segments, each with the row of the requirements that it serves.
pub const SEGMENTS: &str = include_str!("segments.json");
/// Texts and ways out by language.
pub const TEXTS: &str = include_str!("texts.json");
/// Wordings of the boxes that ask for permission.
pub const CONSENT_BOXES: &str = include_str!("consent_boxes.json");
/// Who texts may come from, by country, each row with sources.
pub const SENDERS: &str = include_str!("senders.json");
/// List prices of providers, each with its source.
pub const PRICES: &str = include_str!("prices.json");
/// Forms of registrations, with the sentences that fill them.
pub const REGISTRATION: &str = include_str!("registration.json");
/// A shop selling to four countries, all live: a configuration as compile reads it.
pub const DEMO: &str = include_str!("demo.json");

/// Rules of laws and carriers.
pub const REGION_RULES: &str = include_str!("../gate/region/rules.json");
/// Public holidays.
pub const HOLIDAYS: &str = include_str!("../gate/region/holidays.json");
/// Zones of countries and states.
pub const ZONES: &str = include_str!("../gate/region/zones.json");
/// Area codes of +1.
pub const AREA_CODES: &str = include_str!("../gate/region/area_codes.json");
