//! Compares an answer with what a step expects of it; every mismatch says where and what.

use super::json::only;
use super::request::{Past, Shelf};
use serde_json::{Map, Value, json};

/// What a step may expect, by field.
const FIELDS: &str = "decisions wakes facts folded points_at wake_pointing opt_outs topics survivor alias answer warnings \
    parts error errors states";

/// Compares an answer and the parts behind it with the (resolved) expectation of its step.
pub(crate) fn check(
    expected: &Value,
    call: &str,
    (answer, bytes): (&Value, &[Vec<u8>]),
    past: &Past,
    shelf: &Shelf,
) -> Result<(), String> {
    only(expected, FIELDS, "expect")?;
    if let Some(states) = expected.get("states").and_then(Value::as_object) {
        states.iter().try_for_each(|(name, about)| state(name, about, shelf))?;
    }
    if let Some(errors) = expected.get("errors") {
        let found = answer.get("errors").ok_or_else(|| format!("expected errors, found {answer}"))?;
        return subset(errors, found, "/errors");
    }
    if let Some(error) = expected.get("error") {
        let found = answer.get("error").ok_or_else(|| format!("expected an error, found {answer}"))?;
        let error = if error.is_string() { json!({"code": error}) } else { error.clone() };
        return subset(&error, found, "/error");
    }
    let ok = answer.get("ok").ok_or_else(|| format!("not answered: {answer}"))?;
    if let Some(whole) = expected.get("answer") {
        subset(whole, ok, "/answer")?;
    }
    if let Some(wanted) = expected.get("parts").and_then(Value::as_array) {
        parts(wanted, bytes)?;
    }
    let none = json!([]);
    if call == "compile" {
        return subset(expected.get("warnings").unwrap_or(&none), &ok["warnings"], "/warnings");
    }
    let Some(stepped) = stepped(call, ok) else { return Ok(()) };
    decisions(expected.get("decisions").unwrap_or(&none), stepped, past)?;
    if let Some(wakes) = expected.get("wakes") {
        for of in ["shopper", "recipient"] {
            subset(wakes.get(of).unwrap_or(&Value::Null), &stepped["wakes"][of], &format!("/wakes/{of}"))?;
        }
    }
    for field in ["facts", "folded", "points_at", "wake_pointing", "opt_outs", "topics"] {
        if let Some(value) = expected.get(field) {
            subset(value, &stepped[field], &format!("/{field}"))?;
        }
    }
    for field in ["survivor", "alias"] {
        if let Some(value) = expected.get(field) {
            subset(value, &ok[field], &format!("/{field}"))?;
        }
    }
    Ok(())
}

/// Compares all parts behind part 0, each given as text or hex.
fn parts(wanted: &[Value], found: &[Vec<u8>]) -> Result<(), String> {
    if wanted.len() != found.len() {
        return Err(format!("/parts: expected {}, found {}", wanted.len(), found.len()));
    }
    for (place, (wanted, found)) in wanted.iter().zip(found).enumerate() {
        let bytes = match wanted.get("hex").and_then(Value::as_str) {
            Some(hex) => super::json::unhex(hex)?,
            None => wanted.as_str().ok_or("a part is a text or hex")?.as_bytes().to_vec(),
        };
        if bytes != *found {
            return Err(format!("/parts/{place}: found {:?}", String::from_utf8_lossy(found)));
        }
    }
    Ok(())
}

/// Returns the part of an answer that has decisions.
pub(crate) fn stepped<'a>(call: &str, ok: &'a Value) -> Option<&'a Value> {
    match call {
        "step" => Some(ok),
        "merge" => ok.get("stepped"),
        _ => None,
    }
}

/// Returns the ids of an answer's decisions, in order.
pub(crate) fn ids(stepped: &Value) -> Vec<String> {
    let decisions = stepped["decisions"].as_array().into_iter().flatten();
    decisions.map(|decision| decision["id"].as_str().unwrap_or_default().into()).collect()
}

