//! What is known of one visitor or customer: facts only, foldable in any order.

use crate::fact::activity::Visits;
use crate::fact::browsing::Browsing;
use crate::fact::cart::Carts;
use crate::fact::event::{Input, What};
use crate::fact::order::{Order, Orders};
use crate::fact::stamp::Stamp;
use crate::id::RecipientKey;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The facts of one shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopperFacts {
    /// Which recipient the shopper points at.
    pub pointing: Pointing,
    /// When the shopper was active.
    pub visits: Visits,
    /// What was looked at.
    pub browsing: Browsing,
    /// Carts.
    pub carts: Carts,
    /// Orders.
    pub orders: Orders,
}

/// A number given or taken back; the latest word counts, of one moment's words the larger key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pointing {
    /// When.
    pub at: Option<Timestamp>,
    /// At whom; nobody once it was cleared.
    pub recipient: Option<RecipientKey>,
}

impl Pointing {
    /// Returns whether a number was given and taken back.
    pub const fn is_cleared(&self) -> bool {
        self.at.is_some() && self.recipient.is_none()
    }
}

impl ShopperFacts {
    /// Folds one input. Inputs that say nothing about a shopper change nothing.
    pub fn fold(&mut self, input: &Input) {
        let at = input.occurred_at;
        let stamp = Stamp::of(at, &input.id);
        if is_act(&input.what) {
            self.visits.note(at);
        }
        match &input.what {
            What::PageViewed(view) => {
                if let Some(tag) = &view.tag {
                    self.browsing.pages.note(tag, stamp);
                }
            }
            What::ProductViewed(view) => {
                self.browsing.products.note(&view.product, stamp);
                if let Some(category) = &view.category {
                    self.browsing.categories.note(category, stamp);
                }
            }
            What::CollectionViewed(view) => self.browsing.categories.note(&view.category, stamp),
            What::CartUpdated(update) => self.carts.update(update, at),
            What::CheckoutStarted(start) => self.carts.start_checkout(&start.cart, at),
            What::CheckoutStepReached(reached) => self.carts.reach(&reached.cart, reached.step, at),
            What::CouponApplied(applied) => self.carts.apply_coupon(&applied.cart, at),
            What::ContactProvided(given) => self.point(Some(given.recipient.clone()), at),
            What::ContactCleared(_) => self.point(None, at),
            What::OrderPlaced(_)
            | What::OrderPaid(_)
            | What::OrderFailed(_)
            | What::OrderCancelled(_)
            | What::OrderRefunded(_) => {
                if let Some((fact, status)) = input.what.order() {
                    self.orders.fold(Order::of(fact, status, at));
                }
            }
            What::LinkOpened(_) => self.browsing.links.insert(stamp, Browsing::MAX_LINKS),
            What::ConsentGranted(_)
            | What::ConsentRevoked(_)
            | What::Outcome(_)
            | What::Reply(_)
            | What::Receipt(_)
            | What::TopicFired(_)
            | What::Wake(_)
            | What::ProgramChanged(_) => {}
        }
    }

    /// Adds all facts of another shopper who proved to be the same.
    pub fn union(&mut self, other: &Self) {
        self.pointing = core::mem::take(&mut self.pointing).max(other.pointing.clone());
        self.visits.union(&other.visits);
        self.browsing.union(&other.browsing);
        self.carts.union(&other.carts);
        self.orders.union(&other.orders);
    }

    /// Returns the recipient pointed at.
    pub fn points_at(&self) -> Option<&RecipientKey> {
        self.pointing.recipient.as_ref()
    }

    fn point(&mut self, recipient: Option<RecipientKey>, at: Timestamp) {
        let word = Pointing { at: Some(at), recipient };
        self.pointing = core::mem::take(&mut self.pointing).max(word);
    }
}

/// Returns whether an input is an act of the shopper's own, which postpones what waits for stillness.
pub const fn is_act(what: &What) -> bool {
    match what {
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CartUpdated(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_)
        | What::ContactProvided(_)
        | What::ContactCleared(_)
        | What::CouponApplied(_)
        | What::LinkOpened(_) => true,
        What::ConsentGranted(_)
        | What::ConsentRevoked(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_)
        | What::Outcome(_)
        | What::Reply(_)
        | What::Receipt(_)
        | What::TopicFired(_)
        | What::Wake(_)
        | What::ProgramChanged(_) => false,
    }
}
