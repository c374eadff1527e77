//! Twilio: what proves a hook, and what a proven one says. That its proofs are Twilio's own is for npm's `twilio` to
//! say: tests/node/twilio_signature.test.mjs.

use super::{challenge, hook, twilio, webhook};
use cartsignal::gateway::Hook;
use serde_json::{Value, json};

const URL: &str = "https://shop.example.com/hooks?ref=r-1";
/// Twenty bytes, as a signature and as a host hands them in.
const SIGNATURE: &str = "AAECAwQFBgcICQoLDA0ODxAREhM=";
const RESULT: &str = "000102030405060708090a0b0c0d0e0f10111213";

fn signed(url: &str) -> Hook {
    hook(url, &[("X-Twilio-Signature", SIGNATURE)])
}

/// What is said where the first proof fits.
fn heard(hook: &Hook, body: &str) -> Value {
    let Ok(proofs) = challenge("twilio", &twilio(), hook, body.as_bytes()) else { panic!("no challenge") };
    let mut results = vec!["ff".repeat(20); proofs.len()];
    results[0] = RESULT.to_owned();
    webhook("twilio", &twilio(), hook, &results, body.as_bytes())
}

fn receipt(body: &str) -> Value {
    heard(&signed(URL), body)["heard"].clone()
}

#[test]
fn the_address_and_the_sorted_fields_are_signed() {
    let hook = hook("https://mycompany.com/myapp.php?foo=1&bar=2", &[("x-twilio-signature", "anything")]);
    let body = b"To=%2B18005551212&Digits=1234&CallSid=CA1234567890ABCDE&From=%2B14158675310&Caller=%2B14158675310";
    let fields = "CallSidCA1234567890ABCDECaller+14158675310Digits1234From+14158675310To+18005551212";
    assert_eq!(
        challenge("twilio", &twilio(), &hook, body),
        Ok(vec![
            format!("https://mycompany.com/myapp.php?foo=1&bar=2{fields}"),
            format!("https://mycompany.com:443/myapp.php?foo=1&bar=2{fields}"),
        ])
    );
    // With the token 12345 npm twilio 6.2.0 signs it so.
    let hook = super::hook(&hook.url, &[("x-twilio-signature", "GvWf1cFY/Q7PnoempGyD5oXAezc=")]);
    let proofs = ["1af59fd5c158fd0ecf9e87a6a46c83e685c07b37".to_owned(), "00".repeat(20)];
    let answer = webhook("twilio", &twilio(), &hook, &proofs, body);
    assert_eq!(answer, json!({ "refused": "unsupported" }), "proven, and no text of ours");
}

#[test]
fn without_a_signature_or_with_two_nothing_is_asked() {
    let refused = |headers: &[(&str, &str)]| challenge("twilio", &twilio(), &hook(URL, headers), b"");
    assert_eq!(refused(&[]), Err("unsigned".to_owned()));
    assert_eq!(refused(&[("x-twilio-signature", "")]), Err("unsigned".to_owned()));
    let twice = [("x-twilio-signature", SIGNATURE), ("X-Twilio-Signature", SIGNATURE)];
    assert_eq!(refused(&twice), Err("unsigned".to_owned()));
}

#[test]
fn a_hook_whose_number_would_stand_in_its_address_is_not_supported() {
    let mut hook = signed(URL);
    hook.method = "GET".to_owned();
    assert_eq!(challenge("twilio", &twilio(), &hook, b""), Err("unsupported".to_owned()));
}

#[test]
fn a_hook_that_is_too_large_is_malformed() {
    let malformed = Err("malformed".to_owned());
    assert_eq!(challenge("twilio", &twilio(), &signed(URL), &vec![b'a'; 65_537]), malformed);
    let many: Vec<_> = (0..65).map(|_| ("x-other", "1")).collect();
    assert_eq!(challenge("twilio", &twilio(), &hook(URL, &many), b""), malformed);
    let long = format!("{URL}{}", "a".repeat(4_096));
    assert_eq!(challenge("twilio", &twilio(), &signed(&long), b""), malformed);
    assert_eq!(challenge("twilio", &twilio(), &signed(URL), b"Body=%ff"), malformed);
}

#[test]
fn a_forged_hook_says_nothing() {
    let body = "MessageSid=SM1&MessageStatus=delivered";
    for proofs in [vec![], vec!["ff".repeat(20)], vec!["ff".repeat(20), "ff".repeat(20)], vec![RESULT.to_owned()]] {
        let answer = webhook("twilio", &twilio(), &signed(URL), &proofs, body.as_bytes());
        assert_eq!(answer, json!({ "refused": "forged" }), "{proofs:?}");
    }
}

#[test]
fn a_json_body_counts_by_its_hash_in_the_signed_address() {
    let body = r#"{"MessageSid":"SM1","MessageStatus":"delivered"}"#;
    let hash = "ab".repeat(32);
    let url = format!("{URL}&bodySHA256={hash}");
    let json = [("x-twilio-signature", SIGNATURE), ("content-type", "application/json; charset=utf-8")];
    let hooked = hook(&url, &json);
    let proofs = challenge("twilio", &twilio(), &hooked, body.as_bytes()).unwrap();
    assert_eq!(proofs, [url.clone(), url.replace(".com/", ".com:443/"), body.to_owned()]);
    let said = |hash: &str| {
        let results = [RESULT.to_owned(), "00".repeat(20), hash.to_owned()];
        webhook("twilio", &twilio(), &hooked, &results, body.as_bytes())
    };
    assert_eq!(said(&hash)["heard"]["notices"][0]["receipt"]["state"], "delivered");
    assert_eq!(said(&"ac".repeat(32)), json!({ "refused": "forged" }));
    assert_eq!(challenge("twilio", &twilio(), &hook(URL, &json), body.as_bytes()), Err("unsigned".to_owned()));
}

