//! What a part is counted with until a receipt tells what it cost.

use super::super::report::Report;
use crate::contract::config::market::{MarketConfig, Price};
use crate::contract::error::Code;
use crate::contract::prices::{ListPrice, prices};
use crate::money::{Currency, Micros};
use alloc::format;
use alloc::vec::Vec;

/// What a part costs where no price is known at all: chosen, dearer than list prices in the four reviewed countries.
const DEAREST: Micros = Micros(100_000);
/// Dearest part that is believed. Chosen: ten of any large currency.
const MAX_PRICE: Micros = Micros(10_000_000);

/// The prices known to a configuration.
pub(super) struct Prices<'a> {
    listed: Vec<ListPrice>,
    currency: Option<&'a Currency>,
    dearest: Micros,
}

impl<'a> Prices<'a> {
    /// Gathers the prices that the owner gave, and list prices in the store's currency.
    pub(super) fn new(given: impl Iterator<Item = &'a Price>, currency: Option<&'a Currency>) -> Self {
        let dearest = given.map(|price| price.micros).max().unwrap_or(DEAREST);
        Self { listed: prices(), currency, dearest }
    }

    /// Returns what a part is counted with: the owner's price, else the provider's list price, else the dearest known.
    pub(super) fn of(&self, config: &MarketConfig, country: &str, pointer: &str, report: &mut Report) -> Micros {
        if let Some(price) = &config.price {
            check_price(price, pointer, report);
            return price.micros;
        }
        let provider = config.sender.as_ref().and_then(|sender| sender.provider.as_deref());
        let listed = self.listed.iter().find(|price| {
            Some(&*price.provider) == provider && price.country == country && Some(&price.currency) == self.currency
        });
        let Some(listed) = listed else {
            let message =
                format!("there is no price for `{country}`: the dearest known is counted with until a receipt tells");
            report.warn(Code::ConfigMarketNoPrice, pointer, message);
            return self.dearest;
        };
        let message = format!(
            "`{country}` is counted with {} millionths of {} for a part, a list price of `{}` read on {}: set the price of your own contract",
            listed.most().0,
            listed.currency.as_str(),
            listed.provider,
            listed.read
        );
        report.warn(Code::ConfigMarketPriceEstimate, pointer, message);
        listed.most()
    }
}

fn check_price(price: &Price, pointer: &str, report: &mut Report) {
    if !(Micros(0)..=MAX_PRICE).contains(&price.micros) {
        let message = format!("`{}` millionths for a part, expected 0 to {}", price.micros.0, MAX_PRICE.0);
        report.refuse(Code::ConfigMarketPrice, format!("{pointer}/price/micros"), message);
    }
    if price.source.trim().is_empty() || price.source.chars().count() > 200 {
        let message = "a price says where it was read in 1 to 200 characters";
        report.refuse(Code::ConfigMarketPrice, format!("{pointer}/price/source"), message);
    }
}
