//! The official WebAssembly test suite: every assertion about what the translator supports, run by the system's PHP.
//! `PHP_BINARY` names another PHP.

mod exclusions;
mod files;
mod php;
mod run;
mod script;
mod shapes;
mod tally;
mod value;

use exclusions::{Exclusion, Rule, exclusions};
use run::Tried;
use script::Outcome;
use std::fs;
use std::io::{Write as _, stdout};
use std::path::PathBuf;
use tally::Tally;
use wasm2php::Alignment;

/// The alignment that the plugin's package is built with.
const SHIPPED: Alignment = Alignment::Trusted;

const OTHER: Alignment = match SHIPPED {
    Alignment::Trusted => Alignment::Any,
    Alignment::Any => Alignment::Trusted,
};

#[test]
fn every_assertion_holds_on_the_mode_that_ships() {
    let tally = run_suite(SHIPPED);
    assert!(tally.failures.is_empty(), "{} failures", tally.failures.len());
}

#[test]
fn every_assertion_holds_on_the_other_mode() {
    let tally = run_suite(OTHER);
    assert!(tally.failures.is_empty(), "{} failures", tally.failures.len());
}

fn run_suite(alignment: Alignment) -> Tally {
    let mut tried = Vec::new();
    for file in files::files() {
        let name = format!("{}/{}", file.parent(), file.name());
        tried.extend(run_file(&name, file.raw(), alignment));
    }
    let tally = Tally::of(&tried, &exclusions(alignment));
    report(&tally, alignment);
    tally
}

fn run_file(name: &str, text: &str, alignment: Alignment) -> Vec<Tried> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "official-{}-{alignment:?}-{}",
        std::process::id(),
        name.replace('/', "-")
    ));
    fs::create_dir(&folder).unwrap();
    let tried = run::run(name, text, alignment, &folder);
    fs::remove_dir_all(&folder).unwrap();
    tried
}

/// Prints past the test runner, which would keep a passing test's words.
fn report(tally: &Tally, alignment: Alignment) {
    let suite = if alignment == SHIPPED { "official suite" } else { "official suite on the other mode" };
    let mut text = format!("{suite}: alignment {alignment:?}, {} modules started\n", tally.modules);
    for line in &tally.excluded {
        text += &format!("  excluded {line}\n");
    }
    for line in &tally.failures {
        text += &format!("  failed {line}\n");
    }
    let (passed, failed, excluded) = (tally.passed, tally.failures.len(), tally.excluded_assertions);
    let total = tally.assertions();
    text += &format!("{suite}: {passed} passed, {failed} failed, {excluded} excluded of {total} assertions\n");
    stdout().write_all(text.as_bytes()).unwrap();
}

#[test]
fn arithmetic_holds_in_every_shape_of_operands() {
    let mut tried = Vec::new();
    for (name, ty) in [("i32", "i32"), ("i64", "i64"), ("f32_cmp", "f32"), ("f64_cmp", "f64")] {
        let file = files::files().into_iter().find(|file| file.name() == format!("{name}.wast")).expect("a file");
        tried.extend(run_file(&format!("{name} in shapes"), &shapes::reshaped(file.raw(), ty), SHIPPED));
    }
    let tally = Tally::of(&tried, &[]);
    assert!(tally.passed > 20_000, "{} assertions", tally.passed);
    assert!(tally.failures.is_empty(), "{} failures: {:#?}", tally.failures.len(), tally.failures);
}

/// A file with one module and three assertions: one holds, one expects a wrong number, one a wrong trap.
const MIXED: &str = r#"(module
  (func (export "seven") (result i32) (i32.const 7))
  (func (export "stop") unreachable))
(assert_return (invoke "seven") (i32.const 7))
(assert_return (invoke "seven") (i32.const 8))
(assert_trap (invoke "stop") "integer overflow")
(assert_trap (invoke "seven") "unreachable")
(assert_return (invoke "stop"))
(assert_invalid (module (func (result i32) (i32.const 7))) "type mismatch")
"#;

#[test]
fn what_does_not_hold_is_reported_by_its_line() {
    let tried = run_file("mixed.wast", MIXED, SHIPPED);
    let failed: Vec<usize> =
        tried.iter().filter(|one| matches!(one.outcome, Outcome::Failed(_))).map(|one| one.line).collect();
    assert_eq!(failed, [5, 6, 7, 8, 9], "{tried:#?}");
    assert_eq!(Tally::of(&tried, &[]).passed, 1);
}

#[test]
fn an_exclusion_that_matches_nothing_is_a_failure() {
    let tried = run_file("stale.wast", MIXED, SHIPPED);
    for rule in [
        &[Rule::Refusal("imports")] as &'static [Rule],
        &[Rule::Text],
        &[Rule::Seen("a moon")],
        &[Rule::Lines("stale.wast", &[4])],
    ] {
        let stale = Exclusion { reason: "a reason of the past", rules: rule, assertions: 0, modules: 0 };
        let with = Tally::of(&tried, &[&stale]).failures.len();
        assert_eq!(with, Tally::of(&tried, &[]).failures.len() + 1, "{stale:?}");
    }
}
