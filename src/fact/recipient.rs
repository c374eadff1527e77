//! What is known of one phone: permission, purchases and whether texts reach it, foldable in any order.

use crate::fact::consent::{Channel, Consents};
use crate::fact::event::{Input, Outcome, ReceiptState, Refusal, Reply, ReplyBy, ReplyKind, What};
use crate::fact::order::{OrderFact, OrderStatus, short_id};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Purchases kept in detail; of older ones only the latest time stays.
const MAX_PURCHASES: usize = 8;

/// The facts of one recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientFacts {
    /// Permission.
    pub consents: Consents,
    /// Purchases, whoever of the shoppers behind this number made them.
    pub purchases: Purchases,
    /// Whether texts reach it.
    pub reach: Reach,
}

/// Whether texts reach a number: registers of the latest time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    bad_at: Option<Timestamp>,
    reached_at: Option<Timestamp>,
}

/// One order, as far as a recipient needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Purchase {
    version: u64,
    at: Timestamp,
    status: OrderStatus,
    placed_at: Timestamp,
    id: u64,
}

/// Purchases of one recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchases {
    recent: Vec<Purchase>,
    before: Option<Timestamp>,
}

impl RecipientFacts {
    /// Folds one input. Inputs that say nothing about a recipient change nothing.
    pub fn fold(&mut self, input: &Input) {
        let at = input.occurred_at;
        match &input.what {
            What::ConsentGranted(change) => self.consents.grant(change, at),
            What::ConsentRevoked(change) => self.consents.revoke(change.purpose, change.channel, at),
            What::Reply(reply) => {
                self.consents.reply(reply, at);
                // That the shop's owner has read an answer proves nothing of the number.
                if reply.channel == Channel::Sms && reply.kind != ReplyKind::Cleared {
                    self.reach.reached_at = self.reach.reached_at.max(Some(at));
                }
            }
            What::OrderPlaced(_)
            | What::OrderPaid(_)
            | What::OrderFailed(_)
            | What::OrderCancelled(_)
            | What::OrderRefunded(_) => {
                if let Some((fact, status)) = input.what.order() {
                    self.purchases.fold(fact, status, at);
                }
            }
            What::Outcome(report) => {
                if let Outcome::Refused(refused) = &report.result {
                    self.refused(refused.why, at);
                }
            }
            What::Receipt(receipt) => {
                if receipt.state == ReceiptState::Delivered {
                    self.reach.reached_at = self.reach.reached_at.max(Some(at));
                } else if let Some(why) = receipt.why {
                    self.refused(why, at);
                }
            }
            What::PageViewed(_)
            | What::ProductViewed(_)
            | What::CollectionViewed(_)
            | What::CartUpdated(_)
            | What::CheckoutStarted(_)
            | What::CheckoutStepReached(_)
            | What::ContactProvided(_)
            | What::ContactCleared(_)
            | What::CouponApplied(_)
            | What::LinkOpened(_)
            | What::TopicFired(_)
            | What::Wake(_)
            | What::ProgramChanged(_) => {}
        }
    }
}

impl RecipientFacts {
    /// Folds what a refusal of the provider's or a carrier's says of the number.
    fn refused(&mut self, why: Refusal, at: Timestamp) {
        match why {
            Refusal::OptedOut => {
                let stop = Reply { kind: ReplyKind::Stop, channel: Channel::Sms, by: ReplyBy::Text };
                self.consents.reply(&stop, at);
            }
            Refusal::BadNumber => self.reach.bad_at = self.reach.bad_at.max(Some(at)),
            Refusal::BlockedDestination
            | Refusal::Expired
            | Refusal::Cancelled
            | Refusal::Budget
            | Refusal::Pacing
            | Refusal::Abuse
            | Refusal::ProviderUnavailable
            | Refusal::CouponRefused
            | Refusal::Filtered
            | Refusal::Stale
            | Refusal::Paused => {}
        }
    }
}

impl Reach {
    /// Returns since when the number is known to receive no texts, unless its owner answered or got one later.
    pub fn lost(&self) -> Option<Timestamp> {
        self.bad_at.filter(|at| self.reached_at.is_none_or(|reached| reached <= *at))
    }
}

impl Purchases {
    /// Returns when the latest order that counts as bought was placed.
    pub fn last_bought_at(&self) -> Option<Timestamp> {
        let bought = self.recent.iter().filter(|purchase| purchase.status.is_bought());
        bought.map(|purchase| purchase.placed_at).max().max(self.before)
    }

    fn fold(&mut self, fact: &OrderFact, status: OrderStatus, at: Timestamp) {
        let purchase =
            Purchase { version: fact.version, at, status, placed_at: fact.placed_at, id: short_id(&fact.order) };
        match self.recent.binary_search_by_key(&purchase.id, |known| known.id) {
            Ok(place) => {
                if let Some(known) = self.recent.get_mut(place) {
                    // Settled before the versions are compared, else the order of arrival would show.
                    let placed_at = known.placed_at.min(purchase.placed_at);
                    known.placed_at = placed_at;
                    *known = known.clone().max(Purchase { placed_at, ..purchase });
                }
            }
            Err(place) => self.recent.insert(place, purchase),
        }
        if self.recent.len() > MAX_PURCHASES {
            let oldest = (0..self.recent.len())
                .min_by_key(|place| self.recent.get(*place).map(|known| (known.placed_at, known.id)));
            if let Some(place) = oldest {
                let purchase = self.recent.remove(place);
                if purchase.status.is_bought() {
                    self.before = self.before.max(Some(purchase.placed_at));
                }
            }
        }
    }
}
