//! How much is too much: purchases, age, texts per abandonment, caps, pauses, holdout.

use crate::bucket::BUCKETS;
use crate::fact::consent::Purpose;
use crate::gate::case::{Case, Record, Verdict, at, clause, word};
use crate::gate::log::{Log, Text};
use crate::time::{Span, Timestamp};
use crate::trace::{Class, Clause, Reason, Rule, Saw};

/// No text waits longer than this for quiet hours. Source: defaults.md, "Held by quiet hours".
pub const LONGEST_HOLD: Span = Span::hours(48);

/// Asks whether the recipient bought a short while ago.
pub fn purchase(case: &Case<'_>, record: &mut Record) {
    if case.purpose != Purpose::Cart {
        return;
    }
    let bought = case.bought_at;
    let quiet = Span::days(i64::from(case.limits.quiet_days_after_purchase));
    let ends = bought.map(|moment| moment.plus(quiet));
    let mut asked = clause(
        Rule::Purchase,
        ends.is_none_or(|ends| ends <= case.moment),
        at(bought),
        Saw::Count(u32::from(case.limits.quiet_days_after_purchase)),
    );
    asked.changes_at = ends.filter(|ends| *ends > case.moment);
    record.add(asked, Verdict::Drop(Reason::BoughtRecently));
}

/// Asks whether the text comes too late: after the carriers' limit, or after a hold as long as is allowed.
pub fn age(case: &Case<'_>, limit: Option<(u32, &str)>, record: &mut Record) {
    let last = last_moment(case, limit.map(|(hours, _)| hours));
    let mut asked = clause(Rule::Age, case.moment <= last, Saw::At(case.event_at), Saw::At(last));
    asked.row = limit.map(|(_, row)| row.into());
    asked.changes_at = (case.moment <= last).then_some(last);
    record.add(asked, Verdict::Drop(Reason::TooLate));
}

/// Returns the last moment at which the text may go.
pub fn last_moment(case: &Case<'_>, limit_hours: Option<u32>) -> Timestamp {
    let held = case.since.plus(LONGEST_HOLD);
    limit_hours.map_or(held, |hours| held.min(case.event_at.plus(Span::hours(i64::from(hours)))))
}

/// Asks whether this abandonment has had its texts: those for this very cart, those of any cart since the event (a
/// second device, say), and those of any cart within the carriers' hours.
pub fn per_abandonment(case: &Case<'_>, texts: u8, window: Option<(u32, &str)>, record: &mut Record) {
    let start =
        window.map_or(case.event_at, |(hours, _)| case.event_at.min(case.moment.minus(Span::hours(i64::from(hours)))));
    let counts = |text: &&Text| {
        text.class == Class::Marketing
            && (text.entry == case.entry
                || (case.purpose == Purpose::Cart && text.purpose == Some(Purpose::Cart) && text.at > start))
    };
    let sent = case.log.map_or(0, |log| log.sent().filter(counts).count());
    let sent = u32::try_from(sent).unwrap_or(u32::MAX);
    let mut asked =
        clause(Rule::PerAbandonment, sent < u32::from(texts), Saw::Count(sent), Saw::Count(u32::from(texts)));
    asked.row = window.map(|(_, row)| row.into());
    record.add(asked, Verdict::Drop(Reason::AlreadyTexted));
}

/// Asks one cap.
pub fn cap(case: &Case<'_>, texts: u32, window: Span, row: Option<&str>, record: &mut Record) {
    let (sent, leaves) = case.log.map_or((0, Timestamp::MAX), |log: &Log| log.marketing_within(window, case.moment));
    let asked = Clause {
        rule: Rule::Cap,
        holds: sent < texts,
        saw: Saw::Count(sent),
        allows: Saw::Count(texts),
        row: row.map(Into::into),
        changes_at: (sent >= texts && leaves < Timestamp::MAX).then_some(leaves),
    };
    record.add(asked, Verdict::Drop(Reason::CapReached));
}

/// Asks whether the journey is paused: what it would send is not sent later either, and counts to nothing that follows.
pub fn pause(case: &Case<'_>, record: &mut Record) {
    if case.paused {
        let asked = clause(Rule::Pause, false, word("paused"), Saw::Nothing);
        record.add(asked, Verdict::Drop(Reason::JourneyPaused));
    }
}

/// Asks whether the recipient is held out of this journey.
pub fn holdout(case: &Case<'_>, record: &mut Record) {
    if !case.holds_out || case.limits.holdout == 0 {
        return;
    }
    let bucket = case
        .key
        .map_or(BUCKETS, |key| case.limits.bucketing.bucket(key.as_str().as_bytes(), case.journey.as_str().as_bytes()));
    record.add(
        clause(Rule::Holdout, bucket >= case.limits.holdout, Saw::Count(bucket), Saw::Count(case.limits.holdout)),
        Verdict::Drop(Reason::Holdout),
    );
}
