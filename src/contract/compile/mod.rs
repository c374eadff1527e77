//! Compiles a store's configuration to a program, or says all that is wrong with it.
//!
//! Whatever restrains (markets, senders, windows, caps, holdout, consent, exits, budget, rules of law) and does not
//! compile refuses the whole program, so that the old one stays in force. A segment, journey or text that does not
//! compile is left out alone, with a warning. Presets take the same way as an owner's own.

mod assemble;
mod condition;
mod goal;
mod graph;
mod journey;
mod lint;
mod market;
mod message;
mod pause;
mod region;
mod report;
mod segment;
mod sender;
mod store;
mod sweep;
mod text;

pub use sweep::Sweep;

use crate::contract::config::{Config, FORMAT, MAX_CONFIG_BYTES};
use crate::contract::error::{Code, ContractError};
use crate::contract::pointer::{Document, located};
use crate::engine::program::Program;
use crate::id::{Digest, Name};
use crate::template::Language;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use assemble::Parts;
use journey::Around;
use market::Placed;
use message::Need;
use report::Report;

/// A program, and what its owner and host should know.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The program's bytes.
    pub program: Vec<u8>,
    /// Its hash.
    pub hash: Digest,
    /// Rises with each program that settles shoppers differently from the one before.
    pub epoch: u32,
    /// What existing shoppers have to be swept for.
    pub sweep: Sweep,
    /// What the owner should know, what was left out included.
    pub warnings: Vec<ContractError>,
    /// Names of segments, journeys and texts that were left out; a pointer where even the name can't be read.
    pub disabled: Vec<String>,
}

/// Compiles a configuration behind the program that is in force.
///
/// # Errors
/// Everything that refuses the program; codes `config.…`.
pub fn compile(config_json: &[u8], previous: Option<&Program>) -> Result<Compiled, Vec<ContractError>> {
    build(config_json, previous, false)
}

/// Returns what the owner should know of a configuration, what is merely weak included; what refuses it, if anything does.
pub fn lint(config_json: &[u8]) -> Vec<ContractError> {
    match build(config_json, None, true) {
        Ok(compiled) => compiled.warnings,
        Err(errors) => errors,
    }
}

fn build(config_json: &[u8], previous: Option<&Program>, linting: bool) -> Result<Compiled, Vec<ContractError>> {
    let config = read(config_json).map_err(|error| Vec::from([error]))?;
    let mut report = Report::default();
    let settings = store::settings(&config, &mut report);
    let mut tables = region::tables(&mut report);
    let markets = tables.as_mut().map(|tables| market::markets(&config, tables, &mut report)).unwrap_or_default();
    let countries: Vec<&str> = markets.iter().map(|placed| &*placed.market.country).collect();
    let regions = tables.as_ref().and_then(|tables| region::regions(tables, &countries, &mut report));
    let segments = segment::segments(&config, &mut report);
    let names: Vec<Name> = segments.iter().map(|(_, segment)| segment.name.clone()).collect();
    let shop_is_sound = !report.errors.iter().any(|error| error.pointer.starts_with("/shop"));
    let shop = settings.as_ref().filter(|_| shop_is_sound);
    let Some(texts) = text::Texts::read(&config, shop, &mut report) else { return Err(report.errors) };
    let needs = needs(&markets);
    let around = Around { segments: &names, texts: &texts, needs: &needs };
    let journeys = journey::journeys(&config, &around, &mut report);
    let paused = pause::paused(&config, &journeys, &mut report);
    let wrong = assemble::check_system_texts(&texts, &markets, &mut report);
    report.errors.extend(wrong);
    if linting {
        lint::lint(&segments, &journeys, &markets, &mut report);
    }
    let (Some(settings), Some(regions), true) = (settings, regions, report.errors.is_empty()) else {
        return Err(report.errors);
    };
    let segments = segments.into_iter().map(|(_, segment)| segment).collect();
    let parts = Parts { settings, markets: &markets, regions, segments, journeys: &journeys, texts: &texts, paused };
    finish(&parts, previous, report)
}

/// Writes the program under the epoch that follows from what changed.
fn finish(parts: &Parts<'_>, previous: Option<&Program>, report: Report) -> Result<Compiled, Vec<ContractError>> {
    let written = |epoch: u32| {
        let bytes = assemble::write(parts, pause::pauses(parts, previous, epoch), epoch)?;
        Program::open(bytes.clone()).map(|program| (bytes, program))
    };
    let before = previous.map_or(1, |program| program.directory().epoch);
    let mut made = written(before);
    let mut sweep = Sweep::None;
    if let (Some(previous), Ok((_, program))) = (previous, &made) {
        sweep = sweep::needed(previous, program);
        if sweep != Sweep::None {
            made = written(before.saturating_add(1));
        }
    }
    let (bytes, program) = made.map_err(|_| {
        let message = "the program is too large to be addressed, expected fewer or shorter texts and journeys";
        Vec::from([ContractError::new(Code::ConfigProgram, "", message)])
    })?;
    Ok(Compiled {
        hash: program.hash(),
        epoch: program.directory().epoch,
        program: bytes,
        sweep,
        warnings: report.warnings,
        disabled: report.disabled,
    })
}

fn read(config_json: &[u8]) -> Result<Config, ContractError> {
    if config_json.len() > MAX_CONFIG_BYTES {
        let message = format!("`{}` bytes, expected at most {MAX_CONFIG_BYTES}", config_json.len());
        return Err(ContractError::new(Code::ConfigTooLarge, "", message));
    }
    let config: Config =
        serde_json::from_slice(config_json).map_err(|error| located(config_json, &error, Document::Config, ""))?;
    if config.format != FORMAT {
        let message = format!("format `{}` is not known to this release, expected {FORMAT}", config.format);
        return Err(ContractError::new(Code::ConfigFormat, "/format", message));
    }
    Ok(config)
}

/// Returns each language and way out in which some market needs texts, once.
fn needs(markets: &[Placed]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for Placed { market, .. } in markets {
        let (Some(sender), Some(language)) = (&market.sender, Language::parse(&market.language)) else { continue };
        let stop_number = sender.stop_number.as_deref().map(String::from);
        let need = Need { language, way_out: sender.way_out, stop_number };
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    needs
}
