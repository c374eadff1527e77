//! Orders long past: sums, and a short record of each so that no late or repeated report is summed twice.

use crate::fact::order::{Order, OrderStatus};
use crate::money::{Currency, Minor};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Short records kept; of the order placed first only the sums stay. Chosen: two orders a week for a year, 5 KB.
const MAX_RECORDS: usize = 112;

/// Ids kept of orders without a record, so that a repetition is known; beyond, they repeat in the sums. Chosen: 2 KB.
const MAX_CLOSED: usize = 400;

/// What stays of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Summed {
    id: u64,
    version: u64,
    at: Timestamp,
    status: OrderStatus,
    placed_at: Timestamp,
    currency: Currency,
    net: Minor,
    on_sale: bool,
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
    /// Records, by id: in the sums as well.
    records: Vec<Summed>,
    /// Ids, halved, of orders that are in the sums alone.
    closed: Vec<u32>,
}

impl Summed {
    /// Returns the short record of an order.
    pub const fn of(order: &Order) -> Self {
        let Order { id, version, at, status, placed_at, currency, net, on_sale, .. } = *order;
        Self { id, version, at, status, placed_at, currency, net, on_sale }
    }

    fn join(self, other: Self) -> Self {
        let placed_at = self.placed_at.min(other.placed_at);
        Self { placed_at, ..self }.max(Self { placed_at, ..other })
    }
}

impl Past {
    /// Returns whether an order is among those summed.
    pub fn knows(&self, id: u64) -> bool {
        self.records.binary_search_by_key(&id, |known| known.id).is_ok() || self.closed.binary_search(&half(id)).is_ok()
    }

    /// Sums an order, or takes in a later report of one; a report of one without a record changes nothing.
    pub fn fold(&mut self, order: Summed) {
        if self.closed.binary_search(&half(order.id)).is_ok() {
            return;
        }
        match self.records.binary_search_by_key(&order.id, |known| known.id) {
            Ok(place) => {
                let Some(known) = self.records.get(place).copied() else { return };
                let joined = known.join(order);
                self.sum(&known, false);
                self.sum(&joined, true);
                if let Some(record) = self.records.get_mut(place) {
                    *record = joined;
                }
            }
            Err(place) => {
                self.sum(&order, true);
                self.records.insert(place, order);
            }
        }
        // An order that turns out cancelled may have been the latest.
        let bought = self.records.iter().filter(|known| known.status.is_bought());
        let latest = bought.map(|known| known.placed_at).max();
        self.last_at = if self.closed.is_empty() { latest } else { self.last_at.max(latest) };
        self.close();
    }

    /// Adds the orders of another shopper who proved to be the same; those that both know count once.
    ///
    /// Exact while both have a record of every order. Of the orders without one, sums of which all ids are known to
    /// the other side count once, and other sums add up.
    pub fn union(&mut self, other: &Self) {
        if self == other {
            return;
        }
        let (mut joined, rest) = if covers(&self.closed, &other.closed) {
            (self.without_records(), None)
        } else if covers(&other.closed, &self.closed) {
            (other.without_records(), None)
        } else {
            (self.without_records(), Some(other.without_records()))
        };
        if let Some(rest) = rest {
            joined.bought = joined.bought.saturating_add(rest.bought);
            joined.on_sale = joined.on_sale.saturating_add(rest.on_sale);
            joined.last_at = joined.last_at.max(rest.last_at);
            rest.spent.iter().for_each(|(currency, sum)| joined.spend(*currency, *sum));
            joined.closed.extend(rest.closed);
            joined.closed.sort_unstable();
            joined.closed.dedup();
            joined.closed.truncate(MAX_CLOSED);
        }
        self.records.iter().chain(&other.records).for_each(|record| joined.fold(*record));
        *self = joined;
    }

    /// Returns the sums of the orders that have no record.
    fn without_records(&self) -> Self {
        let mut rest = self.clone();
        for record in core::mem::take(&mut rest.records) {
            rest.sum(&record, false);
        }
        if rest.closed.is_empty() {
            rest.last_at = None;
        }
        rest
    }

    /// Keeps only the sums of the orders placed first, where records are too many.
    fn close(&mut self) {
        while self.records.len() > MAX_RECORDS {
            let places = self.records.iter().enumerate();
            let oldest = places.min_by_key(|(_, known)| (known.placed_at, known.id)).map(|(place, _)| place);
            let Some(place) = oldest else { return };
            let id = half(self.records.remove(place).id);
            if self.closed.len() < MAX_CLOSED
                && let Err(place) = self.closed.binary_search(&id)
            {
                self.closed.insert(place, id);
            }
        }
    }

    /// Puts an order into the sums, or takes it out.
    fn sum(&mut self, order: &Summed, into: bool) {
        if !order.status.is_bought() {
            return;
        }
        let on_sale = u32::from(order.on_sale);
        if into {
            self.bought = self.bought.saturating_add(1);
            self.on_sale = self.on_sale.saturating_add(on_sale);
            self.last_at = self.last_at.max(Some(order.placed_at));
            self.spend(order.currency, order.net);
        } else {
            self.bought = self.bought.saturating_sub(1);
            self.on_sale = self.on_sale.saturating_sub(on_sale);
            self.spend(order.currency, Minor(order.net.0.saturating_neg()));
        }
    }

    /// Adds to the sum of a currency; a sum of nothing is not kept, so that equal facts are equal bytes.
    fn spend(&mut self, currency: Currency, net: Minor) {
        match self.spent.binary_search_by_key(&currency, |(known, _)| *known) {
            Ok(place) => {
                let Some((_, sum)) = self.spent.get_mut(place) else { return };
                *sum = sum.plus(net);
                if sum.0 == 0 {
                    self.spent.remove(place);
                }
            }
            Err(_) if net.0 == 0 => {}
            Err(place) => self.spent.insert(place, (currency, net)),
        }
    }
}

fn covers(all: &[u32], some: &[u32]) -> bool {
    some.iter().all(|id| all.binary_search(id).is_ok())
}

fn half(id: u64) -> u32 {
    u32::try_from(id >> 32).unwrap_or_default()
}
