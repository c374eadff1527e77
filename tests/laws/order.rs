//! The same facts in any order, any of them repeated, are the same facts.

use crate::timeline::people::{recipient_key, shopper_key};
use crate::timeline::rng::Rng;
use crate::timeline::script::{Item, Timeline};
use cartsignal::engine::program::Program;
use cartsignal::engine::state::{Recipient, Shopper};
use cartsignal::engine::step::step;
use cartsignal::fact::event::What;
use cartsignal::fact::order::OrderFact;
use cartsignal::fact::shopper::is_act;
use cartsignal::id::{InputId, OrderId};
use cartsignal::time::Timestamp;

/// Acts that may be as many visits, as many as are kept.
const MOST_ACTS: usize = 16;
const DAY: i64 = 86_400_000;

pub(crate) fn does_not_matter(timeline: &Timeline, program: &Program) -> Result<(), String> {
    let mut rng = Rng::new(timeline.manners.seed ^ 0x0dde);
    let facts = facts(timeline, &mut rng);
    let expected = folded(timeline, program, &facts)?;
    for _ in 0..2 {
        let mut other = facts.clone();
        for item in &facts {
            if rng.percent(30) {
                other.push(item.clone());
            }
        }
        rng.shuffle(&mut other);
        if folded(timeline, program, &other)? != expected {
            let order: Vec<_> = other.iter().map(|item| item.input.id.as_str()).collect();
            return Err(format!("another order gives other facts: {}", order.join(" ")));
        }
    }
    Ok(())
}

/// Returns the facts of the first shopper and recipient; now and then many of one moment and version.
fn facts(timeline: &Timeline, rng: &mut Rng) -> Vec<Item> {
    let crowded = rng.percent(25);
    let mut acts = 0;
    let mut facts = Vec::new();
    for item in timeline.items.iter().filter(|item| item.shopper.is_none_or(|shopper| shopper == 0)) {
        let mut item = item.clone();
        acts += usize::from(is_act(&item.input.what));
        if acts > MOST_ACTS {
            break;
        }
        item.recipient = Some(0);
        match &mut item.input.what {
            What::Wake(_) | What::ProgramChanged(_) | What::TopicFired(_) | What::Outcome(_) => continue,
            What::ContactProvided(given) => given.recipient = recipient_key(timeline.person, 0),
            What::CartUpdated(update) if crowded => update.version %= 2,
            what if crowded && order_of(what).is_some() => {
                let Some(fact) = order_of_mut(what) else { continue };
                fact.version %= 2;
                fact.order = OrderId::parse("o").unwrap();
                fact.placed_at = Timestamp::from_ms(fact.placed_at.ms() + rng.between(-2, 2) * 1_000);
            }
            _ => {}
        }
        if crowded {
            let at = item.input.occurred_at.ms();
            item.input.occurred_at = Timestamp::from_ms(at - at.rem_euclid(7 * DAY));
        }
        if crowded && order_of(&item.input.what).is_some() {
            // One moment, version and status, told apart by all else: nothing forbids a host to say so.
            for nth in 0..2 {
                let mut other = item.clone();
                other.input.id = InputId::parse(&format!("{}-{nth}", item.input.id.as_str())).unwrap();
                if let Some(fact) = order_of_mut(&mut other.input.what) {
                    fact.placed_at = Timestamp::from_ms(fact.placed_at.ms() - rng.between(0, 3) * 1_000);
                    fact.total_minor.0 = rng.between(0, 900);
                }
                facts.push(other);
            }
        }
        facts.push(item);
    }
    facts
}

fn folded(timeline: &Timeline, program: &Program, facts: &[Item]) -> Result<(Vec<u8>, Vec<u8>), String> {
    let moment = timeline.items.last().map_or(Timestamp::MIN, |item| item.moment);
    let mut shopper = Shopper::new(shopper_key(0), moment);
    let mut recipient = Recipient::new(recipient_key(timeline.person, 0), moment);
    for item in facts {
        let by = item.shopper.map(|_| shopper.clone());
        let contact = Some(&timeline.contacts[0]);
        let stepped = step(program, by, Some(recipient.clone()), contact, moment, &item.input)
            .map_err(|fault| format!("{fault:?} on {:?}", item.input.what))?;
        shopper = stepped.shopper.unwrap_or(shopper);
        recipient = stepped.recipient.unwrap_or(recipient);
    }
    let (shopper, recipient) = (shopper.facts_bytes(), recipient.facts_bytes());
    Ok((shopper.map_err(|fault| format!("{fault:?}"))?, recipient.map_err(|fault| format!("{fault:?}"))?))
}

const fn order_of(what: &What) -> Option<&OrderFact> {
    match what {
        What::OrderPlaced(fact)
        | What::OrderPaid(fact)
        | What::OrderFailed(fact)
        | What::OrderCancelled(fact)
        | What::OrderRefunded(fact) => Some(fact),
        _ => None,
    }
}

const fn order_of_mut(what: &mut What) -> Option<&mut OrderFact> {
    match what {
        What::OrderPlaced(fact)
        | What::OrderPaid(fact)
        | What::OrderFailed(fact)
        | What::OrderCancelled(fact)
        | What::OrderRefunded(fact) => Some(fact),
        _ => None,
    }
}
