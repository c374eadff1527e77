//! What answers of all providers have in common: headers, JSON bodies, when to ask again, short forms of outcomes.

use super::MOST_HEADERS;
use super::encode::date;
use super::hook::{Hook, HookRefusal};
use super::outcome::{AcceptedSending, Alarm, Answered, RefusedSending, Sending, Silent, UnknownSending};
use crate::fact::event::Refusal;
use crate::money::Amount;
use crate::time::{Span, Timestamp};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use serde_json::Value;

/// Shortest wait that a provider can ask for; zero would be a loop.
const SHORTEST_WAIT: Span = Span::seconds(1);

/// Longest wait that a provider can ask for. Chosen: a text of this product is stale soon after.
const LONGEST_WAIT: Span = Span::hours(1);

/// When to decide again after a request that never left. Chosen: a name or a connection fails for seconds or for hours.
const NOT_LEFT_WAIT: Span = Span::minutes(1);

/// Longest provider's id and code. Chosen: Twilio's ids have 34 characters, UUIDs 36.
const MOST_TOKEN: usize = 64;

/// Returns the value of a header that is there exactly once, among the first 64.
pub(super) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let known = headers.iter().take(MOST_HEADERS);
    let mut values = known.filter(|(each, _)| each.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    values.next().filter(|_| values.next().is_none())
}

/// Returns the one value of a hook's header.
///
/// # Errors
/// `Unsigned` where the header is missing, empty or there twice.
pub(super) fn signature<'a>(hook: &'a Hook, name: &str) -> Result<&'a str, HookRefusal> {
    header(&hook.headers, name).filter(|value| !value.is_empty()).ok_or(HookRefusal::Unsigned)
}

/// Returns when to ask again: as `Retry-After` says, as a number of seconds or a date, within bounds; else after
/// `wait`.
///
/// # Source
/// RFC 9110, 10.2.3.
pub(super) fn retry_at(answered: &Answered, moment: Timestamp, wait: Span) -> Timestamp {
    let asked = header(&answered.headers, "retry-after").and_then(|value| {
        let digits = !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit());
        if digits {
            Some(value.parse::<i64>().map_or(LONGEST_WAIT, Span::seconds))
        } else {
            date::read(value).map(|at| at.since(moment))
        }
    });
    moment.plus(asked.unwrap_or(wait).clamp(SHORTEST_WAIT, LONGEST_WAIT))
}

/// Returns text that is safe as an id or a code: letters, digits and `-._:`, at most 64; nothing otherwise.
pub(super) fn token(text: &str) -> Option<Box<str>> {
    let right = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    (!text.is_empty() && text.len() <= MOST_TOKEN && text.bytes().all(right)).then(|| text.into())
}

/// Returns the code of an answer that has none of its own.
pub(super) fn status_code(status: u16) -> Box<str> {
    format!("http_{status}").into()
}

/// A body in JSON, of which any field may be missing or of another kind.
#[derive(Clone, Copy)]
pub(super) struct Body<'a>(Option<&'a Value>);

impl<'a> Body<'a> {
    pub(super) const fn of(value: Option<&'a Value>) -> Self {
        Self(value)
    }

    /// Returns the body below a field.
    pub(super) fn at(self, name: &str) -> Body<'a> {
        Body(self.0.and_then(|value| value.get(name)))
    }

    /// Returns a field that is text.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.at(name).0.and_then(Value::as_str)
    }

    /// Returns a field that is a whole number, or text that writes one.
    pub(super) fn number(self, name: &str) -> Option<i64> {
        let value = self.at(name).0?;
        value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
    }

    /// Returns a field that is an id.
    pub(super) fn token(self, name: &str) -> Option<Box<str>> {
        self.text(name).and_then(token)
    }

    /// Returns a field that is a number of parts.
    pub(super) fn parts(self, name: &str) -> Option<u32> {
        self.number(name).and_then(|parts| u32::try_from(parts).ok()).filter(|parts| (1..=MOST_PARTS).contains(parts))
    }

    /// Returns the items of a field that is a list.
    pub(super) fn items(self, name: &str) -> impl Iterator<Item = Body<'a>> {
        self.at(name).0.and_then(Value::as_array).into_iter().flatten().map(|item| Body(Some(item)))
    }

    /// Returns whether a field is a list.
    pub(super) fn is_list(self, name: &str) -> bool {
        self.at(name).0.is_some_and(Value::is_array)
    }

    /// Returns a field that is a whole number, a decimal or text, as text.
    pub(super) fn written(self, name: &str) -> Option<Box<str>> {
        let value = self.at(name).0?;
        value.as_str().map(Box::from).or_else(|| value.as_number().map(|number| number.to_string().into()))
    }
}

