//! Carts: what lies in them and how far their checkout went.

use crate::fact::event::CheckoutStep;
use crate::id::{CartId, CategoryId, ProductId};
use crate::money::{Currency, Minor};
use crate::time::Timestamp;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Carts kept per shopper; the one untouched longest leaves first. Chosen: two devices and a few weeks.
const MAX_CARTS: usize = 6;

/// Lines kept per cart, the first ones; the total is kept whole. Chosen to hold the state under 4 KB.
const MAX_LINES: usize = 12;

/// The whole cart as it is after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CartUpdated {
    /// The cart.
    pub cart: CartId,
    /// Rises with each change of this cart; of two reports of one cart the higher version counts.
    pub version: u64,
    /// What the shopper did to it.
    pub change: CartChange,
    /// Currency of the prices.
    pub currency: Currency,
    /// All lines; none means that the cart is empty.
    pub lines: Vec<CartLine>,
}

/// What was done to a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CartChange {
    /// Something was put in, by the shopper's own act.
    Added,
    /// Something was taken out.
    Removed,
    /// Quantities, variants or anything else changed.
    Changed,
    /// It was restored from a link or an earlier visit.
    Restored,
}

/// One line of a cart or order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CartLine {
    /// The product.
    pub product: ProductId,
    /// Its variant.
    #[serde(default)]
    pub variant: Option<ProductId>,
    /// How many.
    pub quantity: u32,
    /// Price of one.
    pub unit_price_minor: Minor,
    /// Main category of the product.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// Whether it is reduced.
    #[serde(default)]
    pub on_sale: bool,
}

/// What is known of one cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// The cart.
    pub id: CartId,
    /// Its newest content, once a report of it has come.
    pub content: Option<Content>,
    /// Earliest act known.
    pub first_at: Timestamp,
    /// Latest act known, of any kind.
    pub last_at: Timestamp,
    /// Latest time something was put in.
    pub added_at: Option<Timestamp>,
    /// Checkout opened, latest.
    pub checkout_at: Option<Timestamp>,
    /// Steps reached, latest of each: contact, shipping, payment, payment failed.
    pub steps: [Option<Timestamp>; 4],
    /// A coupon was applied, latest.
    pub coupon_at: Option<Timestamp>,
}

/// What lies in a cart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Content {
    /// Version of the report; higher wins.
    pub version: u64,
    /// When it was so; of equal versions the later wins.
    pub at: Timestamp,
    /// Currency of the prices.
    pub currency: Currency,
    /// Sum of all lines.
    pub total: Minor,
    /// Whether any line is reduced.
    pub on_sale: bool,
    /// Number of lines before the bound.
    pub line_count: u32,
    /// The lines, bounded.
    pub lines: Vec<CartLine>,
}

impl Content {
    fn of(event: &CartUpdated, at: Timestamp) -> Self {
        let total =
            event.lines.iter().fold(Minor::default(), |sum, line| sum.plus(line.unit_price_minor.times(line.quantity)));
        Self {
            version: event.version,
            at,
            currency: event.currency,
            total,
            on_sale: event.lines.iter().any(|line| line.on_sale),
            line_count: u32::try_from(event.lines.len()).unwrap_or(u32::MAX),
            lines: event.lines.iter().take(MAX_LINES).cloned().collect(),
        }
    }
}

impl Cart {
    fn new(id: CartId, at: Timestamp) -> Self {
        Self {
            id,
            content: None,
            first_at: at,
            last_at: at,
            added_at: None,
            checkout_at: None,
            steps: [None; 4],
            coupon_at: None,
        }
    }

    /// Returns whether something lies in it.
    pub fn is_full(&self) -> bool {
        self.content.as_ref().is_some_and(|content| content.line_count > 0)
    }

    /// Returns when a step was last reached.
    pub fn step(&self, step: CheckoutStep) -> Option<Timestamp> {
        let [contact, shipping, payment, failed] = self.steps;
        match step {
            CheckoutStep::Contact => contact,
            CheckoutStep::Shipping => shipping,
            CheckoutStep::Payment => payment,
            CheckoutStep::PaymentFailed => failed,
        }
    }

