//! Owns how what is not supported is refused: an instruction by its name in the text format.

use crate::Refusal;
use wasmparser::Operator;

/// Returns the refusal of something the translator does not know.
pub(crate) fn unsupported(what: &str) -> Refusal {
    Refusal(format!("{what} is not supported"))
}

/// Returns an instruction's name in the text format, such as `v128.load` or `i32.atomic.rmw.add`.
pub(crate) fn name(operator: &Operator<'_>) -> String {
    let debug = format!("{operator:?}");
    let word = debug.split([' ', '{', '(']).next().unwrap_or(&debug);
    text_format(word)
}

/// `I8x16ExtractLaneS` → `i8x16.extract_lane_s`: words begin at capitals; the first is a type or a noun.
fn text_format(word: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for letter in word.chars() {
        match words.last_mut() {
            Some(last) if !letter.is_uppercase() => last.push(letter),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    let Some((first, rest)) = words.split_first() else { return String::new() };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (first.as_str(), rest.as_slice()) {
        ("atomic", rest) => format!("atomic.{}", rest.join("_")),
        (namespace, ["atomic", "rmw", rest @ ..]) => format!("{namespace}.atomic.rmw.{}", rest.join("_")),
        (namespace, ["atomic", rest @ ..]) => format!("{namespace}.atomic.{}", rest.join("_")),
        (namespace, rest) if NAMESPACES.contains(&namespace) && !rest.is_empty() => {
            format!("{namespace}.{}", rest.join("_"))
        }
        _ => words.join("_"),
    }
}

const NAMESPACES: [&str; 20] = [
    "i31", "i32", "i64", "f32", "f64", "v128", "i8x16", "i16x8", "i32x4", "i64x2", "f32x4", "f64x2", "memory", "table",
    "ref", "struct", "array", "global", "local", "elem",
];
