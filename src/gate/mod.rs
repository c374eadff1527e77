//! The gate: consent, quiet hours, caps, carrier rules, holdout. Send, hold until, or drop, with why.

pub mod case;
pub mod frequency;
pub mod log;
pub mod market;
pub mod permission;
pub mod quiet_hours;
pub mod receipts;
pub mod region;
pub mod verdict;
