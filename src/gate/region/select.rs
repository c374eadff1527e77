//! The choice, at compile time, of what a program needs of all regions: the selling countries' rules and zones.

use super::area::{self, AREA_CODES_OF};
use super::resolve::{Country, RegionRule, Regions};
use super::row::{AreaCodes, CountryZones, HolidayCalendar, RegionRow};
use crate::gate::quiet_hours::Window;
use crate::time::zone::ZoneRules;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// All that the region files say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionTables {
    /// `rules.json`.
    pub rows: Vec<RegionRow>,
    /// `holidays.json`.
    pub calendars: Vec<HolidayCalendar>,
    /// `zones.json`.
    pub zones: Vec<CountryZones>,
    /// `area_codes.json`.
    pub area_codes: AreaCodes,
}

/// Why the tables give no regions. A restrictive rule that can't be built refuses the whole program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unbuildable {
    /// No zone of this name is known.
    Zone(String),
    /// No calendar of this id is known.
    Calendar(String),
    /// The country has rows and no zones.
    CountryWithoutZones(String),
    /// More distinct zones than can be counted.
    TooManyZones,
    /// This area code is no number.
    AreaCode(String),
}

impl Regions {
    /// Returns what holds in `countries`; `zone_rules` looks a zone up by its IANA name.
    ///
    /// A country without a row is left out: `resolve` then has no rule for it.
    ///
    /// # Errors
    /// The first thing a row or zone list refers to that there is not.
    pub fn select(
        all: &RegionTables,
        countries: &[&str],
        zone_rules: impl Fn(&str) -> Option<ZoneRules>,
    ) -> Result<Self, Unbuildable> {
        let selling = |country: &str| countries.iter().any(|selling| selling.eq_ignore_ascii_case(country));
        let mut zones = Zones { known: Vec::new(), by_name: BTreeMap::new(), zone_rules };
        let mut regions = Self::default();
        for row in all.rows.iter().filter(|row| selling(&row.country)) {
            regions.rules.push(rule(row, all, &mut zones)?);
            if !regions.countries.iter().any(|known| known.code == row.country) {
                regions.countries.push(country(&row.country, all, &mut zones)?);
            }
        }
        if regions.countries.iter().any(|country| country.code == AREA_CODES_OF) {
            regions.areas = area::write(&all.area_codes).map_err(Unbuildable::AreaCode)?;
        }
        regions.zones = zones.known;
        Ok(regions)
    }
}

struct Zones<F> {
    known: Vec<ZoneRules>,
    by_name: BTreeMap<String, u16>,
    zone_rules: F,
}

impl<F: Fn(&str) -> Option<ZoneRules>> Zones<F> {
    fn index(&mut self, name: &str) -> Result<u16, Unbuildable> {
        if let Some(index) = self.by_name.get(name) {
            return Ok(*index);
        }
        let rules = (self.zone_rules)(name).ok_or_else(|| Unbuildable::Zone(name.into()))?;
        let place = self.known.iter().position(|known| *known == rules).unwrap_or_else(|| {
            self.known.push(rules);
            self.known.len().saturating_sub(1)
        });
        let index = u16::try_from(place).map_err(|_| Unbuildable::TooManyZones)?;
        self.by_name.insert(name.into(), index);
        Ok(index)
    }

    fn indices(&mut self, names: &[String]) -> Result<Vec<u16>, Unbuildable> {
        let mut indices = names.iter().map(|name| self.index(name)).collect::<Result<Vec<_>, _>>()?;
        indices.sort_unstable();
        indices.dedup();
        Ok(indices)
    }
}

fn rule<F: Fn(&str) -> Option<ZoneRules>>(
    row: &RegionRow,
    all: &RegionTables,
    zones: &mut Zones<F>,
) -> Result<RegionRule, Unbuildable> {
    let closed_on_holidays = match &row.closed_on_holidays_of {
        None => Vec::new(),
        Some(id) => {
            let calendar = all.calendars.iter().find(|calendar| calendar.id == *id);
            let calendar = calendar.ok_or_else(|| Unbuildable::Calendar(id.clone()))?;
            calendar.days.iter().map(|day| day.rule).collect()
        }
    };
    Ok(RegionRule {
        id: row.id.clone(),
        country: row.country.clone(),
        region: row.region.clone(),
        origin: row.origin,
        applies: row.applies,
        locked: row.locked,
        window: row.hours.map(|week| Window { week, closed_on_holidays }),
        also_in_zone: row.also_in_zone.as_deref().map(|name| zones.index(name)).transpose()?,
        caps: row.caps.clone(),
        basis: row.basis,
        confirmation: row.confirmation,
        max_hours_after_event: row.max_hours_after_event,
    })
}

fn country<F: Fn(&str) -> Option<ZoneRules>>(
    code: &str,
    all: &RegionTables,
    zones: &mut Zones<F>,
) -> Result<Country, Unbuildable> {
    let listed = all.zones.iter().find(|listed| listed.country == code && !listed.zones.is_empty());
    let listed = listed.ok_or_else(|| Unbuildable::CountryWithoutZones(code.into()))?;
    let in_states = listed.states.values().flatten();
    let mut names: Vec<&String> = listed.zones.iter().chain(&listed.browser_zones).chain(in_states).collect();
    names.sort_unstable();
    names.dedup();
    Ok(Country {
        code: code.into(),
        zones: zones.indices(&listed.zones)?,
        browser_zones: names
            .into_iter()
            .map(|name| Ok((name.clone(), zones.index(name)?)))
            .collect::<Result<_, _>>()?,
        states: listed
            .states
            .iter()
            .map(|(state, names)| Ok((state.clone(), zones.indices(names)?)))
            .collect::<Result<_, _>>()?,
    })
}
