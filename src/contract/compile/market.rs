//! Checks the countries sold to against the rules that hold there, and fills in what the owner left open.

use super::region;
use super::report::Report;
use super::sender;
use super::store::{is_contact, shown};
use crate::contract::config::Config;
use crate::contract::config::market::{MarketConfig, Price};
use crate::contract::error::Code;
use crate::contract::pointer::step;
use crate::fact::event::ConsentBasis;
use crate::gate::market::Market;
use crate::gate::quiet_hours::Week;
use crate::gate::region::row::{Applies, Per, RegionRow};
use crate::gate::region::select::RegionTables;
use crate::money::Micros;
use crate::template::Language;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// No country's owner may choose more. Source: defaults.md, "texts per abandonment".
const MAX_TEXTS: u8 = 2;
/// What a part costs where no price is known at all: chosen, dearer than list prices in the four reviewed countries.
const DEAREST: Micros = Micros(100_000);
/// Dearest part that is believed. Chosen: ten of any large currency.
const MAX_PRICE: Micros = Micros(10_000_000);

/// A market with the place of its configuration.
pub(super) struct Placed {
    pub(super) market: Market,
    pub(super) pointer: String,
    pub(super) has_rule: bool,
}

/// Returns the markets by country; adds the owners' own hours to the rows of `tables`.
pub(super) fn markets(config: &Config, tables: &mut RegionTables, report: &mut Report) -> Vec<Placed> {
    if config.markets.0.is_empty() {
        report.refuse(
            Code::ConfigMarketNone,
            "/markets",
            "there is no market, expected at least one country such as `DE`",
        );
    }
    let mut read: Vec<(&str, &MarketConfig)> = Vec::new();
    for (country, piece) in &config.markets.0 {
        let pointer = format!("/markets{}", step(country));
        if !is_country(country) {
            let hint = if country == "UK" { ", which is `GB`" } else { " of two capital letters" };
            let message = format!("`{}` is no country, expected a code of ISO 3166-1{hint}", shown(country));
            report.refuse(Code::ConfigMarketCountry, pointer.as_str(), message);
        }
        if let Some(market) = report.read(piece, &pointer) {
            read.push((country, market));
        }
    }
    read.sort_by_key(|(country, _)| *country);
    let prices = read.iter().filter_map(|(_, market)| market.price.as_ref());
    let dearest = prices.map(|price| price.micros).max().unwrap_or(DEAREST);
    // A shop that cannot be read is told of where it stands: a contact it may have counts as given.
    let unreadable = String::from("unknown");
    let help_contact = match &config.shop.0 {
        Ok(shop) => shop.help_contact.as_ref().map(|contact| if is_contact(contact) { contact } else { &unreadable }),
        Err(_) => Some(&unreadable),
    };
    read.into_iter().map(|(country, market)| place(country, market, dearest, help_contact, tables, report)).collect()
}

