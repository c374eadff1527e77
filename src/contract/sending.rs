//! Requests and answers of the calls about sending: numbers, replies, providers. What they mean is below, in `phone`,
//! `reply` and `gateway`.

use crate::contract::error::{Code, ContractError};
use crate::contract::pointer;
use crate::gateway::{Errand, GatewayFault, Heard, Hook, HookRefusal, Proof, Provider, Settings};
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A phone number as somebody typed it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ParsePhoneRequest {
    /// What was typed.
    pub text: String,
    /// The country, ISO 3166-1 alpha-2, for numbers without a calling code.
    #[serde(default)]
    pub country: Option<Box<str>>,
}

/// What a recipient wrote back.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadReplyRequest {
    /// Their words.
    pub text: String,
    /// Their language, BCP 47, where it is known.
    #[serde(default)]
    pub locale: Option<Box<str>>,
}

/// An errand at a provider.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GatewayRequest {
    /// The provider's name.
    pub provider: String,
    /// The account's settings by name; used for this call and kept nowhere.
    pub settings: Settings,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// What is wanted.
    pub errand: Errand,
}

/// What came of an errand's HTTP; part 1 is the body of the answer.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResponseRequest {
    /// The provider's name.
    pub provider: String,
    /// The account's settings by name; used for this call and kept nowhere.
    pub settings: Settings,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// What was wanted.
    pub errand: Errand,
    /// What the host heard.
    pub heard: Heard,
}

/// A call that came in and says to be a provider's; part 1 is its body.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HookRequest {
    /// The provider's name.
    pub provider: String,
    /// The account's settings by name; used for this call and kept nowhere.
    pub settings: Settings,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// The call.
    pub hook: Hook,
}

/// The same call, with what the host computed for `challenge`; part 1 is its body.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookRequest {
    /// The provider's name.
    pub provider: String,
    /// The account's settings by name; used for this call and kept nowhere.
    pub settings: Settings,
    /// Now, by the host's clock.
    pub moment: Timestamp,
    /// The call.
    pub hook: Hook,
    /// The result of each proof, in the order of the challenge, as lower-case hex.
    pub proofs: Vec<String>,
}

/// What to compute before a call is believed; part 1 and on are what each proof is computed over.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChallengeAnswer {
    /// These, in this order.
    Prove(Vec<Proof>),
    /// No proof could help.
    Refused(HookRefusal),
}

/// Every provider.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProvidersAnswer {
    /// In the order in which screens show them.
    pub providers: &'static [Provider],
}

/// Returns the error of a call that a gateway can't answer; `errand` is the one that was asked for, if any.
pub fn refused(fault: GatewayFault, errand: Option<&Errand>) -> ContractError {
    match fault {
        GatewayFault::UnknownProvider => {
            let known = crate::gateway::providers().iter().map(|provider| provider.name);
            let known = known.collect::<Vec<_>>().join("`, `");
            let message = format!("there is no such provider, expected `{known}`");
            ContractError::new(Code::GatewayProvider, "/provider", message)
        }
        GatewayFault::UnknownSetting(name) => {
            let message = format!("the provider has no setting `{name}`: see the answer of `providers`");
            ContractError::new(Code::GatewaySetting, format!("/settings{}", pointer::step(&name)), message)
        }
        GatewayFault::MissingSetting(name) => {
            let message = format!("the provider needs the setting `{name}`");
            ContractError::new(Code::GatewaySetting, "/settings", message)
        }
        GatewayFault::BadSetting(name, expected) => {
            let message = format!("the setting `{name}` can't be right, expected {expected}");
            ContractError::new(Code::GatewaySetting, format!("/settings/{name}"), message)
        }
        GatewayFault::BadErrand(field) => {
            let kind = match errand {
                Some(Errand::Send(_)) => "/send",
                Some(Errand::LookUp(_)) => "/look_up",
                Some(Errand::Check(_)) => "/check",
                None => "",
            };
            let message = format!("the errand's `{field}` can't be right");
            ContractError::new(Code::GatewayErrand, format!("/errand{kind}/{field}"), message)
        }
    }
}
