//! A timeline: a store, its people, and what happens to them; printed as JSON to become a regression.

use crate::timeline::people::recipient_key;
use crate::timeline::rng::Rng;
use crate::timeline::shop::Shape;
use cartsignal::fact::contact::Contact;
use cartsignal::fact::event::{Input, ReceiptState, Refusal};
use cartsignal::id::Digest;
use cartsignal::time::{Span, Timestamp};
use serde_json::{Value, json};

/// One thing handed in at a moment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) moment: Timestamp,
    /// Whose device or account it came from, if anybody's.
    pub(crate) shopper: Option<usize>,
    /// Whose phone it is about, where the input itself tells; else whom the shopper points at.
    pub(crate) recipient: Option<usize>,
    pub(crate) input: Input,
}

/// How the virtual host behaves; what it does to one decision hangs on that decision's id alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners {
    pub(crate) seed: u64,
    /// Outcomes in a hundred that do not arrive.
    pub(crate) silent: u64,
    /// Outcomes in a hundred that are refusals.
    pub(crate) refusing: u64,
    /// Hand-overs in a hundred that take more than an hour.
    pub(crate) slow: u64,
}

impl Manners {
    /// Returns the receipts of a text: after how long each comes, in any order, some contradicting each other.
    pub(crate) fn receipts(&self, decision: &Digest) -> Vec<(Span, ReceiptState, Option<Refusal>)> {
        use ReceiptState::{Delivered, Failed, Sent, Undelivered};
        let mut chance = Rng::new(self.seed ^ decision.short() ^ 0x4ece);
        let states: &[ReceiptState] = chance.pick(&[
            &[][..],
            &[],
            &[],
            &[Sent, Delivered],
            &[Delivered, Sent],
            &[Sent, Undelivered, Sent],
            &[Undelivered, Delivered],
            &[Failed],
            &[Failed, Sent],
        ]);
        let causes = [
            None,
            None,
            Some(Refusal::BadNumber),
            Some(Refusal::OptedOut),
            Some(Refusal::Filtered),
            Some(Refusal::ProviderUnavailable),
        ];
        let mut one = |state: &ReceiptState| {
            let after = Span::from_ms(chance.pick(&[1_000, 60_000, 7_200_000, 100_000_000]));
            let why = chance.pick(&causes).filter(|_| matches!(state, Undelivered | Failed));
            (after, *state, why)
        };
        states.iter().map(&mut one).collect()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    pub(crate) shape: Shape,
    /// Which program of the run's stock.
    pub(crate) store: usize,
    pub(crate) person: u64,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) manners: Manners,
    /// In order of moment.
    pub(crate) items: Vec<Item>,
}

impl Timeline {
    /// Returns the timeline as a person or a vector would write it.
    pub(crate) fn json(&self) -> Value {
        let steps: Vec<Value> = self
            .items
            .iter()
            .map(|item| {
                let recipient = item.recipient.map(|place| recipient_key(self.person, place));
                json!({
                    "call": "step",
                    "shopper": item.shopper.map(|shopper| format!("shopper-{shopper}")),
                    "recipient": recipient,
                    "moment": item.moment,
                    "input": item.input,
                })
            })
            .collect();
        let manners = format!("{:?}", self.manners);
        json!({"store": self.shape, "person": self.person, "contacts": self.contacts, "host": manners, "steps": steps})
    }
}
