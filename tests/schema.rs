//! JSON Schema of the contract, generated from its types into `tests/schema`; other languages get their types from there.
//!
//! Run with `--features schema`. A difference fails; `UPDATE_GENERATED=1` writes instead.

#![cfg(not(target_family = "wasm"))]
#![cfg(feature = "schema")]
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use cartsignal::contract::answer::{
    Admitted, CompiledAnswer, Done, Failure, Held, LearnedAnswer, LintAnswer, Loaded, MergedAnswer, SteppedAnswer,
    Touched, Versions,
};
use cartsignal::contract::config::Config;
use cartsignal::contract::error::ContractError;
use cartsignal::contract::registration::{Registration, RegistrationRequest};
use cartsignal::contract::request::{
    AdmitRequest, ChargeRequest, EmptyRequest, ExplainRequest, HoldRequest, LearnRequest, LoadRequest, MeasureRequest,
    MergeRequest, ObserveRequest, ResidentRequest, SpendingRequest, StepRequest, UnloadRequest,
};
use cartsignal::contract::senders::{SendersAnswer, SendersRequest};
use cartsignal::contract::sending::{
    ChallengeAnswer, GatewayRequest, HookRequest, ParsePhoneRequest, ProvidersAnswer, ReadReplyRequest,
    ResponseRequest, WebhookRequest,
};
use cartsignal::engine::admit::Spending;
use cartsignal::engine::explain::Explanation;
use cartsignal::gateway::{Hooked, Requested, Responded};
use cartsignal::phone::Parsed;
use cartsignal::reply::Reading;
use cartsignal::sms::Measure;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

#[test]
fn requests_are_what_the_types_say() {
    let mut file = File::new(SchemaSettings::draft07(), "Requests", "Part 0 of each operation, by name.");
    file.add::<EmptyRequest>("versions");
    file.add::<Config>("compile");
    file.add::<Config>("lint");
    file.add::<LoadRequest>("load");
    file.add::<UnloadRequest>("unload");
    file.add::<StepRequest>("touches");
    file.add::<StepRequest>("step");
    file.add::<MergeRequest>("merge");
    file.add::<AdmitRequest>("admit");
    file.add::<ExplainRequest>("explain");
    file.add::<MeasureRequest>("measure");
    file.add::<ObserveRequest>("observe");
    file.add::<LearnRequest>("learn");
    file.add::<HoldRequest>("hold");
    file.add::<ResidentRequest>("flush");
    file.add::<ResidentRequest>("release");
    file.add::<ObserveRequest>("erase");
    file.add::<EmptyRequest>("combine");
    file.add::<ParsePhoneRequest>("parse_phone");
    file.add::<ReadReplyRequest>("read_reply");
    file.add::<GatewayRequest>("request");
    file.add::<ResponseRequest>("response");
    file.add::<HookRequest>("challenge");
    file.add::<WebhookRequest>("webhook");
    file.add::<RegistrationRequest>("registration");
    file.add::<ChargeRequest>("charge");
    file.add::<SendersRequest>("senders");
    file.add::<EmptyRequest>("providers");
    file.add::<SpendingRequest>("spending");
    file.settle("requests");
}

#[test]
fn answers_are_what_the_types_say() {
    let about =
        "What stands under `ok` in part 0 of each operation's answer; `error` and `errors` are the same for all.";
    let mut file = File::new(SchemaSettings::draft07().for_serialize(), "Answers", about);
    file.add::<Versions>("versions");
    file.add::<CompiledAnswer<'_>>("compile");
    file.add::<LintAnswer<'_>>("lint");
    file.add::<Loaded>("load");
    file.add::<Done>("unload");
    file.add::<Touched>("touches");
    file.add::<SteppedAnswer<'_>>("step");
    file.add::<MergedAnswer<'_>>("merge");
    file.add::<Admitted>("admit");
    file.add::<Explanation>("explain");
    file.add::<Measure>("measure");
    file.add::<Done>("observe");
    file.add::<LearnedAnswer<'_>>("learn");
    file.add::<Held>("hold");
    file.add::<Done>("flush");
    file.add::<Done>("release");
    file.add::<Done>("erase");
    file.add::<Done>("combine");
    file.add::<Parsed>("parse_phone");
    file.add::<Reading>("read_reply");
    file.add::<Requested>("request");
    file.add::<Responded>("response");
    file.add::<ChallengeAnswer>("challenge");
    file.add::<Hooked>("webhook");
    file.add::<Registration>("registration");
    file.add::<Done>("charge");
    file.add::<SendersAnswer>("senders");
    file.add::<ProvidersAnswer>("providers");
    file.add::<Spending>("spending");
    file.add::<Failure>("error");
    file.add::<Vec<ContractError>>("errors");
    file.settle("answers");
}

/// One generated file: an object with one property for each operation.
struct File {
    generator: SchemaGenerator,
    title: &'static str,
    about: &'static str,
    properties: Map<String, Value>,
}

impl File {
    fn new(settings: SchemaSettings, title: &'static str, about: &'static str) -> Self {
        Self { generator: settings.into_generator(), title, about, properties: Map::new() }
    }

    fn add<T: JsonSchema>(&mut self, name: &str) {
        let schema: Schema = self.generator.subschema_for::<T>();
        self.properties.insert(name.into(), schema.to_value());
    }

    fn settle(mut self, name: &str) {
        let definitions = self.generator.take_definitions(true);
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": self.title,
            "description": self.about,
            "type": "object",
            "properties": self.properties,
            "additionalProperties": false,
            "definitions": definitions,
        });
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema").join(format!("{name}.json"));
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(path, text).unwrap();
            return;
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        assert!(known == text, "tests/schema/{name}.json is not what the types say: run `npm run generate`");
    }
}
