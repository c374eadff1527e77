//! Regions: which rules hold where a recipient may be, as data with a source, a date and a confidence.
//!
//! The JSON files beside this module are that data. `row` has their shapes, `resolve` says which rows apply, `select` takes what a program needs.

pub mod resolve;
pub mod row;
pub mod select;
