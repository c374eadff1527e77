//! Checks the countries sold to against the rules that hold there, and fills in what the owner left open.

mod price;

use super::region;
use super::report::Report;
use super::sender::Chosen;
use super::store::{is_contact, shown};
use crate::contract::config::Config;
use crate::contract::config::market::MarketConfig;
use crate::contract::error::Code;
use crate::contract::pointer::step;
use crate::contract::senders::SenderTable;
use crate::fact::event::ConsentBasis;
use crate::gate::market::{Market, Sender};
use crate::gate::quiet_hours::Week;
use crate::gate::region::row::{Applies, Per, RegionRow};
use crate::gate::region::select::RegionTables;
use crate::template::Language;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use price::Prices;
use serde::Deserialize;

/// No country's owner may choose more. Source: defaults.md, "texts per abandonment".
const MAX_TEXTS: u8 = 2;
/// A market, and whether any rule is known for it.
pub(super) struct Placed {
    pub(super) market: Market,
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
    // A shop that cannot be read is told of where it stands: a contact it may have counts as given.
    let unreadable = String::from("unknown");
    let (help_contact, currency) = match &config.shop.0 {
        Ok(shop) => {
            let contact = shop.help_contact.as_ref();
            let usable = contact.map(|contact| if is_contact(contact) { contact } else { &unreadable });
            (usable, shop.currency.0.as_ref().ok())
        }
        Err(_) => (Some(&unreadable), None),
    };
    let prices = Prices::new(read.iter().filter_map(|(_, market)| market.price.as_ref()), currency);
    let around = Around { table: &SenderTable::read(), prices, help_contact };
    read.into_iter().map(|(country, market)| place(country, market, &around, tables, report)).collect()
}

/// What every market is placed by.
struct Around<'a> {
    table: &'a SenderTable,
    prices: Prices<'a>,
    help_contact: Option<&'a String>,
}

fn place(
    country: &str,
    config: &MarketConfig,
    around: &Around<'_>,
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
    let (sender, registration) = sender(config, around, country, &pointer, !rows.is_empty(), report);
    let price = around.prices.of(config, country, &pointer, report);
    let market = Market {
        country: country.into(),
        live: config.live,
        sender,
        language: language(config, country, &pointer, report).code().into(),
        basis: basis(config, &rows, country, &pointer, report),
        confirm: confirm(config, &rows, country, &pointer, report),
        texts_per_abandonment: texts(config, &rows, country, &pointer, report),
        registration,
        price,
    };
    let has_rule = !rows.is_empty();
    let windows = config.windows.as_ref().and_then(|week| report.read(week, &format!("{pointer}/windows")));
    if let Some(week) = windows.copied() {
        check_windows(week, &rows, country, &pointer, report);
        tables.rows.push(region::owner_row(country, week));
    }
    Placed { market, has_rule }
}

/// Returns the sender, and whether it must be known to be registered.
fn sender(
    config: &MarketConfig,
    around: &Around<'_>,
    country: &str,
    pointer: &str,
    has_rule: bool,
    report: &mut Report,
) -> (Option<Sender>, bool) {
    let Some(sender) = &config.sender else {
        if config.live {
            let message = format!("nothing is sent to `{country}` without a `sender`");
            report.warn(Code::ConfigMarketNoSender, pointer, message);
        }
        return (None, around.table.registers(country));
    };
    let pointer = format!("{pointer}/sender");
    let chosen = Chosen::new(sender, country, around.table, &pointer, (config.live, has_rule));
    let completed = chosen.completed(around.help_contact);
    chosen.check(completed.help_contact.as_deref(), report);
    (Some(completed), chosen.registers())
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code != "UK" && code.bytes().all(|byte| byte.is_ascii_uppercase())
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
