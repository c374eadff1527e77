//! Judges one marketing text: asks every rule in order, keeps every answer, lets the first that fails decide.

use crate::fact::consent::Purpose;
use crate::fact::contact::NumberKind;
use crate::fact::event::ConsentBasis;
use crate::gate::case::{Case, Record, Verdict, clause, word};
use crate::gate::frequency::{self, LONGEST_HOLD};
use crate::gate::market::Market;
use crate::gate::permission;
use crate::gate::quiet_hours::{Candidate, Opening, opening};
use crate::gate::region::resolve::RegionRule;
use crate::gate::region::row::{Origin, Per};
use crate::time::{Span, Timestamp};
use crate::trace::{Clause, Reason, Rule, Saw};
use alloc::vec::Vec;

/// A text decided is handed over within this time, or decided again. Chosen: longer than any provider's slow answer.
const FRESH: Span = Span::minutes(30);
/// A number that a provider or carrier called bad is left alone so long, unless its owner answers or gets a text
/// meanwhile. Chosen: as long as 47 CFR 52.15(f) lets a number rest before it may be somebody else's.
const UNREACHABLE: Span = Span::days(90);
/// Texts that were held go out over this time from the opening. Source: defaults.md, "spread over 30 minutes".
const SPREAD: Span = Span::minutes(30);
/// Clocks of hosts differ by as much without harm. Chosen.
const CLOCK_SLACK: Span = Span::minutes(5);
/// A held clock is looked at again after this time.
const CLOCK_RETRY: Span = Span::minutes(10);

/// What the gate found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What follows.
    pub verdict: Verdict,
    /// Every clause asked.
    pub trace: Vec<Clause>,
    /// The next moment that would change the answer by time alone.
    pub changes_at: Option<Timestamp>,
}

/// All that holds where the recipient may be.
#[derive(Default)]
struct Local<'a> {
    rules: Vec<&'a RegionRule>,
    candidates: Vec<Candidate<'a>>,
    closing: Option<&'a RegionRule>,
}

/// Judges the case. Every rule is asked, so that the trace tells all; the first that fails decides.
pub fn judge(case: &Case<'_>) -> Ruling {
    let mut record = Record::default();
    let local = local(case);
    let watching = case.market.is_some_and(|market| !market.live);
    let ground = || case.purpose == Purpose::Cart;
    number(case, &mut record);
    record.add(
        clause(Rule::Market, local.is_some() && case.market.is_some(), country(case), Saw::Nothing),
        Verdict::Drop(Reason::NoRule),
    );
    let local = local.unwrap_or_default();
    let binding = || local.rules.iter().copied().filter(|rule| binds(rule));
    permission::opt_out(case, &mut record);
    frequency::purchase(case, &mut record);
    let age = binding().filter_map(|rule| Some((u32::from(rule.max_hours_after_event?), &*rule.id))).min();
    frequency::age(case, age.filter(|_| ground()), &mut record);
    sender(case, &mut record);
    let (basis, row) = basis(case.market, binding());
    permission::consent(case, basis, row, &mut record);
    let per = binding().flat_map(|rule| rule.caps.iter().map(move |cap| (rule, cap)));
    let abandonment = per.clone().filter(|(_, cap)| cap.per == Per::Abandonment);
    let allowed =
        abandonment.clone().map(|(_, cap)| cap.texts).chain(case.market.map(|market| market.texts_per_abandonment));
    let allowed = allowed.min().unwrap_or(1);
    let window = abandonment.filter_map(|(rule, cap)| Some((u32::from(cap.hours?), &*rule.id))).max();
    frequency::per_abandonment(case, allowed, window, &mut record);
    for cap in case.limits.caps {
        frequency::cap(case, cap.texts, Span::days(i64::from(cap.days)), None, &mut record);
    }
    for (rule, cap) in per.filter(|(_, cap)| cap.per != Per::Abandonment) {
        if let Some(hours) = cap.hours {
            frequency::cap(case, u32::from(cap.texts), Span::hours(i64::from(hours)), Some(&rule.id), &mut record);
        }
    }
    frequency::pause(case, &mut record);
    frequency::holdout(case, &mut record);
    let confirming = binding().find(|rule| rule.confirmation);
    let needed = confirming.is_some() || case.market.is_some_and(|market| market.confirm);
    permission::confirmation(case, needed, watching, confirming.map(|rule| &*rule.id), &mut record);
    clock(case, &mut record);
    let last = frequency::last_moment(case, age.filter(|_| ground()).map(|(hours, _)| hours));
    let closes = quiet_hours(case, &local, last, &mut record);
    let mode = if watching { "watching" } else { "live" };
    record.add(clause(Rule::Watch, !watching, word(mode), Saw::Nothing), Verdict::Drop(Reason::Watching));
    conclude(record, case.moment, case.moment.plus(FRESH).min(closes).min(last))
}

