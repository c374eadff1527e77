//! Where in a JSON document an error of its reader lies: turns line and column into a JSON pointer, and the reader's
//! words into ours.

use crate::contract::error::{Code, ContractError};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Which family of codes an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A store's configuration.
    Config,
    /// A call.
    Request,
}

/// Returns the error that reading `json` gave, with its pointer behind `prefix`.
///
/// A missing field is told at the object that lacks it, an unknown one at itself. Values are never repeated: they may
/// be a phone number or a text.
pub fn located(json: &[u8], error: &serde_json::Error, document: Document, prefix: &str) -> ContractError {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    let end = offset(json, error.line(), error.column());
    let (code, message) = said(reason, error.classify(), document);
    // A wrong value in the last field is told behind the brace that closes its object: look before it.
    let of_value = matches!(code, Code::ConfigBadValue | Code::RequestBadValue);
    let closing = |end: &usize| end.checked_sub(1).and_then(|last| json.get(last)) == Some(&b'}');
    let end = if of_value && closing(&end) { end.saturating_sub(1) } else { end };
    ContractError::new(code, format!("{prefix}{}", pointer_at(json, end)), message)
}

/// Returns `name` as one step of a JSON pointer.
pub fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Returns how many bytes the reader had taken when it stopped at `line` (from 1) and `column`.
fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let ends = json.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at.saturating_add(1));
    let starts = core::iter::once(0).chain(ends);
    starts.take(line).last().unwrap_or(0).saturating_add(column).min(json.len())
}

/// One object or list that is open where the reader stopped.
enum Open {
    Object(Option<String>),
    List(usize),
}

/// Returns the pointer to the value that the first `end` bytes of `json` end in or with.
fn pointer_at(json: &[u8], end: usize) -> String {
    let mut open: Vec<Open> = Vec::new();
    let mut bytes = json.iter().take(end).enumerate();
    let mut awaits_key = false;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => {
                open.push(Open::Object(None));
                awaits_key = true;
            }
            b'[' => {
                open.push(Open::List(0));
                awaits_key = false;
            }
            b'}' | b']' => {
                open.pop();
                awaits_key = false;
            }
            b',' => match open.last_mut() {
                Some(Open::Object(key)) => {
                    *key = None;
                    awaits_key = true;
                }
                Some(Open::List(place)) => *place = place.saturating_add(1),
                None => {}
            },
            b'"' => {
                let mut escaped = false;
                let mut last = None;
                for (place, byte) in bytes.by_ref() {
                    if !escaped && *byte == b'"' {
                        last = Some(place);
                        break;
                    }
                    escaped = !escaped && *byte == b'\\';
                }
                if awaits_key && let (Some(Open::Object(key)), Some(last)) = (open.last_mut(), last) {
                    *key = json.get(at..=last).and_then(|text| serde_json::from_slice(text).ok());
                    awaits_key = false;
                }
            }
            _ => {}
        }
    }
    open.iter().fold(String::new(), |path, open| match open {
        Open::Object(Some(key)) => path + &step(key),
        Open::Object(None) => path,
        Open::List(place) => format!("{path}/{place}"),
    })
}

/// Returns code and sentence for what the reader said.
fn said(reason: &str, category: serde_json::error::Category, document: Document) -> (Code, String) {
    let config = document == Document::Config;
    let pick = |ours: Code, theirs: Code| if config { ours } else { theirs };
    let malformed = pick(Code::ConfigMalformed, Code::RequestMalformed);
    match category {
        serde_json::error::Category::Syntax => (malformed, format!("not JSON: {}", tame(reason))),
        serde_json::error::Category::Eof | serde_json::error::Category::Io => {
            (malformed, "not JSON: it ends too early".into())
        }
        serde_json::error::Category::Data => {
            let code = if reason.starts_with("unknown field") {
                pick(Code::ConfigUnknownField, Code::RequestUnknownField)
            } else if reason.starts_with("missing field") {
                pick(Code::ConfigMissingField, Code::RequestMissingField)
            } else {
                pick(Code::ConfigBadValue, Code::RequestBadValue)
            };
            (code, tame(reason))
        }
    }
}

