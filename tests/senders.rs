//! Proves the tables of senders and prices sound, and that a registration says what is really sent and fits its form.

#![cfg(not(target_family = "wasm"))]
#![cfg(feature = "cold")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

use cartsignal::contract::error::Code;
use cartsignal::contract::prices::prices;
use cartsignal::contract::registration::{Filled, Form, Pages, Registration, RegistrationRequest, registration};
use cartsignal::contract::senders::{Allowed, Confidence, SenderKind, SenderTable, senders};
use cartsignal::contract::session::{Op, Session};
use cartsignal::gate::market::WayOut;
use cartsignal::preset;
use cartsignal::template::ConsentBoxes;
use cartsignal::template::Language;
use serde_json::{Value, json};

const NOON_IN_NEW_YORK: i64 = 1_794_934_800_000; // 2026-11-17T17:00:00Z

#[test]
fn every_row_of_the_table_has_sources_and_fits_itself() {
    let table = SenderTable::read();
    assert!(table.rows.len() > 50, "{}", table.rows.len());
    for row in &table.rows {
        let at = format!("{} {:?}", row.country, row.kind);
        assert!(!row.sources.is_empty(), "{at}");
        assert!(row.sources.iter().all(|source| source.starts_with("http") && !source.contains(' ')), "{at}");
        assert!(row.country.len() == 2 && row.country.bytes().all(|byte| byte.is_ascii_uppercase()), "{at}");
        assert_eq!(table.of(&row.country).filter(|other| other.kind == row.kind).count(), 1, "{at} stands twice");
        assert_eq!(row.allowed.at_all(), !row.ways_out.is_empty(), "{at}: a way out where there is a sender");
        assert!(!row.ways_out.contains(&WayOut::StopWord) || row.two_way == Some(true), "{at} hears no STOP");
        assert!(row.kind != SenderKind::Alphanumeric || row.two_way == Some(false), "{at}: a name hears nothing");
        assert!(row.registry.is_none() || row.allowed == Allowed::WithRegistration, "{at}");
        assert!(row.allowed != Allowed::Unknown || row.confidence == Confidence::Low, "{at}");
    }
}

#[test]
fn the_four_first_countries_have_a_row_of_every_kind() {
    for country in ["DE", "FR", "GB", "US"] {
        let kinds: Vec<SenderKind> = senders(Some(country)).senders.into_iter().map(|row| row.kind).collect();
        assert!(SenderKind::ALL.iter().all(|kind| kinds.contains(kind)), "{country}: {kinds:?}");
    }
    assert!(senders(Some("XX")).senders.is_empty());
    assert_eq!(senders(None).senders.len(), SenderTable::read().rows.len());
}

#[test]
fn every_list_price_is_a_price_of_one_part() {
    let prices = prices();
    assert!(prices.len() >= 5);
    for price in &prices {
        let at = format!("{} {}", price.provider, price.country);
        assert!((1_000..=300_000).contains(&price.most().0), "{at}");
        assert!(price.source.starts_with("https://") && !price.how.is_empty(), "{at}");
        let twice = |other: &&_| {
            let other: &cartsignal::contract::prices::ListPrice = other;
            (&other.provider, &other.country) == (&price.provider, &price.country)
        };
        assert_eq!(prices.iter().filter(twice).count(), 1, "{at} stands twice");
    }
}

