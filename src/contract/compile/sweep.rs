//! Compares a program with the one before: whether shoppers settle differently under it, and who has to be told.

use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::id::Name;
use serde::Serialize;

/// What one run of `program.changed` over existing shoppers is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sweep {
    /// Nothing: shoppers settle as before.
    None,
    /// Segments: who is in which is to be told anew.
    Facts,
    /// Journeys: shoppers inside stand on nodes that changed, or on a market that went live.
    Settle,
}

/// Returns what `next` needs behind `previous`; a previous program that can't be read needs everything.
pub(super) fn needed(previous: &Program, next: &Program) -> Sweep {
    match (journeys_differ(previous, next), segments_differ(previous, next)) {
        (Ok(false), Ok(false)) => Sweep::None,
        (Ok(false), Ok(true)) => Sweep::Facts,
        (Ok(true) | Err(_), _) | (_, Err(_)) => Sweep::Settle,
    }
}

fn segments_differ(previous: &Program, next: &Program) -> Result<bool, Fault> {
    Ok(previous.segments()? != next.segments()?)
}

fn journeys_differ(previous: &Program, next: &Program) -> Result<bool, Fault> {
    let count = next.journeys().count();
    if previous.journeys().count() != count {
        return Ok(true);
    }
    for place in 0..count {
        if previous.journey(place)? != next.journey(place)? {
            return Ok(true);
        }
    }
    // What a journey held while it was paused ends when it goes on.
    let paused = |program: &Program, name: &Name| {
        program.directory().pauses.iter().any(|pause| pause.journey == *name && pause.over_since.is_none())
    };
    let names = || next.journeys().filter_map(|journey| journey.name());
    if names().any(|name| paused(previous, &name) != paused(next, &name)) {
        return Ok(true);
    }
    // Journeys that began while a market was watched end when it goes live.
    for known in &next.directory().countries {
        let live = |program: &Program| Ok(program.market(&known.country)?.is_some_and(|market| market.live));
        if live(previous)? != live(next)? {
            return Ok(true);
        }
    }
    Ok(false)
}
