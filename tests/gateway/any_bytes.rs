//! Any bytes from outside: an answer each time, never a stop, and never a hook believed that was not proven.

use super::{NOW, look_up, owned, send, twilio};
use cartsignal::gateway::{self, Challenge, Errand, Heard, Hook, Hooked, Requested, Responded, Sending, Settings};
use cartsignal::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

fn accounts() -> [(&'static str, Settings); 3] {
    [("twilio", twilio()), ("webhook", owned()), ("log", serde_json::from_value(json!({})).unwrap())]
}

fn errands() -> Vec<Errand> {
    let mut found = look_up();
    found["look_up"]["provider_id"] = json!("SM1");
    let pool = json!({ "check": { "what": "registration", "sender": "MG0123456789abcdef0123456789abcdef" } });
    let toll_free = json!({ "check": { "what": "registration", "sender": "+18335550100" } });
    let checks = ["account", "balance"].map(|what| json!({ "check": { "what": what } }));
    let all = [send(), look_up(), found, pool, toll_free].into_iter().chain(checks);
    all.map(|errand| serde_json::from_value(errand).unwrap()).collect()
}

/// Bodies that get past a first look: fields and JSON with the names that are read, and bytes that are nothing.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(vec![
        "sid",
        "status",
        "code",
        "price",
        "price_unit",
        "num_segments",
        "error_code",
        "messages",
        "balance",
        "currency",
        "verifications",
        "compliance",
        "MessageSid",
        "MessageStatus",
        "ErrorCode",
        "From",
        "To",
        "Body",
        "event",
        "id",
        "state",
        "reference",
        "why",
        "error",
    ]);
    let value = prop_oneof![
        Just("null".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| json!(number).to_string()),
        "\\PC{0,12}".prop_map(|text| json!(text).to_string()),
        Just("[{\"status\":1},[],null]".to_owned()),
        Just("{\"micros\":-1,\"currency\":\"eur\"}".to_owned()),
    ];
    let fields = vec((name.clone(), value), 0..8).prop_map(|fields| {
        let fields: Vec<_> = fields.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(",")).into_bytes()
    });
    let form = vec((name, "[ -~]{0,12}"), 0..8).prop_map(|fields| {
        let fields: Vec<_> = fields.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        fields.join("&").into_bytes()
    });
    prop_oneof![vec(any::<u8>(), 0..200), fields, form, Just(vec![b'['; 60_000])]
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        Just("x-twilio-signature".to_owned()),
        Just("webhook-id".to_owned()),
        Just("webhook-timestamp".to_owned()),
        Just("webhook-signature".to_owned()),
        Just("content-type".to_owned()),
        Just("retry-after".to_owned()),
        "\\PC{0,8}",
    ];
    let value = prop_oneof![
        "\\PC{0,40}",
        Just((NOW / 1_000).to_string()),
        Just("v1,AAAA v1,".to_owned()),
        Just("application/json".to_owned()),
    ];
    vec((name, value), 0..6)
}

fn heards() -> impl Strategy<Value = Heard> {
    let answered = (any::<u16>(), headers())
        .prop_map(|(status, headers)| json!({ "answered": { "status": status, "headers": headers } }));
    let usual = prop::sample::select(vec![200_u16, 201, 301, 400, 401, 404, 409, 429, 500, 503])
        .prop_map(|status| json!({ "answered": { "status": status, "headers": [] } }));
    let silent = any::<bool>().prop_map(|left| json!({ "silent": { "left": left } }));
    prop_oneof![answered, usual, silent].prop_map(|heard| serde_json::from_value(heard).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_means_something(heard in heards(), body in bodies(), moment in any::<i64>()) {
        for (name, settings) in accounts() {
            for errand in errands() {
                let at = Timestamp::from_ms(moment);
                let responded = gateway::response(name, &settings, at, &errand, &heard, &body).unwrap();
                let is_check = matches!(errand, Errand::Check(_));
                prop_assert_eq!(is_check, matches!(responded, Responded::Checked(_)));
                if let (Responded::Outcome(Sending::Refused(refused)), true) = (&responded, name != "log") {
                    prop_assert!(refused.retry_at.is_none_or(|retry| retry >= at), "{refused:?}");
                }
                serde_json::to_string(&responded).unwrap();
            }
        }
    }

    #[test]
    fn silence_after_leaving_is_never_refused(moment in any::<i64>(), body in bodies()) {
        let heard: Heard = serde_json::from_value(json!({ "silent": { "left": true } })).unwrap();
        for (name, settings) in accounts().into_iter().take(2) {
            for errand in errands().iter().filter(|errand| !matches!(errand, Errand::Check(_))) {
                let at = Timestamp::from_ms(moment);
                let responded = gateway::response(name, &settings, at, errand, &heard, &body).unwrap();
                prop_assert!(matches!(responded, Responded::Outcome(Sending::Unknown(_))), "{responded:?}");
            }
        }
    }

    #[test]
    fn no_hook_is_believed_by_guessing(
        method in prop_oneof![Just("POST".to_owned()), "\\PC{0,6}"],
        url in prop_oneof!["https://[a-z]{1,5}\\.example(:[0-9]{1,6})?/\\PC{0,20}", "\\PC{0,40}"],
        headers in headers(),
        body in bodies(),
        guess in vec("[0-9a-f]{0,80}", 0..6),
    ) {
        let hook = Hook { method, url, headers };
        for (name, settings) in accounts() {
            let at = Timestamp::from_ms(NOW);
            let challenge = gateway::challenge(name, &settings, at, &hook, &body).unwrap();
            if let Challenge::Prove(proofs) = &challenge {
                prop_assert!((1..=5).contains(&proofs.len()));
            }
            let hooked = gateway::webhook(name, &settings, at, &hook, &guess, &body).unwrap();
            prop_assert!(matches!(hooked, Hooked::Refused(_)), "{hooked:?}");
        }
    }

    #[test]
    fn what_is_asked_has_no_control_character_in_address_or_headers(
        text in "\\PC{1,200}", to in "\\+[1-9][0-9]{11,14}", from in "[ -~]{1,40}", left in -5_000_i64..100_000_000,
    ) {
        let errand = json!({ "send": {
            "reference": "r", "to": to, "from": from, "text": text, "not_after": NOW + left,
        }});
        let errand: Errand = serde_json::from_value(errand).unwrap();
        for (name, settings) in accounts() {
            let asked = gateway::request(name, &settings, Timestamp::from_ms(NOW), &errand).unwrap();
            let Requested::Http(http) = asked else { continue };
            let lines = http.headers.iter().flat_map(|(name, value)| [name, value]).chain([&http.url]);
            for line in lines {
                prop_assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
            }
            prop_assert!(!http.url.contains(to.trim_start_matches('+')), "the number stands in the address");
        }
    }
}
