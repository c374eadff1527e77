//! Builds the journeys of a goal from the preset: the nodes whose option is on, in their order, with the owner's times.

use super::graph::MAX_IDLE_MINUTES;
use super::report::Report;
use crate::contract::config::Config;
use crate::contract::config::preset::{CouponOption, Goal, MinutesByKind, Options};
use crate::contract::error::Code;
use crate::engine::learn::Model;
use crate::fact::consent::Purpose;
use crate::id::Name;
use crate::journey::definition::{Coupon, Entry, Journey, Node, Step};
use crate::preset;
use crate::trigger::abandonment::IdleMinutes;
use alloc::format;
use alloc::vec::Vec;
use core::ops::RangeInclusive;
use serde::Deserialize;

/// Texts a month from which the timing experiment can tell anything. Source: defaults.md.
const EXPERIMENT_FROM: i64 = 500;

/// The node whose times the owner may choose; those of an experiment's arms are its own.
const IDLE: &str = "idle";

/// Minutes a second text may come after the first. Chosen: within the same hour is no second text, after a week no cart.
const SECOND_TEXT_MINUTES: RangeInclusive<u32> = 60..=10_080;

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
    check_times(&options, report);
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
        nodes: nodes.map(|node| as_chosen(node, &options)).collect(),
    };
    [journey].into()
}

/// Refuses times out of their range, at the option that says them.
fn check_times(options: &Options, report: &mut Report) {
    let chosen = by_kind(&options.minutes);
    let kinds = chosen.into_iter().map(|(kind, minutes)| (format!("minutes/{kind}"), minutes, 1..=MAX_IDLE_MINUTES));
    let second = ("second_text_minutes".into(), options.second_text_minutes, SECOND_TEXT_MINUTES);
    for (option, minutes, range) in kinds.chain([second]) {
        if let Some(minutes) = minutes.filter(|minutes| !range.contains(minutes)) {
            let message = format!("`{minutes}` minutes, expected {} to {}", range.start(), range.end());
            report.refuse(Code::ConfigJourneyDelay, format!("/options/{option}"), message);
        }
    }
}

const fn by_kind(minutes: &MinutesByKind) -> [(&'static str, Option<u32>); 8] {
    [
        ("payment_failed", minutes.payment_failed),
        ("pending_payment", minutes.pending_payment),
        ("repeat", minutes.repeat),
        ("full_cart_back", minutes.full_cart_back),
        ("stopped_at_payment", minutes.stopped_at_payment),
        ("checkout_starter", minutes.checkout_starter),
        ("fast_exit", minutes.fast_exit),
        ("other", minutes.other),
    ]
}

/// Returns the node with what the owner chose in it.
fn as_chosen(node: PresetNode, options: &Options) -> Node {
    let does = match node.does {
        Step::Idle(preset) if node.name.as_str() == IDLE => Step::Idle(with_minutes(preset, &options.minutes)),
        Step::Delay(preset) if node.option == Some(Choice::SecondText) => {
            Step::Delay(options.second_text_minutes.unwrap_or(preset))
        }
        Step::Coupon(preset) => Step::Coupon(with_coupon(preset, options.coupon)),
        Step::Idle(_)
        | Step::Delay(_)
        | Step::WaitFor(_)
        | Step::Split(_)
        | Step::Experiment(_)
        | Step::Goto(_)
        | Step::Message(_)
        | Step::Exit => node.does,
    };
    Node { name: node.name, does }
}

fn with_minutes(preset: IdleMinutes, chosen: &MinutesByKind) -> IdleMinutes {
    IdleMinutes {
        payment_failed: chosen.payment_failed.unwrap_or(preset.payment_failed),
        pending_payment: chosen.pending_payment.unwrap_or(preset.pending_payment),
        repeat: chosen.repeat.unwrap_or(preset.repeat),
        full_cart_back: chosen.full_cart_back.unwrap_or(preset.full_cart_back),
        stopped_at_payment: chosen.stopped_at_payment.unwrap_or(preset.stopped_at_payment),
        checkout_starter: chosen.checkout_starter.unwrap_or(preset.checkout_starter),
        fast_exit: chosen.fast_exit.unwrap_or(preset.fast_exit),
        other: chosen.other.unwrap_or(preset.other),
    }
}

fn with_coupon(preset: Coupon, chosen: Option<CouponOption>) -> Coupon {
    let Some(option) = chosen else { return preset };
    let percent = option.percent.unwrap_or(preset.percent);
    Coupon { percent, minimum_minor: option.minimum_minor, ..preset }
}
