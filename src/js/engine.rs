//! `Engine`: every operation of the contract as a method, and one path without copies for those that count microseconds.
//!
//! Methods take the request as JSON text and states as bytes; they return an `Answer` and throw nothing. The fast path
//! is `reserve` and `run`: frames (`contract::frame`) written into and read from the module's memory by the caller.

use crate::contract::error::{Code, ContractError};
use crate::contract::frame;
use crate::contract::session::{Op, Session};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes from JavaScript; absent and empty are the same.
type Bytes = Option<Vec<u8>>;

/// One instance of the core with the programs and states it holds.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    session: Session,
    input: Vec<u8>,
    output: Vec<u8>,
}

/// What a call answers.
#[wasm_bindgen]
pub struct Answer(Vec<Vec<u8>>);

#[wasm_bindgen]
impl Engine {
    /// Returns an engine that holds nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what this core is.
    pub fn versions(&mut self) -> Answer {
        self.call(Op::Versions, "{}", [])
    }

    /// Compiles a configuration; `bytes` of the answer is the program.
    pub fn compile(&mut self, configuration: &str, previous: Bytes) -> Answer {
        self.call(Op::Compile, configuration, [previous])
    }

    /// Tells what compiling would say.
    pub fn lint(&mut self, configuration: &str) -> Answer {
        self.call(Op::Lint, configuration, [])
    }

    /// Loads a whole program.
    pub fn load(&mut self, program: Vec<u8>) -> Answer {
        self.call(Op::Load, "{}", [Some(program)])
    }

    /// Lets a program go.
    pub fn unload(&mut self, request: &str) -> Answer {
        self.call(Op::Unload, request, [])
    }

    /// Decides what follows from one input.
    pub fn step(&mut self, request: &str, shopper: Bytes, recipient: Bytes) -> Answer {
        self.call(Op::Step, request, [shopper, recipient])
    }

    /// Tells which parts of the program a step needs.
    pub fn touches(&mut self, request: &str, shopper: Bytes, recipient: Bytes) -> Answer {
        self.call(Op::Touches, request, [shopper, recipient])
    }

    /// Makes two shoppers one.
    pub fn merge(&mut self, request: &str, a: Bytes, b: Bytes, recipient: Bytes) -> Answer {
        self.call(Op::Merge, request, [a, b, recipient])
    }

    /// Tells whether a decision may be executed; `bytes` of the answer is the counters.
    pub fn admit(&mut self, request: &str, counters: Bytes) -> Answer {
        self.call(Op::Admit, request, [counters])
    }

    /// Tells where a shopper stands and why.
    pub fn explain(&mut self, request: &str, shopper: Bytes, recipient: Bytes) -> Answer {
        self.call(Op::Explain, request, [shopper, recipient])
    }

    /// Counts the parts of a text.
    pub fn measure(&mut self, request: &str) -> Answer {
        self.call(Op::Measure, request, [])
    }

    /// Adds facts to the store's aggregate; `bytes` of the answer is the aggregate.
    pub fn observe(&mut self, request: &str, aggregate: Bytes) -> Answer {
        self.call(Op::Observe, request, [aggregate])
    }

    /// Learns from the aggregate; `bytes` of the answer is the progress while there is work left.
    pub fn learn(&mut self, request: &str, aggregate: Bytes, progress: Bytes) -> Answer {
        self.call(Op::Learn, request, [aggregate, progress])
    }

    /// Takes facts out of the aggregate; `bytes` of the answer is the aggregate.
    pub fn erase(&mut self, request: &str, aggregate: Bytes) -> Answer {
        self.call(Op::Erase, request, [aggregate])
    }

    /// Replaces the estimate for a text by its receipt's price; `bytes` of the answer is the counters.
    pub fn charge(&mut self, request: &str, counters: Bytes) -> Answer {
        self.call(Op::Charge, request, [counters])
    }

    /// Answers what was spent of the budget.
    pub fn spending(&mut self, request: &str, counters: Bytes) -> Answer {
        self.call(Op::Spending, request, [counters])
    }

    /// Reads a phone number.
    #[wasm_bindgen(js_name = parsePhone)]
    pub fn parse_phone(&mut self, request: &str) -> Answer {
        self.call(Op::ParsePhone, request, [])
    }

    /// Reads what a recipient wrote back.
    #[wasm_bindgen(js_name = readReply)]
    pub fn read_reply(&mut self, request: &str) -> Answer {
        self.call(Op::ReadReply, request, [])
    }