/// Returns whether a rule binds whatever the owner chose: the defaults that are not locked went into the market.
fn binds(rule: &RegionRule) -> bool {
    rule.locked || rule.origin != Origin::Default
}

fn clock_is_behind(clauses: &[Clause]) -> bool {
    clauses.iter().any(|clause| clause.rule == Rule::Clock && !clause.holds)
}

fn conclude(record: Record, moment: Timestamp, not_after: Timestamp) -> Ruling {
    let closed = record.clauses.iter().find(|clause| clause.rule == Rule::QuietHours && !clause.holds);
    let verdict = match record.failed {
        None => Verdict::Send { not_after },
        // A question keeps to the hours as well: it waits for them first.
        Some(Verdict::Ask { .. }) if clock_is_behind(&record.clauses) => {
            Verdict::Hold { until: moment.plus(CLOCK_RETRY), reason: Reason::ClockJumped }
        }
        Some(Verdict::Ask { .. }) => match closed.map(|clause| clause.changes_at) {
            None => Verdict::Ask { not_after },
            Some(Some(until)) => Verdict::Hold { until, reason: Reason::QuietHours },
            Some(None) => Verdict::Drop(Reason::QuietHoursTooLong),
        },
        Some(failed) => failed,
    };
    let changes_at = match verdict {
        Verdict::Hold { until, .. } => Some(until),
        Verdict::Send { .. } | Verdict::Ask { .. } => Some(not_after),
        Verdict::Drop(_) => {
            let failed = record.clauses.iter().filter(|clause| !clause.holds);
            failed
                .map(|clause| clause.changes_at)
                .try_fold(None, |latest, at| at.map(|at| Some(latest.unwrap_or(at).max(at))))
                .flatten()
        }
    };
    Ruling { verdict, trace: record.clauses, changes_at }
}

/// Returns what holds where the recipient may be: by the address, and by the number's country where that differs.
fn local<'a>(case: &Case<'a>) -> Option<Local<'a>> {
    let mut found = Local::default();
    for (whereabouts, regions) in case.places.whereabouts(case.contact) {
        let applicable = regions?.resolve(&whereabouts)?;
        found.closing = found.closing.or_else(|| applicable.closing(case.moment));
        found.candidates.extend(applicable.candidates());
        found.rules.extend(applicable.rules);
    }
    Some(found)
}

