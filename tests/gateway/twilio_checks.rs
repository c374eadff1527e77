//! Twilio: questions about the account and the registration of a sender.

use super::{SID, answered, request, respond, twilio};
use cartsignal::gateway::Settings;
use serde_json::{Value, json};

const POOL: &str = "MG0123456789abcdef0123456789abcdef";
const TOLL_FREE: &str = "+18335550100";

fn check(what: &str, sender: Option<&str>) -> Value {
    let mut check = json!({ "what": what });
    if let Some(sender) = sender {
        check["sender"] = json!(sender);
    }
    json!({ "check": check })
}

fn checked(check: &Value, status: u16, body: &Value) -> Value {
    respond("twilio", &twilio(), check, &answered(status), body.to_string().as_bytes())["checked"].clone()
}

#[test]
fn each_check_asks_where_its_answer_is() {
    let url = |check: &Value| request("twilio", &twilio(), check)["http"]["url"].as_str().unwrap().to_owned();
    let account = format!("https://api.twilio.com/2010-04-01/Accounts/{SID}");
    assert_eq!(url(&check("account", None)), format!("{account}.json"));
    assert_eq!(url(&check("balance", None)), format!("{account}/Balance.json"));
    let messaging = "https://messaging.twilio.com/v1";
    assert_eq!(url(&check("registration", Some(TOLL_FREE))), format!("{messaging}/Tollfree/Verifications?PageSize=20"));
    assert_eq!(url(&check("registration", Some(POOL))), format!("{messaging}/Services/{POOL}/Compliance/Usa2p"));
    assert_eq!(url(&check("registration", Some("+12125550100"))), format!("{account}.json"));
}

#[test]
fn a_fake_api_on_this_machine_is_asked_about_registrations_too() {
    let settings = json!({ "account_sid": SID, "auth_token": "1", "base": "http://localhost:9" });
    let settings: Settings = serde_json::from_value(settings).unwrap();
    let http = request("twilio", &settings, &check("registration", Some(POOL)));
    assert_eq!(http["http"]["url"], format!("http://localhost:9/v1/Services/{POOL}/Compliance/Usa2p"));
}

#[test]
fn an_account_logs_in_where_it_is_active() {
    let account = check("account", None);
    assert_eq!(checked(&account, 200, &json!({ "status": "active" })), json!({ "login": true }));
    let suspended = json!({ "login": false, "code": "suspended" });
    assert_eq!(checked(&account, 200, &json!({ "status": "suspended" })), suspended);
    assert_eq!(checked(&account, 401, &json!({ "code": 20003 })), json!({ "login": false, "code": "20003" }));
    let silent = respond("twilio", &twilio(), &account, &json!({ "silent": { "left": true } }), b"");
    assert_eq!(silent["checked"], json!({ "login": false, "code": "silent" }));
}

#[test]
fn a_balance_may_be_negative() {
    let balance = check("balance", None);
    let money = |micros: i64| json!({ "login": true, "balance": { "micros": micros, "currency": "USD" } });
    let told = |text: &str| checked(&balance, 200, &json!({ "balance": text, "currency": "USD" }));
    assert_eq!(told("12.345"), money(12_345_000));
    assert_eq!(told("-0.5"), money(-500_000));
    assert_eq!(told("much"), json!({ "login": false, "code": "unreadable" }));
}

#[test]
fn a_toll_free_number_is_looked_for_among_the_verifications() {
    let check = check("registration", Some(TOLL_FREE));
    let told = |status: &str| {
        let other = json!({ "tollfree_phone_number": "+18335550199", "status": "TWILIO_APPROVED" });
        let own = json!({ "tollfree_phone_number": TOLL_FREE, "status": status });
        checked(&check, 200, &json!({ "verifications": [other, own], "meta": { "next_page_url": null } }))
    };
    assert_eq!(told("TWILIO_APPROVED"), json!({ "login": true, "registered": "yes" }));
    assert_eq!(told("IN_REVIEW"), json!({ "login": true, "registered": "pending", "code": "IN_REVIEW" }));
    assert_eq!(told("PENDING_REVIEW")["registered"], "pending");
    assert_eq!(told("TWILIO_REJECTED"), json!({ "login": true, "registered": "no", "code": "TWILIO_REJECTED" }));
    assert_eq!(told("NEW_WORD"), json!({ "login": true, "registered": "unknown", "code": "NEW_WORD" }));
    let none = json!({ "verifications": [], "meta": { "next_page_url": null } });
    assert_eq!(checked(&check, 200, &none), json!({ "login": true, "registered": "no" }));
    let more = json!({ "verifications": [], "meta": { "next_page_url": "https://x" } });
    assert_eq!(checked(&check, 200, &more)["registered"], "unknown");
    assert_eq!(checked(&check, 200, &json!({}))["registered"], "unknown");
}

#[test]
fn a_pool_has_the_best_of_its_campaigns() {
    let check = check("registration", Some(POOL));
    let told = |words: &[&str]| {
        let campaigns: Vec<_> = words.iter().map(|word| json!({ "campaign_status": word })).collect();
        checked(&check, 200, &json!({ "compliance": campaigns }))["registered"].clone()
    };
    assert_eq!(told(&["FAILED", "VERIFIED"]), "yes");
    assert_eq!(told(&["IN_PROGRESS", "FAILED"]), "pending");
    assert_eq!(told(&["FAILED"]), "no");
    assert_eq!(told(&[]), "no");
    assert_eq!(told(&["NEW_WORD"]), "unknown");
    let missing = json!({ "login": true, "registered": "no", "code": "20404" });
    assert_eq!(checked(&check, 404, &json!({ "code": 20404 })), missing);
    assert_eq!(checked(&check, 401, &json!({}))["registered"], "unknown");
}

#[test]
fn of_other_senders_the_api_does_not_tell() {
    for sender in ["+12125550100", "MyShop", "12345", "+4915112345678"] {
        let told = checked(&check("registration", Some(sender)), 200, &json!({ "status": "active" }));
        assert_eq!(told, json!({ "login": true, "registered": "unknown" }), "{sender}");
    }
}
