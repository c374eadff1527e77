//! Parts of a configuration that are read by themselves, so that one mistake neither hides nor spoils the others.

use crate::contract::error::ContractError;
use crate::contract::pointer::{Document, located};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A part that was read, or why it can't be.
#[derive(Clone, Debug)]
pub struct Piece<T>(pub Result<T, Broken>);

/// Why a part can't be read, with a pointer that starts at the part.
#[derive(Clone, Debug)]
pub struct Broken {
    /// What is wrong.
    pub error: ContractError,
    /// Its name, if at least that can be read.
    pub name: Option<String>,
}

/// An object by its keys, in the order written; a key that comes twice is refused.
#[derive(Clone, Debug)]
pub struct Members<T>(pub Vec<(String, T)>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Piece<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named {
            name: String,
        }
        let raw = <Box<RawValue>>::deserialize(source)?;
        Ok(Self(serde_json::from_str(raw.get()).map_err(|error| Broken {
            error: located(raw.get().as_bytes(), &error, Document::Config, ""),
            name: serde_json::from_str::<Named>(raw.get()).ok().map(|named| named.name),
        })))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Object<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
            type Value = Members<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, T)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if members.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!("`{key}` stands here twice, expected it once")));
                    }
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        source.deserialize_map(Object(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Piece<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<T>()
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Members<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::format!("MembersOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let member = generator.subschema_for::<T>();
        schemars::json_schema!({"type": "object", "additionalProperties": member})
    }
}
