//! Looking up what became of a text whose answer never came. Not found never means not sent.
//!
//! # Source
//! twilio.com/docs/messaging/api/message-resource, "Fetch a Message" and "Read multiple Message resources" (of
//! 2026-03-09), read 2026-11-21.

use super::send::{code_of, is_pool, of_message};
use super::{account_url, get_or_post};
use crate::gateway::answer::{self, Body};
use crate::gateway::encode::{date, percent};
use crate::gateway::exchange::{Http, LookUpErrand, Method};
use crate::gateway::outcome::{Heard, Sending};
use crate::gateway::settings::Account;
use crate::time::{Span, Timestamp};
use alloc::format;

/// Messages asked for. Chosen: those to one number since a few minutes; 20 with the longest texts are below 256 KiB.
const PAGE: u32 = 20;

/// How far the clocks of host and Twilio may be apart. Chosen.
const CLOCKS: Span = Span::minutes(2);

/// How long after an attempt began its message may have been made. Chosen: the request ends within 20 s.
const MADE_WITHIN: Span = Span::minutes(10);

/// How long it is worth asking. Chosen: a message is listed when it is made; this covers Twilio's longest outages.
const GIVE_UP_AFTER: Span = Span::hours(6);

const SHORTEST_WAIT: Span = Span::minutes(1);
const LONGEST_WAIT: Span = Span::hours(1);

/// Returns the request for the message by its SID, else for those to the number.
///
/// The list is not narrowed by `DateSent`: a message still queued has no such date, and it must be found.
pub(super) fn request(account: Account<'_>, look_up: &LookUpErrand) -> Http {
    let url = if let Some(sid) = look_up.provider_id.as_deref() {
        account_url(account, &format!("/Messages/{sid}.json"))
    } else {
        let to = percent::component(&look_up.to);
        // The sender that a pool chose is not known here.
        let from = if is_pool(&look_up.from) { "" } else { &percent::component(&look_up.from) };
        let from = if from.is_empty() { from } else { &format!("&From={from}") };
        account_url(account, &format!("/Messages.json?To={to}{from}&PageSize={PAGE}"))
    };
    get_or_post(account, Method::Get, url, None)
}

/// Returns what became of the text.
pub(super) fn response(moment: Timestamp, look_up: &LookUpErrand, heard: &Heard, body: Body<'_>) -> Sending {
    let again = again(moment, look_up.since);
    let Heard::Answered(answered) = heard else {
        return answer::unknown(Some("silent".into()), again);
    };
    if answered.status != 200 {
        return answer::unknown(Some(code_of(answered, body)), again);
    }
    let found = match look_up.provider_id.as_deref() {
        Some(sid) => {
            Some(body).filter(|message| message.text("sid") == Some(sid)).and_then(|it| of_message(moment, it))
        }
        None => among(moment, look_up, body),
    };
    found.unwrap_or_else(|| answer::unknown(Some("not_found".into()), again))
}

/// The message that is this attempt's: if there are several, one that was not refused.
fn among(moment: Timestamp, look_up: &LookUpErrand, body: Body<'_>) -> Option<Sending> {
    let mut refused = None;
    for message in body.items("messages").filter(|message| is_of(look_up, *message)) {
        match of_message(moment, message) {
            Some(Sending::Refused(why)) => refused = Some(Sending::Refused(why)),
            Some(other) => return Some(other),
            None => {}
        }
    }
    refused
}

/// The words have links of this decision alone, so equal words are the same text; those without are told by the time.
fn is_of(look_up: &LookUpErrand, message: Body<'_>) -> bool {
    let outbound = message.text("direction").is_some_and(|direction| direction.starts_with("outbound"));
    let addressed = message.text("to") == Some(&*look_up.to)
        && (is_pool(&look_up.from) || message.text("from") == Some(&*look_up.from));
    let made = message.text("date_created").and_then(date::read).is_some_and(|made| {
        made >= look_up.since.minus(CLOCKS) && made <= look_up.since.plus(MADE_WITHIN).plus(CLOCKS)
    });
    outbound && addressed && made && message.text("body") == Some(&*look_up.text)
}

/// When to look again: after as long as it has been unknown, and at last never.
fn again(moment: Timestamp, since: Timestamp) -> Option<Timestamp> {
    let unknown_for = moment.since(since);
    (unknown_for < GIVE_UP_AFTER).then(|| moment.plus(unknown_for.clamp(SHORTEST_WAIT, LONGEST_WAIT)))
}
