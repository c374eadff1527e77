//! Checks segments, each alone: a broken one is left out and the others stand.

use super::condition::{self, Codes};
use super::report::{Report, behind};
use super::store::shown;
use crate::contract::config::Config;
use crate::contract::error::{Code, ContractError};
use crate::engine::program::{Segment, short_name};
use crate::id::Name;
use alloc::format;
use alloc::vec::Vec;

/// Most segments. Chosen: every one is asked on every event; a store of full size has 300.
const MAX_SEGMENTS: usize = 512;

const CODES: Codes = Codes { condition: Code::ConfigSegmentCondition, segment: Code::ConfigSegmentUnknownSegment };

/// Returns the segments that compile, each with its place in the configuration.
pub(super) fn segments(config: &Config, report: &mut Report) -> Vec<(usize, Segment)> {
    let mut kept: Vec<(usize, Segment)> = Vec::new();
    for (place, piece) in config.segments.iter().enumerate() {
        let pointer = format!("/segments/{place}");
        let segment = match &piece.0 {
            Ok(segment) => segment,
            Err(broken) => {
                let why = ContractError { code: shape(broken.error.code), ..behind(&pointer, &broken.error) };
                report.disable(broken.name.as_deref().unwrap_or(&pointer), [why]);
                continue;
            }
        };
        let faults = faults(segment, &kept, &pointer);
        if faults.is_empty() {
            kept.push((place, segment.clone()));
        } else {
            report.disable(segment.name.as_str(), faults);
        }
    }
    kept
}

/// Tells whether a name is one that configurations may use.
pub(super) fn is_name(name: &Name) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&name.as_str().len()) && name.as_str().bytes().all(known)
}

/// Returns the sentence about a name that configurations may not use.
pub(super) fn misnamed(name: &Name) -> alloc::string::String {
    format!("`{}` is no name here, expected 1 to 40 of `a` to `z`, digits and `_`", shown(name.as_str()))
}

/// An unknown or missing field keeps its own code.
fn shape(code: Code) -> Code {
    if code == Code::ConfigBadValue { Code::ConfigSegmentShape } else { code }
}

fn faults(segment: &Segment, kept: &[(usize, Segment)], pointer: &str) -> Vec<ContractError> {
    let name = &segment.name;
    let at_name = |code, message| ContractError::new(code, format!("{pointer}/name"), message);
    let mut faults = Vec::new();
    if kept.len() >= MAX_SEGMENTS {
        let message = format!("there are more than {MAX_SEGMENTS} segments: leave some out");
        faults.push(ContractError::new(Code::ConfigSegmentTooMany, pointer, message));
    }
    if !is_name(name) {
        faults.push(at_name(Code::ConfigSegmentName, misnamed(name)));
    } else if kept.iter().any(|(_, known)| known.name == *name) {
        faults.push(at_name(
            Code::ConfigSegmentDuplicate,
            format!("there is a segment `{}` before, expected another name", name.as_str()),
        ));
    } else if let Some((_, known)) = kept.iter().find(|(_, known)| short_name(&known.name) == short_name(name)) {
        let message = format!(
            "`{}` can't be told from `{}` inside states, expected another name",
            name.as_str(),
            known.name.as_str()
        );
        faults.push(at_name(Code::ConfigSegmentShortName, message));
    }
    let known: Vec<Name> = kept.iter().map(|(_, known)| known.name.clone()).collect();
    faults.extend(condition::check(&segment.condition, &known, CODES, &format!("{pointer}/condition")));
    faults
}
