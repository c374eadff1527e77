//! Sending a text by Twilio, and what its answer means.
//!
//! # Source
//! twilio.com/docs/messaging/api/message-resource (of 2026-03-09), npm `twilio` 6.2.0 (parameters and their bounds),
//! error pages 20429, 20500, 20503, support article 223134347 (what the statuses mean); read 2026-11-21.

use super::errors::{Cause, cause};
use super::{account_url, get_or_post};
use crate::fact::event::Refusal;
use crate::gateway::answer::{self, Body};
use crate::gateway::encode::{amount, percent};
use crate::gateway::exchange::{Method, Requested, SendErrand};
use crate::gateway::outcome::{Alarm, Answered, Heard, Sending};
use crate::gateway::settings::Account;
use crate::money::{Amount, Currency, Micros};
use crate::time::{Span, Timestamp};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;

/// Longest validity period, in seconds. Source: parameter ValidityPeriod.
const LONGEST_VALIDITY: i64 = 36_000;

/// When to look up a text of which nobody knows. Chosen: a message is listed when it is made, and 20500 may come
/// before.
const LOOK_UP_AFTER: Span = Span::minutes(1);

/// After how long to ask again where Twilio says "too many". Chosen: 429 comes of calls at the same time, over in
/// seconds.
const WAIT_FOR_PACE: Span = Span::seconds(30);

/// After how long to ask again where the owner has to do something first. Chosen.
const WAIT_FOR_OWNER: Span = Span::minutes(15);

/// Returns the request that sends a text, or that it has expired.
///
/// `ValidityPeriod` lets Twilio drop what waits in its queue too long. `SmartEncoded` is off: it would change the
/// words, whose parts were counted and by which a look-up knows them. Links are shortened only where asked for.
pub(super) fn request(account: Account<'_>, moment: Timestamp, send: &SendErrand) -> Requested {
    let validity = (send.not_after.since(moment).ms() / 1_000).min(LONGEST_VALIDITY);
    if validity < 1 {
        return Requested::Settled(answer::refused(Refusal::Expired, None));
    }
    let validity = validity.to_string();
    let sender = if is_pool(&send.from) { "MessagingServiceSid" } else { "From" };
    let mut fields = vec![
        ("To", &*send.to),
        (sender, &*send.from),
        ("Body", &*send.text),
        ("ValidityPeriod", &validity),
        ("SmartEncoded", "false"),
    ];
    if let Some(callback) = &send.callback {
        fields.push(("StatusCallback", callback));
    }
    let url = account_url(account, "/Messages.json");
    Requested::Http(get_or_post(account, Method::Post, url, Some(percent::form(&fields))))
}

/// Returns whether a sender is a Messaging Service, which chooses one of its own.
pub(super) fn is_pool(sender: &str) -> bool {
    sender
        .strip_prefix("MG")
        .is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Returns what became of a text that was asked to be sent.
///
/// | status | means |
/// |---|---|
/// | 2xx with a SID | accepted, unless the message itself says that it failed |
/// | 4xx | not made: Twilio made no message; 429 is never processed (page 20429) |
/// | 408, 425 | unknown: the request may have been worked upon |
/// | 5xx | unknown: page 20500 warns of a second text; 20503 does not say, so the same |
/// | else | unknown |
pub(super) fn response(moment: Timestamp, heard: &Heard, body: Body<'_>) -> Sending {
    let look_up_at = Some(moment.plus(LOOK_UP_AFTER));
    match heard {
        Heard::Silent(silent) => answer::silence(*silent, moment, look_up_at),
        Heard::Answered(answered) => match answered.status {
            200..=299 => of_message(moment, body)
                .unwrap_or_else(|| answer::unknown(Some(answer::status_code(answered.status)), look_up_at)),
            408 | 425 => answer::unknown(Some(code_of(answered, body)), look_up_at),
            // Redirects are not followed; whoever sent one is not Twilio's API.
            300..=499 => of_refusal(moment, answered, body),
            _ => answer::unknown(Some(code_of(answered, body)), look_up_at),
        },
    }
}

fn of_refusal(moment: Timestamp, answered: &Answered, body: Body<'_>) -> Sending {
    let code = Some(code_of(answered, body));
    let pace = answer::retry_at(answered, moment, WAIT_FOR_PACE);
    let owner = answer::retry_at(answered, moment, WAIT_FOR_OWNER);
    match (answered.status, body.number("code").and_then(cause)) {
        (429, _) => answer::later(Refusal::Pacing, pace, code, None),
        (_, Some(cause)) => refused(cause, pace, owner, code),
        (300..=399 | 401 | 403 | 404 | 405 | 407, None) => {
            answer::later(Refusal::ProviderUnavailable, owner, code, Some(Alarm::LoginRefused))
        }
        // Twilio names something about this text that nobody here knows: asking the same again would not help.
        (400, None) if body.number("code").is_some() => answer::refused(Refusal::BlockedDestination, code),
        (_, None) => answer::later(Refusal::ProviderUnavailable, owner, code, None),
    }
}

/// Returns what became of a text as its Message resource tells, or nothing where that is none.
///
/// Failed and cancelled ones were not sent, and cost nothing. One that a carrier did not deliver was, and is charged:
/// the receipt says so, and it is not sent again.
pub(super) fn of_message(moment: Timestamp, message: Body<'_>) -> Option<Sending> {
    let sid = message.token("sid")?;
    let failed = matches!(message.text("status"), Some("failed" | "canceled"));
    if !failed {
        return Some(answer::accepted(Some(sid), message.parts("num_segments"), price(message)));
    }
    let code = message.number("error_code");
    let shown: Option<Box<str>> = code.map(|code| code.to_string().into());
    Some(match code.and_then(cause) {
        Some(cause) => refused(cause, moment.plus(WAIT_FOR_PACE), moment.plus(WAIT_FOR_OWNER), shown),
        None => answer::refused(Refusal::BlockedDestination, shown),
    })
}

/// A text that a known cause kept from being sent: for now, or for ever.
fn refused(cause: Cause, pace: Timestamp, owner: Timestamp, code: Option<Box<str>>) -> Sending {
    if cause.why == Refusal::Pacing {
        answer::later(cause.why, pace, code, cause.alarm)
    } else if cause.why == Refusal::ProviderUnavailable {
        answer::later(cause.why, owner, code, cause.alarm)
    } else if cause.alarm.is_some() {
        answer::sender_refused(code)
    } else {
        answer::refused(cause.why, code)
    }
}

/// The price of all parts, which Twilio writes with a minus; most often it is not known yet.
fn price(message: Body<'_>) -> Option<Amount> {
    let micros = amount::micros(&message.written("price")?)?.0.checked_abs()?;
    Some(Amount {
        micros: Micros(micros),
        currency: Currency::parse(&message.text("price_unit")?.to_ascii_uppercase())?,
    })
}

/// Twilio's own code, else the status.
pub(super) fn code_of(answered: &Answered, body: Body<'_>) -> Box<str> {
    match body.number("code") {
        Some(code) => format!("{code}").into(),
        None => answer::status_code(answered.status),
    }
}
