//! Reads the rules of laws and carriers, and takes from them what the store's markets need.

use super::report::Report;
use crate::contract::error::Code;
use crate::gate::quiet_hours::Week;
use crate::gate::region::resolve::Regions;
use crate::gate::region::row::{Applies, Confidence, Origin, RegionRow};
use crate::gate::region::select::{RegionTables, Unbuildable};
use crate::preset;
use crate::time::calendar::Day;
use crate::time::zone_table;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Returns the tables that ship with the core; refuses every program where one of them can't be read.
pub(super) fn tables(report: &mut Report) -> Option<RegionTables> {
    let read = || {
        Ok(RegionTables {
            rows: serde_json::from_str(preset::REGION_RULES)?,
            calendars: serde_json::from_str(preset::HOLIDAYS)?,
            zones: serde_json::from_str(preset::ZONES)?,
            area_codes: serde_json::from_str(preset::AREA_CODES)?,
        })
    };
    let tables: Result<RegionTables, serde_json::Error> = read();
    if tables.is_err() {
        report.refuse(
            Code::ConfigRegion,
            "",
            "the rules of law that ship with this core can't be read: install it anew",
        );
    }
    tables.ok()
}

/// Returns the owner's own hours as a row of their own: all rows hold together, so it only tightens.
pub(super) fn owner_row(country: &str, hours: Week) -> RegionRow {
    RegionRow {
        id: format!("{country}-owner"),
        country: country.into(),
        region: None,
        origin: Origin::Default,
        applies: Applies::Always,
        locked: false,
        hours: Some(hours),
        closed_on_holidays_of: None,
        also_in_zone: None,
        caps: Vec::new(),
        basis: None,
        confirmation: false,
        max_hours_after_event: None,
        revocation: None,
        in_text: Vec::new(),
        source: String::from("the store's configuration"),
        read: Day::default(),
        confidence: Confidence::High,
        next_review: Day::default(),
        note: None,
    }
}

/// Returns what holds in `countries`.
pub(super) fn regions(tables: &RegionTables, countries: &[&str], report: &mut Report) -> Option<Regions> {
    let built = Regions::select(tables, countries, zone_table::rules);
    built
        .map_err(|unbuildable| {
            let message = match unbuildable {
                Unbuildable::Zone(name) => {
                    format!("a rule names the time zone `{name}`, which the zone table does not have")
                }
                Unbuildable::Calendar(id) => format!("a rule names the holidays `{id}`, which there are not"),
                Unbuildable::CountryWithoutZones(code) => format!("`{code}` has rules and no time zones"),
                Unbuildable::TooManyZones => "more time zones than a program can hold".into(),
                Unbuildable::AreaCode(code) => format!("the area code `{code}` is no number"),
            };
            report.refuse(Code::ConfigRegion, "", message);
        })
        .ok()
}
