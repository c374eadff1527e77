//! The shape of a market's sender: who texts come from, as the owner chose and registered it.

use crate::contract::senders::SenderKind;
use crate::gate::market::WayOut;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Who texts come from.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SenderConfig {
    /// Name, number, short code or messaging service (`MG…`), as the provider takes it.
    pub id: Box<str>,
    /// What stands behind the id, where the id does not tell: needed for a messaging service.
    #[serde(default)]
    pub kind: Option<SenderKind>,
    /// Who carries the texts (`twilio`); a market without a price is counted with this provider's list price.
    #[serde(default)]
    pub provider: Option<String>,
    /// Whether it can receive answers.
    #[serde(default)]
    pub two_way: bool,
    /// How a recipient gets out: must fit what the sender can do.
    pub way_out: WayOut,
    /// Whether it is known to be registered where that is asked for, and by whom.
    #[serde(default)]
    pub registered: Registered,
    /// Texts it may hand over per minute; zero for what is known of its kind, else 60.
    #[serde(default)]
    pub per_minute: u32,
    /// The provider's own number for STOP, where it runs one (France's 36xxx).
    #[serde(default)]
    pub stop_number: Option<Box<str>>,
    /// Where the answer to HELP says that help is: an address or number of the store.
    #[serde(default)]
    pub help_contact: Option<Box<str>>,
    /// Whether the provider itself answers STOP and HELP: then the core does not.
    #[serde(default)]
    pub answers_keywords: bool,
}

/// Whether a sender is known to be registered: `true` is the owner's word without a day.
#[derive(Clone, Debug)]
pub enum Registered {
    /// Yes or no.
    Word(bool),
    /// Yes, and who says so since when.
    Record(RegistrationRecord),
}

/// Who says that a sender is registered.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegistrationRecord {
    /// Who says so.
    pub by: RegistrationWitness,
    /// When it was said.
    pub at: Timestamp,
    /// The provider's or register's own name for it, 1 to 100 characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// Who says that a sender is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegistrationWitness {
    /// The provider's API.
    Provider,
    /// The owner.
    Owner,
}

impl Registered {
    /// Tells whether the sender is known to be registered.
    pub const fn is_known(&self) -> bool {
        match self {
            Self::Word(known) => *known,
            Self::Record(_) => true,
        }
    }
}

impl Default for Registered {
    fn default() -> Self {
        Self::Word(false)
    }
}

// Written out: an untagged enum would say of a mistake in the record only that nothing matched.
impl<'de> Deserialize<'de> for Registered {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Known;
        impl<'de> Visitor<'de> for Known {
            type Value = Registered;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("`true`, `false` or a record with `by` and `at`")
            }

            fn visit_bool<E>(self, known: bool) -> Result<Registered, E> {
                Ok(Registered::Word(known))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Registered, A::Error> {
                RegistrationRecord::deserialize(MapAccessDeserializer::new(map)).map(Registered::Record)
            }
        }
        source.deserialize_any(Known)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Registered {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Registered".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let record = generator.subschema_for::<RegistrationRecord>();
        schemars::json_schema!({
            "description": "Whether a sender is known to be registered: `true` is the owner's word without a day.",
            "anyOf": [{"type": "boolean"}, record],
        })
    }
}
