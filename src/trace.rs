//! Why: the closed words for every decision and wake, and the clauses that led there.

use crate::time::Timestamp;
use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

/// Why a decision is what it is. Closed: hosts translate these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Every rule lets it through.
    Due,
    /// Outside the hours in which the recipient may be texted.
    QuietHours,
    /// The next opening is too far off.
    QuietHoursTooLong,
    /// The number's owner was asked and has not answered.
    AwaitingConfirmation,
    /// The number's owner was asked and did not confirm in time.
    NotConfirmed,
    /// The number's owner must confirm and was asked before as often as is allowed.
    AskedBefore,
    /// An answer waits that may mean stop.
    UnreadReply,
    /// The host's clock runs before what it has told already.
    ClockJumped,
    /// Refused for now; decided again later.
    TryAgain,
    /// No reviewed rule for where the recipient is.
    NoRule,
    /// No number is known.
    NoNumber,
    /// The number is a fixed line.
    NotMobile,
    /// No sender for this country.
    NoSender,
    /// The sender is not known to be registered.
    SenderUnregistered,
    /// The recipient opted out.
    OptedOut,
    /// No permission for this purpose, or not on the ground the law asks for.
    NoConsent,
    /// The cart was bought.
    Bought,
    /// The recipient bought something a short while ago.
    BoughtRecently,
    /// Too long after the event.
    TooLate,
    /// This abandonment has had its texts.
    AlreadyTexted,
    /// The recipient has had as many texts as is allowed for now.
    CapReached,
    /// In the group that gets no texts, so that what texts earn can be measured.
    Holdout,
    /// Watch mode: would have been sent.
    Watching,
    /// The cart was emptied.
    CartEmptied,
    /// Nothing is known of the cart any more.
    CartGone,
    /// The journey's exit condition holds.
    ExitCondition,
    /// The journey is over.
    Completed,
    /// The journey or node is not in the program any more.
    JourneyChanged,
    /// The country went live; journeys begun while watching end.
    WentLive,
    /// No text in any language that fits.
    NoText,
    /// The host could not do it.
    Refused,
    /// Nobody knows whether it was done.
    OutcomeUnknown,
    /// The number was taken back.
    ContactCleared,
    /// The number's owner must confirm before the first marketing text.
    Ask,
    /// The recipient asked for help.
    HelpAsked,
    /// The recipient opted out and is told so once.
    OptOutConfirmed,
    /// The recipient confirmed and is told so once.
    Confirmed,
    /// The shopper now meets a segment's condition.
    ConditionMet,
    /// The shopper no longer meets a segment's condition.
    ConditionUnmet,
    /// A coupon is to be issued before the text.
    CouponDue,
    /// The order came after the recipient opened the link in a text.
    LinkOpened,
    /// The number was found to receive no texts a short while ago.
    Unreachable,
    /// The journey is paused, or was while this text was under way.
    JourneyPaused,
}

/// Why a wake is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WakeReason {
    /// A cart may count as left by then.
    CartIdle,
    /// A delay ends.
    DelayEnds,
    /// A wait reaches its limit or its condition may hold.
    WaitEnds,
    /// A held text may go.
    HoldEnds,
    /// A confirmation is given up.
    ConfirmationEnds,
    /// A decision without an outcome counts as unknown.
    OutcomeOverdue,
    /// A segment's answer may change.
    SegmentMayChange,
    /// The shopper points at another recipient than the one handed in: step again with that one.
    Repointed,
}

/// The rules of the gate, in the order in which the first failing one decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// There is a number, and it can receive texts: no fixed line, and not found bad a short while ago.
    Number,
    /// A reviewed rule exists for where the recipient is.
    Market,
    /// The recipient has not opted out.
    OptOut,
    /// No answer waits that may mean stop.
    UnreadReply,
    /// Nothing was bought that the text would remind of, or too recently.
    Purchase,
    /// The text is not too late after its event.
    Age,
    /// There is a sender that may send there.
    Sender,
    /// Permission for the purpose, on the ground the law asks for.
    Consent,
    /// Not more texts for one abandonment than allowed.
    PerAbandonment,
    /// Not more texts in a time than allowed.
    Cap,
    /// The journey is not paused; asked only where it is, or was while the text was under way.
    Pause,
    /// Not held out.
    Holdout,
    /// The number's owner confirmed.
    Confirmation,
    /// The host's clock is not behind what is known.
    Clock,
    /// Inside the hours.
    QuietHours,
    /// The market is live.
    Watch,
}

/// One rule, what it saw and what it allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clause {
    /// The rule.
    pub rule: Rule,
    /// Whether it lets the text through.
    pub holds: bool,
    /// What it saw.
    pub saw: Saw,
    /// What it allows, where that is a number, a time or a word.
    pub allows: Saw,
    /// The row of the rule table it rests on.
    pub row: Option<Box<str>>,
    /// When its answer next changes by time alone.
    pub changes_at: Option<Timestamp>,
}

/// A value in a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Saw {
    /// There was nothing to see.
    Nothing,
    /// A number of things.
    Count(u32),
    /// A moment.
    At(Timestamp),
    /// A word, such as a country or a kind of number; never a person's.
    Word(Box<str>),
}

/// Kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Needs permission, window and caps.
    Marketing,
    /// Asks the number's owner to confirm; once, inside the window.
    Ask,
    /// Confirms an opt-out or opt-in.
    Confirmation,
    /// Answers a question for help.
    Help,
    /// To the owner's own phone.
    Test,
}
