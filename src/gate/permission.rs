//! Whether the recipient wants it: opt-outs, permission and its ground, confirmation, unread answers.

use crate::fact::consent::{Channel, Standing};
use crate::fact::event::ConsentBasis;
use crate::gate::case::{Case, Record, Verdict, at, clause, word};
use crate::time::Span;
use crate::trace::{Class, Reason, Rule, Saw};

/// How long a text waits for a confirmation. Source: design.md and issue text, "its 48 h wait".
pub const CONFIRMATION_WAIT: Span = Span::hours(48);

/// A number is asked at most so often in `ASK_WINDOW`, whoever types it: chosen, since anybody can type a number.
const ASKS: usize = 2;
/// See `ASKS`.
const ASK_WINDOW: Span = Span::days(180);
/// Between two questions at least this: chosen, see `ASKS`.
const ASK_GAP: Span = Span::days(30);

/// Asks whether the recipient opted out, and whether an answer waits that may mean so.
pub fn opt_out(case: &Case<'_>, record: &mut Record) {
    let out = case.facts.and_then(|facts| facts.consents.opted_out(Channel::Sms));
    let asked_back = case.facts.is_some_and(|facts| facts.consents.asked_back(case.purpose, Channel::Sms));
    record
        .add(clause(Rule::OptOut, out.is_none() || asked_back, at(out), Saw::Nothing), Verdict::Drop(Reason::OptedOut));
    let unread = case.facts.and_then(|facts| facts.consents.unread(Channel::Sms));
    let until = case.since.plus(CONFIRMATION_WAIT);
    record.add(
        clause(Rule::UnreadReply, unread.is_none(), at(unread), Saw::Nothing),
        if case.moment >= until {
            Verdict::Drop(Reason::UnreadReply)
        } else {
            Verdict::Hold { until, reason: Reason::UnreadReply }
        },
    );
}

/// Asks whether permission stands for the purpose, on ground that is strong enough.
pub fn consent(case: &Case<'_>, needs: ConsentBasis, row: Option<&str>, record: &mut Record) {
    let standing = case.facts.map_or(Standing::Never, |facts| facts.consents.standing(case.purpose, Channel::Sms));
    let (holds, saw) = match &standing {
        Standing::Never => (false, Saw::Nothing),
        Standing::Revoked(moment) => (false, Saw::At(*moment)),
        Standing::Granted(grant) => (grant.basis >= needs, word(basis_word(grant.basis))),
    };
    let mut asked = clause(Rule::Consent, holds, saw, word(basis_word(needs)));
    asked.row = row.map(Into::into);
    record.add(asked, Verdict::Drop(Reason::NoConsent));
}

/// Asks whether the number's owner confirmed, where that is needed: by the rule, or since an opt-out came before.
///
/// While watching, the confirmation is taken as given: nobody is asked.
pub fn confirmation(case: &Case<'_>, needed: bool, watching: bool, row: Option<&str>, record: &mut Record) {
    let consents = case.facts.map(|facts| &facts.consents);
    let asked_back = consents.is_some_and(|consents| consents.asked_back(case.purpose, Channel::Sms));
    let confirmed = consents.and_then(|consents| consents.confirmed(Channel::Sms));
    // A yes out of the blue lifts no opt-out, so it does not spare the question either.
    let holds = !asked_back && (confirmed.is_some() || !needed);
    let allows = if watching { word("taken_as_given") } else { word(if needed { "needed" } else { "not_needed" }) };
    let mut asked = clause(Rule::Confirmation, holds || watching, at(confirmed), allows);
    asked.row = row.map(Into::into);
    record.add(asked, ask(case));
}

/// Returns what follows when a confirmation is missing: the question, waiting for its answer, or giving up.
fn ask(case: &Case<'_>) -> Verdict {
    let until = case.since.plus(CONFIRMATION_WAIT);
    if case.moment >= until {
        return Verdict::Drop(Reason::NotConfirmed);
    }
    let asks = || case.log.into_iter().flat_map(|log| log.sent()).filter(|text| text.class == Class::Ask);
    let Some(last) = asks().map(|text| text.at).max() else { return Verdict::Ask { not_after: until } };
    if last.plus(CONFIRMATION_WAIT) > case.moment {
        let until = until.min(last.plus(CONFIRMATION_WAIT));
        return Verdict::Hold { until, reason: Reason::AwaitingConfirmation };
    }
    let recent = asks().filter(|text| text.at > case.moment.minus(ASK_WINDOW)).count();
    if recent >= ASKS || last.plus(ASK_GAP) > case.moment {
        return Verdict::Drop(Reason::AskedBefore);
    }
    Verdict::Ask { not_after: until }
}

const fn basis_word(basis: ConsentBasis) -> &'static str {
    match basis {
        ConsentBasis::SoftOptIn => "soft_opt_in",
        ConsentBasis::Express => "express",
        ConsentBasis::ExpressWritten => "express_written",
    }
}
