//! The contract: the only place that knows JSON. A call is an operation and parts; part 0 in and out is JSON.
//!
//! Nothing outside this module reads or writes JSON, and no exception crosses the border: whatever is handed in, the
//! answer is `{"ok":…}`, `{"error":…}` or `{"errors":[…]}`. Parts behind the first are bytes that hosts keep and never
//! look into (states, programs, counters); an empty part is an absent one. `session::Op` lists the operations with
//! their parts, `request` the questions, `answer` the answers, `frame` how parts travel as one piece of memory.

pub mod answer;
#[cfg(feature = "cold")]
pub mod compile;
#[cfg(feature = "cold")]
pub mod config;
pub mod error;
pub mod frame;
pub mod pointer;
#[cfg(feature = "cold")]
pub mod prices;
#[cfg(feature = "cold")]
pub mod registration;
pub mod request;
#[cfg(feature = "cold")]
pub mod senders;
#[cfg(feature = "cold")]
pub mod sending;
pub mod session;
