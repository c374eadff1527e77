//! The step at work: what it was handed, and what it has found so far.

use crate::condition::eval::Subject;
use crate::engine::decision::{Act, Counted, Decision, Fact, Wake};
use crate::engine::fault::Fault;
use crate::engine::program::{Program, short_name};
use crate::engine::state::{Recipient, Shopper};
use crate::fact::contact::Contact;
use crate::fact::event::Input;
use crate::gate::market::Market;
use crate::gate::region::area::Areas;
use crate::gate::region::places::Places;
use crate::id::{Digest, Name};
use crate::journey::advance::Ground;
use crate::journey::progress::Position;
use crate::time::Timestamp;
use crate::trace::{Reason, WakeReason};
use alloc::vec::Vec;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

pub(super) struct Work<'a> {
    pub(super) program: &'a Program,
    pub(super) contact: Option<&'a Contact>,
    pub(super) moment: Timestamp,
    pub(super) input: &'a Input,
    pub(super) shopper: Option<Shopper>,
    pub(super) recipient: Option<Recipient>,
    pub(super) decisions: Vec<Decision>,
    pub(super) facts: Vec<Fact>,
    pub(super) wake: Option<Wake>,
    /// Whether a cart came to count as left: segments may count it.
    pub(super) left: bool,
    /// Whether two shoppers have just become one: a cart and a number may have come together.
    pub(super) merged: bool,
}

impl<'a> Work<'a> {
    /// Asks to be called at `at`, unless an earlier call is asked for.
    pub(super) fn wake_at(&mut self, at: Timestamp, reason: WakeReason) {
        if at < Timestamp::MAX {
            let wake = Wake { at, reason };
            self.wake = Some(self.wake.map_or(wake, |known| known.min(wake)));
        }
    }

    /// Adds a decision that no gate was asked for.
    pub(super) fn decide(&mut self, id: Digest, does: Act, reason: Reason) {
        self.decisions.push(Decision { id, does, reason, trace: Vec::new(), changes_at: None });
    }

    /// Adds a fact, with an id minted from what it counts and `of`.
    pub(super) fn count(&mut self, counts: Counted, at: Timestamp, of: &[u8], key: Name, value: i64) {
        let kind: &[u8] = match counts {
            Counted::Abandoned => b"abandoned",
            Counted::Texts => b"texts",
            Counted::HeldOut => b"held_out",
            Counted::Orders => b"orders",
            Counted::RevenueMinor => b"revenue",
            Counted::OptOuts => b"opt_outs",
            Counted::Delivered => b"delivered",
            Counted::Undelivered => b"undelivered",
        };
        let day = i32::try_from(at.ms().div_euclid(DAY_MS)).unwrap_or_default();
        self.facts.push(Fact { id: Digest::of(&[b"fact", kind, of]), counts, day, key, value });
    }

    /// Mints the id of a decision at a place of a journey.
    pub(super) fn mint(&self, kind: &str, position: &Position) -> Digest {
        self.mint_attempt(kind, position, position.attempt)
    }

    /// Mints the id that a decision at a place of a journey has at one attempt.
    pub(super) fn mint_attempt(&self, kind: &str, position: &Position, attempt: u16) -> Digest {
        Digest::of(&[
            b"decision",
            kind.as_bytes(),
            self.owner(),
            position.journey.as_str().as_bytes(),
            position.entry.as_str().as_bytes(),
            &position.episode.to_le_bytes(),
            position.node.as_str().as_bytes(),
            &attempt.to_le_bytes(),
        ])
    }

    /// Returns whose decisions these are: the recipient's, else the shopper's.
    pub(super) fn owner(&self) -> &[u8] {
        let recipient = self.recipient.as_ref().map(|recipient| recipient.key.as_str());
        recipient.or_else(|| self.shopper.as_ref().map(|shopper| shopper.key.as_str())).unwrap_or_default().as_bytes()
    }

    /// Returns the market of the number's country.
    pub(super) fn market(&self) -> Result<Option<&'a Market>, Fault> {
        let number = self.contact.and_then(|contact| contact.number.as_ref());
        let Some(number) = number else { return Ok(None) };
        self.program.market(self.program.areas(number)?.country_of(number))
    }

    /// Returns whether a journey is paused, or was since this shopper was last settled: then nothing of it is sent.
    pub(super) fn is_paused(&self, journey: &Name) -> bool {
        let settled = self.shopper.as_ref().map_or(u32::MAX, |shopper| shopper.epoch);
        self.program.was_paused(journey, settled)
    }

    /// Returns where the number's owner may be, with the rules there.
    pub(super) fn places(&self) -> Result<Places<'a>, Fault> {
        let number = self.contact.and_then(|contact| contact.number.as_ref());
        let areas = number.map_or(Ok(Areas::default()), |number| self.program.areas(number))?;
        Places::find(self.contact, areas, |country| self.program.regions(country))
    }

    /// Returns the name of the journey with this short digest, if the program has it.
    pub(super) fn journey_named(&self, short: u64) -> Option<Name> {
        self.program.journeys().filter_map(|place| place.name()).find(|name| journey_of(name) == short)
    }

    /// Runs `ask` on what a journey may look at; nothing without a shopper.
    pub(super) fn on_ground<T>(&self, ask: impl FnOnce(&Ground<'_>) -> T) -> Option<T> {
        let shopper = self.shopper.as_ref()?;
        let segments = |name: &Name| shopper.segments.binary_search(&short_name(name)).is_ok();
        let subject = Subject {
            shopper: &shopper.facts,
            abandoned: &shopper.abandoned,
            recipient: self.recipient.as_ref().map(|recipient| &recipient.facts),
            contact: self.contact,
            segments: &segments,
            currency: self.program.settings().currency,
            moment: self.moment,
        };
        let recipient = self.recipient.as_ref().map(|recipient| &recipient.key);
        Some(ask(&Ground { subject, recipient, bucketing: self.program.settings().bucketing }))
    }
}

/// Returns the short digest of one entry of a journey: one abandonment.
pub(super) fn entry_of(position: &Position) -> u64 {
    let episode = position.episode.to_le_bytes();
    Digest::of(&[b"entry", position.journey.as_str().as_bytes(), position.entry.as_str().as_bytes(), &episode]).short()
}

/// Returns the short digest of a journey's name.
pub(super) fn journey_of(name: &Name) -> u64 {
    Digest::of(&[b"journey", name.as_str().as_bytes()]).short()
}

/// Returns `name` with a word behind it, for counting.
pub(super) fn keyed(name: &Name, word: &str) -> Name {
    let joined = alloc::format!("{}:{word}", name.as_str());
    Name::parse(&joined).unwrap_or_else(|| name.clone())
}
