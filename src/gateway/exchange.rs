//! Errands, and the HTTP that a host performs for them.

use super::outcome::{Checked, Sending};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What is wanted of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Send a text.
    Send(SendErrand),
    /// Find out what became of an attempt whose answer never came.
    LookUp(LookUpErrand),
    /// Ask about the account or a sender. Sends nothing.
    Check(CheckErrand),
}

/// A text to send: one attempt of one decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendErrand {
    /// The host's opaque token of the attempt: letters, digits, `-` and `_`, never anything of a person.
    pub reference: Box<str>,
    /// The number it goes to, in E.164.
    pub to: Box<str>,
    /// The sender: a number in E.164, a short code, a name, or a provider's id of a pool of senders.
    pub from: Box<str>,
    /// The words.
    pub text: Box<str>,
    /// Where the provider reports to, with the reference as the parameter `ref` of its query.
    #[serde(default)]
    pub callback: Option<Box<str>>,
    /// The last moment at which it may go out.
    pub not_after: Timestamp,
}

/// An attempt to look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookUpErrand {
    /// The host's opaque token of the attempt.
    pub reference: Box<str>,
    /// The provider's id of it, where one was heard.
    #[serde(default)]
    pub provider_id: Option<Box<str>>,
    /// The number it went to, in E.164.
    pub to: Box<str>,
    /// The sender it was to come from.
    pub from: Box<str>,
    /// The words.
    pub text: Box<str>,
    /// When the attempt began.
    pub since: Timestamp,
}

/// A question about the account or a sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckErrand {
    /// What is asked.
    pub what: CheckWhat,
    /// The sender that a registration is asked of.
    #[serde(default)]
    pub sender: Option<Box<str>>,
}

/// What a check asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckWhat {
    /// Whether the settings log in.
    Account,
    /// How much money is left.
    Balance,
    /// Whether the carriers know the sender.
    Registration,
}

/// What to do for an errand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Requested {
    /// Perform this and hand what was heard to `response`.
    Http(Http),
    /// Nothing has to be asked: this is what becomes of the text.
    Settled(Sending),
    /// Nothing has to be asked: this is the answer to the check.
    Checked(Checked),
}

/// One HTTP request. Redirects are not followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Http {
    /// The method.
    pub method: Method,
    /// The address, query included.
    pub url: String,
    /// Names and values; neither has a control character.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<String>,
    /// How long to wait for the whole answer.
    pub timeout_ms: u32,
    /// A signature to compute and add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}

/// Methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// A header that the host computes: `prefix` followed by the encoded signature of the message's UTF-8 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seal {
    /// How it is computed.
    pub algorithm: SealAlgorithm,
    /// With which key.
    pub key: Key,
    /// Over what.
    pub message: String,
    /// The name of the header.
    pub header: &'static str,
    /// What stands before the signature.
    pub prefix: &'static str,
    /// How the signature is written.
    pub encoding: SealEncoding,
}

/// How a seal is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SealAlgorithm {
    /// HMAC with SHA-256.
    HmacSha256,
}

/// How a seal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SealEncoding {
    /// RFC 4648, standard alphabet, padded.
    Base64,
    /// Lower case.
    Hex,
}

/// The key of a seal or proof: a setting's value after `skip` leading characters, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Key {
    /// The name of the setting.
    pub setting: &'static str,
    /// How the rest of its value becomes bytes.
    pub encoding: KeyEncoding,
    /// Leading characters that are no part of the key.
    pub skip: u8,
}

/// How text becomes the bytes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyEncoding {
    /// Its UTF-8.
    Utf8,
    /// RFC 4648, standard alphabet, padded.
    Base64,
}
