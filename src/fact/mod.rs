//! What is known: events and inputs, and the two states they fold into.
//!
//! Everything here is a set or a register, so facts fold in any order of arrival, once.

pub mod activity;
pub mod browsing;
pub mod cart;
pub mod consent;
pub mod contact;
pub mod event;
pub mod order;
pub mod past;
pub mod recipient;
pub mod report;
pub mod shopper;
pub mod stamp;

#[cfg(test)]
pub(crate) mod laws;
