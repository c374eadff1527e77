//! What was spent of the budget: the same sums that stop a text.

use super::counters::Counters;
use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::money::{Currency, Micros};
use crate::time::Timestamp;
use serde::Serialize;

/// What was spent, and what may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spending {
    /// The moment's day, UTC.
    pub day: Spent,
    /// Its calendar month, UTC.
    pub month: Spent,
    /// The store's currency.
    pub currency: Currency,
}

/// What was spent in a time, and what may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spent {
    /// Estimates, and prices in the place of those whose receipts have come.
    pub spent_micros: Micros,
    /// The hard stop.
    pub limit_micros: Micros,
}

/// Returns what was spent by a moment. Days after it, left by a clock that jumped, count as they do for `admit`.
///
/// # Errors
/// `StateMalformed`, `StateTooNew`, `StateTooLarge` of the counters.
pub fn spending(program: &Program, counters: &[u8], moment: Timestamp) -> Result<Spending, Fault> {
    let counters = Counters::read(counters)?;
    let settings = program.settings();
    let (day, month) = counters.spend.spent(moment);
    Ok(Spending {
        day: Spent { spent_micros: day, limit_micros: settings.budget.day_micros },
        month: Spent { spent_micros: month, limit_micros: settings.budget.month_micros },
        currency: settings.currency,
    })
}
