//! Which rules and which zones hold for somebody of whom more or less is known.

use super::row::{Applies, Cap, Origin};
use crate::fact::event::ConsentBasis;
use crate::gate::quiet_hours::{Candidate, Opening, Window, opening};
use crate::time::zone::ZoneRules;
use crate::time::{Span, Timestamp};
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The rules and zones of the countries a store sells to, ready to be asked; a section of the compiled program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regions {
    pub(super) rules: Vec<RegionRule>,
    /// INVARIANT: distinct; every index below points into it.
    pub(super) zones: Vec<ZoneRules>,
    pub(super) countries: Vec<Country>,
    /// Not written with the rest: a step looks them up where they lie.
    #[serde(skip)]
    pub(super) areas: Vec<u8>,
}

/// What a row asks for, without its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionRule {
    /// The row's name, shown in traces.
    pub id: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// State; none for the whole country.
    pub region: Option<String>,
    /// Who made the rule.
    pub origin: Origin,
    /// When it applies.
    pub applies: Applies,
    /// Whether an owner can't loosen it.
    pub locked: bool,
    /// When texts may go.
    pub window: Option<Window>,
    /// The zone in which the window must be open as well.
    pub(super) also_in_zone: Option<u16>,
    /// How many texts may go.
    pub caps: Vec<Cap>,
    /// The weakest ground on which a text about a cart may go.
    pub basis: Option<ConsentBasis>,
    /// Whether the number's owner must confirm by text first.
    pub confirmation: bool,
    /// Hours after the event beyond which no text may go.
    pub max_hours_after_event: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Country {
    pub(super) code: String,
    pub(super) zones: Vec<u16>,
    pub(super) browser_zones: Vec<(String, u16)>,
    pub(super) states: Vec<(String, Vec<u16>)>,
}

/// What is known of where somebody is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whereabouts<'a> {
    /// Country of the address or else of the number, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
    /// State of the address (`FL`).
    pub address_region: Option<&'a str>,
    /// What the browser says, IANA; one outside the country tells nothing.
    pub browser_zone: Option<&'a str>,
    /// State of the number's area code, as `Areas` tells.
    pub area_region: Option<&'a str>,
}

/// All rules that hold at once, and every zone in which the recipient may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicable<'a> {
    /// The rules, in the order of the rows; each can only tighten.
    pub rules: Vec<&'a RegionRule>,
    /// The candidate zones, each once.
    pub zones: Vec<&'a ZoneRules>,
    also: Vec<(&'a ZoneRules, &'a Window)>,
}

