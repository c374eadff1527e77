//! Where a shopper stands in the recovery of one cart, as the reference keeps it.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    Idle,
    First,
    Day(i64),
    Second,
    End,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Status {
    Waiting,
    /// `timed` when nothing but its time frees it.
    Held {
        until: (i64, i64),
        since: i64,
        timed: bool,
    },
    Unconfirmed {
        since: i64,
    },
    /// Which text, by its place in the list.
    InFlight {
        text: usize,
        not_after: i64,
    },
    Ended {
        at: i64,
        emptied: bool,
        /// The number was taken back.
        cleared: bool,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Journey {
    pub(crate) shopper: usize,
    pub(crate) cart: String,
    pub(crate) episode: u32,
    pub(crate) entered_at: i64,
    pub(crate) watched: bool,
    pub(crate) stage: Stage,
    pub(crate) status: Status,
    pub(crate) attempt: u32,
    pub(crate) left_at: Option<i64>,
    /// When the stage was due, however late the call came.
    pub(crate) reached_at: i64,
}
