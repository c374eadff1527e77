//! Owns f32 and f64. A PHP float is an f64; an f32 is a PHP float that was rounded to 32 bits after every operation.

use super::Lowering;
use super::integers::signed;
use crate::value::{Type, Value, binary, compare, level, pure_call};
use wasmparser::Operator;

impl Lowering<'_> {
    /// Takes an instruction of floating-point numbers; answers false for any other.
    pub(super) fn reals(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        match *operator {
            O::F32Const { value } => self.push(literal_32(value.bits())),
            O::F64Const { value } => self.push(literal_64(value.bits())),
            O::F64Add => self.arithmetic("+", level::PLUS),
            O::F64Sub => self.arithmetic("-", level::PLUS),
            O::F64Mul => self.arithmetic("*", level::TIMES),
            O::F32Add => self.rounded("+", level::PLUS),
            O::F32Sub => self.rounded("-", level::PLUS),
            O::F32Mul => self.rounded("*", level::TIMES),
            O::F32Eq | O::F64Eq => self.ordered("==", Some("!="), level::EQUAL),
            O::F32Ne | O::F64Ne => self.ordered("!=", Some("=="), level::EQUAL),
            // Against NaN both `<` and `>=` are false: these have no opposite.
            O::F32Lt | O::F64Lt => self.ordered("<", None, level::LESS),
            O::F32Gt | O::F64Gt => self.ordered(">", None, level::LESS),
            O::F32Le | O::F64Le => self.ordered("<=", None, level::LESS),
            O::F32Ge | O::F64Ge => self.ordered(">=", None, level::LESS),
            O::F64ConvertI32S => self.on_one(|value| float(&signed(value))),
            O::F64ConvertI32U | O::F64ConvertI64S => self.on_one(float),
            _ => return self.real_functions(operator),
        }
        true
    }

    /// Takes what is a function of the PHP runtime; answers false for any other instruction.
    fn real_functions(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        let (function, arguments, ty) = match operator {
            O::F32Div => ("Real::div32", 2, Type::F32),
            O::F64Div => ("Real::div", 2, Type::F64),
            O::F32Sqrt => ("Real::sqrt32", 1, Type::F32),
            O::F64Sqrt => ("Real::sqrt", 1, Type::F64),
            O::F32Abs => ("Real::abs", 1, Type::F32),
            O::F64Abs => ("Real::abs", 1, Type::F64),
            O::F32Neg => ("Real::neg", 1, Type::F32),
            O::F64Neg => ("Real::neg", 1, Type::F64),
            O::F32Ceil => ("Real::ceil", 1, Type::F32),
            O::F64Ceil => ("Real::ceil", 1, Type::F64),
            O::F32Floor => ("Real::floor", 1, Type::F32),
            O::F64Floor => ("Real::floor", 1, Type::F64),
            O::F32Trunc => ("Real::trunc", 1, Type::F32),
            O::F64Trunc => ("Real::trunc", 1, Type::F64),
            O::F32Nearest => ("Real::nearest", 1, Type::F32),
            O::F64Nearest => ("Real::nearest", 1, Type::F64),
            O::F32Min => ("Real::min", 2, Type::F32),
            O::F64Min => ("Real::min", 2, Type::F64),
            O::F32Max => ("Real::max", 2, Type::F32),
            O::F64Max => ("Real::max", 2, Type::F64),
            O::F32Copysign => ("Real::copysign", 2, Type::F32),
            O::F64Copysign => ("Real::copysign", 2, Type::F64),
            O::F32DemoteF64 => ("Real::round32", 1, Type::F32),
            O::F64PromoteF32 => ("Real::promote", 1, Type::F64),
            O::F32ConvertI32S => ("Conversion::fromS32To32", 1, Type::F32),
            O::F32ConvertI32U => ("Conversion::fromU32To32", 1, Type::F32),
            O::F32ConvertI64S => ("Conversion::fromS64To32", 1, Type::F32),
            O::F32ConvertI64U => ("Conversion::fromU64To32", 1, Type::F32),
            O::F64ConvertI64U => ("Conversion::fromU64To64", 1, Type::F64),
            O::I32ReinterpretF32 => ("Real::to32", 1, Type::I32),
            O::I64ReinterpretF64 => ("Real::to64", 1, Type::I64),
            O::F32ReinterpretI32 => ("Real::from32", 1, Type::F32),
            O::F64ReinterpretI64 => ("Real::from64", 1, Type::F64),
            _ => return self.conversions(operator),
        };
        self.runtime(function, arguments, ty, false);
        true
    }

    fn conversions(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        let (function, ty) = match operator {
            O::I32TruncF32S | O::I32TruncF64S => ("truncS32", Type::I32),
            O::I32TruncF32U | O::I32TruncF64U => ("truncU32", Type::I32),
            O::I64TruncF32S | O::I64TruncF64S => ("truncS64", Type::I64),
            O::I64TruncF32U | O::I64TruncF64U => ("truncU64", Type::I64),
            O::I32TruncSatF32S | O::I32TruncSatF64S => ("saturateS32", Type::I32),
            O::I32TruncSatF32U | O::I32TruncSatF64U => ("saturateU32", Type::I32),
            O::I64TruncSatF32S | O::I64TruncSatF64S => ("saturateS64", Type::I64),
            O::I64TruncSatF32U | O::I64TruncSatF64U => ("saturateU64", Type::I64),
            _ => return false,
        };
        self.runtime(&format!("Conversion::{function}"), 1, ty, function.starts_with("trunc"));
        true
    }

    fn arithmetic(&mut self, operator: &str, level: u8) {
        let right = self.pop();
        let left = self.pop();
        self.push(binary(operator, level, &left, &right, Type::F64));
    }

    /// Rounding the 64-bit result once more to 32 bits gives the same as rounding once, for these operations.
    fn rounded(&mut self, operator: &str, level: u8) {
        self.arithmetic(operator, level);
        self.runtime("Real::round32", 1, Type::F32, false);
    }

    fn ordered(&mut self, operator: &str, opposite: Option<&str>, level: u8) {
        let right = self.pop();
        let left = self.pop();
        self.push(compare(operator, opposite, level, &left, &right));
    }
}

/// Returns an f32 of these bits.
pub(crate) fn literal_32(bits: u32) -> Value {
    let number = f32::from_bits(bits);
    if number.is_nan() {
        return pure_call("Real::from32", &[&Value::integer(bits.into(), Type::I32)], Type::F32);
    }
    literal(f64::from(number), Type::F32)
}

/// Returns an f64 of these bits.
pub(crate) fn literal_64(bits: u64) -> Value {
    let number = f64::from_bits(bits);
    if number.is_nan() {
        return pure_call("Real::from64", &[&Value::integer(bits.cast_signed(), Type::I64)], Type::F64);
    }
    literal(number, Type::F64)
}

fn literal(number: f64, ty: Type) -> Value {
    // Rust's shortest form that reads back as the same number; PHP reads it as that number too.
    let php = match number {
        f64::INFINITY => "\\INF".to_owned(),
        f64::NEG_INFINITY => "-\\INF".to_owned(),
        _ => format!("{number:?}"),
    };
    let level = if php.starts_with('-') { level::UNARY } else { level::ATOM };
    Value::expression(php, level, ty)
}

fn float(value: &Value) -> Value {
    Value::expression(format!("(float){}", value.at(level::UNARY)), level::UNARY, Type::F64).like(value)
}
