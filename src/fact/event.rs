//! Inputs: what a host tells the core, each with an id and its own time.

use crate::fact::cart::CartUpdated;
use crate::fact::consent::{Channel, Purpose};
use crate::fact::order::OrderFact;
pub use crate::fact::report::{
    Done, Outcome, OutcomeReport, Receipt, ReceiptState, Refusal, Refused, Reply, ReplyBy, ReplyKind,
};
use crate::id::{CartId, CategoryId, Digest, EvidenceId, InputId, Name, ProductId, RecipientKey};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One thing that happened, or a question of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The host's natural key for it.
    pub id: InputId,
    /// When it happened, which is not when it is processed.
    pub occurred_at: Timestamp,
    /// How the host came to know it. Set by the channel it came in by, never by the payload.
    pub trust: Trust,
    /// What happened.
    pub what: What,
}

/// How an input came in, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Anything a browser can say by itself: views, dwell and wording, never the start of a text.
    Browser,
    /// A verified platform webhook, or a request inside a live store session.
    Signed,
    /// The host saw it in its own database or hook.
    Server,
}

/// What an input says. Events are facts in the past tense; the last six are not events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum What {
    /// A page was seen.
    #[serde(rename = "page.viewed")]
    PageViewed(PageViewed),
    /// A product page was seen.
    #[serde(rename = "product.viewed")]
    ProductViewed(ProductViewed),
    /// A category or collection page was seen.
    #[serde(rename = "collection.viewed")]
    CollectionViewed(CollectionViewed),
    /// The cart is now this; always the whole cart.
    #[serde(rename = "cart.updated")]
    CartUpdated(CartUpdated),
    /// Checkout was opened.
    #[serde(rename = "checkout.started")]
    CheckoutStarted(CheckoutStarted),
    /// A step of checkout was reached.
    #[serde(rename = "checkout.step_reached")]
    CheckoutStepReached(CheckoutStepReached),
    /// A number was given, with the tick beside it: this shopper points at that recipient from here on.
    #[serde(rename = "contact.provided")]
    ContactProvided(ContactProvided),
    /// The number was taken back.
    #[serde(rename = "contact.cleared")]
    ContactCleared(Empty),
    /// Permission was given for one purpose on one channel.
    #[serde(rename = "consent.granted")]
    ConsentGranted(ConsentChange),
    /// Permission was taken back for one purpose on one channel.
    #[serde(rename = "consent.revoked")]
    ConsentRevoked(ConsentChange),
    /// A coupon was applied to a cart.
    #[serde(rename = "coupon.applied")]
    CouponApplied(CouponApplied),
    /// An order was placed.
    #[serde(rename = "order.placed")]
    OrderPlaced(OrderFact),
    /// An order was paid.
    #[serde(rename = "order.paid")]
    OrderPaid(OrderFact),
    /// Payment of an order failed.
    #[serde(rename = "order.failed")]
    OrderFailed(OrderFact),
    /// An order was cancelled.
    #[serde(rename = "order.cancelled")]
    OrderCancelled(OrderFact),
    /// An order was refunded, in part or whole.
    #[serde(rename = "order.refunded")]
    OrderRefunded(OrderFact),
    /// The link in a text was opened by a person.
    #[serde(rename = "link.opened")]
    LinkOpened(LinkOpened),
    /// What became of a decision.
    #[serde(rename = "outcome")]
    Outcome(OutcomeReport),
    /// The recipient answered.
    #[serde(rename = "reply")]
    Reply(Reply),
    /// The provider reported on a text that it had taken.
    #[serde(rename = "receipt")]
    Receipt(Receipt),
    /// A topic that this shopper listens to fired.
    #[serde(rename = "topic.fired")]
    TopicFired(TopicFired),
    /// The time asked for has come; early, late and repeated wakes are harmless.
    #[serde(rename = "wake")]
    Wake(Empty),
    /// The store's program is another one than this shopper was settled under.
    #[serde(rename = "program.changed")]
    ProgramChanged(Empty),
}

/// No fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// A page view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageViewed {
    /// What kind of page, where the store has tagged it.
    #[serde(default)]
    pub tag: Option<PageTag>,
}

/// Kinds of pages that say something about intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PageTag {
    /// Prices or plans.
    Pricing,
    /// Reduced goods.
    Sale,
    /// Products side by side.
    Comparison,
    /// Goods sold together.
    Bundle,
    /// Questions about delivery.
    Shipping,
    /// Anything else the store tagged.
    Other,
}

/// A product page view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductViewed {
    /// The product seen.
    pub product: ProductId,
    /// Its main category.
    #[serde(default)]
    pub category: Option<CategoryId>,
}

/// A category page view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CollectionViewed {
    /// The category seen.
    pub category: CategoryId,
}

/// Checkout opened for a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckoutStarted {
    /// The cart in checkout.
    pub cart: CartId,
}

/// A step of a cart's checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckoutStepReached {
    /// The cart in checkout.
    pub cart: CartId,
    /// Which step.
    pub step: CheckoutStep,
}

/// Steps of a checkout, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckoutStep {
    /// Contact details.
    Contact,
    /// Address and way of delivery.
    Shipping,
    /// Payment.
    Payment,
    /// Payment was refused.
    PaymentFailed,
}

/// A number was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactProvided {
    /// The host's keyed hash of it.
    pub recipient: RecipientKey,
}

/// A permission given or taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentChange {
    /// What the permission is for.
    pub purpose: Purpose,
    /// By which channel.
    pub channel: Channel,
    /// The row in the host's ledger: wording, version, locale, page, time, form, state of the box.
    pub evidence: EvidenceId,
    /// On which basis. A soft opt-in is a box that was offered and left, where the law and the owner allow it.
    #[serde(default)]
    pub basis: ConsentBasis,
}

/// On which legal ground a permission stands, weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentBasis {
    /// Details from a sale or negotiations for one, with an opt-out offered at capture.
    SoftOptIn,
    /// An unticked box was ticked, or as much by other means.
    #[default]
    Express,
    /// Express, and in writing with the statements that US law asks for.
    ExpressWritten,
}

/// A coupon on a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CouponApplied {
    /// The cart.
    pub cart: CartId,
    /// The decision that issued it, when it is one of ours.
    #[serde(default)]
    pub decision: Option<Digest>,
}

/// A link in a text was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkOpened {
    /// The decision that sent the text.
    pub decision: Digest,
}

/// A topic that fired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TopicFired {
    /// Its name, such as `product:123:restock`.
    pub name: Name,
}
