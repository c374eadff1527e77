//! Owns what each directive of a file asks: a line of the PHP script, or an answer that needs no PHP.

use crate::value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use wast::{QuoteWat, WastDirective, WastExecute, WastInvoke, Wat};

/// One directive that can hold or not.
#[derive(Debug)]
pub(crate) struct Check {
    /// Of the file, from 1.
    pub(crate) line: usize,
    pub(crate) kind: Kind,
    pub(crate) asked: Asked,
}

/// What a directive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Assertion,
    /// It makes a module, which must start.
    Module,
    /// It calls a function, which must not trap.
    Call,
}

/// What finds out whether a directive holds.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// Nothing: it is known.
    Known(Outcome),
    /// PHP, by a line of the script.
    Php(String),
    /// A PHP process of its own, by these lines; the last may end it.
    Alone(String, String),
}

/// How a directive ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    /// What was seen instead.
    Failed(String),
    /// The module was refused with this sentence, so nothing was tried.
    Refused(String),
    /// It is about text that no parser accepts; the translator reads binaries.
    Text,
}

/// Turns directives to checks. `translate` takes a module, writes its classes and returns their name in the script, or
/// the sentence by which it was refused.
pub(crate) struct Reader<F> {
    /// Where lines begin; to count them for each directive would take long in a large file.
    line_starts: Vec<usize>,
    translate: F,
    current: Option<Place>,
    named: BTreeMap<String, Place>,
}

/// Where a module is: its name in the script, or why it is nowhere.
type Place = Result<String, Outcome>;

impl<F: FnMut(&[u8]) -> Result<String, String>> Reader<F> {
    /// Makes a reader of one file's text.
    pub(crate) fn new(text: &str, translate: F) -> Self {
        let line_starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
        Self { line_starts, translate, current: None, named: BTreeMap::new() }
    }

    /// Reads one directive; `None` if it can neither hold nor fail.
    pub(crate) fn read(&mut self, directive: WastDirective<'_>) -> Option<Check> {
        let line = self.line_starts.partition_point(|start| *start <= directive.span().offset()) + 1;
        let kind = match directive {
            WastDirective::Module(_) => Kind::Module,
            WastDirective::Invoke(_) => Kind::Call,
            _ => Kind::Assertion,
        };
        let asked = match directive {
            WastDirective::Module(module) => self.module(module),
            WastDirective::AssertMalformed { mut module, .. } | WastDirective::AssertInvalid { mut module, .. } => {
                match module.encode() {
                    Ok(wasm) => Asked::Known(self.refusal(&wasm)),
                    Err(_) => Asked::Known(Outcome::Text),
                }
            }
            WastDirective::AssertUnlinkable { module, message, .. } => self.start(module, message),
            WastDirective::AssertTrap { exec: WastExecute::Wat(module), message, .. } => self.start(module, message),
            WastDirective::AssertTrap { exec, message, .. } => self.execute("traps", &exec, Some(encoded(message))),
            WastDirective::AssertReturn { exec, results, .. } => {
                let results: Option<Vec<String>> = results.iter().map(value::result).collect();
                self.execute("returns", &exec, results.map(|results| results.join(" ")))
            }
            WastDirective::AssertExhaustion { call, message, .. } => {
                match self.execute("traps", &WastExecute::Invoke(call), Some(encoded(message))) {
                    Asked::Php(asked) => {
                        let module = asked.split(' ').nth(1).unwrap_or_default();
                        Asked::Alone(format!("new {module}"), asked)
                    }
                    other => other,
                }
            }
            WastDirective::Invoke(call) => self.execute("call", &WastExecute::Invoke(call), None),
            // A registered module waits to be imported from, and whatever imports is refused.
            WastDirective::Register { .. } => return None,
            other => Asked::Known(Outcome::Failed(format!("a directive of no supported proposal: {other:?}"))),
        };
        Some(Check { line, kind, asked })
    }

    fn module(&mut self, mut module: QuoteWat<'_>) -> Asked {
        let name = module.name().map(|id| id.name().to_string());
        let place = match module.encode() {
            Ok(wasm) => (self.translate)(&wasm).map_err(Outcome::Refused),
            Err(error) => Err(Outcome::Failed(format!("the text is no module: {error}"))),
        };
        if let Some(name) = name {
            self.named.insert(name, place.clone());
        }
        self.current = Some(place.clone());
        place.map_or_else(Asked::Known, |module| Asked::Php(format!("new {module}")))
    }

    /// A module that must not be translated.
    fn refusal(&mut self, wasm: &[u8]) -> Outcome {
        match (self.translate)(wasm) {
            Ok(_) => Outcome::Failed("the module was translated".into()),
            Err(_) => Outcome::Passed,
        }
    }

    /// A module that must be translated, but trap before anything is called.
    fn start(&mut self, mut module: Wat<'_>, message: &str) -> Asked {
        match module.encode().map(|wasm| (self.translate)(&wasm)) {
            Ok(Ok(module)) => Asked::Php(format!("refuses-to-start {module} = {}", encoded(message))),
            Ok(Err(refusal)) => Asked::Known(Outcome::Refused(refusal)),
            Err(error) => Asked::Known(Outcome::Failed(format!("the text is no module: {error}"))),
        }
    }

    /// A call, or a look at a global. `expected` is `None` if the expectation is about something that is no number.
    fn execute(&self, verb: &str, execute: &WastExecute<'_>, expected: Option<String>) -> Asked {
        let (id, verb, name, arguments) = match execute {
            WastExecute::Invoke(WastInvoke { module, name, args, .. }) => (module, verb, name, args.as_slice()),
            WastExecute::Get { module, global, .. } => (module, "get", global, [].as_slice()),
            WastExecute::Wat(_) => return Asked::Known(Outcome::Failed("a module where a call is expected".into())),
        };
        let place = match id {
            Some(id) => self.named.get(id.name()),
            None => self.current.as_ref(),
        };
        let module = match place {
            Some(Ok(module)) => module,
            Some(Err(outcome)) => return Asked::Known(outcome.clone()),
            None => return Asked::Known(Outcome::Failed("there is no module".into())),
        };
        let mut line = format!("{verb} {module} {}", encoded(name));
        for argument in arguments {
            let Some(word) = value::argument(argument) else {
                return Asked::Known(Outcome::Failed("an argument that is no number".into()));
            };
            let _ = write!(line, " {word}");
        }
        match (verb, expected) {
            ("call", _) => Asked::Php(line),
            (_, Some(expected)) => Asked::Php(format!("{line} = {expected}")),
            (_, None) => Asked::Known(Outcome::Failed("a result that is no number".into())),
        }
    }
}

/// Returns text without a space, an equals sign or anything but ASCII.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
