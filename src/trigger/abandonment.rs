//! Kinds of abandonment: which of them a cart left behind is, and when it counts as left.
//!
//! Source of kinds, order and delays: defaults.md (requirement rows G30 to G33, T02 to T07, T26).

use crate::fact::cart::Cart;
use crate::fact::event::CheckoutStep;
use crate::fact::order::OrderStatus;
use crate::fact::shopper::ShopperFacts;
use crate::fact::stamp::Stamps;
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Kinds of abandonment, first match first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AbandonmentKind {
    /// Payment was refused and nothing came after.
    PaymentFailed,
    /// An order was placed and not paid.
    PendingPayment,
    /// The third cart left in thirty days.
    Repeat,
    /// Back on a new visit with a cart at least a day old.
    FullCartBack,
    /// Reached payment.
    StoppedAtPayment,
    /// Opened checkout.
    CheckoutStarter,
    /// Left within a minute of putting something in.
    FastExit,
    /// Any other cart.
    Other,
}

impl AbandonmentKind {
    /// Returns the word for the kind: the name of its text in the library.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PaymentFailed => "payment_failed",
            Self::PendingPayment => "pending_payment",
            Self::Repeat => "repeat",
            Self::FullCartBack => "full_cart_back",
            Self::StoppedAtPayment => "stopped_at_payment",
            Self::CheckoutStarter => "checkout_starter",
            Self::FastExit => "fast_exit",
            Self::Other => "other",
        }
    }
}

/// How long after the last act a cart counts as left, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct IdleMinutes {
    /// After a refused payment.
    pub payment_failed: u32,
    /// After an order without payment.
    pub pending_payment: u32,
    /// For somebody who leaves carts often.
    pub repeat: u32,
    /// For somebody who came back to an old cart.
    pub full_cart_back: u32,
    /// After payment was reached.
    pub stopped_at_payment: u32,
    /// After checkout was opened.
    pub checkout_starter: u32,
    /// After a fast exit.
    pub fast_exit: u32,
    /// For any other cart.
    pub other: u32,
}

impl Default for IdleMinutes {
    /// Source: defaults.md, "Kinds of abandonment and delay from the last activity".
    fn default() -> Self {
        Self {
            payment_failed: 15,
            pending_payment: 60,
            repeat: 60,
            full_cart_back: 20,
            stopped_at_payment: 30,
            checkout_starter: 30,
            fast_exit: 120,
            other: 60,
        }
    }
}

impl IdleMinutes {
    /// Returns the same delay for every kind, as an arm of a timing experiment sets it.
    pub const fn all(minutes: u32) -> Self {
        Self {
            payment_failed: minutes,
            pending_payment: minutes,
            repeat: minutes,
            full_cart_back: minutes,
            stopped_at_payment: minutes,
            checkout_starter: minutes,
            fast_exit: minutes,
            other: minutes,
        }
    }

    /// Returns the delay of a kind.
    pub fn of(&self, kind: AbandonmentKind) -> Span {
        let minutes = match kind {
            AbandonmentKind::PaymentFailed => self.payment_failed,
            AbandonmentKind::PendingPayment => self.pending_payment,
            AbandonmentKind::Repeat => self.repeat,
            AbandonmentKind::FullCartBack => self.full_cart_back,
            AbandonmentKind::StoppedAtPayment => self.stopped_at_payment,
            AbandonmentKind::CheckoutStarter => self.checkout_starter,
            AbandonmentKind::FastExit => self.fast_exit,
            AbandonmentKind::Other => self.other,
        };
        Span::minutes(i64::from(minutes))
    }
}

/// A fast exit's last act came within this time of the add. Source: defaults.md.
const FAST_EXIT: Span = Span::seconds(60);
/// A cart this old is an old one. Source: defaults.md.
const OLD_CART: Span = Span::hours(24);
/// Leaving this many carts, the present one included, within `REPEAT_WINDOW` makes a repeat abandoner.
const REPEAT_COUNT: usize = 3;
/// Source: defaults.md.
const REPEAT_WINDOW: Span = Span::days(30);

/// Returns the kind that leaving `cart` would be.
///
/// `abandoned` holds the abandonments of this shopper; those stamped `own` are of this very entry and do not count.
pub fn kind(cart: &Cart, facts: &ShopperFacts, abandoned: &Stamps, own: u32) -> AbandonmentKind {
    let last_at = last_act(cart, facts);
    let failed = cart.step(CheckoutStep::PaymentFailed);
    if failed.is_some() && failed >= cart.added_at {
        return AbandonmentKind::PaymentFailed;
    }
    let orders = || facts.orders.recent().filter(|order| order.cart.as_ref() == Some(&cart.id));
    if orders().any(|order| order.status == OrderStatus::Failed) {
        return AbandonmentKind::PaymentFailed;
    }
    if orders().any(|order| order.status == OrderStatus::Pending) {
        return AbandonmentKind::PendingPayment;
    }
    let start = last_at.minus(REPEAT_WINDOW);
    let earlier = abandoned.iter().filter(|stamp| stamp.by != own && stamp.at > start && stamp.at <= last_at);
    if earlier.count().saturating_add(1) >= REPEAT_COUNT {
        return AbandonmentKind::Repeat;
    }
    let visit_began = facts.visits.latest().map_or(last_at, |visit| visit.from);
    if visit_began >= cart.first_at.plus(OLD_CART) {
        return AbandonmentKind::FullCartBack;
    }
    if cart.step(CheckoutStep::Payment).is_some() || failed.is_some() {
        return AbandonmentKind::StoppedAtPayment;
    }
    if cart.depth() > 1 {
        return AbandonmentKind::CheckoutStarter;
    }
    match cart.added_at {
        Some(added) if last_at.since(added) <= FAST_EXIT => AbandonmentKind::FastExit,
        Some(_) | None => AbandonmentKind::Other,
    }
}

/// Returns the shopper's last act: on this cart, or on the site since.
pub fn last_act(cart: &Cart, facts: &ShopperFacts) -> Timestamp {
    facts.visits.last().map_or(cart.last_at, |at| at.max(cart.last_at))
}

/// Returns whether an order says that this cart is bought: it names the cart, or was placed since the cart exists.
pub fn is_bought(cart: &Cart, facts: &ShopperFacts) -> bool {
    facts.orders.bought().any(|order| order.cart.as_ref() == Some(&cart.id) || order.placed_at >= cart.first_at)
        || facts.orders.past.last_at.is_some_and(|at| at >= cart.first_at)
}
