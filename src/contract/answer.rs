//! Answers: part 0 of what comes back, a tagged success or failure. Written straight from the engine's own types.

#[cfg(feature = "cold")]
use crate::contract::compile::Sweep;
use crate::contract::error::{Code, ContractError};
use crate::engine::admit::Admission;
use crate::engine::decision::{Decision, Fact, Topic};
use crate::engine::fault::Fault;
use crate::engine::learn::Model;
use crate::engine::program;
use crate::engine::step::{Folded, Wakes};
use crate::fact::consent::Channel;
use crate::id::{Digest, RecipientKey, ShopperKey};
use crate::money::Micros;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// What every operation answers.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// It was done.
    Ok(T),
    /// It was not done, and nothing was changed.
    Error(Failure),
    /// The configuration was refused, with everything that is wrong with it; the old program stays in force.
    Errors(Vec<ContractError>),
}

/// Why a call cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// What is wrong; closed, for machines.
    pub code: Code,
    /// JSON pointer (RFC 6901) into the request; for a state, to the key whose state it is.
    pub pointer: String,
    /// One sentence for people.
    pub message: String,
    /// For `state.too_new`: the oldest format that can read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<u16>,
    /// For `program.part_missing`: the range to hand in before calling again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
}

impl From<ContractError> for Failure {
    fn from(error: ContractError) -> Self {
        Self { code: error.code, pointer: error.pointer, message: error.message, needs: None, range: None }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let mut failure = Self::from(ContractError::from(fault));
        match fault {
            Fault::StateTooNew { needs } => failure.needs = Some(needs),
            Fault::ProgramPartMissing { offset, length } => failure.range = Some(Range { offset, length }),
            Fault::StateMalformed
            | Fault::StateOfAnother
            | Fault::ProgramMalformed
            | Fault::ProgramTooNew
            | Fault::SubjectMissing
            | Fault::RecipientMismatch
            | Fault::StateTooLarge => {}
        }
        failure
    }
}

/// Bytes of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// Where they begin.
    pub offset: u32,
    /// How many.
    pub length: u32,
}

impl From<program::Range> for Range {
    fn from(program::Range { offset, length }: program::Range) -> Self {
        Self { offset, length }
    }
}

/// An answer that says nothing but that it was done.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {}

/// What this core is.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Versions {
    /// Release of the core.
    pub core: &'static str,
    /// Version of the operations, their parts and their JSON.
    pub contract: u32,
    /// Version of the table of time zones.
    pub zones: &'static str,
}

/// A configuration that compiles; part 1 is the program.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg(feature = "cold")]
pub struct CompiledAnswer<'a> {
    /// Hash of the program.
    pub hash: Digest,
    /// Rises with each program that settles shoppers differently from the one before.
    pub epoch: u32,
    /// What existing shoppers have to be swept for with `program.changed`.
    pub sweep: Sweep,
    /// Names of segments, journeys and texts that were left out.
    pub disabled: &'a [String],
    /// What the owner should know.
    pub warnings: &'a [ContractError],
}

/// What is wrong or weak in a configuration.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg(feature = "cold")]
pub struct LintAnswer<'a> {
    /// All of it, what refuses the configuration and what is merely weak.
    pub found: &'a [ContractError],
}

/// A program that is loaded.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Loaded {
    /// Its handle, until `unload`.
    pub program: u64,
    /// Its hash.
    pub hash: Digest,
    /// All up to the first text: the piece that a load in pieces begins with, and that ordinary steps can do with.
    pub head: Range,
}

/// What a step needs of the program's bytes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Touched {
    /// Ranges in order of offset; never too few, now and then too many.
    pub ranges: Vec<Range>,
}

/// What follows from one input; part 1 is the shopper's state after, part 2 the recipient's.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SteppedAnswer<'a> {
    /// What to do now.
    pub decisions: &'a [Decision],
    /// What the store learned: for `observe`.
    pub facts: &'a [Fact],
    /// The complete set of topics this shopper listens to.
    pub topics: &'a [Topic],
    /// When to call again.
    pub wakes: Wakes,
    /// What became of the input.
    pub folded: Folded,
    /// The recipient that the shopper points at after.
    pub points_at: Option<&'a RecipientKey>,
    /// Whether every shopper who points at this recipient is to be stepped with a wake.
    pub wake_pointing: bool,
    /// The recipient's opt-outs that stand after: the host keeps them in clear, and looks at them before each text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opt_outs: Vec<OptOut>,
}

/// An opt-out that stands.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOut {
    /// Of which channel.
    pub channel: Channel,
    /// Since when.
    pub at: Timestamp,
}

/// Two shoppers made one; part 1 is the survivor's state, part 2 the recipient's.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergedAnswer<'a> {
    /// Whose state stays.
    pub survivor: &'a ShopperKey,
    /// The key that leads to the survivor from here on.
    pub alias: &'a ShopperKey,
    /// What follows, as from a step.
    pub stepped: SteppedAnswer<'a>,
}

/// Whether a decision may be executed; part 1 is the counters after.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Admitted {
    /// Now, later or not.
    pub admission: Admission,
    /// For `go`: what the text was counted with, in millionths of the store's currency, all parts together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_micros: Option<Micros>,
}

/// How far learning came; while it goes on, part 1 is the progress to hand in again.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LearnedAnswer<'a> {
    /// There is work left.
    Progress(Done),
    /// What was learned: for the configuration's `learned`.
    Model(&'a Model),
}

/// States that are held.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// Their handle, until `release`.
    pub resident: u64,
}

/// Returns `answer` as JSON.
pub fn write<T: Serialize>(answer: &Answer<T>) -> Vec<u8> {
    // Only a map with keys that are no strings fails, and the contract has none.
    serde_json::to_vec(answer).unwrap_or_default()
}
