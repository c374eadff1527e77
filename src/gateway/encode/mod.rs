//! How bytes and text are written for the wire: percent and form encoding, base64, hex, addresses, amounts, dates.

pub(super) mod amount;
pub(super) mod base64;
pub(super) mod date;
pub(super) mod hex;
pub(super) mod percent;
pub(super) mod same;
pub(super) mod url;
