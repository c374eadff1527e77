//! Checks which journeys are paused, and tells of each one that was since when it goes on.

use super::assemble::Parts;
use super::report::Report;
use super::store::shown;
use crate::contract::config::Config;
use crate::contract::error::Code;
use crate::engine::program::{Pause, Program};
use crate::id::Name;
use crate::journey::definition::Journey;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Returns the journeys that are paused, each once; a name that no journey has refuses the program, for what was to be
/// silent would speak.
pub(super) fn paused(config: &Config, journeys: &[(String, Journey)], report: &mut Report) -> Vec<Name> {
    let wanted = report.read_or(config.paused_journeys.as_ref(), "/paused_journeys", Vec::new());
    let mut paused: Vec<Name> = Vec::new();
    for (place, name) in wanted.iter().enumerate() {
        let found = journeys.iter().find(|(_, journey)| journey.name.as_str() == name);
        match found {
            Some((_, journey)) if !paused.contains(&journey.name) => paused.push(journey.name.clone()),
            Some(_) => {}
            // One that does not compile is left out: it is silent by itself.
            None if report.disabled.contains(name) => {}
            None => {
                let known = journeys.iter().map(|(_, journey)| journey.name.as_str()).collect::<Vec<_>>().join("`, `");
                let message = format!("there is no journey `{}`, expected one of `{known}`", shown(name));
                report.refuse(Code::ConfigPausedJourney, format!("/paused_journeys/{place}"), message);
            }
        }
    }
    paused
}

/// Returns what a program of `epoch` behind `previous` has to know: which journeys are paused, and which ones no longer,
/// since which epoch. Whoever was settled last before that may stand where nothing is sent from any more.
pub(super) fn pauses(parts: &Parts<'_>, previous: Option<&Program>, epoch: u32) -> Vec<Pause> {
    let pause = |journey: &Name| {
        if parts.paused.contains(journey) {
            return Some(Pause { journey: journey.clone(), over_since: None });
        }
        let before = previous?.directory().pauses.iter().find(|pause| pause.journey == *journey)?;
        Some(Pause { over_since: before.over_since.or(Some(epoch)), ..before.clone() })
    };
    parts.journeys.iter().filter_map(|(_, journey)| pause(&journey.name)).collect()
}
