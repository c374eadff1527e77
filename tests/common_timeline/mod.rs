//! Random timelines and the virtual host that plays them: what the laws and the reference implementation share.

pub(crate) mod clock;
pub(crate) mod generator;
pub(crate) mod host;
pub(crate) mod people;
pub(crate) mod played;
pub(crate) mod rng;
pub(crate) mod run;
pub(crate) mod script;
pub(crate) mod shop;