    /// Returns the HTTP request of an errand at a provider.
    pub fn request(&mut self, request: &str) -> Answer {
        self.call(Op::Request, request, [])
    }

    /// Reads what a provider answered.
    pub fn response(&mut self, request: &str, body: Bytes) -> Answer {
        self.call(Op::Response, request, [body])
    }

    /// Tells what to prove of a webhook call; `part` of the answer has the bytes of each proof, from 1.
    pub fn challenge(&mut self, request: &str, body: Bytes) -> Answer {
        self.call(Op::Challenge, request, [body])
    }

    /// Reads a webhook call, if the proofs hold.
    pub fn webhook(&mut self, request: &str, body: Bytes) -> Answer {
        self.call(Op::Webhook, request, [body])
    }

    /// Writes what an owner pastes into the registration of a sender.
    pub fn registration(&mut self, request: &str, configuration: Bytes) -> Answer {
        self.call(Op::Registration, request, [configuration])
    }

    /// Returns the table of senders.
    pub fn senders(&mut self, request: &str) -> Answer {
        self.call(Op::Senders, request, [])
    }

    /// Returns every provider, with the settings it needs.
    pub fn providers(&mut self) -> Answer {
        self.call(Op::Providers, "{}", [])
    }

    /// Adds two aggregates; `bytes` of the answer is their sum.
    pub fn combine(&mut self, a: Bytes, b: Bytes) -> Answer {
        self.call(Op::Combine, "{}", [a, b])
    }

    /// Holds states in memory.
    pub fn hold(&mut self, request: &str, shopper: Bytes, recipient: Bytes) -> Answer {
        self.call(Op::Hold, request, [shopper, recipient])
    }

    /// Writes held states out; they stay held.
    pub fn flush(&mut self, request: &str) -> Answer {
        self.call(Op::Flush, request, [])
    }

    /// Lets held states go.
    pub fn release(&mut self, request: &str) -> Answer {
        self.call(Op::Release, request, [])
    }

    /// Makes room for a frame of `length` bytes and returns its address; it stays until the next `reserve`.
    pub fn reserve(&mut self, length: u32) -> u32 {
        let length = usize::try_from(length).unwrap_or_default();
        self.input.clear();
        self.input.resize(length, 0);
        address(&self.input)
    }

    /// Answers the call whose frame is the first `length` bytes of the reserved room.
    ///
    /// Returns the address of the answer: its length (u32, little-endian), then a frame; it stays until the next call.
    pub fn run(&mut self, op: u32, length: u32) -> u32 {
        let framed = usize::try_from(length).ok().and_then(|length| self.input.get(..length)).unwrap_or_default();
        let parts = match (Op::of(op), frame::decode(framed)) {
            (Some(op), Ok(parts)) => self.session.call(op, &parts),
            (None, _) => {
                let message = format!("there is no call `{op}`");
                self.session.refuse(ContractError::new(Code::RequestUnknownCall, "", message))
            }
            (Some(_), Err(error)) => self.session.refuse(error),
        };
        frame::answer(parts, &mut self.output);
        address(&self.output)
    }

    fn call<const N: usize>(&mut self, op: Op, request: &str, bytes: [Bytes; N]) -> Answer {
        let mut parts: Vec<&[u8]> = Vec::with_capacity(N.saturating_add(1));
        parts.push(request.as_bytes());
        parts.extend(bytes.iter().map(|part| part.as_deref().unwrap_or_default()));
        Answer(self.session.call(op, &parts).to_vec())
    }
}

#[wasm_bindgen]
impl Answer {
    /// The answer as JSON: `{"ok":…}`, `{"error":…}` or `{"errors":[…]}`.
    #[wasm_bindgen(getter)]
    pub fn json(&self) -> String {
        self.0.first().and_then(|json| core::str::from_utf8(json).ok()).unwrap_or_default().into()
    }

    /// The shopper's state after, or the survivor's.
    #[wasm_bindgen(getter)]
    pub fn shopper(&self) -> Bytes {
        self.part(1)
    }

    /// The recipient's state after.
    #[wasm_bindgen(getter)]
    pub fn recipient(&self) -> Bytes {
        self.part(2)
    }

    /// The one part of bytes of other answers: a program, counters, an aggregate or progress.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Bytes {
        self.part(1)
    }

    /// One part of bytes, counted from 1.
    pub fn part(&self, place: usize) -> Bytes {
        self.0.get(place).filter(|part| !part.is_empty()).cloned()
    }
}

fn address(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.as_ptr().addr()).unwrap_or_default()
}
