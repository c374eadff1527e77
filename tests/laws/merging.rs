//! Merging is a union: in either order, in any grouping, and with itself.

use crate::timeline::host::Played;
use crate::timeline::people::{RECIPIENTS, recipient_key};
use crate::timeline::script::Timeline;
use cartsignal::engine::merge::{Merged, merge, points_at};
use cartsignal::engine::program::Program;
use cartsignal::engine::state::Shopper;
use cartsignal::time::{Span, Timestamp};

/// Carts and visits a state keeps; beyond them the oldest leave.
const MOST_CARTS: usize = 6;
const MOST_VISITS: u32 = 16;

/// Checks all merges of the shoppers at the end; returns how many there were.
pub(crate) fn is_a_union(timeline: &Timeline, program: &Program, played: &Played) -> Result<u64, String> {
    let shoppers: Vec<&Shopper> = played.shoppers.iter().flatten().collect();
    let carts: usize = shoppers.iter().map(|shopper| shopper.facts.carts.iter().count()).sum();
    let end = timeline.items.last().map_or(Timestamp::MIN, |item| item.moment.plus(Span::days(12)));
    let visits = |shopper: &&Shopper| shopper.facts.visits.begun_within(Span::days(4_000), end).0;
    if carts > MOST_CARTS || shoppers.iter().map(visits).sum::<u32>() > MOST_VISITS {
        return Ok(0);
    }
    let merged = |a: &Shopper, b: &Shopper| one(timeline, program, played, end, a, b);
    let mut count = 0;
    for (place, a) in shoppers.iter().enumerate() {
        let itself = survivor(merged(a, a)?)?;
        if itself.facts != a.facts {
            return Err("a shopper merged with itself is another".into());
        }
        for b in &shoppers[place + 1..] {
            let (ab, ba) = (merged(a, b)?, merged(b, a)?);
            if ab.stepped.decisions != ba.stepped.decisions || ab.stepped.wakes != ba.stepped.wakes {
                return Err("merging the other way round decides otherwise".into());
            }
            let (ab, ba) = (survivor(ab)?, survivor(ba)?);
            if ab != ba {
                return Err("merging the other way round gives another shopper".into());
            }
            if survivor(merged(&ab, b)?)?.facts != ab.facts {
                return Err("merging once more changes facts".into());
            }
            count += 1;
        }
    }
    if let [a, b, c] = shoppers[..] {
        let left = survivor(merged(&survivor(merged(a, b)?)?, c)?)?;
        let right = survivor(merged(a, &survivor(merged(b, c)?)?)?)?;
        if (left.facts_bytes(), &left.key) != (right.facts_bytes(), &right.key) {
            return Err("merging in another grouping gives other facts".into());
        }
        count += 1;
    }
    Ok(count)
}

fn one(
    timeline: &Timeline,
    program: &Program,
    played: &Played,
    moment: Timestamp,
    a: &Shopper,
    b: &Shopper,
) -> Result<Merged, String> {
    let place =
        points_at(a, b).and_then(|key| (0..RECIPIENTS).find(|place| recipient_key(timeline.person, *place) == *key));
    let recipient = place.and_then(|place| played.recipients[place].clone());
    let contact = place.map(|place| &timeline.contacts[place]);
    merge(program, a.clone(), b.clone(), recipient, contact, moment).map_err(|fault| format!("a merge errs: {fault:?}"))
}

fn survivor(merged: Merged) -> Result<Shopper, String> {
    merged.stepped.shopper.ok_or_else(|| "a merge has no survivor".into())
}
