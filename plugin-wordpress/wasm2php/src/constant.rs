//! Owns constant expressions: the first value of a global, the place of a segment, an entry of a table.

use crate::Refusal;
use crate::lower::reals::{literal_32, literal_64};
use crate::refuse::{self, unsupported};
use crate::value::{Type, Value};
use wasmparser::{ConstExpr, Operator};

/// A number known before anything runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Constant {
    I32(i32),
    I64(i64),
    /// The bits.
    F32(u32),
    /// The bits.
    F64(u64),
}

/// Evaluates an expression of one constant, or of an earlier global that never changes.
pub(crate) fn evaluate(expression: &ConstExpr<'_>, global: impl Fn(u32) -> Constant) -> Result<Constant, Refusal> {
    match only(expression)? {
        Operator::I32Const { value } => Ok(Constant::I32(value)),
        Operator::I64Const { value } => Ok(Constant::I64(value)),
        Operator::F32Const { value } => Ok(Constant::F32(value.bits())),
        Operator::F64Const { value } => Ok(Constant::F64(value.bits())),
        Operator::GlobalGet { global_index } => Ok(global(global_index)),
        other => Err(refused(&other)),
    }
}

/// Evaluates an entry of a table: a function, or none.
pub(crate) fn function(expression: &ConstExpr<'_>) -> Result<Option<u32>, Refusal> {
    match only(expression)? {
        Operator::RefFunc { function_index } => Ok(Some(function_index)),
        Operator::RefNull { .. } => Ok(None),
        other => Err(refused(&other)),
    }
}

fn only<'a>(expression: &ConstExpr<'a>) -> Result<Operator<'a>, Refusal> {
    let mut reader = expression.get_operators_reader();
    let broken = |error: wasmparser::BinaryReaderError| Refusal(error.message().into());
    let first = reader.read().map_err(broken)?;
    match reader.read().map_err(broken)? {
        Operator::End => Ok(first),
        other => Err(refused(&other)),
    }
}

fn refused(operator: &Operator<'_>) -> Refusal {
    unsupported(&format!("the instruction `{}` in a constant expression", refuse::name(operator)))
}

impl Constant {
    /// Returns the number as a value on the stack.
    pub(crate) fn value(self) -> Value {
        match self {
            Self::I32(number) => Value::integer(number.into(), Type::I32),
            Self::I64(number) => Value::integer(number, Type::I64),
            Self::F32(bits) => literal_32(bits),
            Self::F64(bits) => literal_64(bits),
        }
    }
}
