//! Owns i32 and i64 arithmetic. An i32 is a PHP int from 0 to 2^32 - 1, an i64 is a PHP int.

use super::Lowering;
use crate::value::{MASK, Type, Value, binary, compare, level, literal, masked, pure_call};
use wasmparser::Operator;

/// The sign bit of an i32: with it turned over, unsigned order is signed order.
const SIGN_32: i64 = 0x8000_0000;

impl Lowering<'_> {
    /// Takes an integer instruction; answers false for any other.
    pub(super) fn integers(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        match *operator {
            O::I32Const { value } => self.push(Value::integer(value.into(), Type::I32)),
            O::I64Const { value } => self.push(Value::integer(value, Type::I64)),
            O::I32Add => self.wrapping("+"),
            O::I32Sub => self.wrapping("-"),
            O::I32Mul => self.multiply_32(),
            O::I32And | O::I32Or | O::I32Xor | O::I64And | O::I64Or | O::I64Xor => self.bits(operator),
            O::I32Shl => self.shift_32(|value, by| masked(&binary("<<", level::SHIFT, value, by, Type::I64))),
            O::I32ShrU => self.shift_32(|value, by| binary(">>", level::SHIFT, value, by, Type::I32)),
            O::I32ShrS => {
                self.shift_32(|value, by| masked(&binary(">>", level::SHIFT, &signed(value), by, Type::I64)));
            }
            O::I32DivU => self.divide_32(),
            O::I32RemU => self.on_two(Type::I32, |left, right| binary("%", level::TIMES, left, right, Type::I32)),
            O::I64RemS => self.on_two(Type::I64, |left, right| binary("%", level::TIMES, left, right, Type::I64)),
            O::I64Add if self.hashes => self.add_in_halves(),
            O::I64Add => self.guarded("+", "Integer::add64"),
            O::I64Sub => self.guarded("-", "Integer::sub64"),
            O::I64Mul => self.guarded("*", "Integer::mul64"),
            O::I64Shl => self.shift_64(|value, by| binary("<<", level::SHIFT, value, by, Type::I64)),
            O::I64ShrS => self.shift_64(|value, by| binary(">>", level::SHIFT, value, by, Type::I64)),
            O::I64ShrU => self.shift_64_unsigned(),
            O::I32Rotl | O::I32Rotr | O::I64Rotl | O::I64Rotr => self.rotate(operator),
            O::I32Eqz | O::I64Eqz => {
                let value = self.pop().opposite();
                self.push(value);
            }
            O::I32Eq | O::I64Eq => self.compare("===", "!==", level::EQUAL),
            O::I32Ne | O::I64Ne => self.compare("!==", "===", level::EQUAL),
            O::I32LtU | O::I64LtS => self.compare("<", ">=", level::LESS),
            O::I32LeU | O::I64LeS => self.compare("<=", ">", level::LESS),
            O::I32GtU | O::I64GtS => self.compare(">", "<=", level::LESS),
            O::I32GeU | O::I64GeS => self.compare(">=", "<", level::LESS),
            O::I32LtS | O::I64LtU => self.compare_turned("<", ">="),
            O::I32LeS | O::I64LeU => self.compare_turned("<=", ">"),
            O::I32GtS | O::I64GtU => self.compare_turned(">", "<="),
            O::I32GeS | O::I64GeU => self.compare_turned(">=", "<"),
            O::I32WrapI64 => self.on_one(masked),
            O::I64ExtendI32U => self.on_one(|value| {
                let words = Some((value.php.clone(), "0".into()));
                Value { ty: Type::I64, words, ..value.clone() }
            }),
            O::I64ExtendI32S => self.on_one(signed),
            O::I32Extend8S => self.on_one(|value| masked(&extended(value, 0xFF))),
            O::I32Extend16S => self.on_one(|value| masked(&extended(value, 0xFFFF))),
            O::I64Extend8S => self.on_one(|value| extended(value, 0xFF)),
            O::I64Extend16S => self.on_one(|value| extended(value, 0xFFFF)),
            O::I64Extend32S => self.on_one(|value| extended(value, MASK)),
            _ => return self.integer_functions(operator),
        }
        true
    }

    /// Takes what is a function of the PHP runtime; answers false for any other instruction.
    fn integer_functions(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        let (function, ty, arguments, traps) = match operator {
            O::I32Clz => ("clz32", Type::I32, 1, false),
            O::I32Ctz => ("ctz32", Type::I32, 1, false),
            O::I32Popcnt => ("popcnt", Type::I32, 1, false),
            O::I32DivS => ("divS32", Type::I32, 2, true),
            O::I32RemS => ("remS32", Type::I32, 2, true),
            O::I64Clz => ("clz64", Type::I64, 1, false),
            O::I64Ctz => ("ctz64", Type::I64, 1, false),
            O::I64Popcnt => ("popcnt", Type::I64, 1, false),
            O::I64DivS => ("divS64", Type::I64, 2, true),
            O::I64DivU => ("divU64", Type::I64, 2, true),
            O::I64RemU => ("remU64", Type::I64, 2, true),
            _ => return false,
        };
        self.runtime(&format!("Integer::{function}"), arguments, ty, traps);
        true
    }

    /// Replaces the top values by a call of a runtime function that changes nothing.
    pub(super) fn runtime(&mut self, function: &str, arguments: usize, ty: Type, traps: bool) {
        let first = self.stack.len() - arguments;
        let values: Vec<Value> = self.stack.split_off(first).into_iter().map(Value::int).collect();
        let call = pure_call(function, &values.iter().collect::<Vec<_>>(), ty);
        self.push(if traps { call.trapping() } else { call });
    }

    pub(super) fn on_one(&mut self, write: impl Fn(&Value) -> Value) {
        let value = self.pop().int();
        let value = write(&value);
        self.push(value);
    }

    /// Division: PHP's own error at a divisor of 0 becomes a trap where the module is called.
    fn on_two(&mut self, ty: Type, write: impl Fn(&Value, &Value) -> Value) {
        let right = self.pop().int();
        let left = self.pop().int();
        let never_zero = right.constant.is_some_and(|divisor| divisor != 0);
        let value = Value { ty, ..write(&left, &right) };
        self.push(if never_zero { value } else { value.trapping() });
    }

    /// `+` and `-` of two i32 fit a PHP int; the low 32 bits are the answer.
    fn wrapping(&mut self, operator: &str) {
        let right = self.pop().int();
        let left = self.pop().int();
        let constant = match (left.constant, right.constant) {
            (Some(left), Some(right)) => Some(if operator == "+" { left + right } else { left - right }),
            _ => None,
        };
        // A large constant is a small negative one: `+ 0xFFFFFFF0` reads better as `- 16`, and is the same.
        let (operator, right) = match right.constant {
            Some(number) if number >= SIGN_32 => {
                (if operator == "+" { "-" } else { "+" }, Value::integer(MASK + 1 - number, Type::I64))
            }
            _ => (operator, right),
        };
        let value = match constant {
            Some(number) => Value::integer(number, Type::I32),
            None => masked(&binary(operator, level::PLUS, &left, &right, Type::I64)),
        };
        self.push(value);
    }

    fn multiply_32(&mut self) {
        let right = self.pop().int();
        let left = self.pop().int();
        let (left, right) = if left.constant.is_some() { (right, left) } else { (left, right) };
        let value = match right.constant {
            // As a signed number the constant is at most 2^31 away from 0: the product fits a PHP int.
            Some(number) => {
                let factor = if number >= SIGN_32 { number - MASK - 1 } else { number };
                masked(&binary("*", level::TIMES, &left, &Value::integer(factor, Type::I64), Type::I64))
            }
            None => pure_call("Integer::mul32", &[&left, &right], Type::I32),
        };
        self.push(value);
    }

    fn divide_32(&mut self) {
        // The quotient of two integers below 2^32, as a double, never rounds up to the next integer.
        self.on_two(Type::I32, |left, right| {
            let quotient = binary("/", level::TIMES, left, right, Type::F64);
            Value::expression(format!("(int)({})", quotient.php), level::UNARY, Type::I32).like(&quotient)
        });
    }

    fn bits(&mut self, operator: &Operator<'_>) {
        let right = self.pop();
        let left = self.pop();
        let (sign, level) = match operator {
            Operator::I32And | Operator::I64And => ("&", level::AND),
            Operator::I32Or | Operator::I64Or => ("|", level::OR),
            _ => ("^", level::XOR),
        };
        let ty = left.ty;
        // Between two bools PHP's `&` and `|` answer an int as well.
        self.push(binary(sign, level, &left, &right, ty));
    }

    fn shift_32(&mut self, write: impl Fn(&Value, &Value) -> Value) {
        let by = self.pop().int();
        let value = self.pop().int();
        let shifted = write(&value, &shift_count(&by, 31));
        self.push(shifted);
    }

    fn shift_64(&mut self, write: impl Fn(&Value, &Value) -> Value) {
        let by = self.pop().int();
        let value = self.pop().int();
        let shifted = write(&value, &shift_count(&by, 63));
        self.push(shifted);
    }

    fn shift_64_unsigned(&mut self) {
        let by = self.pop().int();
        let value = self.pop().int();
        let shifted = match by.constant.map(|by| by & 63) {
            Some(0) => value,
            Some(by) => {
                let shifted = binary(">>", level::SHIFT, &value, &Value::integer(by, Type::I64), Type::I64);
                let kept = i64::MAX >> (by - 1);
                binary("&", level::AND, &shifted, &Value::integer(kept, Type::I64), Type::I64)
            }
            None => pure_call("Integer::shrU64", &[&value, &by], Type::I64),
        };
        self.push(shifted);
    }

    /// By a constant: two shifts of the same value. Hash functions do little else.
    fn rotate(&mut self, operator: &Operator<'_>) {
        let by = self.pop().int();
        let value = self.pop().int();
        let (function, bits, left) = match operator {
            Operator::I32Rotl => ("Integer::rotl32", 32, true),
            Operator::I32Rotr => ("Integer::rotr32", 32, false),
            Operator::I64Rotl => ("Integer::rotl64", 64, true),
            _ => ("Integer::rotr64", 64, false),
        };
        let Some(count) = by.constant.map(|by| if left { by & (bits - 1) } else { -by & (bits - 1) }) else {
            return self.push(pure_call(function, &[&value, &by], value.ty));
        };
        if count == 0 {
            return self.push(value);
        }
        let (first, again) = match value.is_simple() {
            true => (value.php.clone(), value.php.as_str()),
            false => (format!("($x = {})", value.php), "$x"),
        };
        let down = bits - count;
        let php = match value.ty {
            Type::I32 => format!("({first} << {count} | {again} >> {down}) & {MASK:#X}"),
            _ => format!("{first} << {count} | {again} >> {down} & {}", literal(i64::MAX >> (down - 1))),
        };
        let level = if value.ty == Type::I32 { level::AND } else { level::OR };
        self.push(Value::expression(php, level, value.ty).like(&value));
    }

    /// A sum of two i64 that PHP could not hold becomes a float: then the runtime does it again, in halves.
    fn guarded(&mut self, operator: &str, function: &str) {
        let (left, right) = self.pop_simple_pair();
        let sum = binary(operator, level::PLUS, &left, &right, Type::I64);
        let again = pure_call(function, &[&left, &right], Type::I64);
        let php = format!("\\is_int($x = {}) ? $x : {}", sum.php, again.php);
        self.push(Value::expression(php, level::TERNARY, Type::I64).like(&sum));
    }

    /// Where sums overflow every other time, to add halves at once is quicker than to find out.
    fn add_in_halves(&mut self) {
        let (left, right) = self.pop_simple_pair();
        let (a, b) = (&left.php, &right.php);
        let low = format!("($x = ({a} & {MASK:#X}) + ({b} & {MASK:#X})) & {MASK:#X}");
        let php = format!("{low} | ({a} >> 32) + ({b} >> 32) + ($x >> 32) << 32");
        self.push(Value::expression(php, level::OR, Type::I64).like(&left).like(&right));
    }

    fn compare(&mut self, operator: &str, opposite: &str, level: u8) {
        let right = self.pop().int();
        let left = self.pop().int();
        self.push(compare(operator, Some(opposite), level, &left, &right));
    }

    /// Compares in the other order of signs, by turning over both sign bits.
    fn compare_turned(&mut self, operator: &str, opposite: &str) {
        let right = self.pop().int();
        let left = self.pop().int();
        // The sign alone is asked for very often, and is one comparison.
        let sign_only = match (left.ty, operator, right.constant) {
            (Type::I32, "<", Some(0)) | (Type::I32, "<=", Some(MASK)) => Some((">=", "<", SIGN_32)),
            (Type::I32, ">=", Some(0)) | (Type::I32, ">", Some(MASK)) => Some(("<", ">=", SIGN_32)),
            _ => None,
        };
        self.push(match sign_only {
            Some((operator, opposite, bound)) => {
                compare(operator, Some(opposite), level::LESS, &left, &Value::integer(bound, Type::I64))
            }
            None => compare(operator, Some(opposite), level::LESS, &turned(&left), &turned(&right)),
        });
    }
}

