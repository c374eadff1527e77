//! Checks conditions: bounded, about things that exist, in the words of the contract.

use super::store::shown;
use crate::condition::ast::{Condition, MAX_DEPTH, MAX_PARTS, Measure};
use crate::contract::error::{Code, ContractError};
use crate::id::Name;
use alloc::format;
use alloc::vec::Vec;

/// Longest window that measures look back, in days. Chosen: views are forgotten long before.
const MAX_WINDOW_DAYS: u16 = 365;

/// Which codes a mistake gets.
#[derive(Clone, Copy)]
pub(super) struct Codes {
    pub(super) condition: Code,
    pub(super) segment: Code,
}

/// Returns all that is wrong with a condition at `pointer`, where it may ask about the segments `known`.
pub(super) fn check(condition: &Condition, known: &[Name], codes: Codes, pointer: &str) -> Vec<ContractError> {
    let mut faults = Vec::new();
    match condition.parts(MAX_DEPTH) {
        None => faults.push(ContractError::new(
            codes.condition,
            pointer,
            format!("the condition is nested too deep, expected at most {MAX_DEPTH} levels"),
        )),
        Some(parts) if parts > MAX_PARTS => faults.push(ContractError::new(
            codes.condition,
            pointer,
            format!("the condition has `{parts}` parts, expected at most {MAX_PARTS}: make segments of some"),
        )),
        Some(_) => check_parts(condition, known, codes, pointer, &mut faults),
    }
    faults
}

/// Tells whether a condition asks of nothing but where somebody lives and which language they speak.
pub(super) fn is_demographic(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => !parts.is_empty() && parts.iter().all(is_demographic),
        Condition::Not(part) => is_demographic(part),
        Condition::Country(_) | Condition::Language(_) => true,
        Condition::Is(..) | Condition::Consent(_) | Condition::InSegment(_) => false,
    }
}

/// Tells whether a condition asks about a segment.
pub(super) fn asks_about(condition: &Condition, segment: &Name) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| asks_about(part, segment)),
        Condition::Not(part) => asks_about(part, segment),
        Condition::InSegment(name) => name == segment,
        Condition::Country(_) | Condition::Language(_) | Condition::Is(..) | Condition::Consent(_) => false,
    }
}

/// INVARIANT: called only for conditions within `MAX_DEPTH`, so the recursion ends early.
fn check_parts(condition: &Condition, known: &[Name], codes: Codes, pointer: &str, faults: &mut Vec<ContractError>) {
    let mut fault = |code, message| faults.push(ContractError::new(code, pointer, message));
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let word = if matches!(condition, Condition::All(_)) { "all" } else { "any" };
            if parts.is_empty() {
                fault(codes.condition, format!("`{word}` of nothing decides nothing, expected at least one part"));
            }
            for (place, part) in parts.iter().enumerate() {
                check_parts(part, known, codes, &format!("{pointer}/{word}/{place}"), faults);
            }
        }
        Condition::Not(part) => check_parts(part, known, codes, &format!("{pointer}/not"), faults),
        Condition::Is(measure, _, _) => {
            if let Some(days) = window(measure).filter(|days| !(1..=MAX_WINDOW_DAYS).contains(days)) {
                fault(codes.condition, format!("a window of `{days}` days, expected 1 to {MAX_WINDOW_DAYS}"));
            }
        }
        Condition::Country(names) => {
            let wrong = names.iter().find(|name| !is_code(name, u8::is_ascii_uppercase));
            if let Some(name) = wrong {
                let message =
                    format!("`{}` is no country, expected a code of ISO 3166-1 such as `DE`", shown(name.as_str()));
                fault(codes.condition, message);
            } else if names.is_empty() {
                fault(codes.condition, "no country is named, expected at least one such as `DE`".into());
            }
        }
        Condition::Language(names) => {
            let wrong = names.iter().find(|name| !is_code(name, u8::is_ascii_lowercase));
            if let Some(name) = wrong {
                let message =
                    format!("`{}` is no language, expected a code of ISO 639-1 such as `de`", shown(name.as_str()));
                fault(codes.condition, message);
            } else if names.is_empty() {
                fault(codes.condition, "no language is named, expected at least one such as `de`".into());
            }
        }
        Condition::Consent(_) => {}
        Condition::InSegment(name) => {
            if !known.contains(name) {
                let message = format!(
                    "there is no segment `{}` to ask about, expected one that stands before",
                    shown(name.as_str())
                );
                fault(codes.segment, message);
            }
        }
    }
}

fn is_code(name: &Name, letter: impl Fn(&u8) -> bool) -> bool {
    name.as_str().len() == 2 && name.as_str().as_bytes().iter().all(letter)
}

const fn window(measure: &Measure) -> Option<u16> {
    match measure {
        Measure::Visits(days)
        | Measure::ProductViews(days)
        | Measure::ProductViewsOfOne(days)
        | Measure::CategoryViewsOfOne(days)
        | Measure::CategoryViews(_, days)
        | Measure::PageViews(_, days)
        | Measure::LinksOpened(days)
        | Measure::CartsAbandoned(days) => Some(*days),
        Measure::CartValueMinor | Measure::CartLines | Measure::CartOnSale | Measure::CartAgeHours => None,
        Measure::CheckoutDepth | Measure::Orders | Measure::SpentMinor | Measure::AverageOrderMinor => None,
        Measure::OnSalePercent | Measure::DaysSinceOrder | Measure::DaysSinceActivity => None,
    }
}
