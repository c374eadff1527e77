//! Turns one step of a vector into the parts of a call, and keeps the bytes that names stand for.

use super::json::{merge, resolve, text, unhex};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Calls that are about no state: `request` is the whole of part 0, `parts` the others.
pub(crate) const STATELESS: [&str; 9] = [
    "parse_phone",
    "read_reply",
    "request",
    "response",
    "challenge",
    "webhook",
    "registration",
    "senders",
    "providers",
];

/// The bytes that names stand for, and the programs.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) states: BTreeMap<String, Vec<u8>>,
    pub(crate) programs: BTreeMap<String, (Vec<u8>, u64)>,
}

impl Shelf {
    pub(crate) fn state(&self, name: Option<&str>) -> Vec<u8> {
        name.and_then(|name| self.states.get(name)).cloned().unwrap_or_default()
    }

    /// Keeps a state, or forgets it when there is none.
    pub(crate) fn keep(&mut self, name: Option<&str>, bytes: Option<&Vec<u8>>) {
        let Some(name) = name else { return };
        match bytes.filter(|bytes| !bytes.is_empty()) {
            Some(bytes) => self.states.insert(name.into(), bytes.clone()),
            None => self.states.remove(name),
        };
    }

    pub(crate) fn handle(&self, name: &str) -> Result<u64, String> {
        self.programs.get(name).map(|(_, handle)| *handle).ok_or_else(|| format!("there is no program `{name}`"))
    }

    /// Does what the runner's own step `state` says.
    pub(crate) fn change(&mut self, step: &Value) -> Result<(), String> {
        let of = text(step, "of")?;
        let does = step.get("does").and_then(Value::as_object).ok_or("a state step needs `does`")?;
        let (verb, with) = does.iter().next().ok_or("`does` is empty")?;
        let with_text = || with.as_str().ok_or_else(|| format!("`{verb}` needs a text"));
        let mut bytes = self.state(Some(of));
        match verb.as_str() {
            "save_as" => {
                self.keep(Some(with_text()?), Some(&bytes));
                return Ok(());
            }
            "load" => bytes = self.state(Some(with_text()?)),
            "append" => bytes.extend(unhex(with_text()?)?),
            "write" => bytes = unhex(with_text()?)?,
            "cut" => {
                let less = with.as_u64().and_then(|count| usize::try_from(count).ok()).ok_or("`cut` needs a number")?;
                bytes.truncate(bytes.len().saturating_sub(less));
            }
            "patch_at" => {
                let place = with.get(0).and_then(Value::as_u64).and_then(|place| usize::try_from(place).ok());
                let place = place.ok_or("`patch_at` needs a place")?;
                let new = unhex(with.get(1).and_then(Value::as_str).ok_or("`patch_at` needs digits")?)?;
                let range = place..place.saturating_add(new.len());
                bytes.get_mut(range).ok_or("`patch_at` lies outside")?.copy_from_slice(&new);
            }
            "forget" => bytes.clear(),
            _ => return Err(format!("`{verb}` is nothing to do with a state")),
        }
        self.keep(Some(of), Some(&bytes));
        Ok(())
    }

    /// Returns one part of a raw call.
    pub(crate) fn raw(&self, part: &Value) -> Result<Vec<u8>, String> {
        if let Some(text) = part.as_str() {
            let mut text = text.to_string();
            for (name, (_, handle)) in &self.programs {
                text = text.replace(&format!("program#{name}"), &handle.to_string());
            }
            return Ok(text.into_bytes());
        }
        let field = |name: &str| part.get(name);
        if let Some(text) = field("hex").and_then(Value::as_str) {
            unhex(text)
        } else if let Some(value) = field("json") {
            Ok(value.to_string().into_bytes())
        } else if let Some(name) = field("state").and_then(Value::as_str) {
            Ok(self.state(Some(name)))
        } else if let Some(name) = field("program").and_then(Value::as_str) {
            self.programs
                .get(name)
                .map(|(bytes, _)| bytes.clone())
                .ok_or_else(|| format!("there is no program `{name}`"))
        } else if let (Some(text), Some(times)) =
            (field("repeat").and_then(Value::as_str), field("times").and_then(Value::as_u64))
        {
            Ok(text.repeat(usize::try_from(times).map_err(|_| "too many times")?).into_bytes())
        } else {
            Err("a part is a text, hex, json, state, program or repeat".into())
        }
    }
}