fn decisions(expected: &Value, stepped: &Value, past: &Past) -> Result<(), String> {
    let expected = expected.as_array().ok_or("`decisions` is a list")?;
    let found: Vec<Value> = stepped["decisions"].as_array().into_iter().flatten().map(flat).collect();
    for (place, decision) in found.iter().enumerate() {
        let pointer = format!("/decisions/{place}");
        let Some(wanted) = expected.get(place) else {
            return Err(format!("{pointer}: unexpected {}", brief(decision)));
        };
        let mut wanted = wanted.clone();
        let fields = wanted.as_object_mut().ok_or("an expected decision is an object")?;
        if let Some(failed) = fields.remove("failed") {
            subset(&failed, &decision["failed"], &format!("{pointer}/failed"))?;
        }
        if let Some(Value::Object(rules)) = fields.remove("trace") {
            rules.iter().try_for_each(|(rule, clause)| traced(rule, clause, decision, &pointer))?;
        }
        subset(&Value::Object(fields.clone()), decision, &pointer)?;
        let executed = ["send", "issue_coupon", "show_on_site", "credit_order"]
            .contains(&decision["does"].as_str().unwrap_or_default());
        let before = past.decisions.iter().flatten().any(|id| decision["id"].as_str() == Some(id));
        if executed && before && fields.get("id").is_none() {
            return Err(format!("{pointer}/id: the id of an earlier decision came again"));
        }
    }
    match expected.get(found.len()) {
        Some(missing) => Err(format!("/decisions/{}: missing {missing}", found.len())),
        None => Ok(()),
    }
}

/// Returns a decision with the fields of its act and of its place beside its own.
pub(crate) fn flat(decision: &Value) -> Value {
    let mut fields = decision.as_object().cloned().unwrap_or_default();
    let (tag, body) = match fields.get("does") {
        Some(Value::Object(act)) => {
            act.iter().next().map(|(tag, body)| (tag.clone(), body.clone())).unwrap_or_default()
        }
        Some(Value::String(tag)) => (tag.clone(), Value::Null),
        _ => Default::default(),
    };
    let mut add = |more: Option<&Map<String, Value>>| {
        more.into_iter().flatten().for_each(|(name, value)| {
            fields.insert(name.clone(), value.clone());
        });
    };
    add(body.as_object());
    add(body.get("place").and_then(Value::as_object));
    fields.insert("does".into(), tag.into());
    let clauses = decision["trace"].as_array().into_iter().flatten();
    let failed = clauses.filter(|clause| clause["holds"] == false).map(|clause| clause["rule"].clone());
    fields.insert("failed".into(), failed.collect());
    Value::Object(fields)
}

fn traced(rule: &str, wanted: &Value, decision: &Value, pointer: &str) -> Result<(), String> {
    let mut why = format!("{pointer}/trace/{rule}: no such clause");
    for clause in decision["trace"].as_array().into_iter().flatten().filter(|clause| clause["rule"] == rule) {
        match subset(wanted, clause, &format!("{pointer}/trace/{rule}")) {
            Ok(()) => return Ok(()),
            Err(mismatch) => why = mismatch,
        }
    }
    Err(why)
}

fn state(name: &str, about: &Value, shelf: &Shelf) -> Result<(), String> {
    only(about, "same_as differs_from ends_with at_most_bytes absent", "a state")?;
    let bytes = shelf.state(Some(name));
    let of = |field: &str| about.get(field).and_then(Value::as_str);
    let wrong = |what: &str| Err(format!("/states/{name}: {what}; it has {} bytes", bytes.len()));
    if of("same_as").is_some_and(|other| shelf.state(Some(other)) != bytes) {
        return wrong("differs from the one it should equal");
    }
    if of("differs_from").is_some_and(|other| shelf.state(Some(other)) == bytes) {
        return wrong("equals the one it should differ from");
    }
    if let Some(end) = of("ends_with")
        && !bytes.ends_with(&super::json::unhex(end)?)
    {
        return wrong("ends otherwise");
    }
    if about["at_most_bytes"].as_u64().is_some_and(|most| u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most) {
        return wrong("is too long");
    }
    if about["absent"] == true && !bytes.is_empty() {
        return wrong("should not be there");
    }
    Ok(())
}

/// Compares as far as `expected` says: objects may have more fields, lists may not have more entries.
pub(crate) fn subset(expected: &Value, found: &Value, pointer: &str) -> Result<(), String> {
    match (expected, found) {
        (Value::Object(fields), Value::Object(_)) => {
            let missing = Value::Null;
            fields.iter().try_for_each(|(name, value)| {
                subset(value, found.get(name).unwrap_or(&missing), &format!("{pointer}/{name}"))
            })
        }
        (Value::Array(wanted), Value::Array(list)) if wanted.len() == list.len() => {
            let mut both = wanted.iter().zip(list).enumerate();
            both.try_for_each(|(place, (wanted, found))| subset(wanted, found, &format!("{pointer}/{place}")))
        }
        _ if expected == found => Ok(()),
        _ => Err(format!("{pointer}: expected {expected}, found {}", brief(found))),
    }
}

/// Returns a value without its trace, which is long.
fn brief(value: &Value) -> String {
    let mut value = value.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("trace");
    }
    value.to_string()
}
