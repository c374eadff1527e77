//! Owns the run of one file of the suite: its modules translated, its script answered by PHP.

use crate::php;
use crate::script::{Asked, Check, Kind, Outcome, Reader};
use std::fs;
use std::path::Path;
use wasm2php::{Alignment, Options, translate};
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::{Wast, WastDirective};

/// Small, so that a module of the suite has several files, as the core has.
const FILE_BYTES: usize = 8_000;

/// A directive that was tried.
#[derive(Debug)]
pub(crate) struct Tried {
    /// Its folder in the suite and its name, such as `wasm-v2/i32.wast`.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) kind: Kind,
    pub(crate) outcome: Outcome,
}

/// Runs the file of this name and text; the folder is there and empty.
pub(crate) fn run(file: &str, text: &str, alignment: Alignment, folder: &Path) -> Vec<Tried> {
    let checks = checks(file, text, alignment, folder);
    let script: Vec<&str> = checks.iter().filter_map(|check| as_line(&check.asked)).collect();
    let mut answers = php::answers(&script, folder).into_iter();
    let mut tried = Vec::new();
    for Check { line, kind, asked } in checks {
        let outcome = match asked {
            Asked::Known(outcome) => outcome,
            Asked::Php(_) => answers.next().expect("an answer for each line"),
            Asked::Alone(before, asked) => php::last_answer(&[&before, &asked], folder),
        };
        tried.push(Tried { file: file.into(), line, kind, outcome });
    }
    tried
}

fn as_line(asked: &Asked) -> Option<&str> {
    match asked {
        Asked::Php(line) => Some(line),
        Asked::Known(_) | Asked::Alone(..) => None,
    }
}

fn checks(file: &str, text: &str, alignment: Alignment, folder: &Path) -> Vec<Check> {
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer).unwrap_or_else(|error| panic!("{file}: {error}"));
    let parsed = parser::parse::<Wast<'_>>(&buffer).unwrap_or_else(|error| panic!("{file}: {error}"));
    let directives: Vec<WastDirective<'_>> = parsed.directives;
    let mut modules = 0;
    let mut reader = Reader::new(text, |wasm: &[u8]| {
        modules += 1;
        write_module(&format!("M{modules}"), wasm, alignment, folder)
    });
    directives.into_iter().filter_map(|directive| reader.read(directive)).collect()
}

/// Writes a module's classes; returns its name, or the sentence by which it is refused.
fn write_module(name: &str, wasm: &[u8], alignment: Alignment, folder: &Path) -> Result<String, String> {
    let options = Options { namespace: format!("Suite\\{name}"), alignment, file_bytes: FILE_BYTES, first: Vec::new() };
    let package = translate(wasm, &options).map_err(|refusal| refusal.0)?;
    let place = folder.join(name);
    fs::create_dir(&place).unwrap();
    for file in package.files {
        fs::write(place.join(file.name), file.text).unwrap();
    }
    Ok(name.into())
}
