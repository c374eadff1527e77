//! What starts a journey: abandonment and its kinds.

pub mod abandonment;
