//! Checks a journey's nodes: names, jumps that go forward, numbers within their ranges; and what is certain at each.

use super::condition::{self, Codes};
use super::segment::{is_name, misnamed};
use super::store::shown;
use crate::contract::error::{Code, ContractError};
use crate::id::Name;
use crate::journey::definition::{Coupon, Entry, Experiment, Journey, MAX_NODES, Step};
use crate::trigger::abandonment::IdleMinutes;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Longest delay or wait: a year.
const MAX_MINUTES: u32 = 525_600;
/// Longest time after which a cart counts as left. Source: carriers' 48 hours (compliance.md).
pub(super) const MAX_IDLE_MINUTES: u32 = 2_880;
/// Longest a coupon lasts: 30 days. Chosen.
const MAX_COUPON_HOURS: u32 = 720;
/// Most arms of an experiment. Chosen: no store of ours could tell more apart.
const MAX_ARMS: usize = 8;

/// Codes of a journey's conditions.
pub(super) const CODES: Codes =
    Codes { condition: Code::ConfigJourneyCondition, segment: Code::ConfigJourneyUnknownSegment };

/// What is certain, or possible, when a node is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    /// The cart counts as left.
    pub(super) left: bool,
    /// A coupon was issued for certain.
    pub(super) coupon_sure: bool,
    /// A coupon may have been issued.
    pub(super) coupon_possible: bool,
}

/// Returns all that is wrong with the nodes of a journey at `pointer`.
pub(super) fn check(journey: &Journey, segments: &[Name], pointer: &str) -> Vec<ContractError> {
    let mut faults = Vec::new();
    if !(1..=MAX_NODES).contains(&journey.nodes.len()) {
        let message = format!("a journey has 1 to {MAX_NODES} nodes, found `{}`", journey.nodes.len());
        faults.push(ContractError::new(Code::ConfigJourneyNodes, format!("{pointer}/nodes"), message));
        return faults;
    }
    for (place, node) in journey.nodes.iter().enumerate() {
        let pointer = format!("{pointer}/nodes/{place}");
        let name = format!("{pointer}/name");
        if !is_name(&node.name) {
            faults.push(ContractError::new(Code::ConfigJourneyName, name, misnamed(&node.name)));
        } else if journey.place(&node.name) != Some(place) {
            let message = format!("there is a node `{}` before, expected another name", node.name.as_str());
            faults.push(ContractError::new(Code::ConfigJourneyDuplicateNode, name, message));
        }
        let does = format!("{pointer}/does");
        for (target, behind) in jumps(&node.does) {
            faults.extend(check_jump(journey, place, target, &format!("{does}{behind}")));
        }
        check_step(journey, &node.does, segments, &does, &mut faults);
    }
    faults
}

/// Returns what is certain at each node; nothing for one that is never reached. Jumps go forward, so one pass tells.
pub(super) fn before(journey: &Journey) -> Vec<Option<Before>> {
    let mut reached: Vec<Option<Before>> = journey.nodes.iter().map(|_| None).collect();
    let start = Before { left: false, coupon_sure: false, coupon_possible: false };
    join(&mut reached, Some(0), start);
    for (place, node) in journey.nodes.iter().enumerate() {
        let Some(known) = reached.get(place).copied().flatten() else { continue };
        for (target, _) in jumps(&node.does) {
            join(&mut reached, journey.place(target), known);
        }
        let after = match &node.does {
            Step::Goto(_) | Step::Exit | Step::Experiment(_) => continue,
            Step::Idle(_) => Before { left: true, ..known },
            Step::Coupon(_) => Before { coupon_sure: true, coupon_possible: true, ..known },
            Step::Delay(_) | Step::WaitFor(_) | Step::Split(_) | Step::Message(_) => known,
        };
        join(&mut reached, Some(place.saturating_add(1)), after);
    }
    reached
}

fn join(reached: &mut [Option<Before>], place: Option<usize>, known: Before) {
    if let Some(slot) = place.and_then(|place| reached.get_mut(place)) {
        *slot = Some(slot.map_or(known, |other| Before {
            left: other.left && known.left,
            coupon_sure: other.coupon_sure && known.coupon_sure,
            coupon_possible: other.coupon_possible || known.coupon_possible,
        }));
    }
}

/// Returns where a step may jump, each with the rest of its pointer.
fn jumps(step: &Step) -> Vec<(&Name, String)> {
    match step {
        Step::WaitFor(wait) => [(&wait.otherwise, "/wait_for/otherwise".into())].into(),
        Step::Split(split) => [(&split.otherwise, "/split/otherwise".into())].into(),
        Step::Coupon(coupon) => [(&coupon.otherwise, "/coupon/otherwise".into())].into(),
        Step::Goto(name) => [(name, "/goto".into())].into(),
        Step::Experiment(experiment) => {
            let arms = experiment.arms.iter().enumerate();
            arms.map(|(place, arm)| (&arm.goto, format!("/experiment/arms/{place}/goto"))).collect()
        }
        Step::Idle(_) | Step::Delay(_) | Step::Message(_) | Step::Exit => Vec::new(),
    }
}

