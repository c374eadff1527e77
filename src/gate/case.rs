//! The case put to the gate: one text for one recipient at one moment.

use crate::bucket::Bucketing;
use crate::fact::consent::Purpose;
use crate::fact::contact::Contact;
use crate::fact::recipient::RecipientFacts;
use crate::gate::log::Log;
use crate::gate::market::{Cap, Market};
use crate::gate::region::places::Places;
use crate::id::{Name, RecipientKey};
use crate::time::Timestamp;
use crate::trace::{Clause, Reason, Rule, Saw};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// One text for one recipient at one moment. The gate judges marketing texts; questions go as part of them.
pub struct Case<'a> {
    /// Where the recipient may be, with the rules of law and carriers there.
    pub places: Places<'a>,
    /// The market of the number's country.
    pub market: Option<&'a Market>,
    /// The store's own limits.
    pub limits: Limits<'a>,
    /// Who the recipient is, as the host knows.
    pub contact: Option<&'a Contact>,
    /// The recipient's key: what arms are dealt by.
    pub key: Option<&'a RecipientKey>,
    /// Permission and purchases.
    pub facts: Option<&'a RecipientFacts>,
    /// When the latest purchase was made that the recipient or the shopper knows of.
    pub bought_at: Option<Timestamp>,
    /// What the recipient was sent.
    pub log: Option<&'a Log>,
    /// The permission the text needs.
    pub purpose: Purpose,
    /// The journey: what recipients are held out by.
    pub journey: &'a Name,
    /// Journey, entry and episode, short: one abandonment.
    pub entry: u64,
    /// What the text is about happened then.
    pub event_at: Timestamp,
    /// When the text was first due.
    pub since: Timestamp,
    /// The latest thing known; a clock behind it is wrong.
    pub known_until: Timestamp,
    /// Whether the journey holds out a share of recipients.
    pub holds_out: bool,
    /// Whether the journey is paused, or was while this text was under way.
    pub paused: bool,
    /// Spreads texts that were held, the same for one text every time.
    pub spread: u64,
    /// Now.
    pub moment: Timestamp,
}

/// The store's own limits.
pub struct Limits<'a> {
    /// So many texts in so many days.
    pub caps: &'a [Cap],
    /// No cart text for so many days after a purchase.
    pub quiet_days_after_purchase: u16,
    /// Share of recipients held out, in basis points.
    pub holdout: u32,
    /// The rule by which recipients fall into arms.
    pub bucketing: Bucketing,
}

/// What the gate lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Now, and not after.
    Send {
        /// Not to be handed to the provider after.
        not_after: Timestamp,
    },
    /// First the number's owner must be asked; the question may go now, and not after.
    Ask {
        /// Not to be handed to the provider after.
        not_after: Timestamp,
    },
    /// Later: ask the gate again then.
    Hold {
        /// Then.
        until: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// Never, for this entry of the journey.
    Drop(Reason),
}

/// Clauses in order; the first that fails decides.
#[derive(Default)]
pub struct Record {
    /// All clauses asked.
    pub clauses: Vec<Clause>,
    /// The first that failed, with what follows from it.
    pub failed: Option<Verdict>,
}

impl Record {
    /// Adds a clause; `otherwise` is what follows when it is the first that fails.
    pub fn add(&mut self, clause: Clause, otherwise: Verdict) {
        if !clause.holds && self.failed.is_none() {
            self.failed = Some(otherwise);
        }
        self.clauses.push(clause);
    }
}

/// Returns a clause with neither row nor time.
pub fn clause(rule: Rule, holds: bool, saw: Saw, allows: Saw) -> Clause {
    Clause { rule, holds, saw, allows, row: None, changes_at: None }
}

/// Returns a word for a clause.
pub fn word(text: &str) -> Saw {
    Saw::Word(Box::from(text))
}

/// Returns a moment for a clause, or nothing to see.
pub fn at(moment: Option<Timestamp>) -> Saw {
    moment.map_or(Saw::Nothing, Saw::At)
}