#[test]
fn every_text_of_the_american_forms_fits_and_says_what_carriers_ask_for() {
    let answer = american(&json!({}));
    let kinds: Vec<SenderKind> = answer.forms.iter().map(|form| form.kind).collect();
    assert_eq!(kinds, [SenderKind::TollFree, SenderKind::LongCode10dlc]);
    for (form, name, text) in texts(&answer) {
        let at = format!("{form} {name}: {text}");
        assert!(!text.contains(['{', '}', '[', ']']), "a placeholder is left in {at}");
        assert!(!text.contains("_______"), "a link is left open in {at}");
        assert!(!text.contains("  ") && !text.trim().is_empty(), "{at}");
    }
    for field in answer.forms.iter().flat_map(|form| &form.fields) {
        let Some(limit) = &field.characters else { continue };
        for text in said(&field.value) {
            assert!((limit.min..=limit.max).contains(&text.chars().count()), "{}: {text}", field.name);
        }
    }
    let campaign = &answer.forms[1];
    for sample in said(value(campaign, "MessageSamples")) {
        assert!(sample.starts_with("Kaffeehaus: "), "{sample}");
        assert!(
            sample.contains("https://s.kaffee.de/k7Qm2Xa") && sample.ends_with("Reply STOP to opt out"),
            "{sample}"
        );
    }
    assert!((2..=5).contains(&said(value(campaign, "MessageSamples")).len()));
    for (name, asked) in [
        ("OptInMessage", vec!["Kaffeehaus", "Msg freq varies", "Msg & data rates may apply", "HELP", "STOP"]),
        ("HelpMessage", vec!["Kaffeehaus", "hilfe@kaffee.de", "Msg & data rates may apply", "STOP"]),
        ("OptOutMessage", vec!["Kaffeehaus", "won't get any more texts"]),
        ("MessageFlow", vec!["https://kaffee.de/checkout", "never ticked beforehand", "YES", "cart reminders"]),
        ("Description", vec!["Kaffeehaus", "cart reminders", "YES", "opt out"]),
    ] {
        let text = said(value(campaign, name))[0].clone();
        assert!(asked.iter().all(|asked| text.contains(asked)), "{name}: {text}");
    }
    let paragraphs = answer.paragraphs.unwrap();
    for asked in [
        "Kaffeehaus",
        "cart reminder",
        "frequency varies",
        "data rates may apply",
        "STOP",
        "HELP",
        "not a condition",
        "hilfe@kaffee.de",
        "https://kaffee.de/privacy",
        "not liable",
    ] {
        assert!(paragraphs.terms.contains(asked), "{asked}");
    }
    for asked in ["cart reminders", "do not sell, rent or share", "third parties", "marketing", "STOP"] {
        assert!(paragraphs.privacy.contains(asked), "{asked}");
    }
}

#[test]
fn the_box_of_the_form_is_the_box_of_the_checkout() {
    let boxes: ConsentBoxes = serde_json::from_str(preset::CONSENT_BOXES).unwrap();
    let pages = pages();
    let wording = boxes.cart[&Language::EnUs].wording("Kaffeehaus", &pages.terms, &pages.privacy);
    let answer = american(&json!({}));
    assert!(said(value(&answer.forms[1], "MessageFlow"))[0].contains(&wording));
    assert_eq!(answer.consent_box.unwrap().wording, wording);
}

#[test]
fn what_the_form_says_of_the_opt_in_is_what_the_core_sends() {
    let sent = asked_and_confirmed();
    let answer = american(&json!({}));
    let flow = &said(value(&answer.forms[1], "MessageFlow"))[0];
    assert!(flow.contains(&sent[0]), "{sent:?} in {flow}");
    assert_eq!(said(value(&answer.forms[1], "OptInMessage"))[0], sent[1]);
    assert_eq!(said(value(&answer.forms[0], "OptInConfirmationMessage"))[0], sent[1]);
    let samples = said(value(&answer.forms[1], "MessageSamples"));
    let reminder = sent[2].replace("_______", "k7Qm2Xa").replace("Joe", "Anna");
    assert!(samples.contains(&reminder), "{reminder} in {samples:?}");
}

#[test]
fn the_words_of_the_form_are_words_that_the_core_reads() {
    let answer = american(&json!({}));
    let mut session = Session::new();
    for (name, kinds) in
        [("OptInKeywords", ["yes", "start"]), ("OptOutKeywords", ["stop", "stop"]), ("HelpKeywords", ["help", "help"])]
    {
        for word in said(value(&answer.forms[1], name)) {
            let parts = session.call(Op::ReadReply, &[json!({"text": word, "locale": "en-US"}).to_string().as_bytes()]);
            let read: Value = serde_json::from_slice(&parts[0]).unwrap();
            assert!(kinds.iter().any(|kind| read["ok"]["kind"] == *kind), "{word}: {read}");
        }
    }
}

