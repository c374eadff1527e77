//! Owns a value on the symbolic stack: a PHP expression not written so far, and what it depends on.

use std::collections::BTreeSet;

/// The four types of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// A PHP int from 0 to 2^32 - 1, or a PHP bool where [`Value::boolean`] says so.
    I32,
    /// A PHP int.
    I64,
    /// A PHP float that a 32-bit float can hold.
    F32,
    /// A PHP float.
    F64,
}

/// How tightly PHP binds an expression: a higher level needs no parentheses inside a lower one.
/// From the precedence table of the PHP manual, version 8.
pub(crate) mod level {
    pub(crate) const ATOM: u8 = 20;
    pub(crate) const UNARY: u8 = 18;
    pub(crate) const TIMES: u8 = 16;
    pub(crate) const PLUS: u8 = 15;
    pub(crate) const SHIFT: u8 = 14;
    pub(crate) const LESS: u8 = 12;
    pub(crate) const EQUAL: u8 = 11;
    pub(crate) const AND: u8 = 10;
    pub(crate) const XOR: u8 = 9;
    pub(crate) const OR: u8 = 8;
    pub(crate) const TERNARY: u8 = 3;
}

/// What an expression depends on; what it depends on must not change before it is evaluated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    /// Variables it reads: locals by their index, then the homes of stack slots.
    pub(crate) reads: BTreeSet<u32>,
    /// It reads linear memory.
    pub(crate) memory: bool,
    /// It reads a global that can change.
    pub(crate) globals: bool,
    /// It calls a function: may change memory, globals and tables.
    pub(crate) call: bool,
    /// It may trap, so it must be evaluated even where nobody wants its value.
    pub(crate) traps: bool,
}

impl Effects {
    fn with(mut self, other: &Self) -> Self {
        self.reads.extend(&other.reads);
        self.memory |= other.memory;
        self.globals |= other.globals;
        self.call |= other.call;
        self.traps |= other.traps;
        self
    }
}

/// An expression and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// The PHP expression.
    pub(crate) php: String,
    /// See [`level`].
    pub(crate) level: u8,
    /// Its type.
    pub(crate) ty: Type,
    /// The expression is a PHP bool: fine in arithmetic and conditions, to be cast before it is kept or compared.
    pub(crate) boolean: bool,
    /// The number, in canonical form, when it is a constant integer.
    pub(crate) constant: Option<i64>,
    /// The bool's opposite, as an expression.
    pub(crate) inverse: Option<(String, u8)>,
    /// The low and the high 32 bits, where it is made of them: to be evaluated in this order, each once.
    pub(crate) words: Option<(String, String)>,
    /// What it depends on.
    pub(crate) effects: Effects,
}

/// The bits of an i32.
pub(crate) const MASK: i64 = 0xFFFF_FFFF;

impl Value {
    /// Returns a constant integer; an i32 in any form.
    pub(crate) fn integer(number: i64, ty: Type) -> Self {
        let number = if ty == Type::I32 { number & MASK } else { number };
        let level = if number < 0 { level::UNARY } else { level::ATOM };
        Self { constant: Some(number), ..Self::expression(literal(number), level, ty) }
    }

    /// Returns the value of a variable.
    pub(crate) fn variable(php: String, id: u32, ty: Type) -> Self {
        let mut value = Self::expression(php, level::ATOM, ty);
        value.effects.reads.insert(id);
        value
    }

    /// Returns an expression that depends on nothing.
    pub(crate) fn expression(php: impl Into<String>, level: u8, ty: Type) -> Self {
        let php = php.into();
        Self { php, level, ty, boolean: false, constant: None, inverse: None, words: None, effects: Effects::default() }
    }

    /// Returns the same expression, depending on what another depends on as well.
    pub(crate) fn like(mut self, other: &Self) -> Self {
        self.effects = self.effects.with(&other.effects);
        self
    }

    /// Returns the same expression, marked as one that may trap.
    pub(crate) fn trapping(mut self) -> Self {
        self.effects.traps = true;
        self
    }

    /// Returns whether the expression is a variable or a literal: as cheap twice as once.
    pub(crate) fn is_simple(&self) -> bool {
        self.constant.is_some()
            || (self.php.starts_with('$') && self.php[1..].bytes().all(|b| b.is_ascii_alphanumeric()))
    }

    /// Returns the expression for a place that binds as tightly as `level`.
    pub(crate) fn at(&self, level: u8) -> String {
        if self.level >= level { self.php.clone() } else { format!("({})", self.php) }
    }

    /// Returns the value as a PHP int: what may be kept, passed on and compared.
    pub(crate) fn int(self) -> Self {
        if !self.boolean {
            return self;
        }
        let php = format!("(int){}", self.at(level::UNARY));
        Self { php, level: level::UNARY, boolean: false, inverse: None, ..self }
    }

    /// Returns a condition that holds when the value is 0.
    pub(crate) fn opposite(self) -> Self {
        let (php, level) = match self.inverse {
            Some(ref inverse) => inverse.clone(),
            None => (format!("!{}", self.at(level::UNARY)), level::UNARY),
        };
        let inverse = match self.boolean {
            true => (self.php.clone(), self.level),
            false => (format!("{} !== 0", self.at(level::EQUAL + 1)), level::EQUAL),
        };
        let value = Self::expression(php, level, Type::I32).like(&self);
        Self { boolean: true, inverse: Some(inverse), ..value }
    }
}

/// Returns a binary expression. The right side is put in parentheses at the same level: PHP groups to the left.
pub(crate) fn binary(operator: &str, level: u8, left: &Value, right: &Value, ty: Type) -> Value {
    let php = format!("{} {operator} {}", left.at(level), right.at(level + 1));
    Value::expression(php, level, ty).like(left).like(right)
}

/// Returns a comparison; `opposite` is the operator that holds when `operator` does not.
pub(crate) fn compare(operator: &str, opposite: Option<&str>, level: u8, left: &Value, right: &Value) -> Value {
    // Comparisons do not chain in PHP: both sides bind more tightly.
    let write = |operator: &str| format!("{} {operator} {}", left.at(level + 1), right.at(level + 1));
    let mut value = Value::expression(write(operator), level, Type::I32).like(left).like(right);
    value.boolean = true;
    value.inverse = opposite.map(|operator| (write(operator), level));
    value
}

/// Returns the low 32 bits of a value.
pub(crate) fn masked(value: &Value) -> Value {
    if let Some(number) = value.constant {
        return Value::integer(number, Type::I32);
    }
    binary("&", level::AND, value, &Value::integer(MASK, Type::I64), Type::I32)
}

/// Returns a call of a runtime function, such as `Integer::mul32`, that reads and writes nothing but its arguments.
pub(crate) fn pure_call(function: &str, arguments: &[&Value], ty: Type) -> Value {
    let list: Vec<&str> = arguments.iter().map(|value| value.php.as_str()).collect();
    let call = Value::expression(format!("{function}({})", list.join(", ")), level::ATOM, ty);
    arguments.iter().fold(call, |call, argument| call.like(argument))
}

/// Returns the PHP literal of an integer.
pub(crate) fn literal(number: i64) -> String {
    match number {
        // The trap: PHP reads 9223372036854775808 as a float, so the smallest integer has no literal.
        i64::MIN => "(-0x7FFFFFFFFFFFFFFF - 1)".into(),
        -9_999..=9_999 => number.to_string(),
        _ if number < 0 => format!("-{:#X}", number.unsigned_abs()),
        _ => format!("{number:#X}"),
    }
}
