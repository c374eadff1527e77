//! Journeys: what happens to one shopper over time.

pub mod advance;
pub mod definition;
pub mod progress;
