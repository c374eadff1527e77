//! A journey as data: entry, nodes and exits. One shape serves configuration and program alike.

use crate::condition::ast::Condition;
use crate::fact::consent::Purpose;
use crate::id::Name;
use crate::money::Minor;
use crate::trigger::abandonment::IdleMinutes;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Most nodes of one journey.
pub const MAX_NODES: usize = 32;

/// What happens to one shopper over time, from an entry to an exit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Stable name; renaming a journey ends it for those inside.
    pub name: Name,
    /// The permission its texts need.
    pub purpose: Purpose,
    /// What starts it.
    pub entry: Entry,
    /// It starts only for shoppers of whom this holds.
    #[serde(default)]
    pub only_if: Option<Condition>,
    /// It ends as soon as this holds; checked on every input and again at the moment of sending.
    #[serde(default)]
    pub exit_if: Option<Condition>,
    /// The same cart, order or segment starts it again only so many hours after it started last.
    #[serde(default = "default_reentry")]
    pub reentry_hours: u32,
    /// Whether a share of recipients is held out, so that what the journey earns can be measured.
    #[serde(default = "yes")]
    pub holdout: bool,
    /// What happens, in this order; jumps go forward only.
    pub nodes: Vec<Node>,
}

/// Source: 48 hours is the carriers' limit for one text per abandonment (compliance.md, cart reminders).
const fn default_reentry() -> u32 {
    48
}

const fn yes() -> bool {
    true
}

/// What starts a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A cart with something in it and a number given; once per cart.
    Cart,
    /// An order that counts as bought; once per order.
    Order,
    /// A segment entered; once per time the re-entry allows.
    Segment(Name),
}

/// One step of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Stable name, unique within the journey.
    pub name: Name,
    /// What happens here.
    pub does: Step,
}

/// What a node does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Waits until the cart counts as left, by its kind of abandonment.
    Idle(IdleMinutes),
    /// Waits so many minutes after this node was reached.
    Delay(u32),
    /// Waits for a condition, no longer than so many minutes.
    WaitFor(WaitFor),
    /// Goes on when the condition holds, else jumps.
    Split(Split),
    /// Jumps by the arm the recipient falls into.
    Experiment(Experiment),
    /// Jumps.
    Goto(Name),
    /// Sends a text, if the gate lets it.
    Message(Message),
    /// Has the platform issue a coupon and waits for it.
    Coupon(Coupon),
    /// Ends.
    Exit,
}

/// A wait with a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitFor {
    /// What is waited for.
    pub condition: Condition,
    /// The limit.
    pub at_most_minutes: u32,
    /// Where to go when the limit passes.
    pub otherwise: Name,
}

/// A fork by a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Who goes on.
    pub condition: Condition,
    /// Where the others go.
    pub otherwise: Name,
}

/// A fork by chance, the same for one recipient every time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Stable name; recipients are dealt to arms by it.
    pub name: Name,
    /// Arms, at least two; weights are shares of their sum.
    pub arms: Vec<Arm>,
}

/// An arm of an experiment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Stable name.
    pub name: Name,
    /// Share.
    pub weight: u16,
    /// Where to go.
    pub goto: Name,
}

/// A text to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Which text.
    pub text: TextChoice,
}

/// Which text a message uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextChoice {
    /// The text named like the kind of abandonment.
    ByKind,
    /// One text.
    Named(Name),
}

/// A coupon to issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coupon {
    /// Percent off.
    pub percent: u8,
    /// Hours it lasts from sending.
    pub valid_hours: u32,
    /// Smallest cart it is given to and works on.
    #[serde(default)]
    pub minimum_minor: Minor,
    /// Where to go when none is to be had: not allowed by the guard, or refused by the platform.
    pub otherwise: Name,
}

impl Journey {
    /// Returns the place of a node.
    pub fn place(&self, name: &Name) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == *name)
    }
}
