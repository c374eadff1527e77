//! Names of things: bounded identifiers, and digests minted from them.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use siphasher::sip128::{Hasher128, SipHasher24};

/// Longest identifier a host may give, in bytes. Chosen: Shopify's global ids are at most 61 bytes.
pub const MAX_ID_BYTES: usize = 64;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Returns the identifier when `text` has 1 to 64 bytes and no control character.
            pub fn parse(text: &str) -> Option<Self> {
                acceptable(text).then(|| Self(text.into()))
            }

            /// Returns the text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = <Box<str>>::deserialize(source)?;
                if acceptable(&text) { Ok(Self(text)) } else { Err(de::Error::custom(UNACCEPTABLE)) }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "minLength": 1, "maxLength": MAX_ID_BYTES})
            }
        }
    };
}

identifier!(
    /// A visitor or customer, as the host names one.
    ShopperKey
);
identifier!(
    /// One phone or e-mail address: the keyed hash that the host made of it, never the address itself.
    RecipientKey
);
identifier!(
    /// An input's own id; an input with a known id is folded once.
    InputId
);
identifier!(
    /// A cart.
    CartId
);
identifier!(
    /// An order.
    OrderId
);
identifier!(
    /// A product.
    ProductId
);
identifier!(
    /// A category or collection.
    CategoryId
);
identifier!(
    /// A piece of evidence in the host's consent ledger.
    EvidenceId
);
identifier!(
    /// The stable name of a journey, segment, node, text or experiment in a store's configuration.
    Name
);

const UNACCEPTABLE: &str = "an identifier has 1 to 64 bytes and no control characters";

fn acceptable(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ID_BYTES && !text.bytes().any(|byte| byte.is_ascii_control())
}

/// 128 bits minted from parts; as JSON 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Returns SipHash-2-4-128 over the parts, each preceded by its length, so no two lists of parts run together.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = SipHasher24::new();
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            core::hash::Hasher::write(&mut hasher, &length.to_le_bytes());
            core::hash::Hasher::write(&mut hasher, part);
        }
        Self(hasher.finish128().as_bytes())
    }

    /// Wraps bytes that were a digest's.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the digest's bytes.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Returns the first 64 bits, little-endian: enough to tell apart the few things one state holds.
    pub const fn short(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    /// Returns the digest that 32 hexadecimal digits write, or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return None;
        }
        let mut bytes = [0_u8; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(bytes))
    }
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        if sink.is_human_readable() { sink.serialize_str(&format!("{self}")) } else { self.0.serialize(sink) }
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        if !source.is_human_readable() {
            return <[u8; 16]>::deserialize(source).map(Self);
        }
        let text = String::deserialize(source)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("an id has 32 lower-case hexadecimal digits"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Digest {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Digest".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^[0-9a-f]{32}$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Digest::of(&[b"ab", b"c"]), Digest::of(&[b"a", b"bc"]));
    }

    #[test]
    fn a_digest_round_trips_through_its_text() {
        let digest = Digest::of(&[b"x"]);
        assert_eq!(Digest::parse(&format!("{digest}")), Some(digest));
        assert_eq!(Digest::parse("xyz"), None);
    }

    #[test]
    fn an_identifier_is_bounded_and_printable() {
        assert!(CartId::parse("").is_none());
        assert!(CartId::parse("a\nb").is_none());
        assert!(CartId::parse(&"x".repeat(65)).is_none());
        assert_eq!(CartId::parse("c-1").unwrap().as_str(), "c-1");
    }
}