fn place(
    country: &str,
    config: &MarketConfig,
    dearest: Micros,
    help_contact: Option<&String>,
    tables: &mut RegionTables,
    report: &mut Report,
) -> Placed {
    let pointer = format!("/markets{}", step(country));
    let rows: Vec<&RegionRow> =
        tables.rows.iter().filter(|row| row.country == country && row.region.is_none()).collect();
    if rows.is_empty() {
        let message = format!(
            "there is no reviewed rule for `{country}`, so nothing is sent there: wait for one, or leave it out"
        );
        report.warn(Code::ConfigMarketNoRule, pointer.as_str(), message);
    }
    let sender = config.sender.as_ref().map(|sender| sender::completed(sender, help_contact));
    match &sender {
        Some(sender) => sender::check(sender, country, config.live, &format!("{pointer}/sender"), report),
        None if config.live => {
            report.warn(
                Code::ConfigMarketNoSender,
                pointer.as_str(),
                format!("nothing is sent to `{country}` without a `sender`"),
            );
        }
        None => {}
    }
    check_price(config.price.as_ref(), country, &pointer, report);
    let market = Market {
        country: country.into(),
        live: config.live,
        sender,
        language: language(config, country, &pointer, report).code().into(),
        basis: basis(config, &rows, country, &pointer, report),
        confirm: confirm(config, &rows, country, &pointer, report),
        texts_per_abandonment: texts(config, &rows, country, &pointer, report),
        registration: sender::registers(country),
        price: config.price.as_ref().map_or(dearest, |price| price.micros),
    };
    let has_rule = !rows.is_empty();
    let windows = config.windows.as_ref().and_then(|week| report.read(week, &format!("{pointer}/windows")));
    if let Some(week) = windows.copied() {
        check_windows(week, &rows, country, &pointer, report);
        tables.rows.push(region::owner_row(country, week));
    }
    Placed { market, pointer, has_rule }
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code != "UK" && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_price(price: Option<&Price>, country: &str, pointer: &str, report: &mut Report) {
    let Some(price) = price else {
        let message =
            format!("there is no price for `{country}`: the dearest known is counted with until a receipt tells");
        report.warn(Code::ConfigMarketNoPrice, pointer, message);
        return;
    };
    if !(Micros(0)..=MAX_PRICE).contains(&price.micros) {
        let message = format!("`{}` millionths for a part, expected 0 to {}", price.micros.0, MAX_PRICE.0);
        report.refuse(Code::ConfigMarketPrice, format!("{pointer}/price/micros"), message);
    }
    if price.source.trim().is_empty() || price.source.chars().count() > 200 {
        let message = "a price says where it was read in 1 to 200 characters";
        report.refuse(Code::ConfigMarketPrice, format!("{pointer}/price/source"), message);
    }
}

fn language(config: &MarketConfig, country: &str, pointer: &str, report: &mut Report) -> Language {
    let usual = match country {
        "DE" | "AT" | "CH" | "LI" => Language::De,
        "FR" | "LU" | "MC" => Language::Fr,
        "US" => Language::EnUs,
        _ => Language::EnGb,
    };
    let Some(code) = &config.language else { return usual };
    Language::parse(code).unwrap_or_else(|| {
        let known = Language::ALL.map(|language| format!("`{}`", language.code())).join(", ");
        let message = format!("there are no texts in `{}`, expected one of {known}", shown(code));
        report.refuse(Code::ConfigMarketLanguage, format!("{pointer}/language"), message);
        usual
    })
}

/// Returns the weakest ground: the default's, or what the locked rows leave where the owner chose the soft opt-in.
fn basis(
    config: &MarketConfig,
    rows: &[&RegionRow],
    country: &str,
    pointer: &str,
    report: &mut Report,
) -> ConsentBasis {
    let strictest =
        |locked_only: bool| rows.iter().filter(|row| row.locked || !locked_only).filter_map(|row| row.basis).max();
    if !config.soft_opt_in {
        return strictest(false).unwrap_or(ConsentBasis::ExpressWritten);
    }
    if strictest(true) != Some(ConsentBasis::SoftOptIn) {
        let message = format!("the law of `{country}` knows no soft opt-in before a sale, expected `false`");
        report.refuse(Code::ConfigMarketSoftOptIn, format!("{pointer}/soft_opt_in"), message);
    }
    ConsentBasis::SoftOptIn
}

fn confirm(config: &MarketConfig, rows: &[&RegionRow], country: &str, pointer: &str, report: &mut Report) -> bool {
    let Some(chosen) = config.confirm else { return rows.is_empty() || rows.iter().any(|row| row.confirmation) };
    if let Some(row) = rows.iter().find(|row| row.locked && row.confirmation && !chosen) {
        let message = format!("the confirmation is locked on in `{country}` by the rule `{}`, expected `true`", row.id);
        report.refuse(Code::ConfigMarketConfirmLocked, format!("{pointer}/confirm"), message);
    }
    chosen
}

fn texts(config: &MarketConfig, rows: &[&RegionRow], country: &str, pointer: &str, report: &mut Report) -> u8 {
    let caps = || rows.iter().flat_map(|row| &row.caps).filter(|cap| cap.per == Per::Abandonment);
    let usual = caps().map(|cap| cap.texts).min().unwrap_or(1);
    let most = caps().map(|cap| cap.owner_may.unwrap_or(cap.texts)).min().unwrap_or(1).min(MAX_TEXTS);
    let chosen = config.texts_per_abandonment.unwrap_or(usual);
    if !(1..=most).contains(&chosen) {
        let message = format!("`{chosen}` texts for one abandonment in `{country}`, expected 1 to {most}");
        report.refuse(Code::ConfigMarketTextsPerAbandonment, format!("{pointer}/texts_per_abandonment"), message);
    }
    chosen
}

/// The hours of one day as JSON writes them; all that can be seen of a `Week` from outside.
#[derive(Deserialize)]
struct Stretch {
    days: String,
    from: String,
    to: String,
}

/// Hours an owner chose must lie inside those of every row: nobody is to believe that longer ones hold.
fn check_windows(week: Week, rows: &[&RegionRow], country: &str, pointer: &str, report: &mut Report) {
    let rows = rows.iter().filter(|row| row.applies == Applies::Always);
    for (row, allowed) in rows.filter_map(|row| Some((*row, row.hours?))) {
        let allowed = stretches(allowed);
        let wider = stretches(week).into_iter().find(|chosen| {
            !allowed.iter().any(|day| day.days == chosen.days && day.from <= chosen.from && chosen.to <= day.to)
        });
        if let Some(Stretch { days, from, to }) = wider {
            let message = format!(
                "`{days}` from `{from}` to `{to}` opens hours that the rule `{}` of `{country}` closes: windows only tighten",
                row.id
            );
            report.refuse(Code::ConfigMarketWindow, format!("{pointer}/windows"), message);
            return;
        }
    }
}

fn stretches(week: Week) -> Vec<Stretch> {
    let json = serde_json::to_string(&week).unwrap_or_default();
    serde_json::from_str(&json).unwrap_or_default()
}
