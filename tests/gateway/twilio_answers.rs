//! Twilio: what is asked, and what each answer means for a text.

use super::{NOW, SID, answered, look_up, request, respond, send, twilio};
use cartsignal::gateway::Settings;
use serde_json::{Value, json};

const MADE: &str = "Sat, 21 Nov 2026 11:59:05 +0000";

fn sent(status: u16, body: &str) -> Value {
    respond("twilio", &twilio(), &send(), &answered(status), body.as_bytes())["outcome"].clone()
}

#[test]
fn a_text_is_posted_as_a_form_with_the_accounts_login() {
    let http = &request("twilio", &twilio(), &send())["http"];
    assert_eq!(http["method"], "POST");
    assert_eq!(http["url"], format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"));
    let login = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjoxMjM0NQ==";
    assert_eq!(http["headers"][0], json!(["authorization", login]));
    assert_eq!(http["headers"][2], json!(["content-type", "application/x-www-form-urlencoded"]));
    let body = "To=%2B4915112345678&From=%2B491771789000&Body=Gr%C3%BC%C3%9Fe+%26+mehr&ValidityPeriod=3600\
                &SmartEncoded=false&StatusCallback=https%3A%2F%2Fshop.example.com%2Fhooks%3Fref%3Dr-1";
    assert_eq!(http["body"], body);
    assert!(http.get("seal").is_none());
}

#[test]
fn a_pool_of_senders_chooses_its_own() {
    let mut errand = send();
    errand["send"]["from"] = json!("MG0123456789abcdef0123456789abcdef");
    let http = &request("twilio", &twilio(), &errand)["http"];
    assert!(http["body"].as_str().unwrap().contains("&MessagingServiceSid=MG0123456789abcdef0123456789abcdef&"));
    assert!(!http["body"].as_str().unwrap().contains("From="));
}

#[test]
fn an_api_key_logs_in_instead_of_the_token_where_it_is_whole() {
    let login = |extra: Value| {
        let mut settings = json!({ "account_sid": SID, "auth_token": "12345", "base": "http://127.0.0.1:8080/fake/" });
        settings.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let settings: Settings = serde_json::from_value(settings).unwrap();
        request("twilio", &settings, &send())["http"].clone()
    };
    let key = "SK0123456789abcdef0123456789abcdef";
    let http = login(json!({ "api_key": key, "api_secret": "s" }));
    assert_eq!(http["headers"][0][1], "Basic U0swMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpz");
    assert_eq!(http["url"], format!("http://127.0.0.1:8080/fake/2010-04-01/Accounts/{SID}/Messages.json"));
    assert!(login(json!({ "api_key": key }))["headers"][0][1].as_str().unwrap().starts_with("Basic QUMw"));
}

#[test]
fn a_text_that_has_expired_is_settled_without_asking() {
    for left in [-1, 0, 999] {
        let mut errand = send();
        errand["send"]["not_after"] = json!(NOW + left);
        let asked = request("twilio", &twilio(), &errand);
        assert_eq!(asked, json!({ "settled": { "refused": { "why": "expired" } } }), "{left}");
    }
}

#[test]
fn twilio_drops_what_waits_too_long_in_its_queue() {
    for (left, period) in [(1_000, "1"), (59_999, "59"), (36_000_000, "36000"), (86_400_000, "36000")] {
        let mut errand = send();
        errand["send"]["not_after"] = json!(NOW + left);
        let body = request("twilio", &twilio(), &errand)["http"]["body"].clone();
        assert!(body.as_str().unwrap().contains(&format!("&ValidityPeriod={period}&")), "{body}");
    }
}

#[test]
fn a_message_with_an_id_is_accepted() {
    let body = r#"{"sid":"SM1","status":"queued","num_segments":"2","price":"-0.01500","price_unit":"usd"}"#;
    let price = json!({ "micros": 15_000, "currency": "USD" });
    assert_eq!(sent(201, body), json!({ "accepted": { "provider_id": "SM1", "parts": 2, "price": price } }));
    let body = r#"{"sid":"SM1","status":"accepted","num_segments":"0","price":null,"price_unit":null}"#;
    assert_eq!(sent(201, body), json!({ "accepted": { "provider_id": "SM1" } }));
    assert_eq!(
        sent(200, r#"{"sid":"SM1","num_segments":1}"#),
        json!({ "accepted": { "provider_id": "SM1", "parts": 1 } })
    );
}

#[test]
fn a_message_that_failed_at_once_is_refused_and_not_lost() {
    let body = r#"{"sid":"SM1","status":"failed","error_code":30007}"#;
    assert_eq!(sent(201, body), json!({ "refused": { "why": "filtered", "code": "30007" } }));
    let body = r#"{"sid":"SM1","status":"failed","error_code":"30001"}"#;
    assert_eq!(sent(201, body), json!({ "refused": { "why": "pacing", "retry_at": NOW + 30_000, "code": "30001" } }));
}

#[test]
fn each_error_of_a_text_has_its_cause() {
    for (status, code, why, alarm) in [
        (400, 21211, "bad_number", None),
        (400, 21614, "bad_number", None),
        (400, 21217, "bad_number", None),
        (400, 21265, "bad_number", None),
        (400, 21635, "bad_number", None),
        (400, 21610, "opted_out", None),
        (400, 21408, "blocked_destination", None),
        (400, 21612, "blocked_destination", None),
        (400, 21606, "blocked_destination", Some("sender_refused")),
        (400, 21659, "blocked_destination", Some("sender_refused")),
        (400, 21660, "blocked_destination", Some("sender_refused")),
        (400, 30034, "blocked_destination", Some("sender_refused")),
        (400, 30007, "filtered", None),
        (400, 21617, "filtered", None),
        (400, 99_999, "blocked_destination", None),
    ] {
        let body = json!({ "code": code, "message": "x", "status": status }).to_string();
        let mut expected = json!({ "why": why, "code": code.to_string() });
        if let Some(alarm) = alarm {
            expected["alarm"] = json!(alarm);
        }
        assert_eq!(sent(status, &body), json!({ "refused": expected }), "{code}");
    }
}

#[test]
fn what_only_the_owner_can_mend_is_refused_for_now_with_an_alarm() {
    for (status, body, code, alarm) in [
        (401, r#"{"code":20003}"#, "20003", "login_refused"),
        (401, "", "http_401", "login_refused"),
        (403, "<html>", "http_403", "login_refused"),
        (403, r#"{"code":20403}"#, "20403", "login_refused"),
        (404, r#"{"code":20404}"#, "20404", "login_refused"),
        (302, "", "http_302", "login_refused"),
        (401, r#"{"code":20005}"#, "20005", "balance_low"),
        (403, r#"{"code":10001}"#, "10001", "balance_low"),
    ] {
        let expected =
            json!({ "why": "provider_unavailable", "retry_at": NOW + 900_000, "code": code, "alarm": alarm });
        assert_eq!(sent(status, body), json!({ "refused": expected }), "{status} {body}");
    }
}

#[test]
fn too_many_requests_are_refused_until_the_time_given() {
    let wait = |status: u16, body: &str, headers: Value| {
        let heard = json!({ "answered": { "status": status, "headers": headers } });
        let outcome = respond("twilio", &twilio(), &send(), &heard, body.as_bytes())["outcome"].clone();
        assert_eq!(outcome["refused"]["why"], "pacing");
        outcome["refused"]["retry_at"].as_i64().unwrap() - NOW
    };
    assert_eq!(wait(429, "", json!([])), 30_000);
    assert_eq!(wait(429, r#"{"code":20429}"#, json!([["Retry-After", "5"]])), 5_000);
    assert_eq!(wait(429, "x", json!([["retry-after", "Sat, 21 Nov 2026 12:02:00 GMT"]])), 120_000);
    assert_eq!(wait(429, "", json!([["retry-after", "86400"]])), 3_600_000);
    assert_eq!(wait(400, r#"{"code":21611}"#, json!([])), 30_000);
}

#[test]
fn what_nobody_knows_is_unknown_and_looked_up() {
    let unknown = |code: &str| json!({ "unknown": { "code": code, "look_up_at": NOW + 60_000 } });
    for (status, body, code) in [
        (500, r#"{"code":20500}"#, "20500"),
        (502, "<html>", "http_502"),
        (503, r#"{"code":20503}"#, "20503"),
        (504, "", "http_504"),
        (201, "", "http_201"),
        (201, r#"{"status":"queued"}"#, "http_201"),
        (201, r#"{"sid":"../x"}"#, "http_201"),
        (201, "{\"sid\":\"SM1\"", "http_201"),
        (202, "[]", "http_202"),
        (100, "", "http_100"),
        (0, "", "http_0"),
        (999, "", "http_999"),
        (408, "", "http_408"),
    ] {
        assert_eq!(sent(status, body), unknown(code), "{status} {body}");
    }
    let silent = respond("twilio", &twilio(), &send(), &json!({ "silent": { "left": true } }), b"");
    assert_eq!(silent["outcome"], unknown("silent"));
}

#[test]
fn what_never_left_is_refused_for_now() {
    let silent = respond("twilio", &twilio(), &send(), &json!({ "silent": { "left": false } }), b"");
    let expected = json!({ "why": "provider_unavailable", "retry_at": NOW + 60_000, "code": "not_left" });
    assert_eq!(silent["outcome"], json!({ "refused": expected }));
}

#[test]
fn a_text_is_looked_up_by_its_id_or_among_those_to_the_number() {
    let url = |errand: &Value| request("twilio", &twilio(), errand)["http"]["url"].clone();
    let account = format!("https://api.twilio.com/2010-04-01/Accounts/{SID}");
    assert_eq!(
        url(&look_up()),
        format!("{account}/Messages.json?To=%2B4915112345678&From=%2B491771789000&PageSize=20")
    );
    let mut errand = look_up();
    errand["look_up"]["from"] = json!("MG0123456789abcdef0123456789abcdef");
    assert_eq!(url(&errand), format!("{account}/Messages.json?To=%2B4915112345678&PageSize=20"));
    errand["look_up"]["provider_id"] = json!("SM1");
    assert_eq!(url(&errand), format!("{account}/Messages/SM1.json"));
}

fn message() -> Value {
    json!({
        "sid": "SM9", "status": "delivered", "direction": "outbound-api", "to": "+4915112345678",
        "from": "+491771789000", "body": "Grüße & mehr", "date_created": MADE, "num_segments": "1",
    })
}

fn looked_up(messages: Value) -> Value {
    let body = json!({ "messages": messages }).to_string();
    respond("twilio", &twilio(), &look_up(), &answered(200), body.as_bytes())["outcome"].clone()
}

#[test]
fn a_text_that_is_found_is_accepted_or_refused_as_it_went() {
    let accepted = json!({ "accepted": { "provider_id": "SM9", "parts": 1 } });
    assert_eq!(looked_up(json!([message()])), accepted);
    let mut failed = message();
    failed["status"] = json!("failed");
    failed["error_code"] = json!(21610);
    let refused = json!({ "refused": { "why": "opted_out", "code": "21610" } });
    assert_eq!(looked_up(json!([failed])), refused);
    assert_eq!(looked_up(json!([failed, message()])), accepted);
    let mut errand = look_up();
    errand["look_up"]["provider_id"] = json!("SM9");
    let found = respond("twilio", &twilio(), &errand, &answered(200), message().to_string().as_bytes());
    assert_eq!(found["outcome"], accepted);
}

#[test]
fn another_text_is_not_taken_for_it() {
    for (field, value) in [
        ("body", json!("Grüße & mehr ")),
        ("body", json!("")),
        ("to", json!("+4915112345679")),
        ("from", json!("+491771789001")),
        ("direction", json!("inbound")),
        ("date_created", json!("Sat, 21 Nov 2026 11:56:59 +0000")),
        ("date_created", json!("Sat, 21 Nov 2026 12:11:01 +0000")),
        ("date_created", Value::Null),
    ] {
        let mut other = message();
        other[field] = value.clone();
        let unknown = json!({ "unknown": { "code": "not_found", "look_up_at": NOW + 60_000 } });
        assert_eq!(looked_up(json!([other])), unknown, "{field} {value}");
    }
}

#[test]
fn not_found_is_never_not_sent_and_asking_ends_some_day() {
    let after = |since: i64| {
        let mut errand = look_up();
        errand["look_up"]["since"] = json!(NOW - since);
        respond("twilio", &twilio(), &errand, &answered(200), br#"{"messages":[]}"#)["outcome"]["unknown"].clone()
    };
    assert_eq!(after(0)["look_up_at"], NOW + 60_000);
    assert_eq!(after(300_000)["look_up_at"], NOW + 300_000);
    assert_eq!(after(7_200_000)["look_up_at"], NOW + 3_600_000);
    assert_eq!(after(21_600_000), json!({ "code": "not_found" }));
    for heard in [answered(404), answered(500), answered(429), answered(401), json!({ "silent": { "left": false } })] {
        let outcome = respond("twilio", &twilio(), &look_up(), &heard, b"")["outcome"].clone();
        assert!(outcome.get("unknown").is_some(), "{outcome}");
    }
}
