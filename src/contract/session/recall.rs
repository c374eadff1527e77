//! What `touches` read, for the step that comes after it: a host with dear memory asks both about the same input, and
//! reading request and states is half of what a small step costs.

use super::decide::{recipient, shopper};
use super::part;
use crate::contract::answer::Failure;
use crate::contract::request::StepRequest;
use crate::engine::state::{Recipient, Shopper};
use alloc::vec::Vec;

/// A request to step with its states, read.
pub(super) struct Question {
    pub(super) request: StepRequest,
    pub(super) shopper: Option<Shopper>,
    pub(super) recipient: Option<Recipient>,
}

/// A question, and the bytes it was read from.
pub(super) struct Recalled {
    parts: [Vec<u8>; 3],
    question: Question,
}

impl Question {
    /// Reads a request whose states come with it.
    pub(super) fn read(request: StepRequest, parts: &[&[u8]]) -> Result<Self, Failure> {
        let at = request.input.occurred_at;
        let shopper = shopper(part(parts, 1), request.shopper.clone(), at, "/shopper")?;
        let recipient = recipient(part(parts, 2), request.recipient.clone(), at)?;
        Ok(Self { request, shopper, recipient })
    }

    /// Keeps the question for a call with the same parts.
    pub(super) fn keep(self, parts: &[&[u8]]) -> Recalled {
        Recalled { parts: [0, 1, 2].map(|place| part(parts, place).to_vec()), question: self }
    }
}

impl Recalled {
    /// Returns the question when `parts` are those it was read from.
    pub(super) fn answer(self, parts: &[&[u8]]) -> Option<Question> {
        let same = self.parts.iter().enumerate().all(|(place, known)| is_same(known, part(parts, place)));
        same.then_some(self.question)
    }
}

/// Compares eight bytes at a time: on this target the library compares one by one.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a, last_a), (b, last_b)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let words = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) == u64::from_le_bytes(*b);
    a.len() == b.len() && last_a == last_b && a.iter().zip(b).all(words)
}

#[cfg(test)]
mod tests;
