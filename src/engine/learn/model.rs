//! Reads the numbers off an aggregate that programs and pages use, in slices of work.

use crate::engine::decision::Counted;
use crate::engine::fault::Fault;
use crate::engine::learn::aggregate::{Aggregate, Period};
use crate::id::{Digest, Name};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The window of `texts_last_30_days`, back from the newest day known.
const WINDOW_DAYS: i32 = 30;
/// The words behind a journey's name in keys, as credit.rs and the gate write them.
const HELD_OUT: &str = "held_out";
const TEXTED: &str = "texted";

/// What a store has learned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Texts accepted in the thirty days up to the newest day known.
    pub texts_last_30_days: i64,
    /// All journeys together.
    pub total: Numbers,
    /// Each journey.
    pub journeys: Vec<JourneyNumbers>,
}

/// Numbers of one journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JourneyNumbers {
    /// The journey.
    pub journey: Name,
    /// Its numbers.
    pub numbers: Numbers,
}

/// What was left, and what came of it in either arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Carts left by somebody who could be texted.
    pub abandoned: i64,
    /// The arm that gets texts.
    pub texted: Arm,
    /// The arm that gets none.
    pub held_out: Arm,
}

/// One arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Texts accepted, or journeys held out.
    pub reached: i64,
    /// Orders within the attribution window.
    pub orders: i64,
    /// What they brought, minor units of the store's currency.
    pub revenue_minor: i64,
}

/// How far learning has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Learned {
    /// Not done: to be handed in again.
    Progress(Vec<u8>),
    /// Done.
    Model(Model),
}

/// Work done so far on one aggregate.
#[derive(Default, Serialize, Deserialize)]
struct Progress {
    of: Digest,
    done: u64,
    model: Model,
}

/// Reads at most `budget` sums, at least one, and goes on where `progress` ended; empty to begin.
///
/// Progress on an aggregate that has changed since begins anew.
///
/// # Errors
/// `StateMalformed`, `StateTooNew`.
pub fn learn(aggregate: &[u8], progress: &[u8], budget: u32) -> Result<Learned, Fault> {
    let of = Digest::of(&[aggregate]);
    let mut progress = read(progress)?;
    if progress.of != of {
        progress = Progress { of, ..Progress::default() };
    }
    let sums = Aggregate::read(aggregate)?;
    let done = usize::try_from(progress.done).map_err(|_| Fault::StateMalformed)?;
    let mut entries = sums.entries().skip(done).peekable();
    for _ in 0..budget.max(1) {
        let Some((key, counts, period, sum)) = entries.next() else { break };
        progress.model.take(key, counts, sum);
        if counts == Counted::Texts && is_recent(period, sums.newest) {
            progress.model.texts_last_30_days = progress.model.texts_last_30_days.saturating_add(sum);
        }
        progress.done = progress.done.saturating_add(1);
    }
    if entries.peek().is_none() {
        return Ok(Learned::Model(progress.model));
    }
    postcard::to_allocvec(&progress).map(Learned::Progress).map_err(|_| Fault::StateTooLarge)
}

fn read(bytes: &[u8]) -> Result<Progress, Fault> {
    if bytes.is_empty() {
        return Ok(Progress::default());
    }
    match postcard::take_from_bytes(bytes) {
        Ok((progress, [])) => Ok(progress),
        Ok(_) | Err(_) => Err(Fault::StateMalformed),
    }
}

fn is_recent(period: Period, newest: Option<i32>) -> bool {
    match period {
        Period::Day(day) => newest.is_some_and(|newest| day > newest.saturating_sub(WINDOW_DAYS)),
        Period::Month(_) | Period::Before => false,
    }
}

impl Model {
    fn take(&mut self, key: &str, counts: Counted, sum: i64) {
        let (journey, word) = key.rsplit_once(':').unwrap_or((key, ""));
        self.total.take(word, counts, sum);
        let Some(journey) = Name::parse(journey) else { return };
        let place = match self.journeys.binary_search_by(|known| known.journey.cmp(&journey)) {
            Ok(place) => place,
            Err(place) => {
                self.journeys.insert(place, JourneyNumbers { journey, numbers: Numbers::default() });
                place
            }
        };
        if let Some(known) = self.journeys.get_mut(place) {
            known.numbers.take(word, counts, sum);
        }
    }
}

impl Numbers {
    fn take(&mut self, word: &str, counts: Counted, sum: i64) {
        let arm = match word {
            HELD_OUT => Some(&mut self.held_out),
            TEXTED => Some(&mut self.texted),
            _ => None,
        };
        let cell = match (counts, arm) {
            (Counted::Abandoned, _) => &mut self.abandoned,
            (Counted::Texts, _) => &mut self.texted.reached,
            (Counted::HeldOut, _) => &mut self.held_out.reached,
            (Counted::Orders, Some(arm)) => &mut arm.orders,
            (Counted::RevenueMinor, Some(arm)) => &mut arm.revenue_minor,
            (Counted::Orders | Counted::RevenueMinor, None)
            | (Counted::OptOuts | Counted::Delivered | Counted::Undelivered, _) => return,
        };
        *cell = cell.saturating_add(sum);
    }
}
