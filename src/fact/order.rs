//! Orders: what was bought, and what became of it.

use crate::fact::cart::CartLine;
use crate::fact::event::What;
use crate::fact::past::{Past, Summed};
use crate::id::{CartId, Digest, OrderId, ProductId};
use crate::money::{Currency, Minor};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Orders kept in detail; older ones are summed up, none is forgotten.
const MAX_ORDERS: usize = 16;

/// Products kept of an order.
const MAX_PRODUCTS: usize = 6;

/// What a host tells of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderFact {
    /// The order.
    pub order: OrderId,
    /// Rises with each change of this order.
    pub version: u64,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// The cart that became it.
    #[serde(default)]
    pub cart: Option<CartId>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// What was to be paid, discounts taken off.
    pub total_minor: Minor,
    /// Discounts.
    #[serde(default)]
    pub discount_minor: Minor,
    /// What was given back.
    #[serde(default)]
    pub refunded_minor: Minor,
    /// For an order placed: where its payment stands. Pending means that nothing was paid or promised yet.
    #[serde(default)]
    pub payment: Payment,
    /// What was bought.
    #[serde(default)]
    pub lines: Vec<CartLine>,
}

/// Where the payment of a placed order stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Not paid; the shopper may have left at the payment page.
    Pending,
    /// To be paid by bank transfer or on delivery: counts as bought.
    OnHold,
    /// Paid.
    #[default]
    Paid,
}

/// What became of an order, in the order in which one moment's words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed and not paid.
    Pending,
    /// Payment failed.
    Failed,
    /// Placed, to be paid by transfer or on delivery.
    OnHold,
    /// Paid.
    Paid,
    /// Given back, in part or whole.
    Refunded,
    /// Cancelled.
    Cancelled,
}

impl OrderStatus {
    /// Returns whether the shopper has bought.
    pub const fn is_bought(self) -> bool {
        match self {
            Self::OnHold | Self::Paid | Self::Refunded => true,
            Self::Pending | Self::Failed | Self::Cancelled => false,
        }
    }
}

impl What {
    /// Returns the order that an input speaks of, with what became of it.
    pub const fn order(&self) -> Option<(&OrderFact, OrderStatus)> {
        match self {
            Self::OrderPlaced(fact) => match fact.payment {
                Payment::Pending => Some((fact, OrderStatus::Pending)),
                Payment::OnHold => Some((fact, OrderStatus::OnHold)),
                Payment::Paid => Some((fact, OrderStatus::Paid)),
            },
            Self::OrderPaid(fact) => Some((fact, OrderStatus::Paid)),
            Self::OrderFailed(fact) => Some((fact, OrderStatus::Failed)),
            Self::OrderCancelled(fact) => Some((fact, OrderStatus::Cancelled)),
            Self::OrderRefunded(fact) => Some((fact, OrderStatus::Refunded)),
            Self::PageViewed(_)
            | Self::ProductViewed(_)
            | Self::CollectionViewed(_)
            | Self::CartUpdated(_)
            | Self::CheckoutStarted(_)
            | Self::CheckoutStepReached(_)
            | Self::ContactProvided(_)
            | Self::ContactCleared(_)
            | Self::ConsentGranted(_)
            | Self::ConsentRevoked(_)
            | Self::CouponApplied(_)
            | Self::LinkOpened(_)
            | Self::Outcome(_)
            | Self::Reply(_)
            | Self::Receipt(_)
            | Self::TopicFired(_)
            | Self::Wake(_)
            | Self::ProgramChanged(_) => None,
        }
    }
}

/// What is known of one order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Order {
    /// Version of the report; higher wins.
    pub version: u64,
    /// When it was so; of equal versions the later wins.
    pub at: Timestamp,
    /// What became of it.
    pub status: OrderStatus,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// The order, short.
    pub id: u64,
    /// The cart that became it.
    pub cart: Option<CartId>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// What was paid, less what was given back.
    pub net: Minor,
    /// Discounts.
    pub discount: Minor,
    /// Whether every line was reduced or a discount was given.
    pub on_sale: bool,
    /// Products bought, bounded.
    pub products: Vec<ProductId>,
}

impl Order {
    /// Takes in another report of the same order: the higher version wins, of equal ones the later.
    ///
    /// When it was placed and from which cart are settled apart: not every report says them, and the first word on the
    /// one and any word on the other hold whichever report wins.
    pub fn join(&mut self, other: Self) {
        let placed_at = self.placed_at.min(other.placed_at);
        let cart = self.cart.clone().max(other.cart.clone());
        let alike = |order: &Self| Self { placed_at, cart: cart.clone(), ..order.clone() };
        *self = alike(self).max(alike(&other));
    }

    /// Returns the record of a report with that status.
    pub fn of(fact: &OrderFact, status: OrderStatus, at: Timestamp) -> Self {
        let all_reduced = !fact.lines.is_empty() && fact.lines.iter().all(|line| line.on_sale);
        Self {
            version: fact.version,
            at,
            status,
            placed_at: fact.placed_at,
            id: short_id(&fact.order),
            cart: fact.cart.clone(),
            currency: fact.currency,
            net: Minor(fact.total_minor.0.saturating_sub(fact.refunded_minor.0)),
            discount: fact.discount_minor,
            on_sale: fact.discount_minor.0 > 0 || all_reduced,
            products: fact.lines.iter().take(MAX_PRODUCTS).map(|line| line.product.clone()).collect(),
        }
    }
}

/// Returns the short digest that stands for an order inside states.
pub fn short_id(order: &OrderId) -> u64 {
    Digest::of(&[b"order", order.as_str().as_bytes()]).short()
}

/// All orders of a shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    recent: Vec<Order>,
    /// Sums of older ones.
    pub past: Past,
}

impl Orders {
    /// Folds a report of an order.
    pub fn fold(&mut self, order: Order) {
        if self.past.knows(order.id) {
            self.past.fold(Summed::of(&order));
            return;
        }
        match self.recent.binary_search_by_key(&order.id, |known| known.id) {
            Ok(place) => {
                if let Some(known) = self.recent.get_mut(place) {
                    known.join(order);
                }
            }
            Err(place) => self.recent.insert(place, order),
        }
        self.settle();
    }

    /// Adds all orders of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        self.past.union(&other.past);
        for order in core::mem::take(&mut self.recent).into_iter().chain(other.recent.iter().cloned()) {
            self.fold(order);
        }
    }

    /// Forgets which products were bought; what was paid stays.
    pub fn shed_products(&mut self) {
        self.recent.iter_mut().for_each(|order| order.products.clear());
    }

    /// Returns the orders kept in detail, by short id.
    pub fn recent(&self) -> impl Iterator<Item = &Order> + Clone {
        self.recent.iter()
    }

    /// Returns the bought orders kept in detail.
    pub fn bought(&self) -> impl Iterator<Item = &Order> {
        self.recent.iter().filter(|order| order.status.is_bought())
    }

    /// Returns when the latest bought order was placed.
    pub fn last_bought_at(&self) -> Option<Timestamp> {
        self.bought().map(|order| order.placed_at).max().max(self.past.last_at)
    }

    /// Sums up the orders placed first that are too many.
    fn settle(&mut self) {
        while self.recent.len() > MAX_ORDERS {
            let places = self.recent.iter().enumerate();
            let oldest = places.min_by_key(|(_, order)| (order.placed_at, order.id)).map(|(place, _)| place);
            let Some(place) = oldest else { return };
            let order = self.recent.remove(place);
            self.past.fold(Summed::of(&order));
        }
    }
}
