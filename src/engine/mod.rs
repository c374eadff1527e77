//! The engine: one step of deciding, and what surrounds it.

pub mod admit;
pub mod decision;
pub mod explain;
pub mod fault;
pub mod learn;
pub mod merge;
pub mod program;
pub mod state;
pub mod step;
pub mod touches;

mod answer;
mod credit;
mod journeys;
mod message;
mod outcome;
mod segments;
mod work;
