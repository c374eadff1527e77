//! What can go wrong below JSON: bytes that are no state, or a program of which a part is missing.

use serde::{Deserialize, Serialize};

/// A call that cannot be answered. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The bytes are no state.
    StateMalformed,
    /// The state was written by a newer release than this one can read: wait, never reset.
    StateTooNew {
        /// The oldest format that can read it.
        needs: u16,
    },
    /// The state belongs to another key than the call names.
    StateOfAnother,
    /// The bytes are no program.
    ProgramMalformed,
    /// The program was compiled by a newer release.
    ProgramTooNew,
    /// A part of the program is needed that the host did not hand in: hand it in and call again.
    ProgramPartMissing {
        /// Where it begins.
        offset: u32,
        /// How long it is.
        length: u32,
    },
    /// The call has neither shopper nor recipient, or lacks the one that the input is about.
    SubjectMissing,
    /// The shopper points at another recipient than the one handed in: read the pointer again, under locks.
    RecipientMismatch,
    /// A state grew beyond its bound.
    StateTooLarge,
}