/// Most parts of one text that are believed. Source: TS 23.040, 9.2.3.24.1: the number of parts is one octet.
pub(super) const MOST_PARTS: u32 = 255;

/// Reads a body as JSON; anything else is nothing.
pub(super) fn json(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

pub(super) fn accepted(provider_id: Option<Box<str>>, parts: Option<u32>, price: Option<Amount>) -> Sending {
    Sending::Accepted(AcceptedSending { provider_id, parts, price })
}

/// Refused for ever.
pub(super) fn refused(why: Refusal, code: Option<Box<str>>) -> Sending {
    Sending::Refused(RefusedSending { why, retry_at: None, code, alarm: None })
}

/// Refused for now.
pub(super) fn later(why: Refusal, retry_at: Timestamp, code: Option<Box<str>>, alarm: Option<Alarm>) -> Sending {
    Sending::Refused(RefusedSending { why, retry_at: Some(retry_at), code, alarm })
}

/// Refused because of the sender: another one may be let through, so the core decides again, and the owner is told.
pub(super) fn sender_refused(code: Option<Box<str>>) -> Sending {
    let why = Refusal::BlockedDestination;
    Sending::Refused(RefusedSending { why, retry_at: None, code, alarm: Some(Alarm::SenderRefused) })
}

/// No answer: certainly not sent where nothing left, else nobody knows.
pub(super) fn silence(silent: Silent, moment: Timestamp, look_up_at: Option<Timestamp>) -> Sending {
    if silent.left {
        unknown(Some("silent".into()), look_up_at)
    } else {
        later(Refusal::ProviderUnavailable, moment.plus(NOT_LEFT_WAIT), Some("not_left".into()), None)
    }
}

pub(super) fn unknown(code: Option<Box<str>>, look_up_at: Option<Timestamp>) -> Sending {
    Sending::Unknown(UnknownSending { code, look_up_at })
}

#[cfg(test)]
mod tests {
    use super::{header, retry_at, token};
    use crate::gateway::outcome::Answered;
    use crate::time::{Span, Timestamp};

    const NOW: Timestamp = Timestamp::from_ms(784_111_777_000);

    fn wait(value: &str) -> i64 {
        let headers = vec![("RETRY-after".to_owned(), value.to_owned())];
        retry_at(&Answered { status: 429, headers }, NOW, Span::seconds(30)).since(NOW).ms()
    }

    #[test]
    fn a_wait_is_seconds_or_a_date_within_bounds() {
        assert_eq!(wait("7"), 7_000);
        assert_eq!(wait(" 7 "), 7_000);
        assert_eq!(wait("0"), 1_000);
        assert_eq!(wait("99999999999999999999"), 3_600_000);
        assert_eq!(wait("86400"), 3_600_000);
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:37 GMT"), 60_000);
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), 1_000);
        assert_eq!(wait("soon"), 30_000);
        assert_eq!(wait("-5"), 30_000);
    }

    #[test]
    fn a_header_that_is_there_twice_is_none() {
        let headers = [("A".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())];
        assert_eq!(header(&headers, "a"), None);
        assert_eq!(header(&headers[..1], "a"), Some("1"));
    }

    #[test]
    fn a_token_has_no_character_that_means_something_elsewhere() {
        assert_eq!(token("SM0123-_.:").as_deref(), Some("SM0123-_.:"));
        for text in ["", "a b", "a/b", "a?b", "\u{fc}", &"a".repeat(65)] {
            assert_eq!(token(text), None, "{text}");
        }
    }
}
