//! Checks the texts that a journey's messages name: they exist where they are needed, owe nothing, and fit.

use super::graph::Before;
use super::report::Report;
use super::text::{Texts, marketing, preset_id};
use crate::contract::error::{Code, ContractError};
use crate::gate::market::WayOut;
use crate::id::Name;
use crate::journey::definition::{Entry, Journey, Step, TextChoice};
use crate::template::{Language, Tag, Template, TextFault, Values, check, worst_case};
use crate::trace::Class;
use crate::trigger::abandonment::AbandonmentKind;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Most parts of a text that may go out. Chosen: beyond it a text is no reminder.
const MAX_PARTS: u32 = 3;

/// Kinds of abandonment: a text by kind needs one for each.
const KINDS: [AbandonmentKind; 8] = [
    AbandonmentKind::PaymentFailed,
    AbandonmentKind::PendingPayment,
    AbandonmentKind::Repeat,
    AbandonmentKind::FullCartBack,
    AbandonmentKind::StoppedAtPayment,
    AbandonmentKind::CheckoutStarter,
    AbandonmentKind::FastExit,
    AbandonmentKind::Other,
];

/// A language and a way out that some market needs texts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) language: Language,
    pub(super) way_out: WayOut,
    pub(super) stop_number: Option<String>,
}

/// Returns the names of the texts a message may use.
pub(super) fn names(choice: &TextChoice) -> Vec<Name> {
    match choice {
        TextChoice::Named(name) => [name.clone()].into(),
        TextChoice::ByKind => KINDS.iter().filter_map(|kind| Name::parse(kind.word())).collect(),
    }
}

/// Returns all that is wrong with the messages of a journey; tells of texts that take several parts.
pub(super) fn check_all(
    journey: &Journey,
    before: &[Option<Before>],
    texts: &Texts,
    needs: &[Need],
    pointer: &str,
    report: &mut Report,
) -> Vec<ContractError> {
    let mut faults = Vec::new();
    for ((place, node), before) in journey.nodes.iter().enumerate().zip(before) {
        let (Step::Message(message), Some(before)) = (&node.does, before) else { continue };
        let pointer = format!("{pointer}/nodes/{place}/does/message/text");
        if journey.entry == Entry::Cart && !before.left {
            let why = "a text about a cart waits until the cart counts as left: put an `idle` node before this one on every way";
            faults.push(ContractError::new(Code::ConfigJourneyEntry, pointer.as_str(), why));
        }
        if journey.entry != Entry::Cart && message.text == TextChoice::ByKind {
            let why = "only a journey that a cart starts knows kinds of abandonment: name one text";
            faults.push(ContractError::new(Code::ConfigJourneyEntry, pointer.as_str(), why));
            continue;
        }
        for name in names(&message.text) {
            let asked = Asked { name: &name, cart: journey.entry == Entry::Cart, before: *before, pointer: &pointer };
            faults.extend(check_text(&asked, texts, needs, report));
        }
    }
    faults
}

struct Asked<'a> {
    name: &'a Name,
    cart: bool,
    before: Before,
    pointer: &'a str,
}

fn check_text(asked: &Asked<'_>, texts: &Texts, needs: &[Need], report: &mut Report) -> Vec<ContractError> {
    let name = asked.name.as_str();
    if preset_id(name).is_some_and(|id| id.class() != Class::Marketing) {
        let message = format!("`{name}` is no text of a journey: it is sent by itself where it is due");
        return [ContractError::new(Code::ConfigJourneyUnknownText, asked.pointer, message)].into();
    }
    for need in needs {
        let faults = check_need(asked, texts, need, report);
        if !faults.is_empty() {
            return faults;
        }
    }
    Vec::new()
}

fn check_need(asked: &Asked<'_>, texts: &Texts, need: &Need, report: &mut Report) -> Vec<ContractError> {
    let (name, language) = (asked.name.as_str(), need.language.code());
    let Some(source) = texts.source(asked.name, need.language, need.way_out) else {
        let message = format!("there is no text `{name}` in `{language}`: write it under `/texts/{name}/{language}`");
        return [ContractError::new(Code::ConfigJourneyUnknownText, asked.pointer, message)].into();
    };
    let place = &*source.pointer;
    let Ok(template) = Template::parse(&source.text) else {
        let message = format!("the text `{name}` in `{language}` can't be read");
        return [ContractError::new(Code::ConfigTextTemplate, place, message)].into();
    };
    let values = Values { stop_number: need.stop_number.as_deref().or(Some("36000")), ..texts.values() };
    let requirements = marketing(need.way_out, asked.cart, asked.before.coupon_possible);
    let mut faults: Vec<ContractError> = check(&template, &requirements, &values)
        .into_iter()
        .map(|fault| {
            let code = if matches!(fault, TextFault::NoCoupon(_)) {
                Code::ConfigJourneyCouponTag
            } else {
                Code::ConfigTextOwes
            };
            let place = if code == Code::ConfigJourneyCouponTag { asked.pointer } else { place };
            ContractError::new(code, place, format!("the text `{name}` in `{language}`: {fault}"))
        })
        .collect();
    let unsure = template.tags().any(|(tag, grouped)| tag.of_coupon() && !grouped) && !asked.before.coupon_sure;
    if unsure && asked.before.coupon_possible {
        let message = format!(
            "the text `{name}` names a coupon, and this node can be reached without one: lead those ways elsewhere"
        );
        faults.push(ContractError::new(Code::ConfigJourneyCouponTag, asked.pointer, message));
    }
    if !asked.cart && template.tags().any(|(tag, _)| matches!(tag, Tag::CartLink | Tag::CheckoutLink)) {
        let message = format!("the text `{name}` leads to a cart, and no cart starts this journey: name another text");
        faults.push(ContractError::new(Code::ConfigJourneyEntry, asked.pointer, message));
    }
    faults.extend(check_parts(&template, &values, name, language, place, report));
    faults
}

/// Tells of several parts, and returns the fault where there are too many.
pub(super) fn check_parts(
    template: &Template,
    values: &Values<'_>,
    name: &str,
    language: &str,
    pointer: &str,
    report: &mut Report,
) -> Option<ContractError> {
    let parts = match worst_case(template, values) {
        Ok(worst) => worst.parts,
        Err(missing) => {
            let message = format!("the text `{name}` in `{language}`: {missing}");
            return Some(ContractError::new(Code::ConfigTextRender, pointer, message));
        }
    };
    if parts > MAX_PARTS {
        let message = format!("the text `{name}` in `{language}` takes `{parts}` parts, expected at most {MAX_PARTS}");
        return Some(ContractError::new(Code::ConfigTextTooLong, pointer, message));
    }
    if parts > 1 {
        let message =
            format!("the text `{name}` in `{language}` takes `{parts}` parts, each is billed: shorten it for one");
        let warning = ContractError::new(Code::ConfigTextParts, pointer, message);
        if !report.warnings.iter().any(|known| known.message == warning.message) {
            report.warnings.push(warning);
        }
    }
    None
}
