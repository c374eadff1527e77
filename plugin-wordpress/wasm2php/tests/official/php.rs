//! Owns the PHP process that answers a script, and the reading of its answers.

use crate::script::Outcome;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Enough for the modules of the largest file.
const MEMORY: &str = "1G";

/// Little, so that a recursion without end is soon over.
const LITTLE_MEMORY: &str = "64M";

/// After so much work a script is stopped: it must be a loop without end.
const SECONDS: u32 = 60;

/// Returns the outcome of each line of a script on the modules in a folder.
pub(crate) fn answers(script: &[&str], folder: &Path) -> Vec<Outcome> {
    if script.is_empty() { Vec::new() } else { asked(script, folder, MEMORY) }
}

/// Returns the outcome of a script's last line, run with little memory.
pub(crate) fn last_answer(script: &[&str], folder: &Path) -> Outcome {
    asked(script, folder, LITTLE_MEMORY).pop().expect("a script of at least one line")
}

fn asked(script: &[&str], folder: &Path, memory: &str) -> Vec<Outcome> {
    let lines: Vec<String> = script.iter().enumerate().map(|(number, line)| format!("{number} {line}\n")).collect();
    let path = folder.join("script.txt");
    fs::write(&path, lines.concat()).unwrap();
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = std::env::var_os("PHP_BINARY").unwrap_or_else(|| "php".into());
    let output = Command::new(&program)
        .args(["-d", &format!("memory_limit={memory}"), "-d", &format!("max_execution_time={SECONDS}")])
        .args(["-d", "display_errors=stderr", "-d", "log_errors=0"])
        .arg(package.join("tests/official/main.php"))
        .arg(package.join("../src/Wasm"))
        .arg(folder)
        .arg(&path)
        .output()
        .unwrap_or_else(|error| panic!("{} does not run: {error}", program.display()));
    let mut seen = read(&output);
    (0..script.len()).map(|number| seen.remove(&number).unwrap_or_else(|| unanswered(&output))).collect()
}

fn read(output: &Output) -> BTreeMap<usize, Outcome> {
    let text = String::from_utf8_lossy(&output.stdout);
    let answer = |line: &str| {
        let (number, answer) = line.split_once(' ')?;
        let outcome = match answer.strip_prefix("failed ") {
            Some(what) => Outcome::Failed(what.into()),
            None if answer == "ok" => Outcome::Passed,
            None => return None,
        };
        Some((number.parse().ok()?, outcome))
    };
    text.lines().filter_map(answer).collect()
}

fn unanswered(output: &Output) -> Outcome {
    let errors = String::from_utf8_lossy(&output.stderr);
    let said = errors.lines().find(|line| !line.is_empty()).unwrap_or("nothing");
    Outcome::Failed(format!("no answer, PHP ended ({}) and said: {said}", output.status))
}
