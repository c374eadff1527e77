//! The provider `webhook`: signed JSON to an address of the owner's, and from it.
//!
//! Out: `{"event": "text.send", reference, to, from, text, parts, not_after}`. In: `{"event": "receipt" | "inbound",
//! …}`. Both ways signed as Standard Webhooks 1.0.0 asks. `webhook-id` is the reference, so the owner's side can see a
//! repeat; a text is not sent again by itself all the same, since nobody knows whether it looks.
//!
//! # Source
//! github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, read 2026-11-21. The JSON is our own.

mod hear;

use super::answer::{self, Body};
use super::exchange::{
    CheckErrand, Errand, Http, Key, KeyEncoding, Method, Requested, Seal, SealAlgorithm, SealEncoding, SendErrand,
};
use super::outcome::{Alarm, Answered, Checked, Heard, Registered, Responded, Sending};
use super::settings::{Account, Setting, Shape};
use super::{Code, Provider};
use crate::fact::event::Refusal;
use crate::money::{Amount, Currency, Micros};
use crate::sms;
use crate::time::{Span, Timestamp};
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;
use serde_json::{Value, json};

pub(super) const PROVIDER: Provider = Provider {
    name: "webhook",
    title: "Your own endpoint",
    api: "1",
    read: "2026-11-21",
    settings: &[
        Setting {
            name: "url",
            secret: false,
            required: true,
            what: "the https address of yours that takes texts to send",
            example: "https://sms.example.com/cartsignal",
            shape: Shape::Endpoint,
        },
        Setting {
            name: "secret",
            secret: true,
            required: true,
            what: "the signing secret that both sides know",
            example: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            shape: Shape::SigningSecret,
        },
    ],
    looks_up: false,
    hooks: true,
    code: Code { request, response, claim: hear::claim, hear: hear::hear },
};

const SECRET: Key = Key { setting: "secret", encoding: KeyEncoding::Base64, skip: 6 };

/// How long to wait for the owner's side. Source: Standard Webhooks, "HTTP status codes and timeouts": 15 to 30 s.
const TIMEOUT_MS: u32 = 20_000;

/// After how long to try again where the owner's side said no without saying when. Chosen.
const WAIT: Span = Span::minutes(5);

fn request(account: Account<'_>, moment: Timestamp, errand: &Errand) -> Requested {
    match errand {
        Errand::Send(send) => Requested::Http(post(account, moment, &send.reference, &send_body(send))),
        Errand::LookUp(_) => Requested::Settled(answer::unknown(None, None)),
        Errand::Check(check) => {
            Requested::Http(post(account, moment, &format!("check-{}", moment.ms()), &check_body(check)))
        }
    }
}

fn send_body(send: &SendErrand) -> Value {
    json!({
        "event": "text.send",
        "reference": send.reference,
        "to": send.to,
        "from": send.from,
        "text": send.text,
        "parts": sms::measure(&send.text).parts,
        "not_after": send.not_after.ms(),
    })
}

fn check_body(check: &CheckErrand) -> Value {
    json!({ "event": "check", "what": check.what, "sender": check.sender })
}

fn post(account: Account<'_>, moment: Timestamp, id: &str, body: &Value) -> Http {
    let body = body.to_string();
    let seconds = moment.ms().div_euclid(1_000);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Http {
        method: Method::Post,
        url: account.value("url").to_owned(),
        headers: vec![
            header("content-type", "application/json"),
            header("accept", "application/json"),
            header("webhook-id", id),
            header("webhook-timestamp", &seconds.to_string()),
        ],
        timeout_ms: TIMEOUT_MS,
        seal: Some(Seal {
            algorithm: SealAlgorithm::HmacSha256,
            key: SECRET,
            message: format!("{id}.{seconds}.{body}"),
            header: "webhook-signature",
            prefix: "v1,",
            encoding: SealEncoding::Base64,
        }),
        body: Some(body),
    }
}

fn response(_: Account<'_>, moment: Timestamp, errand: &Errand, heard: &Heard, body: &[u8]) -> Responded {
    let value = answer::json(body);
    let body = Body::of(value.as_ref());
    match (errand, heard) {
        (Errand::Send(_), Heard::Answered(answered)) => Responded::Outcome(outcome(moment, answered, body)),
        (Errand::Send(_), Heard::Silent(silent)) => Responded::Outcome(answer::silence(*silent, moment, None)),
        (Errand::LookUp(_), _) => Responded::Outcome(answer::unknown(None, None)),
        (Errand::Check(_), heard) => Responded::Checked(checked(heard, body)),
    }
}

/// What a status means; `error` in the body of a refusal says why in our words. 409 says: taken before.
fn outcome(moment: Timestamp, answered: &Answered, body: Body<'_>) -> Sending {
    let code = body.token("error").or_else(|| Some(answer::status_code(answered.status)));
    let retry_at = answer::retry_at(answered, moment, WAIT);
    match answered.status {
        200..=299 | 409 => answer::accepted(body.token("id"), body.parts("parts"), paid(body.at("price"))),
        // The body of the request did not arrive whole, or may be worked upon still: RFC 9110, 15.5.9; RFC 8470, 5.2.
        408 | 425 => answer::unknown(code, None),
        429 => answer::later(Refusal::Pacing, retry_at, code, None),
        300..=499 => refused(retry_at, answered.status, body.text("error").unwrap_or_default(), code),
        _ => answer::unknown(code, None),
    }
}

/// A text that was not taken: for the reason given, else for now. Redirects are not followed.
fn refused(retry_at: Timestamp, status: u16, word: &str, code: Option<Box<str>>) -> Sending {
    if let Some(why) = refusal(word) {
        return answer::refused(why, code);
    }
    let alarm = match (word, status) {
        ("sender_refused", _) => return answer::sender_refused(code),
        ("pacing", _) => return answer::later(Refusal::Pacing, retry_at, code, None),
        ("balance_low", _) => Some(Alarm::BalanceLow),
        ("provider_unavailable", _) => None,
        // The address or the secret is wrong, or nobody listens there any more.
        (_, 300..=399 | 401 | 403 | 404 | 405 | 407 | 410) => Some(Alarm::LoginRefused),
        _ => None,
    };
    answer::later(Refusal::ProviderUnavailable, retry_at, code, alarm)
}

/// Reasons that stand for ever, by their word.
fn refusal(word: &str) -> Option<Refusal> {
    Some(match word {
        "bad_number" => Refusal::BadNumber,
        "opted_out" => Refusal::OptedOut,
        "blocked_destination" => Refusal::BlockedDestination,
        "expired" => Refusal::Expired,
        "filtered" => Refusal::Filtered,
        "abuse" => Refusal::Abuse,
        _ => return None,
    })
}

fn checked(heard: &Heard, body: Body<'_>) -> Checked {
    let Heard::Answered(answered) = heard else {
        return Checked { code: Some("silent".into()), ..Checked::default() };
    };
    if !(200..=299).contains(&answered.status) {
        return Checked { code: Some(answer::status_code(answered.status)), ..Checked::default() };
    }
    Checked {
        login: true,
        balance: paid(body.at("balance")),
        registered: body.text("registered").map(|word| match word {
            "yes" => Registered::Yes,
            "no" => Registered::No,
            "pending" => Registered::Pending,
            _ => Registered::Unknown,
        }),
        code: None,
    }
}

fn paid(price: Body<'_>) -> Option<Amount> {
    let micros = price.number("micros").filter(|micros| *micros >= 0)?;
    Some(Amount { micros: Micros(micros), currency: Currency::parse(price.text("currency")?)? })
}
