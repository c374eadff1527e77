//! Requests: part 0 of each operation, parsed straight into types. Unknown fields are refused, sizes are bounded.

use crate::contract::error::{Code, ContractError};
use crate::contract::pointer::{self, Document};
use crate::engine::admit::{Ask, Origin};
use crate::engine::decision::Fact;
use crate::fact::contact::Contact;
use crate::fact::event::Input;
use crate::id::{RecipientKey, ShopperKey};
use crate::money::Amount;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Largest request. Chosen: the longest cart a platform allows, ten times over.
pub const MAX_REQUEST_BYTES: usize = 256 * 1_024;

/// Largest part of bytes. Chosen: a program of the largest configuration stays below.
pub const MAX_PART_BYTES: usize = 8 * 1_024 * 1_024;

/// A question without fields.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmptyRequest {}

/// A program to load, or pieces for one that is loaded.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LoadRequest {
    /// The handle of a program loaded in pieces, to which the parts are further ones; absent to load another.
    #[serde(default)]
    pub program: Option<u64>,
    /// Where each part lies in the program, when the parts are pieces of it; absent when part 1 is the whole program.
    #[serde(default)]
    pub pieces: Option<Vec<u32>>,
}

/// A loaded program.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnloadRequest {
    /// The handle that `load` answered.
    pub program: u64,
}

/// One input to step by, or to ask `touches` about. It is about a shopper, a recipient, or both; with `resident` it
/// is about the pair held there, and program and keys are absent.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// The handle that `load` answered.
    #[serde(default)]
    pub program: Option<u64>,
    /// The handle that `hold` answered.
    #[serde(default)]
    pub resident: Option<u64>,
    /// Whose state part 1 is; with an empty part, a shopper never seen before.
    #[serde(default)]
    pub shopper: Option<ShopperKey>,
    /// Whose state part 2 is; with an empty part, a recipient never seen before.
    #[serde(default)]
    pub recipient: Option<RecipientKey>,
    /// What the host knows of the person; never kept.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// What happened.
    pub input: Input,
}

/// Two shoppers proved to be one.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// Whose state part 1 is.
    pub a: ShopperKey,
    /// Whose state part 2 is.
    pub b: ShopperKey,
    /// Whose state part 3 is.
    #[serde(default)]
    pub recipient: Option<RecipientKey>,
    /// What the host knows of the person; never kept.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Now, by the host's clock.
    pub moment: Timestamp,
}

/// A decision about to be executed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AdmitRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// What the host knows of the person; never kept.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Where the number was typed.
    pub origin: Origin,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// What is to be executed.
    pub ask: Ask,
}

/// What a text cost, once its receipt says so.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChargeRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// When the text was admitted.
    pub moment: Timestamp,
    /// The country it was admitted with.
    pub country: Box<str>,
    /// The parts it was admitted with.
    pub parts: u32,
    /// What the provider charged, all parts together.
    pub price: Amount,
}

/// What was spent of the budget.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpendingRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// Now, by the host's clock: its day and its month are asked about.
    pub moment: Timestamp,
}

/// Facts for the store's aggregate.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ObserveRequest {
    /// What steps answered.
    pub facts: Vec<Fact>,
}

/// Learning, with a bound on how much work one call does.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LearnRequest {
    /// Units of work; the more, the longer the call takes.
    pub budget: u32,
}

/// Where a shopper stands, and why.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExplainRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// Whose state part 1 is.
    pub shopper: ShopperKey,
    /// Whose state part 2 is.
    #[serde(default)]
    pub recipient: Option<RecipientKey>,
    /// What the host knows of the person; never kept.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Now, by the host's clock.
    pub moment: Timestamp,
}

/// A text to count.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureRequest {
    /// The text as it would be sent.
    pub text: String,
}

/// States to keep in memory under a handle.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// The handle that `load` answered.
    pub program: u64,
    /// Whose state part 1 is; with an empty part, a shopper never seen before.
    #[serde(default)]
    pub shopper: Option<ShopperKey>,
    /// Whose state part 2 is; with an empty part, a recipient never seen before.
    #[serde(default)]
    pub recipient: Option<RecipientKey>,
    /// What the host knows of the person, for all steps that bring no contact of their own; gone with the handle.
    #[serde(default)]
    pub contact: Option<Contact>,
}

/// States kept in memory.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResidentRequest {
    /// The handle that `hold` answered.
    pub resident: u64,
}

/// Parses part 0.
///
/// # Errors
/// `request.too_large`, `request.malformed`, `request.unknown_field`, `request.missing_field`, `request.bad_value`.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, ContractError> {
    if json.len() > MAX_REQUEST_BYTES {
        return Err(ContractError::new(Code::RequestTooLarge, "", "the request is larger than 256 KiB"));
    }
    serde_json::from_slice(json).map_err(|error| pointer::located(json, &error, Document::Request, ""))
}

/// Deepest nesting of objects and lists in a configuration.
///
/// Twice what conditions of eight levels in a journey need. The trap: each level of a condition takes 600 bytes of the
/// C ABI module's 64 KiB of stack, which the reader's own limit of 128 levels overruns (measured: 109 are read).
pub const MAX_NESTING: usize = 48;

/// Checks that a configuration is not nested deeper than the stack allows; whether it is JSON shows later.
///
/// # Errors
/// `config.malformed`.
pub fn check_nesting(json: &[u8]) -> Result<(), ContractError> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth = depth.saturating_add(1),
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            let message = "nested deeper than 48 levels, expected conditions of at most eight";
            return Err(ContractError::new(Code::ConfigMalformed, "", message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_counts_brackets_outside_of_texts_only() {
        let deep = "[".repeat(MAX_NESTING) + &"]".repeat(MAX_NESTING);
        assert!(check_nesting(deep.as_bytes()).is_ok());
        assert!(check_nesting(format!("[{deep}]").as_bytes()).is_err());
        assert!(check_nesting(format!("\"{}\"", "[".repeat(99)).as_bytes()).is_ok());
        assert!(check_nesting(format!("\"\\\"{}\"", "[".repeat(99)).as_bytes()).is_ok());
        assert!(check_nesting("[]".repeat(99).as_bytes()).is_ok());
    }
}