fn check_jump(journey: &Journey, from: usize, target: &Name, pointer: &str) -> Option<ContractError> {
    match journey.place(target) {
        None => {
            let message = format!(
                "there is no node `{}` in this journey, expected one that stands further on",
                shown(target.as_str())
            );
            Some(ContractError::new(Code::ConfigJourneyUnknownNode, pointer, message))
        }
        Some(to) if to <= from => {
            let message = format!(
                "`{}` does not stand further on: jumps go forward only, so that every journey ends",
                target.as_str()
            );
            Some(ContractError::new(Code::ConfigJourneyBackwardJump, pointer, message))
        }
        Some(_) => None,
    }
}

fn check_step(journey: &Journey, step: &Step, segments: &[Name], pointer: &str, faults: &mut Vec<ContractError>) {
    let minutes = |minutes: u32, behind: &str| {
        (!(1..=MAX_MINUTES).contains(&minutes)).then(|| {
            let message = format!("`{minutes}` minutes, expected 1 to {MAX_MINUTES}");
            ContractError::new(Code::ConfigJourneyDelay, format!("{pointer}{behind}"), message)
        })
    };
    match step {
        Step::Idle(idle) => {
            if journey.entry != Entry::Cart {
                let message = "only a journey that a cart starts can wait until the cart counts as left: use `delay`";
                faults.push(ContractError::new(Code::ConfigJourneyEntry, pointer, message));
            }
            faults.extend(check_idle(idle, pointer));
        }
        Step::Delay(delay) => faults.extend(minutes(*delay, "/delay")),
        Step::WaitFor(wait) => {
            faults.extend(minutes(wait.at_most_minutes, "/wait_for/at_most_minutes"));
            let pointer = format!("{pointer}/wait_for/condition");
            faults.extend(condition::check(&wait.condition, segments, CODES, &pointer));
        }
        Step::Split(split) => {
            let pointer = format!("{pointer}/split/condition");
            faults.extend(condition::check(&split.condition, segments, CODES, &pointer));
        }
        Step::Experiment(experiment) => faults.extend(check_experiment(experiment, &format!("{pointer}/experiment"))),
        Step::Coupon(coupon) => faults.extend(check_coupon(coupon, &format!("{pointer}/coupon"))),
        Step::Goto(_) | Step::Message(_) | Step::Exit => {}
    }
}

fn check_idle(idle: &IdleMinutes, pointer: &str) -> Option<ContractError> {
    let kinds = [
        ("payment_failed", idle.payment_failed),
        ("pending_payment", idle.pending_payment),
        ("repeat", idle.repeat),
        ("full_cart_back", idle.full_cart_back),
        ("stopped_at_payment", idle.stopped_at_payment),
        ("checkout_starter", idle.checkout_starter),
        ("fast_exit", idle.fast_exit),
        ("other", idle.other),
    ];
    let (kind, minutes) = kinds.into_iter().find(|(_, minutes)| !(1..=MAX_IDLE_MINUTES).contains(minutes))?;
    let message = format!("`{minutes}` minutes, expected 1 to {MAX_IDLE_MINUTES}");
    Some(ContractError::new(Code::ConfigJourneyDelay, format!("{pointer}/idle/{kind}"), message))
}

fn check_experiment(experiment: &Experiment, pointer: &str) -> Vec<ContractError> {
    let fault = |behind: &str, message: String| {
        ContractError::new(Code::ConfigJourneyExperiment, format!("{pointer}{behind}"), message)
    };
    let mut faults = Vec::new();
    if !is_name(&experiment.name) {
        faults.push(fault("/name", misnamed(&experiment.name)));
    }
    if !(2..=MAX_ARMS).contains(&experiment.arms.len()) {
        faults.push(fault("/arms", format!("`{}` arms, expected 2 to {MAX_ARMS}", experiment.arms.len())));
    }
    for (place, arm) in experiment.arms.iter().enumerate() {
        if arm.weight == 0 {
            faults.push(fault(
                &format!("/arms/{place}/weight"),
                "an arm of weight `0` gets nobody, expected 1 or more".into(),
            ));
        }
        if !is_name(&arm.name) {
            faults.push(fault(&format!("/arms/{place}/name"), misnamed(&arm.name)));
        } else if experiment.arms.iter().take(place).any(|other| other.name == arm.name) {
            let message = format!("there is an arm `{}` before, expected another name", arm.name.as_str());
            faults.push(fault(&format!("/arms/{place}/name"), message));
        }
    }
    faults
}

fn check_coupon(coupon: &Coupon, pointer: &str) -> Vec<ContractError> {
    let fault = |behind: &str, message: String| {
        ContractError::new(Code::ConfigJourneyCoupon, format!("{pointer}{behind}"), message)
    };
    let mut faults = Vec::new();
    if !(1..=100).contains(&coupon.percent) {
        faults.push(fault("/percent", format!("`{}` percent, expected 1 to 100", coupon.percent)));
    }
    if !(1..=MAX_COUPON_HOURS).contains(&coupon.valid_hours) {
        faults.push(fault("/valid_hours", format!("`{}` hours, expected 1 to {MAX_COUPON_HOURS}", coupon.valid_hours)));
    }
    if coupon.minimum_minor.0 < 0 {
        faults.push(fault(
            "/minimum_minor",
            format!("`{}` is below zero, expected zero or more", coupon.minimum_minor.0),
        ));
    }
    faults
}
