//! Providers without IO, by what they say and hear: requests, answers, hooks; and any bytes at all.

#![cfg(all(feature = "cold", not(target_family = "wasm")))]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

#[path = "gateway/any_bytes.rs"]
mod any_bytes;
#[path = "gateway/settings.rs"]
mod settings;
#[path = "gateway/twilio_answers.rs"]
mod twilio_answers;
#[path = "gateway/twilio_checks.rs"]
mod twilio_checks;
#[path = "gateway/twilio_hooks.rs"]
mod twilio_hooks;
#[path = "gateway/webhook.rs"]
mod webhook;

use cartsignal::gateway::{self, Challenge, Hook, Settings};
use cartsignal::time::Timestamp;
use serde_json::{Value, json};

/// Sat, 21 Nov 2026 12:00:00 UTC.
const NOW: i64 = 1_795_262_400_000;

const SID: &str = "AC0123456789abcdef0123456789abcdef";

fn twilio() -> Settings {
    serde_json::from_value(json!({ "account_sid": SID, "auth_token": "12345" })).unwrap()
}

fn owned() -> Settings {
    let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    serde_json::from_value(json!({ "url": "https://sms.example.com/in", "secret": secret })).unwrap()
}

fn send() -> Value {
    json!({ "send": {
        "reference": "r-1", "to": "+4915112345678", "from": "+491771789000", "text": "Grüße & mehr",
        "callback": "https://shop.example.com/hooks?ref=r-1", "not_after": NOW + 3_600_000,
    }})
}

fn look_up() -> Value {
    json!({ "look_up": {
        "reference": "r-1", "to": "+4915112345678", "from": "+491771789000", "text": "Grüße & mehr", "since": NOW - 60_000,
    }})
}

fn request(provider: &str, settings: &Settings, errand: &Value) -> Value {
    let errand = serde_json::from_value(errand.clone()).unwrap();
    let asked = gateway::request(provider, settings, Timestamp::from_ms(NOW), &errand).unwrap();
    serde_json::to_value(asked).unwrap()
}

fn respond(provider: &str, settings: &Settings, errand: &Value, heard: &Value, body: &[u8]) -> Value {
    let errand = serde_json::from_value(errand.clone()).unwrap();
    let heard = serde_json::from_value(heard.clone()).unwrap();
    let responded = gateway::response(provider, settings, Timestamp::from_ms(NOW), &errand, &heard, body).unwrap();
    serde_json::to_value(responded).unwrap()
}

fn answered(status: u16) -> Value {
    json!({ "answered": { "status": status, "headers": [] } })
}

fn hook(url: &str, headers: &[(&str, &str)]) -> Hook {
    let headers: Vec<_> = headers.iter().map(|(name, value)| json!([name, value])).collect();
    serde_json::from_value(json!({ "method": "POST", "url": url, "headers": headers })).unwrap()
}

/// The bytes of each proof, or why there is none.
fn challenge(provider: &str, settings: &Settings, hook: &Hook, body: &[u8]) -> Result<Vec<String>, String> {
    match gateway::challenge(provider, settings, Timestamp::from_ms(NOW), hook, body).unwrap() {
        Challenge::Prove(proofs) => {
            Ok(proofs.into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect())
        }
        Challenge::Refused(why) => Err(serde_json::to_value(why).unwrap().as_str().unwrap().to_owned()),
    }
}

fn webhook(provider: &str, settings: &Settings, hook: &Hook, proofs: &[String], body: &[u8]) -> Value {
    let hooked = gateway::webhook(provider, settings, Timestamp::from_ms(NOW), hook, proofs, body).unwrap();
    serde_json::to_value(hooked).unwrap()
}
