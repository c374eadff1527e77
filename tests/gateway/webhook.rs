//! The owner's own endpoint: what it gets and answers, what it may tell, and Standard Webhooks' signatures.

use super::{NOW, answered, challenge, hook, look_up, owned, request, respond, send, webhook};
use cartsignal::gateway::Hook;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const KEY: [u8; 32] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    31,
];

const SECONDS: i64 = NOW / 1_000;

/// HMAC with SHA-256 as a host's native one: RFC 2104, for keys up to the block's length.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let padded = |pad: u8| (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ pad).collect::<Vec<_>>();
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let groups = bits.as_bytes().chunks(6).map(|group| format!("{:0<6}", std::str::from_utf8(group).unwrap()));
    let mut text: String = groups.map(|group| char::from(letters[usize::from_str_radix(&group, 2).unwrap()])).collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

fn signed(at: i64, body: &str) -> Hook {
    let signature = format!("v1,{}", base64(&hmac(&KEY, format!("id1.{at}.{body}").as_bytes())));
    with(at, &signature)
}

fn with(at: i64, signature: &str) -> Hook {
    let at = at.to_string();
    let headers = [("Webhook-Id", "id1"), ("webhook-timestamp", &*at), ("WEBHOOK-SIGNATURE", signature)];
    hook("https://shop.example.com/hooks", &headers)
}

fn said(hook: &Hook, body: &str) -> Value {
    match challenge("webhook", &owned(), hook, body.as_bytes()) {
        Err(why) => json!({ "refused": why }),
        Ok(proofs) => {
            let results: Vec<_> = proofs.iter().map(|bytes| hex(&hmac(&KEY, bytes.as_bytes()))).collect();
            webhook("webhook", &owned(), hook, &results, body.as_bytes())
        }
    }
}

fn sent(status: u16, body: &str) -> Value {
    respond("webhook", &owned(), &send(), &answered(status), body.as_bytes())["outcome"].clone()
}