impl Regions {
    /// Returns what holds for somebody; `None` where no country that may be meant has a rule, so nothing may be sent.
    ///
    /// The zone is told by, first that knows one: the state of the address, the browser, the state of the area code,
    /// the country. Rules are the country's, those of the state of the address and those of the state of the area
    /// code, which Oklahoma and Connecticut take for the residence. Without a country they are those of all countries.
    pub fn resolve(&self, whereabouts: &Whereabouts<'_>) -> Option<Applicable<'_>> {
        let meant = |code: &str| whereabouts.country.is_none_or(|country| same(country, code));
        let (zones, zone_known) = self.candidate_zones(whereabouts, &meant);
        let rules: Vec<&RegionRule> = self
            .rules
            .iter()
            .filter(|rule| meant(&rule.country) && whereabouts.in_region(rule))
            .filter(|rule| match rule.applies {
                Applies::Always => true,
                Applies::ZoneUnknown => !zone_known,
            })
            .collect();
        if rules.is_empty() {
            return None;
        }
        let also = rules
            .iter()
            .filter_map(|rule| Some((rule.also_in_zone?, rule.window.as_ref()?)))
            .filter(|(zone, _)| !zones.contains(zone))
            .filter_map(|(zone, window)| Some((self.zone(zone)?, window)))
            .collect();
        let zones = zones.into_iter().filter_map(|zone| self.zone(zone)).collect();
        Some(Applicable { rules, zones, also })
    }

    /// Returns the table of area codes; empty without the United States and in what a program holds.
    pub fn areas(&self) -> &[u8] {
        &self.areas
    }

    /// Returns the rules and zones of one country alone.
    pub fn of_country(&self, code: &str) -> Self {
        let mut zones: Vec<u16> = Vec::new();
        let mut moved = |zone: &u16| {
            let place = zones.iter().position(|known| known == zone).unwrap_or_else(|| {
                zones.push(*zone);
                zones.len().saturating_sub(1)
            });
            u16::try_from(place).unwrap_or(u16::MAX)
        };
        let mut countries: Vec<Country> =
            self.countries.iter().filter(|country| same(&country.code, code)).cloned().collect();
        for country in &mut countries {
            country.zones.iter_mut().for_each(|zone| *zone = moved(zone));
            country.browser_zones.iter_mut().for_each(|(_, zone)| *zone = moved(zone));
            country.states.iter_mut().for_each(|(_, zones)| zones.iter_mut().for_each(|zone| *zone = moved(zone)));
        }
        let mut rules: Vec<RegionRule> = self.rules.iter().filter(|rule| same(&rule.country, code)).cloned().collect();
        rules.iter_mut().for_each(|rule| rule.also_in_zone = rule.also_in_zone.as_ref().map(&mut moved));
        let zones = zones.into_iter().filter_map(|zone| self.zone(zone).cloned()).collect();
        Self { rules, zones, countries, areas: Vec::new() }
    }

    /// Returns the rules, in the order of the rows.
    pub fn rules(&self) -> &[RegionRule] {
        &self.rules
    }

    fn candidate_zones(&self, whereabouts: &Whereabouts<'_>, meant: &impl Fn(&str) -> bool) -> (Vec<u16>, bool) {
        let countries = || self.countries.iter().filter(|country| meant(&country.code));
        let told = || {
            // A state, zone or area tells nothing until the country is known.
            whereabouts.country?;
            let country = countries().next()?;
            let of_state = |state: &str| country.states.iter().find(|(known, _)| same(known, state));
            let address = || Some(of_state(whereabouts.address_region?)?.1.clone());
            let browser = || {
                let named = |name: &str| country.browser_zones.iter().find(|(known, _)| same(known, name));
                Some(Vec::from([named(whereabouts.browser_zone?)?.1]))
            };
            let area = || Some(of_state(whereabouts.area_region?)?.1.clone());
            address().or_else(browser).or_else(area)
        };
        if let Some(zones) = told() {
            return (zones, true);
        }
        let mut zones: Vec<u16> = countries().flat_map(|country| country.zones.iter().copied()).collect();
        zones.sort_unstable();
        zones.dedup();
        let known = zones.len() == 1;
        (zones, known)
    }

    fn zone(&self, index: u16) -> Option<&ZoneRules> {
        self.zones.get(usize::from(index))
    }
}

impl Whereabouts<'_> {
    fn in_region(&self, rule: &RegionRule) -> bool {
        let Some(region) = &rule.region else { return true };
        [self.address_region, self.area_region].into_iter().flatten().any(|known| same(known, region))
    }
}

impl<'a> Applicable<'a> {
    /// Returns the first rule whose window is closed at a moment, in any zone in which it must be open.
    pub fn closing(&self, moment: Timestamp) -> Option<&'a RegionRule> {
        let shut = |zone: &ZoneRules, window: &Window| {
            opening(&[Candidate { zone, window }], moment, Span::ZERO) == Opening::NotWithin
        };
        self.rules.iter().copied().find(|rule| {
            rule.window.as_ref().is_some_and(|window| {
                let also = self.also.iter().filter(|(_, known)| core::ptr::eq(*known, window)).map(|(zone, _)| *zone);
                self.zones.iter().copied().chain(also).any(|zone| shut(zone, window))
            })
        })
    }

    /// Returns every window in every zone in which it must be open.
    pub fn candidates(&self) -> Vec<Candidate<'a>> {
        let windows = self.rules.iter().filter_map(|rule| rule.window.as_ref());
        let met = windows.flat_map(|window| self.zones.iter().map(move |&zone| Candidate { zone, window }));
        met.chain(self.also.iter().map(|&(zone, window)| Candidate { zone, window })).collect()
    }
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod tests;