/// What steps came to: their decisions' ids, and their facts.
#[derive(Default)]
pub(crate) struct Past {
    pub(crate) decisions: Vec<Vec<String>>,
    pub(crate) facts: Vec<Vec<Value>>,
}

impl Past {
    /// Returns the id that `3` or `3.2` stands for.
    pub(crate) fn decision(&self, place: &str) -> Option<String> {
        let (step, nth) = place.split_once('.').unwrap_or((place, "1"));
        let (step, nth) = (step.parse::<usize>().ok()?, nth.parse::<usize>().ok()?);
        self.decisions.get(step.checked_sub(1)?)?.get(nth.checked_sub(1)?).cloned()
    }

    pub(crate) fn resolve(&self, value: &Value) -> Result<Value, String> {
        resolve(value, &|place| self.decision(place))
    }
}

/// Returns part 0 of a step's call. `nth` counts steps and repetitions: ids of inputs are made of it.
pub(crate) fn part_zero(
    step: &Value,
    nth: &str,
    contacts: &Value,
    shelf: &Shelf,
    past: &Past,
) -> Result<Value, String> {
    let call = step.get("call").and_then(Value::as_str).unwrap_or("step");
    let mut request = Map::new();
    let mut take = |names: &[&str]| {
        for name in names {
            if let Some(value) = step.get(*name).filter(|value| !value.is_null()) {
                request.insert((*name).into(), value.clone());
            }
        }
    };
    match call {
        "step" | "touches" => take(&["shopper", "recipient", "contact", "moment"]),
        "merge" => take(&["a", "b", "recipient", "contact", "moment"]),
        "admit" => take(&["contact", "origin", "moment", "ask"]),
        "explain" => take(&["shopper", "recipient", "contact", "moment"]),
        "measure" => take(&["text"]),
        "observe" => take(&["facts"]),
        "learn" => take(&["budget"]),
        "charge" | "spending" => take(&["moment"]),
        _ if STATELESS.contains(&call) => {}
        _ => return Err(format!("there is no call `{call}`")),
    }
    if matches!(call, "step" | "touches" | "merge" | "admit" | "explain" | "charge" | "spending") {
        let under = step.get("under").and_then(Value::as_str).unwrap_or("given");
        request.insert("program".into(), shelf.handle(under)?.into());
    }
    if let Some(name) = request.get("contact").and_then(Value::as_str) {
        let contact = contacts.get(name).cloned().ok_or_else(|| format!("there is no contact `{name}`"))?;
        request.insert("contact".into(), contact);
    }
    if matches!(call, "step" | "touches") {
        let of = |name: &str, otherwise: Value| step.get(name).cloned().unwrap_or(otherwise);
        let moment = of("moment", Value::Null);
        let input = json!({
            "id": of("id", format!("input-{nth}").into()),
            "occurred_at": of("occurred_at", moment),
            "trust": of("trust", "server".into()),
            "what": step.get("input").ok_or("a step needs an `input`")?,
        });
        request.insert("input".into(), input);
    }
    if let Some(steps) = step.get("facts_of").and_then(Value::as_array) {
        let of = |step: &Value| {
            let place = step.as_u64().and_then(|step| usize::try_from(step).ok()).and_then(|step| step.checked_sub(1));
            place.and_then(|place| past.facts.get(place)).cloned().unwrap_or_default()
        };
        request.insert("facts".into(), steps.iter().flat_map(of).collect());
    }
    let mut request = Value::Object(request);
    if let Some(patch) = step.get("request") {
        merge(&mut request, patch);
    }
    past.resolve(&request)
}
