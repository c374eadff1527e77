//! Owns the suite's arithmetic in other shapes: its operands are parameters throughout, and a translator that writes
//! constants, nested expressions and conditions in ways of their own is not seen to be right by those alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use wast::core::{WastArgCore, WastRetCore};
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::{Wast, WastArg, WastDirective, WastExecute, WastRet};

/// One assertion about an instruction.
struct Case {
    /// Bits; a float travels as the integer of its bits.
    operands: Vec<i64>,
    /// A constant of the text format, or a trap's sentence.
    expected: Result<String, String>,
}

/// Operands that keep their value, each with another operator outermost; local 2 and memory are 0.
const NESTED: [&str; 7] = [
    "(T.or X X)",
    "(T.and X X)",
    "(T.xor X (local.get 2))",
    "(T.add X (local.get 2))",
    "(T.sub X (T.const 0))",
    "(T.shl X (local.get 2))",
    "(select X (local.get 2) (i32.const 1))",
];

/// Ways to ask a comparison, for its own answer.
const CONDITIONS: [&str; 5] = [
    "(if (result i32) OP (then (i32.const 1)) (else (i32.const 0)))",
    "(if (result i32) (i32.eqz OP) (then (i32.const 0)) (else (i32.const 1)))",
    "(select (i32.const 1) (i32.const 0) OP)",
    "(block (br_if 0 OP) (return (i32.const 0))) (i32.const 1)",
    "(block (br_if 0 (i32.eqz OP)) (return (i32.const 1))) (i32.const 0)",
];

const COMPARISONS: [&str; 15] =
    ["eqz", "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u", "lt", "gt", "le", "ge"];

/// Returns a file that asserts of the type's instructions what a file of the suite does, in every shape.
pub(crate) fn reshaped(text: &str, ty: &str) -> String {
    let mut file = String::new();
    for (name, cases) in cases(text) {
        let instruction = Instruction { ty, name: &name, of_two: cases.iter().any(|case| case.operands.len() == 2) };
        instruction.write(&mut file, &cases);
    }
    file
}

struct Instruction<'a> {
    ty: &'a str,
    name: &'a str,
    of_two: bool,
}

impl Instruction<'_> {
    /// Writes a module with a function for each shape, then the assertions.
    fn write(&self, file: &mut String, cases: &[Case]) {
        let mut functions = String::new();
        let mut assertions = String::new();
        for (shape, body) in self.shapes().iter().enumerate() {
            self.function(&mut functions, &format!("s{shape}"), body);
            for case in cases {
                self.assertion(&mut assertions, &format!("s{shape}"), case);
            }
        }
        for (nth, case) in cases.iter().enumerate() {
            for (form, body) in self.constants(case).iter().enumerate() {
                self.function(&mut functions, &format!("c{nth}-{form}"), body);
                self.assertion(&mut assertions, &format!("c{nth}-{form}"), case);
            }
        }
        let _ = write!(file, "(module\n{functions})\n{assertions}");
    }

    /// The type in which operands come: that of the bits.
    fn bits(&self) -> &'static str {
        if self.ty.ends_with("32") { "i32" } else { "i64" }
    }

    fn result(&self) -> &str {
        if COMPARISONS.contains(&self.name) { "i32" } else { self.ty }
    }

    /// A constant, or a parameter, as the instruction wants it.
    fn operand(&self, bits: &str) -> String {
        if self.ty.starts_with('f') { format!("({}.reinterpret_{} {bits})", self.ty, self.bits()) } else { bits.into() }
    }

    fn applied(&self, first: &str, second: &str) -> String {
        let second = if self.of_two { self.operand(second) } else { String::new() };
        format!("({}.{} {} {second})", self.ty, self.name, self.operand(first))
    }

    fn shapes(&self) -> Vec<String> {
        let nested = |shape: &str, x: &str| shape.replace('T', self.bits()).replace('X', x);
        let (first, second) = ("(local.get 0)", "(local.get 1)");
        let mut shapes: Vec<String> = NESTED
            .iter()
            .flat_map(|shape| {
                let (a, b) = (nested(shape, first), nested(shape, second));
                [self.applied(&a, second), self.applied(first, &b), self.applied(&a, &b)]
            })
            .collect();
        let plain = self.applied(first, second);
        if COMPARISONS.contains(&self.name) {
            shapes.extend(CONDITIONS.iter().map(|shape| shape.replace("OP", &plain)));
        } else {
            // A function that rotates is taken for a hash function.
            shapes.push(format!("({0}.rotl {plain} ({0}.const 0))", self.ty));
            shapes.push(format!("({0}.rotr {plain} (local.get 2))", self.ty));
        }
        shapes
    }

    fn constants(&self, case: &Case) -> Vec<String> {
        let constant = |nth: usize| format!("({}.const {})", self.bits(), case.operands.get(nth).unwrap_or(&0));
        let both = self.applied(&constant(0), &constant(1));
        if !self.of_two || self.ty.starts_with('f') {
            return vec![both];
        }
        let first = self.applied(&constant(0), "(local.get 1)");
        let second = self.applied("(local.get 0)", &constant(1));
        vec![both, first, second]
    }

    fn function(&self, functions: &mut String, name: &str, body: &str) {
        let (bits, result) = (self.bits(), self.result());
        let _ = writeln!(
            functions,
            r#"(func (export "{name}") (param {bits} {bits}) (result {result}) (local {bits}) {body})"#
        );
    }

    fn assertion(&self, assertions: &mut String, name: &str, case: &Case) {
        let operand = |nth: usize| format!("({}.const {})", self.bits(), case.operands.get(nth).unwrap_or(&0));
        let call = format!(r#"(invoke "{name}" {} {})"#, operand(0), operand(1));
        let _ = match &case.expected {
            Ok(result) => writeln!(assertions, "(assert_return {call} {result})"),
            Err(trap) => writeln!(assertions, r#"(assert_trap {call} "{trap}")"#),
        };
    }
}

/// Returns the assertions of a file by the instruction they are about.
fn cases(text: &str) -> BTreeMap<String, Vec<Case>> {
    let buffer = ParseBuffer::new_with_lexer(Lexer::new(text)).unwrap();
    let mut cases: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for directive in parser::parse::<Wast<'_>>(&buffer).unwrap().directives {
        let (exec, expected) = match directive {
            WastDirective::AssertReturn { exec, results, .. } => (exec, result(&results).map(Ok)),
            WastDirective::AssertTrap { exec, message, .. } => (exec, Some(Err(message.to_string()))),
            _ => continue,
        };
        if let (WastExecute::Invoke(call), Some(expected)) = (exec, expected) {
            let operands = call.args.iter().map(operand).collect();
            cases.entry(call.name.to_string()).or_default().push(Case { operands, expected });
        }
    }
    cases
}

fn operand(argument: &WastArg<'_>) -> i64 {
    match argument {
        WastArg::Core(WastArgCore::I32(value)) => (*value).into(),
        WastArg::Core(WastArgCore::I64(value)) => *value,
        WastArg::Core(WastArgCore::F32(value)) => value.bits.into(),
        WastArg::Core(WastArgCore::F64(value)) => value.bits.cast_signed(),
        other => panic!("an operand that is no number: {other:?}"),
    }
}

fn result(results: &[WastRet<'_>]) -> Option<String> {
    match results {
        [WastRet::Core(WastRetCore::I32(value))] => Some(format!("(i32.const {value})")),
        [WastRet::Core(WastRetCore::I64(value))] => Some(format!("(i64.const {value})")),
        _ => None,
    }
}
