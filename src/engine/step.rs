//! One step: the order of things, nothing else.
//!
//! Fold the input; take in outcomes and answers; settle segments; start journeys; move all journeys; credit orders;
//! say when to call again.

use crate::engine::channel::{concerns_all_pointing, needs};
use crate::engine::decision::{Decision, Fact, Topic, Wake};
use crate::engine::fault::Fault;
use crate::engine::program::Program;
use crate::engine::state::{Recipient, Shopper};
use crate::engine::work::Work;
use crate::engine::{answer, credit, journeys, outcome, segments};
use crate::fact::contact::Contact;
use crate::fact::event::{Input, What};
use crate::id::RecipientKey;
use crate::time::{Span, Timestamp};
use crate::trace::WakeReason;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a step found.
#[derive(Clone, Debug)]
pub struct Stepped {
    /// The shopper's state after.
    pub shopper: Option<Shopper>,
    /// The recipient's state after.
    pub recipient: Option<Recipient>,
    /// What to do now.
    pub decisions: Vec<Decision>,
    /// What the store learned.
    pub facts: Vec<Fact>,
    /// The complete set of topics the shopper listens to.
    pub topics: Vec<Topic>,
    /// When to call again.
    pub wakes: Wakes,
    /// What became of the input.
    pub folded: Folded,
    /// Whether every shopper who points at this recipient is to be stepped with a wake: its word changed.
    pub wake_pointing: bool,
}

/// When to call again, at most once for each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wakes {
    /// With the shopper.
    pub shopper: Option<Wake>,
    /// With the recipient alone.
    pub recipient: Option<Wake>,
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Folded {
    /// It counts.
    New,
    /// It is too old to start anything: a fact only.
    FactOnly,
    /// The channel it came in by may not say such a thing: it changed nothing.
    TrustTooLow,
}

/// Decides what follows from one input.
///
/// A call has at least one state. A step on a shopper who points at a recipient carries that recipient; an input that
/// gives a number carries the recipient of that number.
///
/// # Errors
/// `SubjectMissing`, `RecipientMismatch`, `ProgramPartMissing` and `ProgramMalformed`; nothing was changed then.
pub fn step(
    program: &Program,
    shopper: Option<Shopper>,
    recipient: Option<Recipient>,
    contact: Option<&Contact>,
    moment: Timestamp,
    input: &Input,
) -> Result<Stepped, Fault> {
    settle(program, shopper, recipient, contact, moment, input, false)
}

/// Decides as `step` does; for a shopper just `merged`, journeys may start without an event.
pub(super) fn settle(
    program: &Program,
    shopper: Option<Shopper>,
    recipient: Option<Recipient>,
    contact: Option<&Contact>,
    moment: Timestamp,
    input: &Input,
    merged: bool,
) -> Result<Stepped, Fault> {
    check(shopper.as_ref(), recipient.as_ref(), input)?;
    let folded = folded(program, moment, input);
    let mut work = Work {
        program,
        contact,
        moment,
        input,
        shopper,
        recipient,
        decisions: Vec::new(),
        facts: Vec::new(),
        wake: None,
        left: false,
        merged,
    };
    if folded != Folded::TrustTooLow {
        let stood = answer::stood(&work);
        fold(&mut work);
        outcome::take(&mut work)?;
        answer::take(&mut work, stood)?;
        credit::order(&mut work);
    }
    // Who is not pointed at is not this shopper's: known to none of the journeys.
    let stranger = work.recipient.take_if(|_| points_at_nobody(work.shopper.as_ref()));
    if is_whole(&work) {
        let left = advance(&mut work, folded)?;
        // A cart that now counts as left may bring its shopper into a segment, and that into a journey.
        if left {
            advance(&mut work, folded)?;
        }
    } else if work.shopper.is_some() {
        work.wake_at(moment, WakeReason::Repointed);
    }
    work.recipient = work.recipient.or(stranger);
    let recipient_wake = answer::expire(&mut work);
    let wakes = Wakes { shopper: work.wake, recipient: recipient_wake };
    let wake_pointing = folded != Folded::TrustTooLow && concerns_all_pointing(&input.what);
    Ok(Stepped {
        shopper: work.shopper,
        recipient: work.recipient,
        decisions: work.decisions,
        facts: work.facts,
        topics: Vec::new(),
        wakes,
        folded,
        wake_pointing,
    })
}

/// Settles segments, starts journeys and moves all of them; returns whether a cart came to count as left.
fn advance(work: &mut Work<'_>, folded: Folded) -> Result<bool, Fault> {
    // Before the shopper is settled under this program: then nothing tells any more what was under way in a pause.
    journeys::end_paused(work);
    let entered = segments::settle(work)?;
    if folded == Folded::New {
        journeys::start(work, &entered)?;
    }
    journeys::progress(work)?;
    Ok(core::mem::take(&mut work.left))
}

/// Checks that the call has the states that its input is about.
///
/// # Errors
/// `SubjectMissing`, `RecipientMismatch`.
pub fn check(shopper: Option<&Shopper>, recipient: Option<&Recipient>, input: &Input) -> Result<(), Fault> {
    let given = recipient.map(|recipient| &recipient.key);
    if shopper.is_none() && recipient.is_none() {
        return Err(Fault::SubjectMissing);
    }
    let wants_recipient = matches!(
        input.what,
        What::ConsentGranted(_) | What::ConsentRevoked(_) | What::Reply(_) | What::ContactProvided(_)
    );
    if wants_recipient && recipient.is_none() {
        return Err(Fault::SubjectMissing);
    }
    let expected: Option<&RecipientKey> = if let What::ContactProvided(provided) = &input.what {
        Some(&provided.recipient)
    } else {
        shopper.and_then(|shopper| shopper.facts.points_at())
    };
    match (expected, given) {
        (Some(expected), given) if Some(expected) != given && shopper.is_some() => Err(Fault::RecipientMismatch),
        (Some(_) | None, _) => Ok(()),
    }
}

/// Returns what the input may do: nothing from too weak a channel, start nothing when too old.
fn folded(program: &Program, moment: Timestamp, input: &Input) -> Folded {
    if input.trust < needs(&input.what) {
        return Folded::TrustTooLow;
    }
    let oldest = moment.minus(Span::hours(i64::from(program.settings().oldest_start_hours)));
    if input.occurred_at < oldest { Folded::FactOnly } else { Folded::New }
}

fn fold(work: &mut Work<'_>) {
    let at = work.input.occurred_at;
    if let Some(shopper) = &mut work.shopper {
        shopper.first_at = shopper.first_at.min(at);
        shopper.facts.fold(work.input);
    }
    if let Some(recipient) = &mut work.recipient {
        recipient.first_at = recipient.first_at.min(at);
        recipient.facts.fold(work.input);
        if let What::LinkOpened(opened) = &work.input.what
            && let Some(text) = recipient.log.find_mut(&opened.decision)
        {
            text.opened_at = Some(text.opened_at.map_or(at, |known| known.min(at)));
        }
    }
}

fn points_at_nobody(shopper: Option<&Shopper>) -> bool {
    shopper.is_some_and(|shopper| shopper.facts.points_at().is_none())
}

/// Returns whether the recipient handed in is the one that the shopper points at: else journeys wait for that one.
fn is_whole(work: &Work<'_>) -> bool {
    let Some(shopper) = &work.shopper else { return false };
    match (shopper.facts.points_at(), &work.recipient) {
        (Some(pointed), Some(recipient)) => *pointed == recipient.key,
        (Some(_), None) => false,
        (None, Some(_) | None) => true,
    }
}
