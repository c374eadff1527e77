//! Decisions: what a host is to do now, each with an id, a reason and a trace.

use crate::fact::consent::{Channel, Purpose};
use crate::id::{CartId, Digest, Name, OrderId};
use crate::money::{Currency, Minor};
use crate::sms::Encoding;
use crate::template::LinkSlot;
use crate::time::Timestamp;
use crate::trace::{Class, Clause, Reason, WakeReason};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// One thing to do, or to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// Minted once: of the recipient, else the shopper; journey, entry, node, attempt and kind. Sends are keyed by it.
    pub id: Digest,
    /// What to do.
    pub does: Act,
    /// Why.
    pub reason: Reason,
    /// Clause by clause; empty where no gate was asked.
    pub trace: Vec<Clause>,
    /// The next moment that would change the answer by time alone.
    pub changes_at: Option<Timestamp>,
}

/// What a decision says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Send a text; an outcome is due.
    Send(Send),
    /// Issue a coupon; an outcome is due.
    IssueCoupon(IssueCoupon),
    /// Show something on the site; an outcome is due.
    ShowOnSite(ShowOnSite),
    /// Credit an order to a text; an outcome is due.
    CreditOrder(CreditOrder),
    /// The shopper is in a segment from here on.
    EnterSegment(SegmentChange),
    /// The shopper is in a segment no more.
    LeaveSegment(SegmentChange),
    /// A text waits; the same time is among the wakes.
    HoldUntil(Hold),
    /// A text will not be sent.
    Drop(Place),
    /// If the decision named has not been executed, it is not to be.
    Cancel(Cancel),
}

/// Where in which journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The journey.
    pub journey: Name,
    /// What started it.
    pub entry: Name,
    /// The node.
    pub node: Name,
}

/// A text to send now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Send {
    /// The place it comes from; nothing for answers to a reply.
    pub place: Option<Place>,
    /// By which channel.
    pub channel: Channel,
    /// What kind of text the law sees in it.
    pub class: Class,
    /// The permission it rests on.
    pub purpose: Option<Purpose>,
    /// The sender's name or number.
    pub sender: Box<str>,
    /// The country whose price counts.
    pub country: Box<str>,
    /// Language of the text.
    pub language: Box<str>,
    /// The text, with a stand-in of the right width for each link.
    pub text: String,
    /// Where the links go.
    pub links: Vec<LinkSlot>,
    /// Alphabet.
    pub encoding: Encoding,
    /// Parts it is billed as.
    pub parts: u32,
    /// Not to be handed to the provider after.
    pub not_after: Timestamp,
    /// The kind of abandonment it answers.
    pub kind: Option<crate::trigger::abandonment::AbandonmentKind>,
    /// The cart it links to.
    pub cart: Option<CartId>,
    /// The time at which a refusal told the text to come back, for `admit`: the slot that is kept for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Timestamp>,
}

/// A coupon to issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssueCoupon {
    /// The place it comes from.
    pub place: Place,
    /// Percent off.
    pub percent: u8,
    /// Hours it lasts.
    pub valid_hours: u32,
    /// Smallest cart it works on.
    pub minimum_minor: Minor,
    /// Not to be issued after.
    pub not_after: Timestamp,
}

/// Something to show on the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShowOnSite {
    /// The place it comes from.
    pub place: Place,
    /// What to show.
    pub content: Name,
}

/// An order earned by a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreditOrder {
    /// The order.
    pub order: OrderId,
    /// The decision that sent the text whose link was opened.
    pub decision: Digest,
    /// What was paid, discounts taken off.
    pub amount_minor: Minor,
    /// Its currency.
    pub currency: Currency,
}

/// A segment entered or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentChange {
    /// The segment.
    pub segment: Name,
}

/// A text that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hold {
    /// The place it comes from.
    pub place: Place,
    /// Till then.
    pub until: Timestamp,
}

/// A decision to undo if there is still time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cancel {
    /// Which.
    pub decision: Digest,
}

/// When to call again, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wake {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: WakeReason,
}

/// What a store learns from a step; whole numbers, summed by the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Minted once, so that a repetition is not summed twice.
    pub id: Digest,
    /// What is counted.
    pub counts: Counted,
    /// Day since the epoch, UTC.
    pub day: i32,
    /// What it is counted by: journey, arm, country.
    pub key: Name,
    /// How much.
    pub value: i64,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Carts left by somebody who could be texted.
    Abandoned,
    /// Texts accepted by the provider.
    Texts,
    /// Journeys held out.
    HeldOut,
    /// Orders of recipients who were texted or held out, within the attribution window.
    Orders,
    /// What those orders brought, minor units.
    RevenueMinor,
    /// Opt-outs.
    OptOuts,
    /// Texts that the phone acknowledged.
    Delivered,
    /// Texts that were not delivered; less than nothing where one was delivered after all.
    Undelivered,
}

/// A topic a shopper listens to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Topic {
    /// Its name, such as `product:123:restock`.
    pub name: Name,
    /// Lower is served first.
    pub rank: u16,
}
