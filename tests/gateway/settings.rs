//! Settings and errands that can't be right, and the table of providers.

use super::{NOW, SID, send, twilio};
use cartsignal::gateway::{self, GatewayFault, Settings};
use cartsignal::time::Timestamp;
use serde_json::{Value, json};

fn fault(provider: &str, settings: Value, errand: &Value) -> GatewayFault {
    let settings: Settings = serde_json::from_value(settings).unwrap();
    let errand = serde_json::from_value(errand.clone()).unwrap();
    gateway::request(provider, &settings, Timestamp::from_ms(NOW), &errand).unwrap_err()
}

#[test]
fn every_provider_has_a_name_of_its_own_and_settings_with_examples_of_the_right_shape() {
    let mut names: Vec<_> = gateway::providers().iter().map(|provider| provider.name).collect();
    assert_eq!(names, ["twilio", "webhook", "log"]);
    names.dedup();
    assert_eq!(names.len(), 3);
    for provider in gateway::providers() {
        let example = provider.settings.iter().map(|it| (it.name.to_owned(), it.example.to_owned()));
        let example: Settings = example.collect();
        let errand = serde_json::from_value(send()).unwrap();
        assert!(gateway::request(provider.name, &example, Timestamp::from_ms(NOW), &errand).is_ok());
    }
}

#[test]
fn providers_are_told_to_screens_without_their_code() {
    let rows = serde_json::to_value(gateway::providers()).unwrap();
    let row = &rows[1];
    assert_eq!(row["name"], "webhook");
    assert_eq!(row["settings"][1]["secret"], true);
    assert!(row.get("code").is_none());
}

#[test]
fn settings_that_are_unknown_missing_or_misshapen_are_named_and_never_repeated() {
    let twilio = |token: &str| json!({ "account_sid": SID, "auth_token": token });
    assert_eq!(fault("smoke", json!({}), &send()), GatewayFault::UnknownProvider);
    assert_eq!(fault("log", json!({ "x".repeat(99): "y" }), &send()), GatewayFault::UnknownSetting("x".repeat(40)));
    assert_eq!(fault("twilio", json!({ "account_sid": SID }), &send()), GatewayFault::MissingSetting("auth_token"));
    assert_eq!(fault("twilio", twilio(""), &send()), GatewayFault::BadSetting("auth_token", "a value"));
    for token in ["a\r\nx-evil: 1", "a b", "\u{fc}", &"a".repeat(513)] {
        let found = fault("twilio", twilio(token), &send());
        assert!(matches!(found, GatewayFault::BadSetting("auth_token", _)), "{found:?}");
        assert!(!format!("{found:?}").contains(token));
    }
    let sid = json!({ "account_sid": "AC../../x", "auth_token": "1" });
    assert!(matches!(fault("twilio", sid, &send()), GatewayFault::BadSetting("account_sid", _)));
    for base in ["http://api.twilio.com", "https://u:p@x.example", "https://x.example/?a", "ftp://localhost", "x"] {
        let settings = json!({ "account_sid": SID, "auth_token": "1", "base": base });
        assert!(matches!(fault("twilio", settings, &send()), GatewayFault::BadSetting("base", _)), "{base}");
    }
    for secret in ["whsec_", "whsec_AAAA", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whsec_!"] {
        let settings = json!({ "url": "https://x.example", "secret": secret });
        assert!(matches!(fault("webhook", settings, &send()), GatewayFault::BadSetting("secret", _)), "{secret}");
    }
}

#[test]
fn settings_show_their_names_only() {
    let shown = format!("{:?}", twilio());
    assert!(shown.contains("auth_token") && !shown.contains("12345"), "{shown}");
}

#[test]
fn a_field_of_an_errand_that_cannot_be_right_is_named() {
    let with = |field: &str, value: Value| {
        let mut errand = send();
        errand["send"][field] = value;
        fault("log", json!({}), &errand)
    };
    for (field, value) in [
        ("reference", json!("a/b")),
        ("reference", json!("")),
        ("to", json!("4915112345678")),
        ("to", json!("+0123456")),
        ("to", json!("+49151123456789012")),
        ("to", json!("+1")),
        ("from", json!("")),
        ("from", json!("Sh\u{f6}p")),
        ("from", json!("a\nb")),
        ("text", json!("")),
        ("text", json!("a".repeat(1_601))),
        ("text", json!("a\u{0}b")),
        ("callback", json!("http://shop.example.com/x")),
        ("callback", json!("/relative")),
    ] {
        let found = with(field, value);
        assert_eq!(found, GatewayFault::BadErrand(field));
    }
    let sender = json!({ "check": { "what": "registration" } });
    assert_eq!(fault("log", json!({}), &sender), GatewayFault::BadErrand("sender"));
}

#[test]
fn an_errand_with_a_field_nobody_knows_is_no_errand() {
    let mut errand = send();
    errand["send"]["colour"] = json!("red");
    assert!(serde_json::from_value::<gateway::Errand>(errand).is_err());
}
