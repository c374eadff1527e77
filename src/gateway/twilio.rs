//! The provider `twilio`: Programmable Messaging, API 2010-04-01.

mod check;
mod errors;
mod hear;
mod look_up;
mod send;
mod signature;

use super::answer::{self, Body};
use super::claim::Claim;
use super::encode::base64;
use super::encode::url::Address;
use super::exchange::{Errand, Http, Method, Requested};
use super::hook::{HeardHook, Hook, HookRefusal};
use super::outcome::{Heard, Responded};
use super::settings::{Account, Setting, Shape};
use super::{Code, Provider};
use crate::time::Timestamp;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;

/// Source: twilio.com/docs/messaging/api/message-resource; other regions: twilio.com/docs/global-infrastructure.
const BASE: &str = "https://api.twilio.com";

/// Source: twilio.com/docs/messaging/api/usapptoperson-resource.
const MESSAGING_BASE: &str = "https://messaging.twilio.com";

pub(super) const PROVIDER: Provider = Provider {
    name: "twilio",
    title: "Twilio",
    api: "2010-04-01",
    read: "2026-11-21",
    settings: &[
        Setting {
            name: "account_sid",
            secret: false,
            required: true,
            what: "the account's SID, from the first page of the Twilio console",
            example: "AC00000000000000000000000000000000",
            shape: Shape::Sid("AC"),
        },
        Setting {
            name: "auth_token",
            secret: true,
            required: true,
            what: "the account's auth token, from the same page: it signs what Twilio tells the store, and logs in",
            example: "00000000000000000000000000000000",
            shape: Shape::Line,
        },
        Setting {
            name: "api_key",
            secret: false,
            required: false,
            what: "the SID of an API key, to log in with it instead of the auth token",
            example: "SK00000000000000000000000000000000",
            shape: Shape::Sid("SK"),
        },
        Setting {
            name: "api_secret",
            secret: true,
            required: false,
            what: "the secret of that API key, shown once when it is made",
            example: "00000000000000000000000000000000",
            shape: Shape::Line,
        },
        Setting {
            name: "base",
            secret: false,
            required: false,
            what: "another address of the API: a region, or a fake one on this machine",
            example: "https://api.dublin.ie1.twilio.com",
            shape: Shape::Base,
        },
        Setting {
            name: "messaging_base",
            secret: false,
            required: false,
            what: "another address of the API of registrations",
            example: "https://messaging.twilio.com",
            shape: Shape::Base,
        },
    ],
    looks_up: true,
    hooks: true,
    code: Code { request, response, claim, hear },
};

/// How long to wait for an answer. Chosen: Twilio's own libraries wait for 30 s, a host's worker should not.
const TIMEOUT_MS: u32 = 20_000;

fn request(account: Account<'_>, moment: Timestamp, errand: &Errand) -> Requested {
    match errand {
        Errand::Send(errand) => send::request(account, moment, errand),
        Errand::LookUp(errand) => Requested::Http(look_up::request(account, errand)),
        Errand::Check(errand) => Requested::Http(check::request(account, errand)),
    }
}

fn response(_: Account<'_>, moment: Timestamp, errand: &Errand, heard: &Heard, body: &[u8]) -> Responded {
    let value = answer::json(body);
    let body = Body::of(value.as_ref());
    match errand {
        Errand::Send(_) => Responded::Outcome(send::response(moment, heard, body)),
        Errand::LookUp(errand) => Responded::Outcome(look_up::response(moment, errand, heard, body)),
        Errand::Check(errand) => Responded::Checked(check::response(errand, heard, body)),
    }
}

fn claim(_: Account<'_>, _: Timestamp, hook: &Hook, body: &[u8]) -> Result<Claim, HookRefusal> {
    signature::claim(hook, body)
}

fn hear(_: Account<'_>, hook: &Hook, body: &[u8]) -> Result<HeardHook, HookRefusal> {
    hear::hear(hook, body)
}

/// Returns an address below the account's.
fn account_url(account: Account<'_>, tail: &str) -> String {
    let base = account.optional("base").unwrap_or(BASE).trim_end_matches('/');
    format!("{base}/2010-04-01/Accounts/{}{tail}", account.value("account_sid"))
}

/// Returns where registrations are asked for: where the API is this machine, so are they.
fn messaging_base(account: Account<'_>) -> &str {
    let local = account.optional("base").filter(|base| Address::split(base).is_some_and(|base| base.is_loopback()));
    account.optional("messaging_base").or(local).unwrap_or(MESSAGING_BASE).trim_end_matches('/')
}

/// Returns a request with the account's login: its API key where there is one whole, else SID and auth token.
fn get_or_post(account: Account<'_>, method: Method, url: String, body: Option<String>) -> Http {
    let (user, password) = match (account.optional("api_key"), account.optional("api_secret")) {
        (Some(key), Some(secret)) => (key, secret),
        (None | Some(_), None | Some(_)) => (account.value("account_sid"), account.value("auth_token")),
    };
    let login = base64::encode(format!("{user}:{password}").as_bytes());
    let mut headers = vec![
        ("authorization".to_owned(), format!("Basic {login}")),
        ("accept".to_owned(), "application/json".to_owned()),
    ];
    if body.is_some() {
        headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    }
    Http { method, url, headers, body, timeout_ms: TIMEOUT_MS, seal: None }
}
