//! Checks journeys, each alone: a broken one is left out and the others stand; but a broken exit refuses the program.

use super::condition;
use super::goal;
use super::graph::{self, CODES};
use super::message::{self, Need};
use super::report::{Report, behind};
use super::segment::{is_name, misnamed};
use super::store::shown;
use super::text::Texts;
use crate::contract::config::Config;
use crate::contract::error::{Code, ContractError};
use crate::fact::consent::Purpose;
use crate::id::Name;
use crate::journey::definition::{Entry, Journey};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Most journeys. Chosen: a store of full size has 30; how many a shopper is in at once is bounded by itself.
const MAX_JOURNEYS: usize = 32;
/// Longest re-entry: a year.
const MAX_REENTRY_HOURS: u32 = 8_760;

/// What journeys are checked against.
pub(super) struct Around<'a> {
    pub(super) segments: &'a [Name],
    pub(super) texts: &'a Texts,
    pub(super) needs: &'a [Need],
}

/// Returns the journeys that compile, in order of precedence, each with its pointer.
pub(super) fn journeys(config: &Config, around: &Around<'_>, report: &mut Report) -> Vec<(String, Journey)> {
    let mut kept: Vec<(String, Journey)> = Vec::new();
    for (pointer, journey) in written(config, report) {
        let mut faults = check_head(&journey, &kept, around, &pointer);
        faults.extend(graph::check(&journey, around.segments, &pointer));
        if let Some(exit) = &journey.exit_if {
            // An exit restrains: what it should have ended must not go on, nor silently vanish.
            report.errors.extend(condition::check(exit, around.segments, CODES, &format!("{pointer}/exit_if")));
        }
        if faults.is_empty() {
            let before = graph::before(&journey);
            faults = message::check_all(&journey, &before, around.texts, around.needs, &pointer, report);
        }
        if faults.is_empty() {
            kept.push((pointer, journey));
        } else {
            report.disable(journey.name.as_str(), faults);
        }
    }
    kept
}

/// Returns the journeys that can be read: the owner's, or without any the preset's.
fn written(config: &Config, report: &mut Report) -> Vec<(String, Journey)> {
    let preset = goal::journeys(config, report);
    let Some(own) = &config.journeys else {
        return preset.into_iter().map(|journey| ("/goal".into(), journey)).collect();
    };
    let mut read = Vec::new();
    for (place, piece) in own.iter().enumerate() {
        let pointer = format!("/journeys/{place}");
        match &piece.0 {
            Ok(journey) => read.push((pointer, journey.clone())),
            Err(broken) if broken.error.pointer.starts_with("/exit_if") => {
                report.errors.push(behind(&pointer, &broken.error));
            }
            Err(broken) => {
                let code = broken.error.code;
                let code = if code == Code::ConfigBadValue { Code::ConfigJourneyShape } else { code };
                let why = ContractError { code, ..behind(&pointer, &broken.error) };
                report.disable(broken.name.as_deref().unwrap_or(&pointer), [why]);
            }
        }
    }
    read
}

fn check_head(journey: &Journey, kept: &[(String, Journey)], around: &Around<'_>, pointer: &str) -> Vec<ContractError> {
    let mut faults = Vec::new();
    let mut fault = |code, behind: &str, message: String| {
        faults.push(ContractError::new(code, format!("{pointer}{behind}"), message));
    };
    if kept.len() >= MAX_JOURNEYS {
        fault(Code::ConfigJourneyTooMany, "", format!("there are more than {MAX_JOURNEYS} journeys: leave some out"));
    }
    if !is_name(&journey.name) {
        fault(Code::ConfigJourneyName, "/name", misnamed(&journey.name));
    } else if kept.iter().any(|(_, known)| known.name == journey.name) {
        let message = format!("there is a journey `{}` before, expected another name", journey.name.as_str());
        fault(Code::ConfigJourneyDuplicate, "/name", message);
    }
    match &journey.entry {
        Entry::Segment(name) if !around.segments.contains(name) => {
            let message = format!("there is no segment `{}`, expected one that compiles", shown(name.as_str()));
            fault(Code::ConfigJourneyUnknownSegment, "/entry/segment", message);
        }
        Entry::Cart | Entry::Order | Entry::Segment(_) => {}
    }
    if journey.purpose == Purpose::Cart && journey.entry != Entry::Cart {
        let message =
            "permission for cart reminders covers no other texts, expected the entry `cart` or the purpose `offers`";
        fault(Code::ConfigJourneyEntry, "/purpose", message.into());
    }
    if !(1..=MAX_REENTRY_HOURS).contains(&journey.reentry_hours) {
        let message = format!("`{}` hours, expected 1 to {MAX_REENTRY_HOURS}", journey.reentry_hours);
        fault(Code::ConfigJourneyDelay, "/reentry_hours", message);
    }
    if let Some(condition) = &journey.only_if {
        faults.extend(condition::check(condition, around.segments, CODES, &format!("{pointer}/only_if")));
    }
    faults
}