#[test]
fn the_longest_names_and_addresses_still_fit_the_forms() {
    let page = |name: &str| format!("https://kaffee.de/{}", name.repeat(122));
    let pages = Pages { privacy: page("p"), terms: page("t"), opt_in: page("o") };
    assert_eq!(pages.terms.len(), 140);
    let set = json!({"/shop/name": "Kaffeehaus am Naschmarkt, Wien", "/shop/link_origin": "https://s.kaffeehaus-am-naschmarkt.co.at"});
    let answer = ask("US", Some(pages), &set).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(answer.forms.len(), 2);
}

#[test]
fn an_owners_own_texts_are_in_the_samples() {
    let own = american(&json!({"/texts": {"other": {"en-US": "{Shop}: your beans miss you: {cart_link}"}}}));
    let samples = said(value(&own.forms[1], "MessageSamples"));
    assert!(samples.iter().any(|sample| sample.contains("your beans miss you")), "{samples:?}");
}

#[test]
fn answers_that_the_provider_gives_itself_are_left_out() {
    let answer = american(&json!({"/markets/US/sender/answers_keywords": true}));
    let names: Vec<&str> = answer.forms.iter().flat_map(|form| &form.fields).map(|field| &*field.name).collect();
    assert!(names.contains(&"OptInMessage"));
    assert!(!names.iter().any(|name| ["HelpMessage", "OptOutMessage", "HelpMessageSample"].contains(name)));
}

#[test]
fn countries_without_a_register_have_nothing_to_paste() {
    for country in ["DE", "FR", "GB"] {
        let answer = ask(country, None, &json!({})).unwrap();
        assert!(answer.forms.is_empty() && answer.paragraphs.is_none(), "{country}");
        assert!(answer.nothing.unwrap().starts_with("nothing to register"), "{country}");
    }
}

#[test]
fn a_name_for_austria_is_registered_with_german_samples() {
    let market = json!({"live": true, "sender": {"id": "Kaffeehaus", "way_out": "opt_out_link"}});
    let answer = ask("AT", None, &json!({"/markets/AT": market})).unwrap();
    let form = &answer.forms[0];
    assert_eq!((form.kind, said(value(form, "sender"))), (SenderKind::Alphanumeric, vec!["Kaffeehaus".to_string()]));
    assert!(said(value(form, "samples")).iter().all(|sample| sample.contains("Keine SMS mehr: https://s.kaffee.de/")));
}

#[test]
fn what_is_missing_is_named() {
    let code = |found: Result<Registration, Vec<_>>| {
        let errors: Vec<cartsignal::contract::error::ContractError> = found.unwrap_err();
        (errors[0].code, errors[0].pointer.clone())
    };
    assert_eq!(code(ask("IT", Some(pages()), &json!({}))), (Code::RegistrationMarket, "/country".into()));
    assert_eq!(code(ask("US", None, &json!({}))), (Code::RegistrationPages, "/pages".into()));
    for page in
        ["http://kaffee.de", "https://kaffee", "https://kaffee.de/a b", "https://kaffee.de/{x}", "https://.de", ""]
    {
        let pages = Pages { terms: page.into(), ..pages() };
        assert_eq!(
            code(ask("US", Some(pages), &json!({}))),
            (Code::RegistrationPages, "/pages/terms".into()),
            "{page}"
        );
    }
    let long = json!({"/texts": {"help": {"en-US": format!(
        "{{Shop}} cart reminders. Help: {{help_contact}}. Msg freq varies. Msg & data rates may apply. Reply STOP to opt out{}",
        " and be well".repeat(20)
    )}}});
    assert_eq!(code(ask("US", Some(pages()), &long)).0, Code::RegistrationText);
    assert_eq!(code(ask("US", Some(pages()), &json!({"/shop/name": ""}))).0, Code::ConfigShopName);
}

fn pages() -> Pages {
    let page = |path: &str| format!("https://kaffee.de/{path}");
    Pages { privacy: page("privacy"), terms: page("terms"), opt_in: page("checkout") }
}

