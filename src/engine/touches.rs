//! Which parts of a program a step needs: for hosts with dear memory, which copy in those and no others.
//!
//! Never too few, now and then too many. It looks at the head, not at the sections, so it cannot know which node a
//! journey goes on to: it names all texts of a journey that may move, in the languages its reader may get.

use crate::engine::fault::Fault;
use crate::engine::message::language;
use crate::engine::program::{EntryPlace, JourneyPlace, Program, Range};
use crate::engine::state::{Recipient, Shopper};
use crate::fact::contact::Contact;
use crate::fact::event::{Input, What};
use crate::gate::region::area::is_told_by_area;
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
/// The head is not among them: it is at hand already, or there would be no program to ask.
///
/// # Errors
/// `ProgramMalformed` when the head's tables can't be read.
pub fn touches(program: &Program, subject: &Subject<'_>, input: &Input) -> Result<Vec<Range>, Fault> {
    let mut ranges = Vec::new();
    let directory = program.directory();
    let mut moving: Vec<Option<usize>> = Vec::new();
    if let Some(shopper) = subject.shopper {
        ranges.push(directory.audience);
        for journey in program.journeys().filter(|journey| may_move(journey, shopper, &input.what)) {
            moving.push(Some(journey.place));
            ranges.push(journey.range);
        }
    }
    if subject.recipient.is_some() {
        // What is sent by itself may be an answer, or a question before any text of a journey.
        moving.push(None);
        let number = subject.contact.and_then(|contact| contact.number.as_ref());
        if number.is_some_and(is_told_by_area) {
            ranges.push(directory.areas);
        }
        for place in directory.countries.iter().filter(|place| may_be_sold_to(&place.country, subject.contact)) {
            ranges.extend([place.market, place.regions]);
            let locale = subject.contact.and_then(|contact| contact.locale.as_deref());
            let own = locale.and_then(|locale| language(locale, &place.language));
            for spoken in own.into_iter().chain([&*place.language]) {
                for journey in &moving {
                    ranges.push(program.texts(*journey, spoken)?);
                }
            }
        }
        if number.is_none() && subject.contact.is_none_or(|contact| contact.country.is_none()) {
            ranges.push(directory.regions);
        }
    }
    ranges.retain(|range| range.length > 0);
    Ok(joined(ranges).into_iter().map(|range| program.place(range)).collect())
}

/// Returns whether a journey may start or go on.
fn may_move(journey: &JourneyPlace<'_>, shopper: &Shopper, what: &What) -> bool {
    if shopper.positions.iter().any(|position| journey.is(&position.journey)) {
        return true;
    }
    match journey.entry {
        // Any input can be the one that gives the number of somebody who has long had a cart or order. A first cart
        // starts a journey only with something in it, which no other input says.
        EntryPlace::Cart => shopper.facts.carts.iter().next().is_some() || matches!(what, What::CartUpdated(_)),
        EntryPlace::Order => shopper.facts.orders.recent().next().is_some() || what.order().is_some(),
        EntryPlace::Segment(segment) => segment.is_some(),
    }
}

/// Returns whether somebody's number or address may be of this country; a number of +1 may be of any.
fn may_be_sold_to(country: &str, contact: Option<&Contact>) -> bool {
    let number = contact.and_then(|contact| contact.number.as_ref());
    let address = contact.and_then(|contact| contact.country.as_deref());
    let is = |known: Option<&str>| known.is_some_and(|known| known.eq_ignore_ascii_case(country));
    is(number.map(|number| &*number.country)) || is(address) || number.is_some_and(is_told_by_area)
}

/// Sorts ranges and joins those that touch or overlap.
fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.offset <= last.end() => {
                last.length = last.end().max(range.end()).saturating_sub(last.offset)
            }
            Some(_) | None => joined.push(range),
        }
    }
    joined
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
