//! Runs a record of `cartsignal replay --record FILE` again as native code; prints `{"steps":…,"sha256":…}`.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a tool for tests, which may stop")]

use cartsignal::contract::session::{Op, Session};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};

fn main() {
    let path = std::env::args().nth(1).expect("the record's path");
    let lines = BufReader::new(std::fs::File::open(path).expect("the record")).lines();
    let mut session = Session::default();
    let mut states: BTreeMap<(&str, String), Vec<u8>> = BTreeMap::new();
    let mut hash = Sha256::new();
    let (mut program, mut steps) = (Value::Null, 0_u64);
    for line in lines {
        let mut call: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        if let Some(configuration) = call.get("configuration") {
            let compiled = session.call(Op::Compile, &[configuration.to_string().as_bytes()]).to_vec();
            let loaded = session.call(Op::Load, &[b"{}", &compiled[1]]).to_vec();
            program = ok(&loaded[0])["program"].clone();
            continue;
        }
        let key = |side: &'static str| Some((side, call.get(side)?.as_str()?.to_owned()));
        let keys = [key("shopper"), key("recipient")];
        let before = keys.clone().map(|key| key.and_then(|key| states.get(&key).cloned()).unwrap_or_default());
        call["program"] = program.clone();
        let parts = session.call(Op::Step, &[call.to_string().as_bytes(), &before[0], &before[1]]).to_vec();
        for decision in ok(&parts[0])["decisions"].as_array().expect("decisions") {
            hash.update(format!("{decision}\n"));
        }
        for (key, after) in keys.into_iter().zip(&parts[1..]) {
            key.and_then(|key| states.insert(key, after.clone()));
        }
        steps += 1;
    }
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("{}", json!({"steps": steps, "sha256": digest}));
}

fn ok(answer: &[u8]) -> Value {
    let answer: Value = serde_json::from_slice(answer).expect("JSON");
    assert!(answer.get("ok").is_some(), "{answer}");
    answer["ok"].clone()
}
