//! Who is in which arm: integer bucketing, frozen under a version.

use crate::id::Digest;
use serde::{Deserialize, Serialize};

/// How many buckets there are: a share is given in basis points, hundredths of a percent.
pub const BUCKETS: u32 = 10_000;

/// The rule by which subjects fall into buckets. A rule once published never changes; a new one gets a new variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Bucketing {
    /// The first 64 bits of the digest of ("bucket", 1, salt, subject), times 10,000, divided by 2^64, rounded down.
    #[default]
    #[serde(rename = "v1")]
    V1,
}

impl Bucketing {
    /// Returns the bucket of `subject` under `salt`, from 0 to 9,999.
    pub fn bucket(self, subject: &[u8], salt: &[u8]) -> u32 {
        match self {
            Self::V1 => scale(Digest::of(&[b"bucket", &[1], salt, subject]).short()),
        }
    }
}

fn scale(hash: u64) -> u32 {
    let product = u128::from(hash) * u128::from(BUCKETS);
    u32::try_from(product >> 64).unwrap_or(BUCKETS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_hash_are_the_ends_of_the_buckets() {
        assert_eq!(scale(0), 0);
        assert_eq!(scale(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn buckets_are_even() {
        let below: usize = (0..20_000_u32).filter(|n| Bucketing::V1.bucket(&n.to_le_bytes(), b"salt") < 1_000).count();
        assert!((1_850..2_150).contains(&below), "{below} of 20,000 in a tenth");
    }

    #[test]
    fn version_one_is_frozen() {
        assert_eq!(Bucketing::V1.bucket(b"recipient-1", b"cart_recovery"), 969);
    }
}
