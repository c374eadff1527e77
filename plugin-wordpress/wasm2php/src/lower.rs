//! Owns the translation of one function's body to statements of PHP: a stack machine run on expressions.
//!
//! Values wait on a symbolic stack as expressions and are written where they are used. One that depends on something
//! that is about to change is written first, to the variable that is the *home* of its place on the stack.

pub(crate) mod calls;
pub(crate) mod control;
pub(crate) mod integers;
pub(crate) mod memory;
pub(crate) mod reals;
mod stack;

use crate::body::Body;
use crate::module::Module;
use crate::needs::Needs;
use crate::value::{Type, Value};
use crate::{Alignment, Refusal};
use control::Frame;
use wasmparser::Operator;

/// Stands around a function's index where it is called, until it is known which class the function is in.
pub(crate) const CALLEE: char = '\u{1}';

/// What all functions of a module share.
pub(crate) struct Shared<'a> {
    pub(crate) module: &'a Module<'a>,
    pub(crate) needs: &'a Needs,
    pub(crate) alignment: Alignment,
}

/// One function on its way to PHP.
pub(crate) struct Lowering<'a> {
    shared: &'a Shared<'a>,
    locals: Vec<Type>,
    stack: Vec<Value>,
    frames: Vec<Frame>,
    labels: u32,
    /// It rotates i64: a hash function, whose sums overflow every other time.
    hashes: bool,
    /// Nothing gets here until a label that somebody jumps to; counts the blocks opened since.
    unreachable: Option<u32>,
    php: String,
}

/// Returns the function as PHP: its head, its statements, its end.
pub(crate) fn function(shared: &Shared<'_>, index: u32, body: &Body<'_>) -> Result<String, Refusal> {
    let signature = shared.module.signature(index);
    let cells = shared.needs.function(index).iter().map(|cell| format!("&${}", cell.name()));
    let params = (0..signature.params.len()).map(|param| format!("$l{param}"));
    let parameters: Vec<String> = cells.chain(params).collect();
    let mut lowering = Lowering {
        shared,
        locals: body.locals.clone(),
        stack: Vec::new(),
        frames: vec![Frame::function(signature)],
        labels: 0,
        hashes: body.operators.iter().any(|op| matches!(op, Operator::I64Rotl | Operator::I64Rotr)),
        unreachable: None,
        php: format!("    public static function f{index}({})\n    {{\n", parameters.join(", ")),
    };
    for local in body.locals_from_zero(signature.params.len()) {
        let zero = match body.locals[local as usize] {
            Type::I32 | Type::I64 => "0",
            Type::F32 | Type::F64 => "0.0",
        };
        lowering.line(&format!("$l{local} = {zero};"));
    }
    for operator in &body.operators {
        let took = lowering.take(operator);
        took.map_err(|refusal| Refusal(format!("function {index}: {}", refusal.0)))?;
    }
    lowering.php.push_str("    }\n");
    Ok(lowering.php)
}

impl Lowering<'_> {
    fn take(&mut self, operator: &Operator<'_>) -> Result<(), Refusal> {
        if self.skips(operator) {
            return Ok(());
        }
        if self.control(operator)?
            || self.calls(operator)
            || self.integers(operator)
            || self.memory(operator)
            || self.reals(operator)
        {
            return Ok(());
        }
        Err(crate::refuse::unsupported(&format!("the instruction `{}`", crate::refuse::name(operator))))
    }

    fn line(&mut self, statement: &str) {
        self.php.push_str("        ");
        self.php.push_str(statement);
        self.php.push('\n');
    }
}
