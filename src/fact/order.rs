//! Orders: what was bought, and what became of it.

use crate::fact::cart::CartLine;
use crate::id::{CartId, Digest, OrderId, ProductId};
use crate::money::{Currency, Minor};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Orders kept in detail; older ones are summed up, none is forgotten.
const MAX_ORDERS: usize = 16;

/// Ids kept of the orders summed up, so that a late repetition is not summed twice; beyond, time alone tells.
const MAX_FOLDED: usize = 512;

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

/// Sums of the orders that are no longer kept in detail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// How many were bought.
    pub bought: u32,
    /// How many of them on sale.
    pub on_sale: u32,
    /// Paid, by currency.
    pub spent: Vec<(Currency, Minor)>,
    /// When the latest was placed.
    pub last_at: Option<Timestamp>,
    /// Short ids of all that went into the sums, the first 512.
    folded: Vec<u64>,
}

/// All orders of a shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    recent: Vec<Order>,
    /// Sums of older ones.
    pub past: Past,
}

impl Orders {
    /// Folds a report of an order; one that was summed up already is left as it is.
    pub fn fold(&mut self, order: Order) {
        if self.past.folded.binary_search(&order.id).is_ok() {
            return;
        }
        match self.recent.binary_search_by_key(&order.id, |known| known.id) {
            Ok(place) => {
                if let Some(known) = self.recent.get_mut(place) {
                    let placed_at = known.placed_at.min(order.placed_at);
                    let cart = known.cart.clone().max(order.cart.clone());
                    if order > *known {
                        *known = order;
                    }
                    known.placed_at = placed_at;
                    known.cart = cart;
                }
            }
            Err(place) => self.recent.insert(place, order),
        }
        if self.recent.len() > MAX_ORDERS {
            let oldest = (0..self.recent.len()).min_by_key(|place| self.recent.get(*place).map(|order| order.placed_at));
            if let Some(place) = oldest {
                let order = self.recent.remove(place);
                self.past.absorb(&order);
            }
        }
    }

    /// Adds all orders of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        other.recent.iter().for_each(|order| self.fold(order.clone()));
        self.past.union(&other.past);
    }

    /// Returns the orders kept in detail, by short id.
    pub fn recent(&self) -> impl Iterator<Item = &Order> {
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
}

impl Past {
    fn absorb(&mut self, order: &Order) {
        if self.folded.len() < MAX_FOLDED
            && let Err(place) = self.folded.binary_search(&order.id)
        {
            self.folded.insert(place, order.id);
        }
        if !order.status.is_bought() {
            return;
        }
        self.bought = self.bought.saturating_add(1);
        self.on_sale = self.on_sale.saturating_add(u32::from(order.on_sale));
        self.last_at = self.last_at.max(Some(order.placed_at));
        match self.spent.binary_search_by_key(&order.currency, |(currency, _)| *currency) {
            Ok(place) => {
                if let Some((_, sum)) = self.spent.get_mut(place) {
                    *sum = sum.plus(order.net);
                }
            }
            Err(place) => self.spent.insert(place, (order.currency, order.net)),
        }
    }

    fn union(&mut self, other: &Self) {
        if other.folded.iter().all(|id| self.folded.binary_search(id).is_ok()) {
            return;
        }
        // Two long histories overlap only when one device's orders were reported under two shoppers, which hosts'
        // order ids rule out: sums of disjoint sets add up.
        self.bought = self.bought.saturating_add(other.bought);
        self.on_sale = self.on_sale.saturating_add(other.on_sale);
        self.last_at = self.last_at.max(other.last_at);
        for (currency, sum) in &other.spent {
            match self.spent.binary_search_by_key(currency, |(known, _)| *known) {
                Ok(place) => {
                    if let Some((_, known)) = self.spent.get_mut(place) {
                        *known = known.plus(*sum);
                    }
                }
                Err(place) => self.spent.insert(place, (*currency, *sum)),
            }
        }
        for id in &other.folded {
            if self.folded.len() < MAX_FOLDED
                && let Err(place) = self.folded.binary_search(id)
            {
                self.folded.insert(place, *id);
            }
        }
    }
}
