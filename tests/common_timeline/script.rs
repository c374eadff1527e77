//! A timeline: a store, its people, and what happens to them; printed as JSON to become a regression.

use crate::timeline::people::recipient_key;
use crate::timeline::shop::Shape;
use cartsignal::fact::contact::Contact;
use cartsignal::fact::event::Input;
use cartsignal::time::Timestamp;
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