    /// Returns how deep into buying this cart went: 1 a cart, 2 checkout, 3 contact, 4 shipping, 5 payment.
    pub fn depth(&self) -> i64 {
        let [contact, shipping, payment, failed] = self.steps;
        if payment.is_some() || failed.is_some() {
            5
        } else if shipping.is_some() {
            4
        } else if contact.is_some() {
            3
        } else if self.checkout_at.is_some() {
            2
        } else {
            1
        }
    }

    fn touch(&mut self, at: Timestamp) {
        self.first_at = self.first_at.min(at);
        self.last_at = self.last_at.max(at);
    }

    fn absorb(&mut self, other: &Self) {
        self.touch(other.first_at);
        self.touch(other.last_at);
        self.content = self.content.take().max(other.content.clone());
        self.added_at = self.added_at.max(other.added_at);
        self.checkout_at = self.checkout_at.max(other.checkout_at);
        for (mine, theirs) in self.steps.iter_mut().zip(other.steps) {
            *mine = (*mine).max(theirs);
        }
        self.coupon_at = self.coupon_at.max(other.coupon_at);
    }
}

/// All carts that are remembered, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Carts(Vec<Cart>);

impl Carts {
    /// Folds a report of a cart's content.
    pub fn update(&mut self, event: &CartUpdated, at: Timestamp) {
        let content = Some(Content::of(event, at));
        self.change(&event.cart, at, |cart| {
            cart.content = cart.content.take().max(content);
            if event.change == CartChange::Added {
                cart.added_at = cart.added_at.max(Some(at));
            }
        });
    }

    /// Folds the opening of a cart's checkout.
    pub fn start_checkout(&mut self, id: &CartId, at: Timestamp) {
        self.change(id, at, |cart| cart.checkout_at = cart.checkout_at.max(Some(at)));
    }

    /// Folds a step of a cart's checkout.
    pub fn reach(&mut self, id: &CartId, step: CheckoutStep, at: Timestamp) {
        self.change(id, at, |cart| {
            let [contact, shipping, payment, failed] = &mut cart.steps;
            let mark = match step {
                CheckoutStep::Contact => contact,
                CheckoutStep::Shipping => shipping,
                CheckoutStep::Payment => payment,
                CheckoutStep::PaymentFailed => failed,
            };
            *mark = (*mark).max(Some(at));
        });
    }

    /// Folds a coupon applied to a cart.
    pub fn apply_coupon(&mut self, id: &CartId, at: Timestamp) {
        self.change(id, at, |cart| cart.coupon_at = cart.coupon_at.max(Some(at)));
    }

    /// Adds all carts of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        for theirs in &other.0 {
            self.change(&theirs.id, theirs.last_at, |cart| cart.absorb(theirs));
        }
    }

    /// Returns the cart of that id.
    pub fn find(&self, id: &str) -> Option<&Cart> {
        self.0.iter().find(|cart| cart.id.as_str() == id)
    }

    /// Returns all carts, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Cart> {
        self.0.iter()
    }

    /// Returns the cart touched last.
    pub fn latest(&self) -> Option<&Cart> {
        self.0.iter().max_by_key(|cart| cart.last_at)
    }

    /// Keeps no more than `keep` lines of each cart, the latest cart left out where `spares_latest`; totals stay.
    pub fn shed_lines(&mut self, spares_latest: bool, keep: usize) {
        let latest = self.latest().map(|cart| cart.id.clone()).filter(|_| spares_latest);
        for cart in self.0.iter_mut().filter(|cart| Some(&cart.id) != latest.as_ref()) {
            if let Some(content) = &mut cart.content {
                content.lines.truncate(keep);
            }
        }
    }

    fn change(&mut self, id: &CartId, at: Timestamp, fold: impl FnOnce(&mut Cart)) {
        let place = match self.0.binary_search_by(|cart| cart.id.cmp(id)) {
            Ok(place) => place,
            Err(place) => {
                self.0.insert(place, Cart::new(id.clone(), at));
                place
            }
        };
        if let Some(cart) = self.0.get_mut(place) {
            cart.touch(at);
            fold(cart);
        }
        if self.0.len() > MAX_CARTS {
            let oldest = (0..self.0.len()).min_by_key(|place| self.0.get(*place).map(|cart| cart.last_at));
            oldest.map(|place| self.0.remove(place));
        }
    }
}
