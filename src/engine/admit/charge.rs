//! What a text cost in the end: the provider's price in the place of the estimate.

use super::counters::Counters;
use super::{FEWEST_PARTS, price};
use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::money::Amount;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// Replaces what `admit` counted for one text by what it cost, and returns the counters after.
///
/// `cost` is what the provider charged for the text, all its parts together.
/// `moment`, `country` and `parts` are those that the text was admitted with: its day bears the difference. To be called
/// once for a text; nothing is remembered of it. A price of zero takes back the whole estimate, as for a text that the
/// provider refused. In another currency than the store's, and where the day is forgotten, nothing changes; no day falls
/// below zero.
///
/// # Errors
/// `StateMalformed`, `StateTooNew`, `StateTooLarge` of the counters, `ProgramPartMissing`.
pub fn charge(
    program: &Program,
    counters: &[u8],
    moment: Timestamp,
    country: &str,
    parts: u32,
    cost: &Amount,
) -> Result<Vec<u8>, Fault> {
    let mut counters = Counters::read(counters)?;
    if cost.currency == program.settings().currency {
        let estimate = price(program, program.market(country)?)?.times(parts.max(FEWEST_PARTS));
        counters.spend.correct(estimate, cost.micros, moment);
    }
    counters.write()
}