/// Returns an i32 with its sign bit turned over, or an i64 with its.
fn turned(value: &Value) -> Value {
    let sign = if value.ty == Type::I32 { SIGN_32 } else { i64::MIN };
    match value.constant {
        Some(number) => Value::integer(number ^ sign, Type::I64),
        None => binary("^", level::XOR, value, &Value::integer(sign, Type::I64), Type::I64),
    }
}

/// Returns an i32 as the PHP int it means when its highest bit is a sign.
pub(super) fn signed(value: &Value) -> Value {
    match value.constant {
        Some(number) => Value::integer((number ^ SIGN_32) - SIGN_32, Type::I64),
        None => binary("-", level::PLUS, &turned(value), &Value::integer(SIGN_32, Type::I64), Type::I64),
    }
}

/// Returns the low bits of a value, `mask`, as a signed PHP int.
fn extended(value: &Value, mask: i64) -> Value {
    with_sign(&binary("&", level::AND, value, &Value::integer(mask, Type::I64), Type::I64), mask)
}

/// Returns a value that is only the bits of `mask` as the PHP int it means when the highest of them is a sign.
pub(super) fn with_sign(low: &Value, mask: i64) -> Value {
    let sign = Value::integer((mask >> 1) + 1, Type::I64);
    binary("-", level::PLUS, &binary("^", level::XOR, low, &sign, Type::I64), &sign, Type::I64)
}

/// Returns by how far to shift: the count's low bits.
fn shift_count(by: &Value, most: i64) -> Value {
    match by.constant {
        Some(count) => Value::integer(count & most, Type::I64),
        None => Value::expression(format!("{} & {}", by.at(level::AND), literal(most)), level::AND, Type::I64).like(by),
    }
}
