//! The benchmark of the core as native code, through the same contract calls as tests/bench/node.mjs: microseconds
//! per call, the median of runs; `--json` for `npm run bench`.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::float_arithmetic,
    reason = "a benchmark reads the clock and may stop"
)]

use cartsignal::contract::session::{Op, Session};
use serde_json::{Value, json};
use std::process::Command;
use std::time::Instant;

const RUNS: usize = 15;

fn main() {
    let printed = Command::new("node").arg("tests/bench/scenario.mjs").output().expect("node runs");
    let scenario: Value = serde_json::from_slice(&printed.stdout).expect("the scenario is JSON");
    let mut session = Session::default();
    let mut results: Vec<(String, f64)> = Vec::new();
    for measure in scenario["measures"].as_array().expect("measures") {
        let configuration = &scenario["configurations"][text(&measure["store"])];
        let store = Store::prepare(&mut session, text(configuration), &scenario["past"]);
        let value = store.median(&mut session, measure, &scenario["hold"]);
        results.push((text(&measure["name"]).to_owned(), value));
    }
    let value = |name: &str| results.iter().find(|(known, _)| known == name).expect("measured").1;
    let segments = value("wake, resident, 30 segments") - value("wake, resident, no segments");
    results.push(("30 segments on a resident shopper".to_owned(), segments));
    if std::env::args().any(|argument| argument == "--json") {
        let rows: Vec<Value> =
            results.iter().map(|(name, value)| json!({"name": name, "unit": "µs", "value": value})).collect();
        println!("{}", Value::from(rows));
    } else {
        results.iter().for_each(|(name, value)| println!("{name:<44} {value:.3} µs"));
    }
}

/// One shopper with a past in one store.
struct Store {
    program: u64,
    shopper: Vec<u8>,
    recipient: Vec<u8>,
}

impl Store {
    fn prepare(session: &mut Session, configuration: &str, past: &Value) -> Self {
        let compiled = session.call(Op::Compile, &[configuration.as_bytes()]).to_vec();
        let loaded = session.call(Op::Load, &[b"{}", &compiled[1]]).to_vec();
        let answer: Value = serde_json::from_slice(&loaded[0]).expect("JSON");
        let mut store = Self {
            program: answer["ok"]["program"].as_u64().expect("a handle"),
            shopper: Vec::new(),
            recipient: Vec::new(),
        };
        for request in past.as_array().expect("requests") {
            let request = fill(text(request), store.program);
            let parts = session.call(Op::Step, &[request.as_bytes(), &store.shopper, &store.recipient]).to_vec();
            assert!(parts[0].starts_with(b"{\"ok\""), "{}", String::from_utf8_lossy(&parts[0]));
            (store.shopper, store.recipient) = (parts[1].clone(), parts[2].clone());
        }
        store
    }

    fn median(&self, session: &mut Session, measure: &Value, hold: &Value) -> f64 {
        let resident = measure["resident"] == true;
        let handle = if resident {
            let request = fill(text(hold), self.program);
            let parts = session.call(Op::Hold, &[request.as_bytes(), &self.shopper, &self.recipient]).to_vec();
            let answer: Value = serde_json::from_slice(&parts[0]).expect("JSON");
            answer["ok"]["resident"].as_u64().expect("a handle")
        } else {
            self.program
        };
        let requests = measure["requests"].as_array().expect("requests").iter();
        let requests: Vec<String> = requests.map(|request| fill(text(request), handle)).collect();
        let (shopper, recipient): (&[u8], &[u8]) = if resident { (&[], &[]) } else { (&self.shopper, &self.recipient) };
        let mut times: Vec<f64> = (0..RUNS)
            .map(|_| {
                let begin = Instant::now();
                for request in &requests {
                    std::hint::black_box(session.call(Op::Step, &[request.as_bytes(), shopper, recipient]));
                }
                begin.elapsed().as_secs_f64() * 1e6 / requests.len() as f64
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[RUNS / 2]
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn fill(request: &str, handle: u64) -> String {
    request.replacen("\"handle\"", &handle.to_string(), 1)
}
