//! Which parts of a program a step needs: for hosts with dear memory, which copy in those and no others.
//!
//! Never too few, now and then too many. It looks at the directory, not at the sections, so it cannot know which node
//! a journey goes on to, nor which language a market prefers: it names all texts of a journey that may move.

use crate::engine::program::{Directory, JourneyPlace, Range};
use crate::engine::state::{Recipient, Shopper};
use crate::fact::contact::Contact;
use crate::fact::event::{Input, What};
use crate::id::Name;
use crate::journey::definition::Entry;
use crate::journey::progress::Position;
use alloc::vec::Vec;

/// Who a step would be about.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The shopper's state.
    pub shopper: Option<&'a Shopper>,
    /// The recipient's state.
    pub recipient: Option<&'a Recipient>,
    /// The contact that would be handed in.
    pub contact: Option<&'a Contact>,
}

/// Returns the sections that a step on `input` needs, in order of offset, neighbours as one range.
///
/// Header and directory are not among them: they are at hand already, or there would be no directory to ask.
pub fn touches(directory: &Directory, subject: &Subject<'_>, input: &Input) -> Vec<Range> {
    let mut ranges = Vec::new();
    if subject.shopper.is_some() {
        ranges.push(directory.segments);
    }
    let moving =
        |journey: &&JourneyPlace| subject.shopper.is_some_and(|shopper| may_move(journey, shopper, &input.what));
    let journeys: Vec<_> = directory.journeys.iter().filter(moving).collect();
    ranges.extend(journeys.iter().map(|journey| journey.range));
    if subject.recipient.is_some() {
        let spoken = |journey: &Name| journeys.iter().any(|moving| moving.name == *journey);
        let texts = directory.texts.iter().filter(|text| text.journey.as_ref().is_none_or(spoken));
        ranges.extend(texts.map(|text| text.range));
        let markets = directory.markets.iter().filter(|(country, _)| may_be_sold_to(country, subject.contact));
        ranges.extend(markets.map(|(_, range)| *range));
        ranges.push(directory.regions);
    }
    joined(ranges)
}

/// Returns where header and directory lie: all that comes before the first section.
pub fn head(directory: &Directory) -> Range {
    let journeys = directory.journeys.iter().map(|journey| journey.range);
    let texts = directory.texts.iter().map(|text| text.range);
    let markets = directory.markets.iter().map(|(_, range)| *range);
    let all = journeys.chain(texts).chain(markets).chain([directory.segments, directory.regions]);
    Range { offset: 0, length: all.map(|range| range.offset).min().unwrap_or_default() }
}

/// Returns whether a journey may start or go on.
fn may_move(journey: &JourneyPlace, shopper: &Shopper, what: &What) -> bool {
    let is_inside = |position: &Position| position.journey == journey.name;
    if shopper.positions.iter().any(is_inside) {
        return true;
    }
    match journey.entry {
        // Any input can be the one that gives the number of somebody who has long had a cart or order.
        Entry::Cart => shopper.facts.carts.iter().next().is_some() || brings_cart(what),
        Entry::Order => shopper.facts.orders.recent().next().is_some() || what.order().is_some(),
        Entry::Segment(_) => true,
    }
}

fn may_be_sold_to(country: &str, contact: Option<&Contact>) -> bool {
    let number = contact.and_then(|contact| contact.number.as_ref()).map(|number| &*number.country);
    let address = contact.and_then(|contact| contact.country.as_deref());
    match (number, address) {
        (None, None) => true,
        (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => number == Some(country) || address == Some(country),
    }
}

/// Sorts ranges and joins those that touch or overlap.
fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let end = |range: &Range| range.offset.saturating_add(range.length);
        match joined.last_mut() {
            Some(last) if range.offset <= end(last) => {
                last.length = end(last).max(end(&range)).saturating_sub(last.offset)
            }
            Some(_) | None => joined.push(range),
        }
    }
    joined
}

const fn brings_cart(what: &What) -> bool {
    match what {
        What::CartUpdated(_) | What::CheckoutStarted(_) | What::CheckoutStepReached(_) | What::CouponApplied(_) => true,
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::ContactProvided(_)
        | What::ContactCleared(_)
        | What::ConsentGranted(_)
        | What::ConsentRevoked(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_)
        | What::LinkOpened(_)
        | What::Outcome(_)
        | What::Reply(_)
        | What::TopicFired(_)
        | What::Wake(_)
        | What::ProgramChanged(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(offset: u32, length: u32) -> Range {
        Range { offset, length }
    }

    #[test]
    fn neighbours_and_overlaps_are_one_range() {
        let found = joined([range(30, 5), range(0, 10), range(10, 5), range(12, 6)].into());
        assert_eq!(found, [range(0, 18), range(30, 5)]);
    }

    #[test]
    fn without_ranges_there_is_nothing_to_read() {
        assert!(joined(Vec::new()).is_empty());
    }
}
