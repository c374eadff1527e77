//! Makes one shopper of two who are proven to be one.
//!
//! The union of two states is commutative, associative and idempotent, below the bounds at which each of their parts
//! forgets; then the survivor takes one step, so that segments, journeys and wakes are settled. Nothing is concluded
//! from a number typed: proof is the host's to have (a login, a platform's own merge, a signed link, a double opt-in).

mod positions;

use crate::engine::decision::{Act, Cancel, Decision};
use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::engine::state::{Recipient, Shopper};
use crate::engine::step::{Stepped, settle};
use crate::fact::contact::Contact;
use crate::fact::event::{Empty, Input, Trust, What};
use crate::id::{Digest, InputId, RecipientKey, ShopperKey};
use crate::journey::progress::{Position, Status};
use crate::time::Timestamp;
use crate::trace::Reason;
use alloc::collections::BTreeSet;
use alloc::format;

/// Abandonments remembered by a survivor: as many as one shopper's journeys remember.
const MAX_ABANDONED: usize = 8;

/// What a merge found.
#[derive(Clone, Debug)]
pub struct Merged {
    /// What a step returns, of the survivor.
    pub stepped: Stepped,
    /// The key that stays: of the shopper known first, of one moment's two the smaller.
    pub survivor: ShopperKey,
    /// The key that from here on stands for the survivor; hosts consult it on every look-up.
    pub alias: ShopperKey,
}

/// Makes one shopper of two, and settles it.
///
/// The recipient handed in is the one that `points_at` names, the number given last; the other stays a row of its own.
/// A text with the host that the survivor's place in the journey has no need of is called back.
///
/// # Errors
/// As `step`: above all `RecipientMismatch` when `recipient` is another than `points_at` names.
pub fn merge(
    program: &Program,
    a: Shopper,
    b: Shopper,
    recipient: Option<Recipient>,
    contact: Option<&Contact>,
    moment: Timestamp,
) -> Result<Merged, Fault> {
    let mut surplus: BTreeSet<Digest> = a.positions.iter().chain(&b.positions).filter_map(with_host).collect();
    let (mut shopper, other) = in_order(a, b);
    union(&mut shopper, &other);
    shopper.positions.iter().filter_map(with_host).for_each(|decision| {
        surplus.remove(&decision);
    });
    let (survivor, alias) = (shopper.key.clone(), other.key);
    let input = wake(&survivor, &alias, moment)?;
    let mut stepped = settle(program, Some(shopper), recipient, contact, moment, &input, true)?;
    stepped.decisions.splice(0..0, surplus.into_iter().map(cancel));
    Ok(Merged { stepped, survivor, alias })
}

/// Returns the recipient that the survivor of two would point at: of both words on it the later.
pub fn points_at<'a>(a: &'a Shopper, b: &'a Shopper) -> Option<&'a RecipientKey> {
    (&a.facts.pointing).max(&b.facts.pointing).recipient.as_ref()
}

/// Adds all that is known of `other` to `shopper`, who comes first in order.
fn union(shopper: &mut Shopper, other: &Shopper) {
    if shopper == other {
        return;
    }
    shopper.facts.union(&other.facts);
    positions::union(&mut shopper.positions, &other.positions);
    // Stamped by entry and episode: of one abandonment's two times the later counts.
    other.abandoned.iter().for_each(|stamp| shopper.abandoned.replace(*stamp, MAX_ABANDONED));
    shopper.segments.extend(&other.segments);
    shopper.segments.sort_unstable();
    shopper.segments.dedup();
    shopper.epoch = shopper.epoch.min(other.epoch);
    shopper.absorb_unknown(other);
}

/// Returns both, the one known first in front.
fn in_order(a: Shopper, b: Shopper) -> (Shopper, Shopper) {
    if (a.first_at, &a.key) <= (b.first_at, &b.key) { (a, b) } else { (b, a) }
}

fn with_host(position: &Position) -> Option<Digest> {
    match position.status {
        Status::InFlight { decision, .. } => Some(decision),
        Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::Ended { .. } => None,
    }
}

fn cancel(decision: Digest) -> Decision {
    let id = Digest::of(&[b"decision", b"cancel", decision.bytes()]);
    let does = Act::Cancel(Cancel { decision });
    Decision { id, does, reason: Reason::AlreadyTexted, trace: alloc::vec::Vec::new(), changes_at: None }
}

/// Returns the wake that settles the survivor; its id is minted from both keys.
fn wake(survivor: &ShopperKey, alias: &ShopperKey, moment: Timestamp) -> Result<Input, Fault> {
    let id = Digest::of(&[b"merge", survivor.as_str().as_bytes(), alias.as_str().as_bytes()]);
    let id = InputId::parse(&format!("merge:{id}")).ok_or(Fault::StateMalformed)?;
    Ok(Input { id, occurred_at: moment, trust: Trust::Server, what: What::Wake(Empty {}) })
}

#[cfg(test)]
mod tests;
