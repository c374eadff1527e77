//! How the virtual host behaves, and what it did.

use cartsignal::engine::decision::Decision;
use cartsignal::engine::state::{Recipient, Shopper};
use cartsignal::fact::event::Input;
use cartsignal::id::Digest;
use cartsignal::time::Timestamp;

/// How the host keeps time and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    /// Wakes shoppers now and then without being asked.
    pub(crate) restless: bool,
    /// Calls late, now and then very.
    pub(crate) late: bool,
    /// Writes and reads states between any two steps, and checks that nothing changes.
    pub(crate) bytes: bool,
    /// Puts a section of the next release into new states.
    pub(crate) newer: bool,
}

/// One step that the host made.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) moment: Timestamp,
    pub(crate) shopper: Option<usize>,
    pub(crate) recipient: Option<usize>,
    pub(crate) input: Input,
    pub(crate) decisions: Vec<Decision>,
}

/// A text handed to the provider.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Handed {
    pub(crate) decision: Digest,
    pub(crate) moment: Timestamp,
    pub(crate) text: String,
}

/// What came of a timeline.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) calls: Vec<Call>,
    pub(crate) handed: Vec<Handed>,
    pub(crate) shoppers: Vec<Option<Shopper>>,
    pub(crate) recipients: Vec<Option<Recipient>>,
    pub(crate) largest_bytes: usize,
}
