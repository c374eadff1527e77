//! Small things done to JSON: merge patches, moments, references to earlier decisions, bytes as hexadecimal digits.

use serde_json::{Map, Value};

/// Applies an RFC 7386 merge patch.
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(known) = target else { return };
    for (name, change) in fields {
        if change.is_null() {
            known.remove(name);
        } else {
            merge(known.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

/// Returns `value` with moments as milliseconds and `step#n` as the id that `decision` finds.
pub(crate) fn resolve(value: &Value, decision: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
    match value {
        Value::String(text) => {
            if let Some(ms) = moment(text) {
                return Ok(Value::from(ms));
            }
            match text.strip_prefix("step#") {
                Some(place) => decision(place).map(Value::from).ok_or_else(|| format!("`{text}` has no decision")),
                None => Ok(value.clone()),
            }
        }
        Value::Array(list) => list.iter().map(|each| resolve(each, decision)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, each)| Ok((name.clone(), resolve(each, decision)?)));
            fields.collect::<Result<Map<_, _>, String>>().map(Value::Object)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value.clone()),
    }
}

/// Returns the milliseconds that `2026-11-20T10:00:00Z`, `….250Z` or `…+01:00` stands for.
pub(crate) fn moment(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten()
    };
    let shape = text.get(..19)?.bytes().map(|byte| if byte.is_ascii_digit() { '0' } else { char::from(byte) });
    if shape.collect::<String>() != "0000-00-00T00:00:00" {
        return None;
    }
    let (fraction, zone) = match text.as_bytes().get(19)? {
        b'.' => (number(20, 23)?, 23),
        _ => (0, 19),
    };
    let offset_minutes = match text.get(zone..)? {
        "Z" => 0,
        rest if rest.len() == 6 && rest.get(3..4) == Some(":") => {
            let minutes = number(zone + 1, zone + 3)? * 60 + number(zone + 4, zone + 6)?;
            match rest.get(..1)? {
                "+" => minutes,
                "-" => -minutes,
                _ => return None,
            }
        }
        _ => return None,
    };
    let days = days_since_epoch(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let minutes = (days * 24 + number(11, 13)?) * 60 + number(14, 16)? - offset_minutes;
    Some((minutes * 60 + number(17, 19)?) * 1_000 + fraction)
}

/// Returns the days from 1970-01-01 to a date. Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Returns the bytes that hexadecimal digits write; blanks between them are for the reader.
pub(crate) fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !digits.len().is_multiple_of(2) {
        return Err("an odd number of hexadecimal digits".into());
    }
    let pairs = digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16));
    pairs.collect::<Result<_, _>>().map_err(|_| format!("`{text}` is not hexadecimal"))
}

/// Returns the field's text.
pub(crate) fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str, String> {
    value.get(field).and_then(Value::as_str).ok_or_else(|| format!("needs the text `{field}`"))
}

/// Refuses fields that are not among the `known` words: what is misspelt must not pass.
pub(crate) fn only(value: &Value, known: &str, what: &str) -> Result<(), String> {
    let Value::Object(fields) = value else { return Err(format!("{what} is no object")) };
    match fields.keys().find(|name| known.split(' ').all(|word| word != *name)) {
        Some(name) => Err(format!("{what} has an unknown field `{name}`")),
        None => Ok(()),
    }
}
