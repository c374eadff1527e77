//! Gathers what goes into the program: texts by journey, language and way out beside all that was checked before.

use super::market::Placed;
use super::message::{self, names};
use super::report::Report;
use super::text::{Texts, WAYS, marketing, preset_id};
use crate::contract::error::ContractError;
use crate::engine::fault::Fault;
use crate::engine::program::{self, Content, Pause, Segment, Settings, Text};
use crate::gate::market::{Market, Sender, WayOut};
use crate::gate::region::resolve::Regions;
use crate::id::Name;
use crate::journey::definition::{Entry, Journey, Step};
use crate::template::{Language, Requirements, Template, Values, check};
use alloc::string::String;
use alloc::vec::Vec;

/// All that goes into a program.
pub(super) struct Parts<'a> {
    pub(super) settings: Settings,
    pub(super) markets: &'a [Placed],
    pub(super) regions: Regions,
    pub(super) segments: Vec<Segment>,
    pub(super) journeys: &'a [(String, Journey)],
    pub(super) texts: &'a Texts,
    pub(super) paused: Vec<Name>,
}

/// Writes the program under `epoch`, with what there is to know of journeys that are or were paused.
///
/// # Errors
/// `ProgramMalformed` when it is too large to be addressed.
pub(super) fn write(parts: &Parts<'_>, pauses: Vec<Pause>, epoch: u32) -> Result<Vec<u8>, Fault> {
    let ways: Vec<WayOut> =
        WAYS.into_iter().filter(|way| senders(parts).any(|sender| sender.way_out == *way)).collect();
    let mut texts = Vec::new();
    for way_out in ways {
        for language in Language::ALL {
            let own = parts.journeys.iter().flat_map(|(_, journey)| {
                let found = journey_texts(journey, parts.texts, language, way_out);
                found.into_iter().map(|text| (Some(&journey.name), text))
            });
            let system = system_texts(parts, language, way_out).into_iter().map(|text| (None, text));
            texts.extend(own.chain(system).map(|(journey, (name, template))| {
                let language = language.code();
                Text { journey, language, way_out, name, template }
            }));
        }
    }
    let content = Content {
        settings: &parts.settings,
        journeys: parts.journeys.iter().map(|(_, journey)| journey).collect(),
        segments: &parts.segments,
        markets: parts.markets.iter().map(|placed| &placed.market).collect(),
        regions: &parts.regions,
        texts,
        pauses,
    };
    program::write(&content, epoch)
}

/// Returns what is wrong with the texts that are sent by themselves; tells of those that take several parts.
pub(super) fn check_system_texts(texts: &Texts, markets: &[Placed], report: &mut Report) -> Vec<ContractError> {
    let mut faults = Vec::new();
    for Placed { market, .. } in markets {
        let (Some(sender), Some(language)) = (&market.sender, Language::parse(&market.language)) else { continue };
        for name in system_names(sender.two_way).into_iter().filter_map(Name::parse) {
            let Some(source) = texts.source(&name, language, sender.way_out) else { continue };
            let Ok(template) = Template::parse(&source.text) else { continue };
            let values = Values { stop_number: sender.stop_number.as_deref().or(Some("36000")), ..texts.values() };
            let place = &*source.pointer;
            faults.extend(message::check_parts(&template, &values, name.as_str(), language.code(), place, report));
        }
    }
    faults
}

fn senders<'a>(parts: &'a Parts<'_>) -> impl Iterator<Item = &'a Sender> {
    parts.markets.iter().filter_map(|Placed { market: Market { sender, .. }, .. }| sender.as_ref())
}

/// What a sender says by itself: a question, an answer to it, a goodbye, help where it can be asked for.
const fn system_names(two_way: bool) -> [&'static str; 4] {
    if two_way {
        ["ask_by_reply", "confirmed_by_reply", "opt_out_confirmed", "help"]
    } else {
        ["ask_by_link", "confirmed_by_link", "opt_out_confirmed", "opt_out_confirmed"]
    }
}

fn system_texts(parts: &Parts<'_>, language: Language, way_out: WayOut) -> Vec<(Name, Template)> {
    let fitting = senders(parts).filter(|sender| sender.way_out == way_out);
    let words = fitting.flat_map(|sender| system_names(sender.two_way));
    let words: alloc::collections::BTreeSet<&str> = words.collect();
    let built = words.into_iter().filter_map(|word| {
        let name = Name::parse(word)?;
        let source = parts.texts.source(&name, language, way_out)?;
        Some((name, Template::parse(&source.text).ok()?))
    });
    built.collect()
}

fn journey_texts(journey: &Journey, texts: &Texts, language: Language, way_out: WayOut) -> Vec<(Name, Template)> {
    let used = journey.nodes.iter().flat_map(|node| match &node.does {
        Step::Message(message) => names(&message.text),
        Step::Idle(_) | Step::Delay(_) | Step::WaitFor(_) | Step::Split(_) => Vec::new(),
        Step::Experiment(_) | Step::Goto(_) | Step::Coupon(_) | Step::Exit => Vec::new(),
    });
    let used: alloc::collections::BTreeSet<Name> = used.collect();
    let built = used.into_iter().filter_map(|name| {
        let source = texts.source(&name, language, way_out)?;
        let template = Template::parse(&source.text).ok()?;
        let requirements: Requirements = match preset_id(name.as_str()) {
            Some(id) => Requirements { several_parts: true, ..id.requirements(way_out) },
            None => marketing(way_out, journey.entry == Entry::Cart, true),
        };
        check(&template, &requirements, &texts.values()).is_empty().then_some((name, template))
    });
    built.collect()
}