fn american(set: &Value) -> Registration {
    ask("US", Some(pages()), set).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn ask(
    country: &str,
    pages: Option<Pages>,
    set: &Value,
) -> Result<Registration, Vec<cartsignal::contract::error::ContractError>> {
    registration(&RegistrationRequest { country: country.into(), pages }, &config(set))
}

fn config(set: &Value) -> Vec<u8> {
    let mut config: Value = serde_json::from_str(preset::DEMO).unwrap();
    for (pointer, value) in set.as_object().unwrap() {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        config.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.into(), value.clone());
    }
    serde_json::to_vec(&config).unwrap()
}

fn value<'a>(form: &'a Form, name: &str) -> &'a Filled {
    &form.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no {name}")).value
}

fn said(filled: &Filled) -> Vec<String> {
    match filled {
        Filled::Text(text) => vec![text.clone()],
        Filled::Texts(texts) => texts.clone(),
        Filled::Flag(_) => Vec::new(),
    }
}

/// Every text of an answer, with the names of form and field.
fn texts(answer: &Registration) -> Vec<(String, String, String)> {
    let fields = answer.forms.iter().flat_map(|form| form.fields.iter().map(|field| (form.name.clone(), field)));
    let mut all: Vec<_> = fields
        .flat_map(|(form, field)| {
            said(&field.value).into_iter().map(move |text| (form.clone(), field.name.clone(), text))
        })
        .collect();
    if let Some(paragraphs) = &answer.paragraphs {
        all.push(("page".into(), "terms".into(), paragraphs.terms.clone()));
        all.push(("page".into(), "privacy".into(), paragraphs.privacy.clone()));
    }
    all
}

/// Lets an American leave a cart, say YES and get the reminder; returns the three texts as the core sends them.
fn asked_and_confirmed() -> Vec<String> {
    const HOUR: i64 = 3_600_000;
    let mut session = Session::new();
    let program = session.call(Op::Compile, &[&config(&json!({"/holdout_percent": 0}))])[1].clone();
    session.call(Op::Load, &[b"{}", &program]);
    let contact = json!({"first_name": "Joe", "locale": "en-US", "country": "US", "region": "NY",
        "browser_zone": "America/New_York", "number": {"kind": "unknown", "country": "US", "area": "212"}});
    let line = json!({"product": "mug", "quantity": 1, "unit_price_minor": 1_800});
    let consent = json!({"purpose": "cart", "channel": "sms", "evidence": "box-1", "basis": "express_written"});
    let inputs = [
        (-3, json!({"contact.provided": {"recipient": "r-1"}})),
        (-3, json!({"consent.granted": consent})),
        (
            -2,
            json!({"cart.updated": {"cart": "c1", "version": 1, "change": "added", "currency": "EUR", "lines": [line]}}),
        ),
        (0, json!({"wake": {}})),
        (1, json!({"reply": {"kind": "yes", "channel": "sms"}})),
    ];
    let (mut shopper, mut recipient, mut sent) = (Vec::new(), Vec::new(), Vec::new());
    for (nth, (hours, what)) in inputs.into_iter().enumerate() {
        let moment = NOON_IN_NEW_YORK + hours * HOUR;
        let request = json!({
            "program": 1, "shopper": "s-1", "recipient": "r-1", "contact": contact, "moment": moment,
            "input": {"id": format!("i-{nth}"), "occurred_at": moment, "trust": "server", "what": what},
        });
        let answer = session.call(Op::Step, &[request.to_string().as_bytes(), &shopper, &recipient]).to_vec();
        let said: Value = serde_json::from_slice(&answer[0]).unwrap();
        let decisions = said["ok"]["decisions"].as_array().unwrap_or_else(|| panic!("{said}"));
        sent.extend(
            decisions.iter().filter_map(|decision| Some(decision.pointer("/does/send/text")?.as_str()?.into())),
        );
        (shopper, recipient) = (answer[1].clone(), answer[2].clone());
    }
    assert_eq!(sent.len(), 3, "{sent:?}");
    sent
}
