//! Explains: where a shopper stands in each journey and segment, and what the gate would say now, clause by clause.

use crate::engine::fault::Fault;
use crate::engine::message;
use crate::engine::program::{Program, short_name};
use crate::engine::state::{Recipient, Shopper};
use crate::engine::work::Work;
use crate::fact::contact::Contact;
use crate::fact::event::{Empty, Input, Trust, What};
use crate::gate::case::Verdict;
use crate::id::{InputId, Name};
use crate::journey::progress::{Position, Status};
use crate::time::Timestamp;
use crate::trace::{Clause, Reason};
use crate::trigger::abandonment::AbandonmentKind;
use alloc::vec::Vec;
use serde::Serialize;

/// All that can be said of a shopper at a moment. Nothing is changed by asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Journeys under way and over, as remembered.
    pub journeys: Vec<Standing>,
    /// Segments, each with its answer.
    pub segments: Vec<Membership>,
}

/// A place in a journey, and what the gate would say of its next text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// The journey.
    pub journey: Name,
    /// What started it.
    pub entry: Name,
    /// When it started.
    pub entered_at: Timestamp,
    /// The node.
    pub node: Name,
    /// The kind of abandonment, once the cart counted as left.
    pub kind: Option<AbandonmentKind>,
    /// Why it is over, if it is.
    pub ended: Option<Reason>,
    /// What the gate would say of a text now.
    pub now: Answer,
    /// Clause by clause.
    pub trace: Vec<Clause>,
    /// The next moment that would change the answer by time alone.
    pub changes_at: Option<Timestamp>,
}

/// What the gate would say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It would let the text through.
    Send,
    /// It would have the number's owner asked first.
    Ask,
    /// It would hold the text.
    Hold(Reason),
    /// It would drop the text.
    Drop(Reason),
}

/// A segment and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Membership {
    /// The segment.
    pub segment: Name,
    /// Whether the shopper meets its condition now.
    pub inside: bool,
    /// Whether the shopper was in it when last settled.
    pub settled: bool,
    /// When the answer may change by time alone.
    pub changes_at: Option<Timestamp>,
}

/// Explains a shopper at a moment.
///
/// # Errors
/// `ProgramPartMissing`, `ProgramMalformed`; `SubjectMissing` without an id to ask under, which does not happen.
pub fn explain(
    program: &Program,
    shopper: &Shopper,
    recipient: Option<&Recipient>,
    contact: Option<&Contact>,
    moment: Timestamp,
) -> Result<Explanation, Fault> {
    let id = InputId::parse("explain").ok_or(Fault::SubjectMissing)?;
    let input = Input { id, occurred_at: moment, trust: Trust::Server, what: What::Wake(Empty {}) };
    let work = Work {
        program,
        contact,
        moment,
        input: &input,
        shopper: Some(shopper.clone()),
        recipient: recipient.cloned(),
        decisions: Vec::new(),
        facts: Vec::new(),
        wake: None,
        left: false,
        merged: false,
    };
    let mut journeys = Vec::new();
    for position in &shopper.positions {
        if let Some(place) = program.journey_place(&position.journey) {
            journeys.push(standing(&work, place, position)?);
        }
    }
    let mut segments = Vec::new();
    for segment in program.segments()? {
        let answer = work.on_ground(|ground| segment.condition.answer(&ground.subject));
        segments.push(Membership {
            segment: segment.name.clone(),
            inside: answer.is_some_and(|answer| answer.holds),
            settled: shopper.segments.binary_search(&short_name(&segment.name)).is_ok(),
            changes_at: answer.map(|answer| answer.changes_at).filter(|at| *at < Timestamp::MAX),
        });
    }
    Ok(Explanation { journeys, segments })
}

fn standing(work: &Work<'_>, place: usize, position: &Position) -> Result<Standing, Fault> {
    let since = match position.status {
        Status::Held { since, .. } | Status::Unconfirmed { since, .. } => since,
        Status::Waiting | Status::InFlight { .. } => position.node_at.max(work.moment),
        Status::Ended { .. } => work.moment,
    };
    let ruling = message::rule(work, work.program.journey(place)?, position, since)?;
    Ok(Standing {
        journey: position.journey.clone(),
        entry: position.entry.clone(),
        entered_at: position.entered_at,
        node: position.node.clone(),
        kind: position.left.map(|left| left.kind),
        ended: match position.status {
            Status::Ended { why, .. } => Some(why),
            Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::InFlight { .. } => None,
        },
        now: match ruling.verdict {
            Verdict::Send { .. } => Answer::Send,
            Verdict::Ask { .. } => Answer::Ask,
            Verdict::Hold { reason, .. } => Answer::Hold(reason),
            Verdict::Drop(reason) => Answer::Drop(reason),
        },
        trace: ruling.trace,
        changes_at: ruling.changes_at,
    })
}
