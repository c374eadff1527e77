//! The configuration of a store: what an owner chose, in the shape that compile reads.
//!
//! Everything but the shop and its markets has the default of defaults.md. Each part is read by itself (`Piece`), so
//! that one mistake does not hide the next, and a broken segment, journey or text is left out alone.

pub mod market;
pub mod piece;
pub mod preset;
pub mod sender;
pub mod store;

use crate::contract::config::market::MarketConfig;
use crate::contract::config::piece::{Members, Piece};
use crate::contract::config::preset::{Goal, Options};
use crate::contract::config::store::{BudgetConfig, Shop};
use crate::engine::learn::Model;
use crate::engine::program::{Cap, Segment};
use crate::journey::definition::Journey;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// The format this release reads.
pub const FORMAT: u32 = 1;

/// Largest configuration, in bytes. Chosen: ten times a store of full size, with 300 segments and 30 journeys.
pub const MAX_CONFIG_BYTES: usize = 4 * 1024 * 1024;

/// All that an owner chose.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Format of this object; 1.
    #[serde(default = "format")]
    pub format: u32,
    /// The store.
    pub shop: Piece<Shop>,
    /// Countries sold to, by ISO 3166-1 alpha-2.
    pub markets: Members<Piece<MarketConfig>>,
    /// No more texts than these to one recipient; at most 4 in 7 days and 10 in 30.
    #[serde(default)]
    pub caps: Option<Piece<Vec<Cap>>>,
    /// Share of recipients held out, 0 to 50 percent.
    #[serde(default)]
    pub holdout_percent: Option<Piece<u32>>,
    /// No cart text for so many days after a purchase, 0 to 90.
    #[serde(default)]
    pub after_purchase_days: Option<Piece<u16>>,
    /// What may be spent.
    #[serde(default)]
    pub budget: Option<Piece<BudgetConfig>>,
    /// An order is credited to a text whose link was opened at most so many days before, 1 to 30.
    #[serde(default)]
    pub attribution_days: Option<Piece<u16>>,
    /// One coupon per recipient in so many days, 1 to 365.
    #[serde(default)]
    pub coupon_days: Option<Piece<u16>>,
    /// Which preset is used where no journeys are written.
    #[serde(default)]
    pub goal: Option<Piece<Goal>>,
    /// Choices within the preset.
    #[serde(default)]
    pub options: Option<Piece<Options>>,
    /// Journeys in order of precedence; without this field the preset of the goal.
    #[serde(default)]
    pub journeys: Option<Vec<Piece<Journey>>>,
    /// Journeys that send nothing for now, by name: what enters them ends without a text, after the pause too.
    #[serde(default)]
    pub paused_journeys: Option<Piece<Vec<String>>>,
    /// Segments; one may ask only about those before it.
    #[serde(default)]
    pub segments: Vec<Piece<Segment>>,
    /// Bodies of texts by name and language; the way out is added as the sender's ability asks.
    #[serde(default)]
    pub texts: Members<Members<Piece<String>>>,
    /// What `learn` answered, as it stands.
    #[serde(default)]
    pub learned: Option<Piece<Model>>,
}

const fn format() -> u32 {
    FORMAT
}