fn number(case: &Case<'_>, record: &mut Record) {
    let number = case.contact.and_then(|contact| contact.number.as_ref());
    let is_known = number.is_some() && case.key.is_some();
    let is_mobile = number.is_some_and(|number| number.kind != NumberKind::Fixed);
    let lost = case.facts.and_then(|facts| facts.reach.lost()).map(|at| at.plus(UNREACHABLE));
    let lost = lost.filter(|until| is_known && is_mobile && *until > case.moment);
    let saw = number.map_or(Saw::Nothing, |number| {
        word(match number.kind {
            NumberKind::Mobile => "mobile",
            NumberKind::Fixed => "fixed",
            NumberKind::Unknown => "unknown",
        })
    });
    let reason = match (is_known, is_mobile) {
        (false, _) => Reason::NoNumber,
        (true, false) => Reason::NotMobile,
        (true, true) => Reason::Unreachable,
    };
    let allows = lost.map_or(Saw::Nothing, Saw::At);
    let mut asked = clause(Rule::Number, is_known && is_mobile && lost.is_none(), saw, allows);
    asked.changes_at = lost;
    record.add(asked, Verdict::Drop(reason));
}

fn country(case: &Case<'_>) -> Saw {
    let Some(contact) = case.contact else { return Saw::Nothing };
    case.places.number_from.or(contact.country.as_deref()).map_or(Saw::Nothing, word)
}

fn sender(case: &Case<'_>, record: &mut Record) {
    let sender = case.market.and_then(|market| market.sender.as_ref());
    let registered = sender.is_some_and(|sender| sender.registered);
    let needed = case.market.is_some_and(|market| market.registration);
    let reason = if sender.is_none() { Reason::NoSender } else { Reason::SenderUnregistered };
    let saw = sender.map_or(Saw::Nothing, |_| word(if registered { "registered" } else { "unregistered" }));
    let allows = word(if needed { "registered" } else { "any" });
    record.add(clause(Rule::Sender, sender.is_some() && (registered || !needed), saw, allows), Verdict::Drop(reason));
}

/// Returns the strictest ground asked for, and the row that asks for it.
fn basis<'a>(market: Option<&Market>, rules: impl Iterator<Item = &'a RegionRule>) -> (ConsentBasis, Option<&'a str>) {
    let owner = (market.map_or(ConsentBasis::Express, |market| market.basis), None);
    let ruled = rules.filter_map(|rule| Some((rule.basis?, Some(&*rule.id))));
    ruled.fold(owner, |strictest, rule| {
        if rule.0 > strictest.0 || (rule.0 == strictest.0 && strictest.1.is_none()) { rule } else { strictest }
    })
}

fn clock(case: &Case<'_>, record: &mut Record) {
    let behind = case.known_until > case.moment.plus(CLOCK_SLACK);
    let asked = clause(Rule::Clock, !behind, Saw::At(case.moment), Saw::At(case.known_until));
    let until = case.moment.plus(CLOCK_RETRY);
    record.add(asked, Verdict::Hold { until, reason: Reason::ClockJumped });
}

/// Asks whether it is open; returns when it closes.
fn quiet_hours(case: &Case<'_>, local: &Local<'_>, last: Timestamp, record: &mut Record) -> Timestamp {
    let found = opening(&local.candidates, case.moment, LONGEST_HOLD);
    let spread = |opens: Timestamp| {
        let within = SPREAD.ms().unsigned_abs();
        let share = case.spread.checked_rem(within).unwrap_or_default();
        opens.plus(Span::from_ms(i64::try_from(share).unwrap_or_default()))
    };
    let (holds, opens, closes) = match found {
        Opening::Open { until } => (true, None, until),
        Opening::OpensAt(opens) => (false, Some(spread(opens)), opens),
        Opening::NotWithin => (false, None, case.moment),
    };
    let until = opens.filter(|opens| *opens <= last);
    let asked = Clause {
        rule: Rule::QuietHours,
        holds,
        saw: Saw::At(case.moment),
        allows: opens.map_or(Saw::Nothing, Saw::At),
        row: local.closing.map(|rule| rule.id.as_str().into()),
        changes_at: if holds { Some(closes) } else { until },
    };
    let otherwise = match until {
        Some(until) => Verdict::Hold { until, reason: Reason::QuietHours },
        None => Verdict::Drop(Reason::QuietHoursTooLong),
    };
    record.add(asked, otherwise);
    if holds { closes } else { case.moment }
}
