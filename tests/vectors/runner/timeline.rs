//! Tells one vector: compiles its program, makes its calls in order, compares every answer.

use super::expect;
use super::host::{Host, Library, number};
use super::json::{merge, only, text};
use super::request::{Past, STATELESS, Shelf, part_zero};
use serde_json::{Value, json};

const VECTOR: &str = "title why program patch contacts warnings always steps";
const STEP: &str = "a aggregate as ask b budget call config contact counters does expect facts facts_of hex id input moment \
    occurred_at of op origin parts previous progress recipient request says shopper text times trust under";

/// Runs a vector; `answered` gets every part of every answer.
pub(crate) fn run(vector: &str, library: &mut Library, answered: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let vector: Value = serde_json::from_str(vector).map_err(|error| error.to_string())?;
    only(&vector, VECTOR, "the vector")?;
    text(&vector, "title").and(text(&vector, "why"))?;
    let mut contacts = library.contacts.clone();
    merge(&mut contacts, vector.get("contacts").unwrap_or(&json!({})));
    let mut told = Told { host: Host::default(), shelf: Shelf::default(), past: Past::default(), answered };
    let given = json!({"call": "compile", "as": "given", "config": {"program": vector["program"], "patch": vector.get("patch")},
        "expect": {"warnings": vector.get("warnings").unwrap_or(&json!([])).as_array().into_iter().flatten()
            .map(|code| json!({"code": code})).collect::<Vec<_>>()}});
    told.step(&given, "0", library, &contacts).map_err(|why| format!("its program, {why}"))?;
    let steps = vector["steps"].as_array().ok_or("a vector needs `steps`")?;
    for (place, own) in steps.iter().enumerate() {
        let mut step = vector.get("always").cloned().unwrap_or_else(|| json!({}));
        for (name, value) in own.as_object().ok_or("a step is an object")? {
            step[name] = value.clone();
        }
        let nth = place.saturating_add(1);
        for time in 1..=step["times"].as_u64().unwrap_or(1) {
            let name = if time == 1 { nth.to_string() } else { format!("{nth}-{time}") };
            told.past.decisions.truncate(place);
            told.past.facts.truncate(place);
            told.step(&step, &name, library, &contacts).map_err(|why| format!("step {name}, {why}"))?;
        }
    }
    Ok(())
}

struct Told<'a> {
    host: Host,
    shelf: Shelf,
    past: Past,
    answered: &'a mut dyn FnMut(&[u8]),
}