#[test]
fn a_receipt_says_how_far_the_text_got() {
    let answer = receipt("MessageSid=SM1&MessageStatus=delivered&To=%2B4915112345678&From=Shop&AccountSid=AC1");
    assert_eq!(
        answer,
        json!({
            "notices": [{ "receipt": { "provider_id": "SM1", "reference": "r-1", "state": "delivered" } }],
            "replay": { "key": "SM1:delivered", "keep_days": 30 },
            "reply": { "status": 204, "headers": [], "body": "" },
        })
    );
    for (status, state) in [
        ("sent", json!("sent")),
        ("read", json!("delivered")),
        ("undelivered", json!("undelivered")),
        ("failed", json!("failed")),
        ("canceled", json!("failed")),
        ("queued", Value::Null),
        ("sending", Value::Null),
        ("accepted", Value::Null),
        ("something", Value::Null),
    ] {
        let answer = receipt(&format!("MessageSid=SM1&MessageStatus={status}"));
        assert_eq!(answer["notices"][0]["receipt"]["state"], state, "{status}");
        assert_eq!(answer["replay"]["key"], format!("SM1:{status}"));
    }
}

#[test]
fn a_receipt_says_why_where_that_is_known() {
    for (code, why) in [
        ("30003", Value::Null),
        ("30004", json!("blocked_destination")),
        ("30005", json!("bad_number")),
        ("30006", json!("bad_number")),
        ("30007", json!("filtered")),
        ("30008", Value::Null),
        ("30032", json!("blocked_destination")),
        ("30034", json!("blocked_destination")),
        ("30036", json!("expired")),
        ("21610", json!("opted_out")),
        ("30002", json!("provider_unavailable")),
    ] {
        let answer = receipt(&format!("MessageSid=SM1&MessageStatus=undelivered&ErrorCode={code}"));
        let receipt = &answer["notices"][0]["receipt"];
        assert_eq!((&receipt["why"], &receipt["code"]), (&why, &json!(code)));
    }
    let delivered = receipt("MessageSid=SM1&MessageStatus=delivered&ErrorCode=30005");
    assert_eq!(delivered["notices"][0]["receipt"]["why"], Value::Null, "a text that arrived has no cause");
}

#[test]
fn the_reference_is_a_parameter_of_the_address_and_nothing_else() {
    let reference = |url: &str| {
        let answer = heard(&signed(url), "MessageSid=SM1&MessageStatus=sent");
        answer["heard"]["notices"][0]["receipt"]["reference"].clone()
    };
    assert_eq!(reference("https://a.example/h?x=1&ref=A_b-9"), "A_b-9");
    assert_eq!(reference("https://a.example/h/r-1"), Value::Null);
    assert_eq!(reference("https://a.example/h?ref=a%2Fb"), Value::Null);
    assert_eq!(reference("https://a.example/h#?ref=a"), Value::Null);
}

#[test]
fn a_text_of_a_recipient_is_heard_and_answered_with_nothing() {
    let body = "ToCountry=DE&SmsStatus=received&MessageSid=SM2&From=%2B4915112345678&To=%2B491771789000&Body=Stop+%F0%9F%98%A1\
                &OptOutType=STOP&NumSegments=1";
    let answer = heard(&signed(URL), body)["heard"].clone();
    let inbound = json!({
        "provider_id": "SM2", "from": "+4915112345678", "to": "+491771789000", "text": "Stop 😡", "word": "stop",
    });
    assert_eq!(answer["notices"], json!([{ "inbound": inbound }]));
    assert_eq!(answer["replay"], json!({ "key": "SM2", "keep_days": 3_650 }));
    let headers = json!([["content-type", "text/xml; charset=utf-8"]]);
    assert_eq!(answer["reply"], json!({ "status": 200, "headers": headers, "body": "<Response></Response>" }));
}

#[test]
fn twilios_own_word_for_a_text_is_passed_on() {
    let word = |kind: &str| {
        let body = format!("MessageSid=SM2&From=12345&To=%2B1&Body=&OptOutType={kind}");
        heard(&signed(URL), &body)["heard"]["notices"][0]["inbound"]["word"].clone()
    };
    assert_eq!(word("START"), "start");
    assert_eq!(word("HELP"), "help");
    assert_eq!(word("stop"), Value::Null);
}

#[test]
fn what_is_no_text_or_twice_there_is_refused_though_proven() {
    for (body, why) in [
        ("", "unsupported"),
        ("MessageSid=SM1", "unsupported"),
        ("MessageStatus=delivered", "unsupported"),
        ("MessageSid=SM1&From=whatsapp%3A%2B1&To=%2B1&Body=x", "unsupported"),
        ("MessageSid=SM1&From=%2B1&To=%2B1", "unsupported"),
        ("MessageSid=S+M&MessageStatus=delivered", "malformed"),
        ("MessageSid=SM1&MessageSid=SM2&MessageStatus=delivered", "malformed"),
        ("MessageSid=SM1&MessageStatus=delivered&MessageStatus=failed", "malformed"),
        ("MessageSid=SM1&From=%2B1&From=%2B2&To=%2B1&Body=x", "malformed"),
    ] {
        assert_eq!(heard(&signed(URL), body), json!({ "refused": why }), "{body}");
    }
}
