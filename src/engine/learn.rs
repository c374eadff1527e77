//! What a store learns: sums of facts, and the numbers read off them.
//!
//! Sums fold in any order, add up across rows, and give back what is erased. Facts carry an id: a host keeps each id
//! once and hands in the new ones, since no bounded sum can remember them all.

mod aggregate;
mod model;

use crate::engine::decision::Fact;
use crate::engine::fault::Fault;
use aggregate::Aggregate;
use alloc::vec::Vec;
pub use model::{Arm, JourneyNumbers, Learned, Model, Numbers, learn};

/// Adds facts to an aggregate, an id that comes twice in one call once; an empty aggregate is that of a new store.
///
/// # Errors
/// `StateMalformed`, `StateTooNew` of the aggregate, as all that follow.
pub fn observe(aggregate: &[u8], facts: &[Fact]) -> Result<Vec<u8>, Fault> {
    let mut sums = Aggregate::read(aggregate)?;
    sums.add(facts, 1);
    sums.write()
}

/// Takes facts out of an aggregate that were put in before, such as those of a recipient to be erased.
///
/// # Errors
/// See `observe`.
pub fn erase(aggregate: &[u8], facts: &[Fact]) -> Result<Vec<u8>, Fault> {
    let mut sums = Aggregate::read(aggregate)?;
    sums.add(facts, -1);
    sums.write()
}

/// Adds two aggregates of different facts: commutative and associative; the empty one changes nothing.
///
/// # Errors
/// See `observe`.
pub fn combine(a: &[u8], b: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut sums = Aggregate::read(a)?;
    sums.combine(Aggregate::read(b)?);
    sums.write()
}

#[cfg(test)]
mod tests;