impl Told<'_> {
    fn step(&mut self, step: &Value, nth: &str, library: &mut Library, contacts: &Value) -> Result<(), String> {
        only(step, STEP, "the step")?;
        let call = step.get("call").and_then(Value::as_str).unwrap_or("step");
        let name = |field: &str| step.get(field).and_then(Value::as_str);
        let mut ids = Vec::new();
        let mut facts = Vec::new();
        let mut answer = json!({"ok": {}});
        let mut bytes = Vec::new();
        if call == "state" {
            self.shelf.change(step)?;
        } else {
            let parts = self.parts(call, step, nth, library, contacts)?;
            let answers = match call {
                "frame" => self.host.frame(op(step)?, &parts[0])?,
                "raw" => self.host.call(op(step)?, &parts)?,
                _ => self.host.call(number(call)?, &parts)?,
            };
            answers.iter().for_each(|part| (self.answered)(part));
            answer =
                serde_json::from_slice(answers.first().ok_or("an answer without parts")?).map_err(|e| e.to_string())?;
            bytes = answers.get(1..).unwrap_or_default().to_vec();
            if let Some(ok) = answer.get("ok") {
                self.keep(call, ok, &answers, &name)?;
                if let Some(stepped) = expect::stepped(call, ok) {
                    ids = expect::ids(stepped);
                    facts = stepped["facts"].as_array().cloned().unwrap_or_default();
                }
            }
        }
        let earlier = Past { decisions: self.past.decisions.clone(), facts: Vec::new() };
        if nth != "0" {
            self.past.decisions.push(ids);
            self.past.facts.push(facts);
        }
        let expected = self.past.resolve(step.get("expect").unwrap_or(&json!({})))?;
        expect::check(&expected, call, (&answer, &bytes), &earlier, &self.shelf)
    }

    fn parts(
        &self,
        call: &str,
        step: &Value,
        nth: &str,
        library: &mut Library,
        contacts: &Value,
    ) -> Result<Vec<Vec<u8>>, String> {
        let name = |field: &str| step.get(field).and_then(Value::as_str);
        let state = |field: &str| self.shelf.state(name(field));
        match call {
            "raw" => step["parts"].as_array().into_iter().flatten().map(|part| self.shelf.raw(part)).collect(),
            "frame" => Ok(vec![super::json::unhex(text(step, "hex")?)?]),
            "compile" => {
                let config = match step["config"].get("text").and_then(Value::as_str) {
                    Some(text) => text.into(),
                    None => library.configuration(
                        text(&step["config"], "program")?,
                        step["config"].get("patch").filter(|patch| !patch.is_null()),
                    )?,
                };
                let previous = name("previous").map(|name| self.shelf.raw(&json!({"program": name}))).transpose()?;
                Ok(vec![config.into_bytes(), previous.unwrap_or_default()])
            }
            _ => {
                let request = part_zero(step, nth, contacts, &self.shelf, &self.past)?.to_string().into_bytes();
                Ok(match call {
                    "step" | "touches" | "explain" => vec![request, state("shopper"), state("recipient")],
                    "merge" => vec![request, state("a"), state("b"), state("recipient")],
                    "admit" | "charge" | "spending" => vec![request, state("counters")],
                    "observe" => vec![request, state("aggregate")],
                    "learn" => vec![request, state("aggregate"), state("progress")],
                    _ if STATELESS.contains(&call) => {
                        let more = step["parts"].as_array().into_iter().flatten().map(|part| self.shelf.raw(part));
                        [Ok(request)].into_iter().chain(more).collect::<Result<_, _>>()?
                    }
                    _ => vec![request],
                })
            }
        }
    }

    /// Keeps what a call answered in bytes under the names of its step.
    fn keep<'s>(
        &mut self,
        call: &str,
        ok: &Value,
        answers: &[Vec<u8>],
        name: &dyn Fn(&str) -> Option<&'s str>,
    ) -> Result<(), String> {
        match call {
            "compile" => {
                let Some(wanted) = name("as") else { return Ok(()) };
                let program = answers.get(1).cloned().unwrap_or_default();
                let loaded = self.host.call(number("load")?, &[b"{}".to_vec(), program.clone()])?;
                let loaded: Value = serde_json::from_slice(&loaded[0]).map_err(|error| error.to_string())?;
                let handle = loaded["ok"]["program"].as_u64().ok_or_else(|| format!("not loaded: {loaded}"))?;
                self.shelf.programs.insert(wanted.into(), (program, handle));
            }
            "step" => {
                self.shelf.keep(name("shopper"), answers.get(1));
                self.shelf.keep(name("recipient"), answers.get(2));
            }
            "merge" => {
                self.shelf.keep(ok["alias"].as_str(), None);
                self.shelf.keep(ok["survivor"].as_str(), answers.get(1));
                self.shelf.keep(name("recipient"), answers.get(2));
            }
            "admit" | "charge" => self.shelf.keep(name("counters"), answers.get(1)),
            "observe" => self.shelf.keep(name("aggregate"), answers.get(1)),
            "learn" => self.shelf.keep(name("progress"), answers.get(1)),
            _ => {}
        }
        Ok(())
    }
}

fn op(step: &Value) -> Result<u32, String> {
    match &step["op"] {
        Value::String(name) => number(name),
        Value::Number(number) => {
            number.as_u64().and_then(|number| u32::try_from(number).ok()).ok_or_else(|| "`op` is too large".into())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err("a raw call needs `op`".into()),
    }
}
