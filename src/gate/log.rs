//! What a recipient was sent: the memory that caps, "once" and attribution rest on.

use crate::fact::consent::Purpose;
use crate::id::Digest;
use crate::time::{Span, Timestamp};
use crate::trace::Class;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Texts remembered; those certainly not sent leave first, then answers to the recipient's own words, then the oldest.
/// Four in thirty days are allowed at most by default, ten times as many fit.
const MAX_TEXTS: usize = 40;

/// One text decided for a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The decision.
    pub decision: Digest,
    /// When it was decided.
    pub at: Timestamp,
    /// Kind of text.
    pub class: Class,
    /// The permission it rested on.
    pub purpose: Option<Purpose>,
    /// The journey, short.
    pub journey: u64,
    /// Journey, entry and episode, short: one abandonment.
    pub entry: u64,
    /// What became of it.
    pub fate: Fate,
    /// When its link was opened first.
    pub opened_at: Option<Timestamp>,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// Held out: not sent, so that what texts earn can be measured.
    HeldOut,
    /// With the host.
    InFlight,
    /// Certainly not sent.
    Refused,
    /// Nobody knows: counts as sent.
    Unknown,
    /// Accepted by the provider.
    Accepted,
}

/// All texts remembered, in order of decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    texts: Vec<Text>,
    /// Coupons given, latest first known last.
    pub coupons: Vec<Timestamp>,
    /// Orders credited already, short.
    pub credited: Vec<u64>,
}

impl Log {
    /// Remembers a text decided; once per decision.
    pub fn note(&mut self, text: Text) {
        if self.find(&text.decision).is_none() {
            self.texts.push(text);
        }
        while self.texts.len() > MAX_TEXTS {
            let first = |spare: fn(&Text) -> bool| self.texts.iter().position(spare);
            let spare = first(|text| text.fate == Fate::Refused)
                .or_else(|| first(|text| matches!(text.class, Class::Confirmation | Class::Help | Class::Test)));
            self.texts.remove(spare.unwrap_or(0));
        }
    }

    /// Returns the text of a decision.
    pub fn find(&self, decision: &Digest) -> Option<&Text> {
        self.texts.iter().find(|text| text.decision == *decision)
    }

    /// Returns the text of a decision, to be changed.
    pub fn find_mut(&mut self, decision: &Digest) -> Option<&mut Text> {
        self.texts.iter_mut().find(|text| text.decision == *decision)
    }

    /// Returns all texts that went out or may have.
    pub fn sent(&self) -> impl DoubleEndedIterator<Item = &Text> {
        self.texts.iter().filter(|text| match text.fate {
            Fate::InFlight | Fate::Unknown | Fate::Accepted => true,
            Fate::HeldOut | Fate::Refused => false,
        })
    }

    /// Returns all texts, the held out and the refused among them.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Text> {
        self.texts.iter()
    }

    /// Returns the marketing texts that went out within the window, and when the first of them leaves it.
    pub fn marketing_within(&self, window: Span, moment: Timestamp) -> (u32, Timestamp) {
        let start = moment.minus(window);
        let inside = self.sent().filter(|text| text.class == Class::Marketing && text.at > start);
        inside.fold((0, Timestamp::MAX), |(count, leaves), text| {
            (u32::saturating_add(count, 1), leaves.min(text.at.plus(window)))
        })
    }

    /// Adds what another memory of the same recipient holds.
    pub fn union(&mut self, other: &Self) {
        if self == other {
            return;
        }
        for theirs in &other.texts {
            match self.find_mut(&theirs.decision) {
                Some(mine) => {
                    mine.fate = mine.fate.max(theirs.fate);
                    mine.opened_at = [mine.opened_at, theirs.opened_at].into_iter().flatten().min();
                }
                None => self.texts.push(theirs.clone()),
            }
        }
        self.texts.sort_by_key(|text| (text.at, text.decision));
        let surplus = self.texts.len().saturating_sub(MAX_TEXTS);
        self.texts.drain(..surplus);
        self.coupons.extend(&other.coupons);
        self.coupons.sort_unstable();
        self.coupons.dedup();
        self.credited.extend(&other.credited);
        self.credited.sort_unstable();
        self.credited.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(nth: u8, fate: Fate) -> Text {
        let at = Timestamp::from_ms(i64::from(nth));
        let decision = Digest::of(&[&[nth]]);
        Text { decision, at, class: Class::Marketing, purpose: None, journey: 0, entry: 0, fate, opened_at: None }
    }

    #[test]
    fn texts_refused_a_hundred_times_do_not_make_caps_forget() {
        let mut log = Log::default();
        log.note(text(0, Fate::Accepted));
        (1..=100).for_each(|nth| log.note(text(nth, Fate::Refused)));
        assert_eq!(log.all().count(), MAX_TEXTS);
        assert_eq!(log.sent().count(), 1);
    }
}