#[test]
fn the_sealing_here_is_the_specifications() {
    // Standard Webhooks' own test vector, as its reference libraries have it.
    let key = [49, 242, 144, 246, 191, 6, 41, 138, 171, 79, 8, 212, 60, 63, 8, 44, 246, 72, 163, 98, 218, 45, 164, 176];
    let message = r#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#;
    assert_eq!(base64(&hmac(&key, message.as_bytes())), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_text_is_posted_as_json_and_sealed_by_the_host() {
    let http = &request("webhook", &owned(), &send())["http"];
    assert_eq!(http["url"], "https://sms.example.com/in");
    let body = http["body"].as_str().unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(body).unwrap(),
        json!({
            "event": "text.send", "reference": "r-1", "to": "+4915112345678", "from": "+491771789000",
            "text": "Grüße & mehr", "parts": 1, "not_after": NOW + 3_600_000,
        })
    );
    assert_eq!(
        http["seal"],
        json!({
            "algorithm": "hmac_sha256", "key": { "setting": "secret", "encoding": "base64", "skip": 6 },
            "message": format!("r-1.{SECONDS}.{body}"), "header": "webhook-signature", "prefix": "v1,", "encoding": "base64",
        })
    );
    let headers = http["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["webhook-id", "r-1"])));
    assert!(headers.contains(&json!(["webhook-timestamp", SECONDS.to_string()])));
    assert!(!body.contains("secret") && !http.to_string().contains("whsec_"));
}

#[test]
fn a_text_that_has_expired_is_settled_without_asking() {
    let mut errand = send();
    errand["send"]["not_after"] = json!(NOW - 1);
    assert_eq!(request("webhook", &owned(), &errand), json!({ "settled": { "refused": { "why": "expired" } } }));
}

#[test]
fn taken_and_taken_before_are_accepted() {
    let body = r#"{"id":"x-1","parts":2,"price":{"micros":70000,"currency":"EUR"}}"#;
    let price = json!({ "micros": 70_000, "currency": "EUR" });
    assert_eq!(sent(200, body), json!({ "accepted": { "provider_id": "x-1", "parts": 2, "price": price } }));
    for (status, body) in [(204, ""), (202, "ok"), (409, "{}"), (200, r#"{"parts":0,"price":{"micros":-1}}"#)] {
        assert_eq!(sent(status, body), json!({ "accepted": {} }), "{status} {body}");
    }
}

#[test]
fn a_refusal_has_the_word_that_was_given() {
    for word in ["bad_number", "opted_out", "blocked_destination", "filtered", "expired", "abuse"] {
        let body = json!({ "error": word }).to_string();
        assert_eq!(sent(422, &body), json!({ "refused": { "why": word, "code": word } }));
    }
    let later = |why: &str, code: &str| json!({ "why": why, "retry_at": NOW + 300_000, "code": code });
    let alarmed = |code: &str, alarm: &str| {
        let mut refused = later("provider_unavailable", code);
        refused["alarm"] = json!(alarm);
        refused
    };
    let sender = json!({ "why": "blocked_destination", "code": "sender_refused", "alarm": "sender_refused" });
    for (status, body, expected) in [
        (400, r#"{"error":"sender_refused"}"#, sender),
        (400, r#"{"error":"pacing"}"#, later("pacing", "pacing")),
        (402, r#"{"error":"balance_low"}"#, alarmed("balance_low", "balance_low")),
        (400, r#"{"error":"provider_unavailable"}"#, later("provider_unavailable", "provider_unavailable")),
        (400, r#"{"error":"who knows"}"#, later("provider_unavailable", "http_400")),
        (413, "", later("provider_unavailable", "http_413")),
        (429, "", later("pacing", "http_429")),
        (401, "", alarmed("http_401", "login_refused")),
        (404, "", alarmed("http_404", "login_refused")),
        (410, "", alarmed("http_410", "login_refused")),
        (301, "", alarmed("http_301", "login_refused")),
    ] {
        assert_eq!(sent(status, body), json!({ "refused": expected }), "{status} {body}");
    }
}

#[test]
fn what_nobody_knows_is_unknown_and_cannot_be_looked_up() {
    for status in [500, 502, 503, 504, 599, 100, 0, 408, 425] {
        assert_eq!(sent(status, ""), json!({ "unknown": { "code": format!("http_{status}") } }));
    }
    let silent = respond("webhook", &owned(), &send(), &json!({ "silent": { "left": true } }), b"");
    assert_eq!(silent["outcome"], json!({ "unknown": { "code": "silent" } }));
    assert_eq!(request("webhook", &owned(), &look_up()), json!({ "settled": { "unknown": {} } }));
}

#[test]
fn a_check_tells_what_the_owners_side_tells() {
    let check = json!({ "check": { "what": "registration", "sender": "Shop" } });
    let body = request("webhook", &owned(), &check)["http"]["body"].clone();
    let body: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
    assert_eq!(body, json!({ "event": "check", "what": "registration", "sender": "Shop" }));
    let told = |status, body: &str| {
        respond("webhook", &owned(), &check, &answered(status), body.as_bytes())["checked"].clone()
    };
    let balance = json!({ "micros": 1, "currency": "EUR" });
    let answer = json!({ "registered": "pending", "balance": balance }).to_string();
    assert_eq!(told(200, &answer), json!({ "login": true, "registered": "pending", "balance": balance }));
    assert_eq!(told(204, ""), json!({ "login": true }));
    assert_eq!(told(500, ""), json!({ "login": false, "code": "http_500" }));
}

const RECEIPT: &str =
    r#"{"event":"receipt","id":"x-1","reference":"r-1","state":"undelivered","why":"bad_number","code":"7"}"#;

#[test]
fn a_signed_receipt_is_heard_within_five_minutes_either_way() {
    let receipt = json!({
        "provider_id": "x-1", "reference": "r-1", "state": "undelivered", "why": "bad_number", "code": "7",
    });
    for at in [SECONDS, SECONDS - 300, SECONDS + 300] {
        let heard = &said(&signed(at, RECEIPT), RECEIPT)["heard"];
        assert_eq!(heard["notices"], json!([{ "receipt": receipt }]), "{at}");
        assert_eq!(heard["replay"], json!({ "key": "id1", "keep_days": 30 }));
        assert_eq!(heard["reply"], json!({ "status": 204, "headers": [], "body": "" }));
    }
    for at in [SECONDS - 301, SECONDS + 301, 0, 999_999_999_999] {
        assert_eq!(said(&signed(at, RECEIPT), RECEIPT), json!({ "refused": "stale" }), "{at}");
    }
}

#[test]
fn a_receipt_without_an_id_is_known_by_its_reference() {
    let body = r#"{"event":"receipt","reference":"r-1","state":"delivered","colour":"red"}"#;
    let heard = &said(&signed(SECONDS, body), body)["heard"]["notices"][0]["receipt"];
    assert_eq!(*heard, json!({ "provider_id": "r-1", "reference": "r-1", "state": "delivered" }));
}

#[test]
fn a_signed_text_of_a_recipient_is_heard() {
    let body = r#"{"event":"inbound","id":"y-1","from":"+4915112345678","to":"Shop","text":"STOP","word":"stop"}"#;
    let heard = &said(&signed(SECONDS, body), body)["heard"]["notices"][0]["inbound"];
    let text = json!({ "provider_id": "y-1", "from": "+4915112345678", "to": "Shop", "text": "STOP", "word": "stop" });
    assert_eq!(*heard, text);
}

#[test]
fn one_right_signature_among_several_is_enough() {
    let right = base64(&hmac(&KEY, format!("id1.{SECONDS}.{RECEIPT}").as_bytes()));
    let wrong = base64(&[7; 32]);
    let signature = format!("v1a,{right} v1,{wrong} v1,{right}");
    assert!(said(&with(SECONDS, &signature), RECEIPT)["heard"].is_object());
    assert_eq!(said(&with(SECONDS, &format!("v1a,{right}")), RECEIPT), json!({ "refused": "unsigned" }));
    let late = format!("{}v1,{right}", format!("v1,{wrong} ").repeat(8));
    assert_eq!(said(&with(SECONDS, &late), RECEIPT), json!({ "refused": "forged" }), "only eight are looked at");
}

#[test]
fn every_flipped_bit_of_a_signed_hook_is_refused() {
    let right = signed(SECONDS, RECEIPT);
    assert!(said(&right, RECEIPT)["heard"].is_object());
    let flips = |text: &str| {
        let bytes = text.as_bytes().to_vec();
        (0..bytes.len() * 8).filter_map(move |bit| {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            String::from_utf8(bytes).ok()
        })
    };
    let mut tried = 0;
    for body in flips(RECEIPT) {
        assert_eq!(said(&right, &body), json!({ "refused": "forged" }), "{body}");
        tried += 1;
    }
    for header in 0..3 {
        for value in flips(&right.headers[header].1) {
            let mut changed = right.clone();
            changed.headers[header].1 = value;
            let answer = said(&changed, RECEIPT);
            assert!(answer["refused"].is_string(), "{changed:?}");
            tried += 1;
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn what_is_no_hook_of_this_provider_is_refused() {
    for (body, why) in [
        ("", "malformed"),
        ("[]", "malformed"),
        ("{", "malformed"),
        (r#"{"event":"text.send"}"#, "unsupported"),
        (r#"{"event":"receipt","state":"delivered"}"#, "malformed"),
        (r#"{"event":"receipt","id":"a b","state":"delivered"}"#, "malformed"),
        (r#"{"event":"receipt","id":"a","state":"lost"}"#, "malformed"),
        (r#"{"event":"inbound","id":"a","from":"5","to":"x","text":"y"}"#, "malformed"),
    ] {
        assert_eq!(said(&signed(SECONDS, body), body), json!({ "refused": why }), "{body}");
    }
    let mut get = signed(SECONDS, RECEIPT);
    get.method = "GET".to_owned();
    assert_eq!(said(&get, RECEIPT), json!({ "refused": "unsupported" }));
    let unsigned = hook("https://shop.example.com", &[("webhook-id", "id1")]);
    assert_eq!(said(&unsigned, RECEIPT), json!({ "refused": "unsigned" }));
}

#[test]
fn the_log_takes_everything_and_hears_nothing() {
    let none = serde_json::from_value(json!({})).unwrap();
    let accepted = json!({ "settled": { "accepted": { "provider_id": "log-r-1", "parts": 1 } } });
    assert_eq!(request("log", &none, &send()), accepted);
    assert_eq!(request("log", &none, &look_up()), accepted);
    let check = json!({ "check": { "what": "registration", "sender": "Shop" } });
    assert_eq!(request("log", &none, &check), json!({ "checked": { "login": true, "registered": "yes" } }));
    assert_eq!(challenge("log", &none, &signed(SECONDS, ""), b""), Err("unsupported".to_owned()));
}
