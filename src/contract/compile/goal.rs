//! Builds the journeys of a goal from the preset: the nodes whose option is on, in their order.

use super::report::Report;
use crate::contract::config::Config;
use crate::contract::config::preset::{CouponOption, Goal, Options};
use crate::contract::error::Code;
use crate::engine::learn::Model;
use crate::fact::consent::Purpose;
use crate::id::Name;
use crate::journey::definition::{Entry, Journey, Node, Step};
use crate::preset;
use alloc::vec::Vec;
use serde::Deserialize;

/// Texts a month from which the timing experiment can tell anything. Source: defaults.md.
const EXPERIMENT_FROM: i64 = 500;

/// The file of preset journeys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Presets {
    #[serde(rename = "version")]
    _version: u32,
    recover_carts: PresetJourney,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetJourney {
    name: Name,
    purpose: Purpose,
    entry: Entry,
    nodes: Vec<PresetNode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetNode {
    /// The option that puts the node in; always there without one.
    #[serde(default)]
    option: Option<Choice>,
    name: Name,
    does: Step,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    TimingExperiment,
    Coupon,
    SecondText,
}

/// Returns the journeys of the goal the owner chose.
pub(super) fn journeys(config: &Config, report: &mut Report) -> Vec<Journey> {
    let goal = report.read_or(config.goal.as_ref(), "/goal", Goal::default());
    let options = report.read_or(config.options.as_ref(), "/options", Options::default());
    let learned = report.read_or(config.learned.as_ref(), "/learned", Model::default());
    let Ok(presets) = serde_json::from_str::<Presets>(preset::JOURNEYS) else {
        report.refuse(
            Code::ConfigJourneyShape,
            "",
            "the journeys that ship with this core can't be read: install it anew",
        );
        return Vec::new();
    };
    let chosen = match goal {
        Goal::RecoverCarts => presets.recover_carts,
    };
    let enough = learned.texts_last_30_days >= EXPERIMENT_FROM;
    let is_on = |choice: Option<Choice>| match choice {
        None => true,
        Some(Choice::TimingExperiment) => options.timing_experiment && enough,
        Some(Choice::Coupon) => options.coupon.is_some(),
        Some(Choice::SecondText) => options.second_text,
    };
    let nodes = chosen.nodes.into_iter().filter(|node| is_on(node.option));
    let journey = Journey {
        name: chosen.name,
        purpose: chosen.purpose,
        entry: chosen.entry,
        only_if: None,
        exit_if: None,
        reentry_hours: 48,
        holdout: true,
        nodes: nodes.map(|node| Node { name: node.name, does: with_coupon(node.does, options.coupon) }).collect(),
    };
    [journey].into()
}

/// Returns the step with the owner's coupon in it.
fn with_coupon(step: Step, option: Option<CouponOption>) -> Step {
    match (step, option) {
        (Step::Coupon(mut coupon), Some(option)) => {
            coupon.percent = option.percent.unwrap_or(coupon.percent);
            coupon.minimum_minor = option.minimum_minor;
            Step::Coupon(coupon)
        }
        (step, _) => step,
    }
}