/// Returns what the reader said without the value it met and without names of Rust types.
fn tame(reason: &str) -> String {
    for (start, ours) in [("invalid type: ", "a value of the wrong kind"), ("invalid value: ", "a value out of range")]
    {
        if reason.starts_with(start) {
            let expected = reason.rsplit_once(", expected ").map_or("another one", |(_, expected)| plain(expected));
            return format!("{ours}, expected {expected}");
        }
    }
    if reason.starts_with("invalid length") {
        return "a list of the wrong length, expected as many values as are asked for".into();
    }
    let mut line: String = reason.chars().filter(|c| !c.is_control()).take(400).collect();
    if line.ends_with('.') {
        line.pop();
    }
    line
}

/// Returns the reader's name of a type in everyday words.
fn plain(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number within its range",
        "a string" | "a borrowed string" | "a character" | "str" => "a text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" | "any valid JSON value" => "an object",
        _ if expected.starts_with("struct ") => "an object",
        _ if expected.starts_with("tuple ") => "a list",
        _ if expected.contains("enum ") || expected.starts_with("variant") => "one of the known words",
        _ if expected.starts_with("string or map") => "a word or an object",
        _ => expected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "list")]
        _list: Vec<Inner>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "a/b")]
        _number: u8,
        #[serde(rename = "word", default)]
        _word: Option<Word>,
    }

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        Yes,
    }

    fn found(json: &str) -> (Code, String) {
        let error = serde_json::from_str::<Outer>(json).unwrap_err();
        let error = located(json.as_bytes(), &error, Document::Request, "");
        (error.code, error.pointer)
    }

    #[test]
    fn an_unknown_field_is_told_at_itself() {
        let json = "{\"list\": [{\"a/b\": 1},\n {\"a/b\": 2, \"other\": {\"x\": 1}}]}";
        assert_eq!(found(json), (Code::RequestUnknownField, "/list/1/other".into()));
    }

    #[test]
    fn a_missing_field_is_told_at_the_object_that_lacks_it() {
        assert_eq!(found(r#"{"list": [{}]}"#), (Code::RequestMissingField, "/list/0".into()));
        assert_eq!(found(" {} "), (Code::RequestMissingField, String::new()));
    }

    #[test]
    fn a_wrong_value_is_told_at_itself_with_its_key_escaped() {
        assert_eq!(found(r#"{"list": [{"a/b": "x"}]}"#), (Code::RequestBadValue, "/list/0/a~1b".into()));
        assert_eq!(found(r#"{"list": [{"a/b": 300}]}"#), (Code::RequestBadValue, "/list/0/a~1b".into()));
        assert_eq!(found(r#"{"list": [{"a/b": 3, "word": "no"}]}"#), (Code::RequestBadValue, "/list/0/word".into()));
    }

    #[test]
    fn broken_json_is_told_where_it_breaks() {
        assert_eq!(found(r#"{"list": [{"a/b": 3,}]}"#).0, Code::RequestMalformed);
        assert_eq!(found(r#"{"list": ["#).0, Code::RequestMalformed);
        assert_eq!(found("").0, Code::RequestMalformed);
        assert_eq!(found("\"\\").0, Code::RequestMalformed);
    }

    #[test]
    fn a_value_met_is_never_repeated_and_no_type_is_named() {
        let json = r#"{"list": [{"a/b": "+49 170 1234567"}]}"#;
        let error = serde_json::from_str::<Outer>(json).unwrap_err();
        let message = located(json.as_bytes(), &error, Document::Config, "/x").message;
        assert_eq!(message, "a value of the wrong kind, expected a whole number within its range");
        let error = serde_json::from_str::<Outer>("[]").unwrap_err();
        assert!(!located(b"[]", &error, Document::Config, "").message.contains("Outer"));
    }
}
