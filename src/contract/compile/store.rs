//! Checks a store's own settings: shop, caps, holdout, days and budget.

use super::report::Report;
use crate::bucket::Bucketing;
use crate::contract::config::Config;
use crate::contract::config::store::{BudgetConfig, Shop};
use crate::contract::error::Code;
use crate::engine::program::{Budget, Cap, Settings};
use crate::money::Micros;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// Longest name of a shop, and how much of it texts show (see `template::Values`).
const MAX_SHOP_CHARS: usize = 30;
const SHOWN_SHOP_CHARS: usize = 20;
/// Longest link origin. Chosen: two links of it leave room for a text in one part.
const MAX_ORIGIN_CHARS: usize = 40;
/// Loosest caps an owner may choose: texts in days. Chosen: twice the defaults and a half more.
const LOOSEST: [(u32, u16); 2] = [(4, 7), (10, 30)];
/// Most caps.
const MAX_CAPS: usize = 8;
/// Source: defaults.md, "Budget": 50 in the store's currency.
const MONTH: Micros = Micros(50_000_000);
/// An input older than this starts nothing. Source: the carriers' 48 hours (compliance.md, cart reminders).
const OLDEST_START_HOURS: u32 = 48;

/// Returns the settings, or nothing where the shop itself can't be read; the report says all that is wrong.
pub(super) fn settings(config: &Config, report: &mut Report) -> Option<Settings> {
    let shop = report.read(&config.shop, "/shop").cloned();
    let currency = shop.as_ref().and_then(|shop| report.read(&shop.currency, "/shop/currency").copied());
    if let Some(shop) = &shop {
        check_shop(shop, report);
    }
    let caps = report.read_or(config.caps.as_ref(), "/caps", default_caps());
    check_caps(&caps, report);
    let holdout = report.read_or(config.holdout_percent.as_ref(), "/holdout_percent", 10);
    within(holdout, 0..=50, "/holdout_percent", (Code::ConfigHoldout, "percent"), report);
    let after_purchase = report.read_or(config.after_purchase_days.as_ref(), "/after_purchase_days", 7);
    within(after_purchase, 0..=90, "/after_purchase_days", (Code::ConfigAfterPurchase, "days"), report);
    let attribution_days = report.read_or(config.attribution_days.as_ref(), "/attribution_days", 5);
    within(attribution_days, 1..=30, "/attribution_days", (Code::ConfigAttribution, "days"), report);
    let coupon_days = report.read_or(config.coupon_days.as_ref(), "/coupon_days", 90);
    within(coupon_days, 1..=365, "/coupon_days", (Code::ConfigCouponDays, "days"), report);
    let budget = report.read_or(config.budget.as_ref(), "/budget", BudgetConfig::default());
    let budget = check_budget(budget, report);
    let (shop, currency) = (shop?, currency?);
    Some(Settings {
        shop: shop.name.trim().into(),
        link_origin: shop.link_origin.into(),
        currency,
        bucketing: Bucketing::V1,
        holdout: holdout.saturating_mul(100),
        caps,
        quiet_days_after_purchase: after_purchase,
        oldest_start_hours: OLDEST_START_HOURS,
        attribution_days,
        coupon_days,
        budget,
    })
}

/// Source: defaults.md, "Caps".
fn default_caps() -> Vec<Cap> {
    [Cap { texts: 2, days: 7 }, Cap { texts: 4, days: 30 }].into()
}

fn check_shop(shop: &Shop, report: &mut Report) {
    let length = shop.name.trim().chars().count();
    if length == 0 || length > MAX_SHOP_CHARS || shop.name.chars().any(char::is_control) {
        let message = format!("a shop's name has 1 to {MAX_SHOP_CHARS} characters in one line, found `{length}`");
        report.refuse(Code::ConfigShopName, "/shop/name", message);
    } else if length > SHOWN_SHOP_CHARS {
        let message =
            format!("texts show the first {SHOWN_SHOP_CHARS} characters of `{}`: choose a shorter name", shop.name);
        report.warn(Code::ConfigShopName, "/shop/name", message);
    }
    if !is_origin(&shop.link_origin) {
        let message = format!(
            "`{}` can't carry links, expected `https://`, a host in lower case and nothing behind it, at most {MAX_ORIGIN_CHARS} characters",
            shown(&shop.link_origin)
        );
        report.refuse(Code::ConfigShopLinkOrigin, "/shop/link_origin", message);
    }
    if shop.help_contact.as_ref().is_some_and(|contact| !is_contact(contact)) {
        let message = "the help contact has 1 to 60 printable ASCII characters without blanks or brackets";
        report.refuse(Code::ConfigShopHelpContact, "/shop/help_contact", message);
    }
}

/// Tells whether a help contact can stand in a text as it is.
pub(super) fn is_contact(text: &str) -> bool {
    (1..=60).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"{}[]<>|\\".contains(&byte))
}

fn is_origin(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("https://") else { return false };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    origin.len() <= MAX_ORIGIN_CHARS && host.contains('.') && host.split('.').all(is_label)
}

fn check_caps(caps: &[Cap], report: &mut Report) {
    if caps.len() > MAX_CAPS {
        report.refuse(Code::ConfigCap, "/caps", format!("`{}` caps, expected at most {MAX_CAPS}", caps.len()));
    }
    for (place, cap) in caps.iter().enumerate() {
        if cap.texts == 0 || !(1..=365).contains(&cap.days) {
            let message = format!(
                "`{}` texts in `{}` days is no cap, expected at least 1 text in 1 to 365 days; to send nothing, take the market off live",
                cap.texts, cap.days
            );
            report.refuse(Code::ConfigCap, format!("/caps/{place}"), message);
        }
    }
    for (texts, days) in LOOSEST {
        if !caps.iter().any(|cap| cap.texts <= texts && cap.days >= days) {
            let message = format!("no cap holds `{days}` days to at most `{texts}` texts, expected one");
            report.refuse(Code::ConfigCap, "/caps", message);
        }
    }
}

fn check_budget(config: BudgetConfig, report: &mut Report) -> Budget {
    let month_micros = config.month_micros.unwrap_or(MONTH);
    let tenth = Micros(month_micros.0.checked_div(10).unwrap_or_default());
    let day_micros = config.day_micros.unwrap_or(tenth);
    if month_micros.0 < 0 {
        report.refuse(
            Code::ConfigBudget,
            "/budget/month_micros",
            format!("`{}` is below zero, expected zero or more", month_micros.0),
        );
    } else if day_micros.0 < 0 || day_micros > month_micros {
        let message = format!("`{}` for a day, expected zero up to the month's `{}`", day_micros.0, month_micros.0);
        report.refuse(Code::ConfigBudget, "/budget/day_micros", message);
    }
    Budget { month_micros, day_micros }
}

fn within<T: PartialOrd + core::fmt::Display>(
    value: T,
    range: RangeInclusive<T>,
    pointer: &str,
    (code, unit): (Code, &str),
    report: &mut Report,
) {
    if !range.contains(&value) {
        report.refuse(code, pointer, format!("`{value}` {unit}, expected {} to {}", range.start(), range.end()));
    }
}

/// Returns the beginning of a text an owner wrote, fit for a sentence.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && *c != '`').take(60).collect()
}
