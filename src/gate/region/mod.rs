//! Regions: which rules hold where a recipient may be, as data with a source, a date and a confidence.
//!
//! The JSON files beside this module are that data. `row` has their shapes, `select` takes what a program needs, `places`
//! says where somebody may be, `resolve` which rows apply there.

pub mod area;
pub mod places;
pub mod resolve;
pub mod row;
pub mod select;
