//! The session: one instance of the core at a border, with the programs and states it holds, and all its operations.
//!
//! Handles are numbers never used twice within a session. What fails changes nothing.

mod cold;
mod decide;
mod hold;
mod learn;
mod program;
mod recall;
mod sending;

use crate::contract::answer::{self, Answer, Done, Failure, Versions};
use crate::contract::error::{Code, ContractError};
use crate::contract::request::{self, EmptyRequest, MAX_PART_BYTES, MeasureRequest};
use crate::engine::program::Program;
use crate::sms;
use crate::time::zone_table;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use hold::Resident;
use recall::Recalled;
use serde::Serialize;

/// Version of the operations, their parts and their JSON; rises when a host must change.
pub const CONTRACT_VERSION: u32 = 1;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $number:literal $word:literal,)*) => {
        /// What can be asked. Parts are listed as `in: 0, 1, … → out: 0, 1, …`; part 0 is JSON, the others are bytes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Op {
            $($(#[$doc])* $name,)*
        }

        impl Op {
            /// Every operation, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the operation's number at the C ABI; a number once published keeps its meaning.
            pub const fn number(self) -> u32 {
                match self {
                    $(Self::$name => $number,)*
                }
            }

            /// Returns the operation of a number.
            pub const fn of(number: u32) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Returns the operation's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

operations! {
    /// `{}` → `Versions`.
    Versions = 0 "versions",
    /// configuration, previous program or empty → `CompiledAnswer`, program.
    Compile = 1 "compile",
    /// configuration → `LintAnswer`.
    Lint = 2 "lint",
    /// `LoadRequest`, program, or its pieces, or more of them → `Loaded`.
    Load = 3 "load",
    /// `UnloadRequest` → `Done`.
    Unload = 4 "unload",
    /// `StepRequest`, shopper, recipient → `Touched`.
    Touches = 5 "touches",
    /// `StepRequest`, shopper, recipient → `SteppedAnswer`, shopper, recipient; resident: no states in or out.
    Step = 6 "step",
    /// `MergeRequest`, shopper a, shopper b, recipient → `MergedAnswer`, survivor, recipient.
    Merge = 7 "merge",
    /// `AdmitRequest`, counters → `Admitted`, counters.
    Admit = 8 "admit",
    /// `ExplainRequest`, shopper, recipient → `Explanation`.
    Explain = 9 "explain",
    /// `MeasureRequest` → `Measure`.
    Measure = 10 "measure",
    /// `ObserveRequest`, aggregate → `Done`, aggregate.
    Observe = 11 "observe",
    /// `LearnRequest`, aggregate, progress → `LearnedAnswer`, progress.
    Learn = 12 "learn",
    /// `HoldRequest`, shopper, recipient → `Held`.
    Hold = 13 "hold",
    /// `ResidentRequest` → `Done`, shopper, recipient. They stay held.
    Flush = 14 "flush",
    /// `ResidentRequest` → `Done`.
    Release = 15 "release",
    /// `ObserveRequest` with the facts of somebody erased, aggregate → `Done`, aggregate without them.
    Erase = 16 "erase",
    /// `{}`, aggregate, another aggregate of different facts → `Done`, aggregate of both.
    Combine = 17 "combine",
    /// `ParsePhoneRequest` → `Parsed`.
    ParsePhone = 18 "parse_phone",
    /// `ReadReplyRequest` → `Reading`.
    ReadReply = 19 "read_reply",
    /// `GatewayRequest` → `Requested`.
    Request = 20 "request",
    /// `ResponseRequest`, body of the provider's answer → `Responded`.
    Response = 21 "response",
    /// `HookRequest`, body of the call → `ChallengeAnswer`, bytes to prove, one part for each proof.
    Challenge = 22 "challenge",
    /// `WebhookRequest`, body of the call → `Hooked`.
    Webhook = 23 "webhook",
    /// `RegistrationRequest`, configuration → `Registration`.
    Registration = 24 "registration",
    /// `ChargeRequest`, counters → `Done`, counters.
    Charge = 25 "charge",
    /// `SendersRequest` → `SendersAnswer`.
    Senders = 26 "senders",
    /// `{}` → `ProvidersAnswer`.
    Providers = 27 "providers",
    /// `SpendingRequest`, counters → `Spending`.
    Spending = 28 "spending",
}

/// One instance of the core at a border.
#[derive(Default)]
pub struct Session {
    programs: BTreeMap<u64, Program>,
    residents: BTreeMap<u64, Resident>,
    handles: u64,
    /// What the last `touches` read.
    recalled: Option<Recalled>,
    reply: Reply,
}

/// What an operation answers.
#[derive(Default)]
struct Reply(Vec<Vec<u8>>);

/// Why an operation answers nothing else.
enum Refused {
    /// One reason.
    One(Failure),
    /// All that is wrong with a configuration.
    Many(Vec<ContractError>),
}

impl Session {
    /// Returns a session that holds nothing.
    pub const fn new() -> Self {
        Self {
            programs: BTreeMap::new(),
            residents: BTreeMap::new(),
            handles: 0,
            recalled: None,
            reply: Reply(Vec::new()),
        }
    }

    /// Answers one call; the answer's parts stay until the next one.
    pub fn call(&mut self, op: Op, parts: &[&[u8]]) -> &[Vec<u8>] {
        self.reply.0.clear();
        if let Err(refused) = self.answer(op, parts) {
            match refused {
                Refused::One(failure) => self.reply.write(&Answer::<Done>::Error(failure)),
                Refused::Many(errors) => self.reply.write(&Answer::<Done>::Errors(errors)),
            }
        }
        &self.reply.0
    }

    /// Answers a call that names no operation, or whose frame cannot be read.
    pub fn refuse(&mut self, error: ContractError) -> &[Vec<u8>] {
        self.reply.write(&Answer::<Done>::Error(error.into()));
        &self.reply.0
    }

    fn answer(&mut self, op: Op, parts: &[&[u8]]) -> Result<(), Refused> {
        if let Some(place) = parts.iter().position(|part| part.len() > MAX_PART_BYTES) {
            let message = format!("part `{place}` is larger than 8 MiB");
            return Err(ContractError::new(Code::RequestTooLarge, "", message).into());
        }
        if matches!(op, Op::Compile | Op::Lint) {
            request::check_nesting(part(parts, 0)).map_err(|error| Refused::Many([error].into()))?;
        }
        // Called by its address, each stays a function of its own: one call of one operation pays for no other.
        let answer: fn(&mut Self, &[&[u8]]) -> Result<(), Refused> = match op {
            Op::Versions => Self::versions,
            Op::Compile => Self::compile,
            Op::Lint => Self::lint,
            Op::Load => Self::load,
            Op::Unload => Self::unload,
            Op::Touches => Self::touches,
            Op::Step => Self::step,
            Op::Merge => Self::merge,
            Op::Admit => Self::admit,
            Op::Explain => Self::explain,
            Op::Measure => Self::measure,
            Op::Observe => Self::observe,
            Op::Learn => Self::learn,
            Op::Hold => Self::hold,
            Op::Flush => Self::flush,
            Op::Release => Self::release,
            Op::Erase => Self::erase,
            Op::Combine => Self::combine,
            Op::ParsePhone => Self::parse_phone,
            Op::ReadReply => Self::read_reply,
            Op::Request => Self::gateway_request,
            Op::Response => Self::gateway_response,
            Op::Challenge => Self::challenge,
            Op::Webhook => Self::webhook,
            Op::Registration => Self::registration,
            Op::Charge => Self::charge,
            Op::Senders => Self::senders,
            Op::Providers => Self::providers,
            Op::Spending => Self::spending,
        };
        answer(self, parts)
    }

    fn versions(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let EmptyRequest {} = request::read(part(parts, 0))?;
        self.reply.ok(&Versions {
            core: env!("CARGO_PKG_VERSION"),
            contract: CONTRACT_VERSION,
            zones: zone_table::VERSION,
        });
        Ok(())
    }

    fn measure(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: MeasureRequest = request::read(part(parts, 0))?;
        self.reply.ok(&sms::measure(&request.text));
        Ok(())
    }

    fn next_handle(&mut self) -> u64 {
        self.handles = self.handles.saturating_add(1);
        self.handles
    }
}

impl Reply {
    fn ok<T: Serialize>(&mut self, answer: &T) {
        self.write(&Answer::Ok(answer));
    }

    fn push(&mut self, part: Vec<u8>) {
        self.0.push(part);
    }

    fn write<T: Serialize>(&mut self, answer: &Answer<T>) {
        self.0.clear();
        self.0.push(answer::write(answer));
    }
}

impl<T: Into<Failure>> From<T> for Refused {
    fn from(reason: T) -> Self {
        Self::One(reason.into())
    }
}

/// Returns a part, empty when the call has fewer.
fn part<'a>(parts: &[&'a [u8]], place: usize) -> &'a [u8] {
    parts.get(place).copied().unwrap_or_default()
}
