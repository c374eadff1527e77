//! Looks for what compiles and still does nobody good (requirements G37 and G38).

use super::condition::{asks_about, is_demographic};
use super::market::Placed;
use super::report::Report;
use crate::condition::ast::Condition;
use crate::contract::error::Code;
use crate::engine::program::Segment;
use crate::id::Name;
use crate::journey::definition::{Entry, Journey, Step};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Adds what is weak about a configuration that compiles.
pub(super) fn lint(
    segments: &[(usize, Segment)],
    journeys: &[(String, Journey)],
    markets: &[Placed],
    report: &mut Report,
) {
    for (place, segment) in segments {
        let (name, pointer) = (segment.name.as_str(), format!("/segments/{place}"));
        if !journeys.iter().any(|(_, journey)| uses(journey, &segment.name)) && !is_asked(&segment.name, segments) {
            let message = format!("no journey uses the segment `{name}`: a segment is worth what it changes");
            report.warn(Code::LintSegmentUnused, pointer.as_str(), message);
        }
        if is_demographic(&segment.condition) {
            let message =
                format!("the segment `{name}` asks only where people live or what they speak: ask what they did");
            report.warn(Code::LintSegmentDemographic, format!("{pointer}/condition"), message);
        }
    }
    let reaches = markets.iter().any(|placed| placed.has_rule && placed.market.sender.is_some());
    for (pointer, journey) in journeys {
        let name = journey.name.as_str();
        if !journey.nodes.iter().any(|node| matches!(node.does, Step::Message(_))) {
            let message = format!("the journey `{name}` sends no text: add a `message` node");
            report.warn(Code::LintJourneySilent, pointer.as_str(), message);
        } else if !reaches {
            let message = format!("the journey `{name}` can text nobody: no market with a rule has a `sender`");
            report.warn(Code::LintJourneyNobody, pointer.as_str(), message);
        }
    }
}

fn is_asked(name: &Name, segments: &[(usize, Segment)]) -> bool {
    segments.iter().any(|(_, other)| asks_about(&other.condition, name))
}

fn uses(journey: &Journey, segment: &Name) -> bool {
    let in_nodes = journey.nodes.iter().filter_map(|node| match &node.does {
        Step::WaitFor(wait) => Some(&wait.condition),
        Step::Split(split) => Some(&split.condition),
        Step::Idle(_) | Step::Delay(_) | Step::Experiment(_) | Step::Goto(_) => None,
        Step::Message(_) | Step::Coupon(_) | Step::Exit => None,
    });
    let conditions: Vec<&Condition> = journey.only_if.iter().chain(&journey.exit_if).chain(in_nodes).collect();
    matches!(&journey.entry, Entry::Segment(name) if name == segment)
        || conditions.into_iter().any(|condition| asks_about(condition, segment))
}
