//! Whether a hook is its provider's: what a provider claims makes the signature, held against what the host computed.

use super::encode::{base64, hex, same::same};
use super::exchange::SealEncoding;
use super::hook::{HookRefusal, Proof, ProofAlgorithm};
use alloc::string::String;
use alloc::vec::Vec;

/// Most signatures of one hook that are looked at. Chosen: two keys at once while one is replaced, four times over.
pub(super) const MOST_SIGNATURES: usize = 8;

/// What must hold of a hook before a provider's code reads it: one signature is one of the proofs, and the body's hash
/// is the one that was signed, where the body itself is not under the signature.
pub(super) struct Claim {
    /// What may have been signed, each with the bytes.
    pub(super) signed: Vec<(Proof, Vec<u8>)>,
    /// The signatures as they came.
    pub(super) signatures: Vec<String>,
    /// How they are written.
    pub(super) encoding: SealEncoding,
    /// The body's SHA-256 in lower-case hex as a signed address has it, with the body.
    pub(super) body: Option<(String, Vec<u8>)>,
}

impl Claim {
    /// Returns what the host has to compute.
    pub(super) fn into_proofs(self) -> Vec<(Proof, Vec<u8>)> {
        let hash = Proof { algorithm: ProofAlgorithm::Sha256, key: None };
        self.signed.into_iter().chain(self.body.map(|(_, body)| (hash, body))).collect()
    }

    /// Holds the host's results against the claim.
    ///
    /// # Errors
    /// `Unsigned` without a signature; `Forged` where none fits, or the results are not those of the challenge.
    pub(super) fn prove(&self, results: &[String]) -> Result<(), HookRefusal> {
        if self.signatures.is_empty() || self.signed.is_empty() {
            return Err(HookRefusal::Unsigned);
        }
        let Some((of_signed, of_body)) = results.split_at_checked(self.signed.len()) else {
            return Err(HookRefusal::Forged);
        };
        let mut proven = false;
        for ((proof, _), result) in self.signed.iter().zip(of_signed) {
            let right = self.write(proof.algorithm, result).ok_or(HookRefusal::Forged)?;
            for signature in self.signatures.iter().take(MOST_SIGNATURES) {
                proven |= same(right.as_bytes(), signature.as_bytes());
            }
        }
        let whole = match (&self.body, of_body) {
            (None, []) => true,
            (Some((hash, _)), [result]) => same(hash.as_bytes(), result.as_bytes()),
            (None | Some(_), _) => false,
        };
        if proven && whole { Ok(()) } else { Err(HookRefusal::Forged) }
    }

    /// Writes a result as the signatures are written; one of another length than the algorithm's is no result.
    fn write(&self, algorithm: ProofAlgorithm, result: &str) -> Option<String> {
        let length = match algorithm {
            ProofAlgorithm::HmacSha1 => 20,
            ProofAlgorithm::HmacSha256 | ProofAlgorithm::Sha256 => 32,
        };
        let bytes = hex::decode(result).filter(|bytes| bytes.len() == length)?;
        Some(match self.encoding {
            SealEncoding::Base64 => base64::encode(&bytes),
            SealEncoding::Hex => hex::encode(&bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, HookRefusal, Proof, ProofAlgorithm, SealEncoding};

    const RESULT: &str = "000102030405060708090a0b0c0d0e0f10111213";

    fn claim(signatures: &[&str], body: Option<&str>) -> Claim {
        let proof = Proof { algorithm: ProofAlgorithm::HmacSha1, key: None };
        Claim {
            signed: vec![(proof, b"a".to_vec()), (proof, b"b".to_vec())],
            signatures: signatures.iter().map(|text| (*text).to_owned()).collect(),
            encoding: SealEncoding::Base64,
            body: body.map(|hash| (hash.to_owned(), b"{}".to_vec())),
        }
    }

    fn prove(claim: &Claim, results: &[&str]) -> Result<(), HookRefusal> {
        claim.prove(&results.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn one_signature_that_is_one_of_the_proofs_proves() {
        let other = "ff".repeat(20);
        let claim = claim(&["x", "AAECAwQFBgcICQoLDA0ODxAREhM="], None);
        assert_eq!(prove(&claim, &[&other, RESULT]), Ok(()));
        assert_eq!(prove(&claim, &[RESULT, &other]), Ok(()));
        assert_eq!(prove(&claim, &[&other, &other]), Err(HookRefusal::Forged));
    }

    #[test]
    fn results_that_are_not_those_asked_for_prove_nothing() {
        let claim = claim(&["AAECAwQFBgcICQoLDA0ODxAREhM=", "", "AA=="], None);
        for results in [&[][..], &[RESULT], &[RESULT, RESULT, RESULT], &[RESULT, ""], &["00", RESULT]] {
            assert_eq!(prove(&claim, results), Err(HookRefusal::Forged), "{results:?}");
        }
        assert_eq!(prove(&claim, &[&RESULT.to_uppercase(), RESULT]), Err(HookRefusal::Forged));
    }

    #[test]
    fn a_body_that_is_not_the_signed_one_is_forged() {
        let hash = "ab".repeat(32);
        let claim = claim(&["AAECAwQFBgcICQoLDA0ODxAREhM="], Some(&hash));
        assert_eq!(prove(&claim, &[RESULT, RESULT, &hash]), Ok(()));
        assert_eq!(prove(&claim, &[RESULT, RESULT, &"ac".repeat(32)]), Err(HookRefusal::Forged));
        assert_eq!(prove(&claim, &[RESULT, RESULT]), Err(HookRefusal::Forged));
    }

    #[test]
    fn without_a_signature_nothing_is_proven() {
        assert_eq!(prove(&claim(&[], None), &[RESULT, RESULT]), Err(HookRefusal::Unsigned));
    }
}
