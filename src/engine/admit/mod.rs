//! Store-wide limits at the moment of sending: budget, pace of a sender, guards against pumped texts.
//!
//! What one recipient may get is the gate's to say; this sees all of a store's texts at once and knows no person. The
//! dispatcher alone calls it. `Later` and `No` return to the core as an outcome refused, which mints a new decision; that
//! brings along the time it was told, so a text that comes back at its slot is told from a new one without a memory of
//! ten thousand slots.

mod charge;
mod counters;
mod guard;
mod pace;
mod spend;
mod spending;

use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::fact::consent::Purpose;
use crate::fact::contact::Contact;
use crate::fact::event::Refusal;
use crate::gate::market::Market;
use crate::id::{Digest, Name};
use crate::money::Micros;
use crate::time::Timestamp;
use crate::trace::Class;
use alloc::boxed::Box;
use alloc::vec::Vec;
pub use charge::charge;
use counters::Counters;
use guard::Seen;
use pace::Turn;
use serde::{Deserialize, Serialize};
pub use spending::{Spending, Spent, spending};

/// What a part costs where no price is known at all. Chosen: above every price of the four first markets.
const UNKNOWN_PRICE: Micros = Micros(150_000);

/// Parts of texts of the always admitted classes count as one at least.
const FEWEST_PARTS: u32 = 1;

/// A text about to be handed to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The decision to send it; asked twice, it counts once.
    pub decision: Digest,
    /// What kind of text.
    pub class: Class,
    /// The country whose price counts.
    pub country: Box<str>,
    /// The sender's name or number.
    pub sender: Box<str>,
    /// Parts it is billed as.
    pub parts: u32,
    /// The permission it rests on.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// The slot kept for it, as the decision to send it says.
    #[serde(default)]
    pub slot: Option<Timestamp>,
    /// The journey it comes from, as the decision's place says.
    #[serde(default)]
    pub journey: Option<Name>,
}

/// Where the number of a text was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The store session, hashed by the host.
    #[serde(default)]
    pub session: Option<Name>,
    /// The network, hashed by the host: a /24 of IPv4, a /48 of IPv6.
    #[serde(default)]
    pub network: Option<Name>,
    /// The block of a thousand numbers that the number lies in, hashed by the host.
    #[serde(default)]
    pub range: Option<Name>,
}

/// Whether a text may be handed over now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// It may, and is counted.
    Go,
    /// Not yet.
    Later {
        /// The slot kept for it.
        at: Timestamp,
        /// Why.
        why: Refusal,
    },
    /// It may not.
    No {
        /// Why.
        why: Refusal,
    },
}

/// Answers whether a text may go, and returns the counters after; empty counters are those of a new store.
///
/// Confirmations of an opt-out and answers to a call for help always go, and count. A host's clock that jumps back
/// opens no budget: what was spent on days after the moment counts as spent on its own.
///
/// # Errors
/// `StateMalformed`, `StateTooNew`, `StateTooLarge` of the counters, `ProgramPartMissing`.
pub fn admit(
    program: &Program,
    counters: &[u8],
    contact: Option<&Contact>,
    origin: &Origin,
    moment: Timestamp,
    ask: &Ask,
) -> Result<(Vec<u8>, Admission), Fault> {
    let mut counters = Counters::read(counters)?;
    let admission = if counters.admitted.knows(&ask.decision) {
        Admission::Go
    } else if !is_due(ask.class) && ask.journey.as_ref().is_some_and(|journey| program.is_paused(journey)) {
        Admission::No { why: Refusal::Paused }
    } else {
        judge(program, &mut counters, contact, origin, moment, ask)?
    };
    Ok((counters.write()?, admission))
}

/// Returns what a text is counted with when it goes, until its receipt tells more: all its parts.
///
/// # Errors
/// `ProgramPartMissing`.
pub fn cost(program: &Program, ask: &Ask) -> Result<Micros, Fault> {
    Ok(price(program, program.market(&ask.country)?)?.times(ask.parts.max(FEWEST_PARTS)))
}

fn judge(
    program: &Program,
    counters: &mut Counters,
    contact: Option<&Contact>,
    origin: &Origin,
    moment: Timestamp,
    ask: &Ask,
) -> Result<Admission, Fault> {
    let market = program.market(&ask.country)?;
    let price = price(program, market)?;
    let cost = price.times(ask.parts.max(FEWEST_PARTS));
    let budget = program.settings().budget;
    let due = is_due(ask.class);
    let seen = Seen::of(ask, contact, origin, moment);
    if !due && !is_sold_to(program, contact, ask) {
        return Ok(Admission::No { why: Refusal::BlockedDestination });
    }
    let affordable = budget.day_micros.0.checked_div(price.0).unwrap_or(0);
    let is_new = is_guarded(ask.class) && ask.slot.is_none();
    if is_new && counters.guard.is_abuse(&seen, affordable) {
        return Ok(Admission::No { why: Refusal::Abuse });
    }
    if !due && !counters.spend.allows(cost, moment, &budget) {
        return Ok(Admission::No { why: Refusal::Budget });
    }
    let per_minute = market.and_then(|market| market.sender.as_ref()).map_or(0, |sender| sender.per_minute);
    if is_new {
        counters.guard.note(&seen);
    }
    let turn = Turn { due, slot: ask.slot, chance: ask.decision.short() };
    if let Some(at) = counters.paces.take(&ask.sender, per_minute, moment, &turn) {
        return Ok(Admission::Later { at, why: Refusal::Pacing });
    }
    counters.spend.add(cost, moment);
    counters.admitted.note(&ask.decision);
    Ok(Admission::Go)
}

/// Returns whether a text goes whatever the limits: the law or a carrier asks for it.
const fn is_due(class: Class) -> bool {
    match class {
        Class::Confirmation | Class::Help => true,
        Class::Marketing | Class::Ask | Class::Test => false,
    }
}

/// Returns whether a stranger can cause such a text by typing a number.
const fn is_guarded(class: Class) -> bool {
    match class {
        Class::Marketing | Class::Ask => true,
        Class::Confirmation | Class::Help | Class::Test => false,
    }
}

/// Returns whether the store sells to the country, and to that of the number where it is known.
fn is_sold_to(program: &Program, contact: Option<&Contact>, ask: &Ask) -> bool {
    let sold = |country: &str| program.directory().countries.iter().any(|known| &*known.country == country);
    let number = contact.and_then(|contact| contact.number.as_ref());
    sold(&ask.country) && number.is_none_or(|number| sold(&number.country))
}

/// Returns the price of one part; a destination without one costs the dearest known.
fn price(program: &Program, market: Option<&Market>) -> Result<Micros, Fault> {
    if let Some(known) = market.map(|market| market.price).filter(|price| price.0 > 0) {
        return Ok(known);
    }
    let mut dearest = Micros(0);
    for known in &program.directory().countries {
        dearest = dearest.max(program.market(&known.country)?.map_or(Micros(0), |market| market.price));
    }
    Ok(if dearest.0 > 0 { dearest } else { UNKNOWN_PRICE })
}

#[cfg(test)]
mod tests;
