//! An account's settings: only names the provider knows, each of its shape, so that none can slip into a header.

use super::encode::base64;
use super::encode::url::Address;
use super::fault::GatewayFault;
use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Serialize};

/// Longest value. Chosen: far above every key and address in use.
const MOST_CHARACTERS: usize = 512;

/// How much of an unknown name an error repeats.
const NAME_SHOWN: usize = 40;

/// An account's settings by name. An empty value counts as absent.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Settings(BTreeMap<String, String>);

/// A setting that a provider needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Whether screens hide it and hosts encrypt it.
    pub secret: bool,
    /// Whether nothing works without it.
    pub required: bool,
    /// What it is, and where the owner finds it.
    pub what: &'static str,
    /// What one looks like; never one that works.
    pub example: &'static str,
    /// What its value must look like.
    pub shape: Shape,
}

/// What a setting's value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Visible ASCII.
    Line,
    /// Two given letters and 32 hex digits, as Twilio numbers things.
    Sid(&'static str),
    /// An https address, or an http one of this machine, without query.
    Base,
    /// An https address, or an http one of this machine.
    Endpoint,
    /// `whsec_` and the base64 of 24 to 64 bytes.
    SigningSecret,
}

/// Settings that a provider can work with.
#[derive(Clone, Copy)]
pub(super) struct Account<'a>(&'a Settings);

impl<'a> Account<'a> {
    /// Checks settings against what a provider needs.
    pub(super) fn of(settings: &'a Settings, known: &'static [Setting]) -> Result<Self, GatewayFault> {
        for name in settings.0.keys() {
            if !known.iter().any(|setting| setting.name == name) {
                return Err(GatewayFault::UnknownSetting(name.chars().take(NAME_SHOWN).collect()));
            }
        }
        let account = Account(settings);
        for setting in known {
            match account.optional(setting.name) {
                None if setting.required => {
                    let empty = settings.0.contains_key(setting.name);
                    let name = setting.name;
                    return Err(if empty {
                        GatewayFault::BadSetting(name, "a value")
                    } else {
                        GatewayFault::MissingSetting(name)
                    });
                }
                None => {}
                Some(value) => {
                    if let Some(expected) = setting.shape.misses(value) {
                        return Err(GatewayFault::BadSetting(setting.name, expected));
                    }
                }
            }
        }
        Ok(account)
    }

    /// Returns a setting, or an empty text.
    pub(super) fn value(self, name: &str) -> &'a str {
        self.optional(name).unwrap_or_default()
    }

    /// Returns a setting, or nothing where it is absent or empty.
    pub(super) fn optional(self, name: &str) -> Option<&'a str> {
        self.0.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl Shape {
    /// Returns what was expected of a value that is not of this shape.
    fn misses(self, value: &str) -> Option<&'static str> {
        let visible = value.len() <= MOST_CHARACTERS && value.bytes().all(|byte| byte.is_ascii_graphic());
        let (right, expected) = match self {
            Self::Line => (true, "at most 512 visible ASCII characters"),
            Self::Sid(prefix) => (is_sid(value, prefix), "the SID: two letters and 32 hex digits"),
            Self::Base => (
                address(value).is_some_and(|address| address.query().is_none() && !address.rest.contains('#')),
                "an https address without a query, or an http one of this machine",
            ),
            Self::Endpoint => (
                address(value).is_some_and(|address| !address.rest.contains('#')),
                "an https address, or an http one of this machine",
            ),
            Self::SigningSecret => (is_signing_secret(value), "`whsec_` followed by the base64 of 24 to 64 bytes"),
        };
        if visible && right { None } else { Some(expected) }
    }
}

fn address(value: &str) -> Option<Address<'_>> {
    Address::split(value).filter(Address::is_safe)
}

fn is_sid(value: &str, prefix: &str) -> bool {
    value
        .strip_prefix(prefix)
        .is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

fn is_signing_secret(value: &str) -> bool {
    let key = value.strip_prefix("whsec_").and_then(base64::decode);
    key.is_some_and(|key| (24..=64).contains(&key.len()))
}

impl FromIterator<(String, String)> for Settings {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// Names only: values are secrets.
impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}
