//! Owns loads, stores and bulk instructions. Memory is a list of 32-bit words: `$m[$address >> 2]`.
//!
//! A load past the end reads a word that is not there: PHP warns, and the warning is made a trap. A store past the end
//! adds a word: the call that made it traps when it ends, since the memory is no whole number of pages any more.

use super::Lowering;
use super::integers::with_sign;
use crate::Alignment;
use crate::value::{MASK, Type, Value, binary, level, literal, masked};
use wasmparser::{MemArg, Operator};

/// Returns whether an instruction reads or writes linear memory.
pub(crate) fn touches(operator: &Operator<'_>) -> bool {
    use Operator as O;
    access(operator).is_some()
        || matches!(operator, O::MemorySize { .. } | O::MemoryGrow { .. } | O::MemoryCopy { .. } | O::MemoryFill { .. })
}

/// A load or a store: what lies in memory, and what it is on the stack.
struct Access {
    memarg: MemArg,
    store: bool,
    bits: u32,
    signed: bool,
    ty: Type,
}

impl Lowering<'_> {
    /// Takes an instruction of memory or tables; answers false for any other.
    pub(super) fn memory(&mut self, operator: &Operator<'_>) -> bool {
        use Operator as O;
        if let Some(access) = access(operator) {
            if access.store {
                self.store(&access)
            } else {
                self.load(&access)
            }
            return true;
        }
        match *operator {
            O::MemorySize { .. } => {
                let mut size = Value::expression("\\count($m) >> 14", level::SHIFT, Type::I32);
                size.effects.memory = true;
                self.push(size);
            }
            O::MemoryGrow { .. } => {
                let pages = self.pop().int();
                let most = self.shared.module.memory.and_then(|memory| memory.maximum).unwrap_or(u32::MAX);
                self.before_change(|effects| effects.call || effects.memory || effects.globals);
                let php = format!("Memory::grow($m, {}, {most})", pages.php);
                let mut grown = Value::expression(php, level::ATOM, Type::I32).like(&pages);
                grown.effects.call = true;
                self.push(grown);
            }
            O::MemoryCopy { .. } => self.bulk("Memory::copy($m"),
            O::MemoryFill { .. } => self.bulk("Memory::fill($m"),
            O::MemoryInit { data_index: at, .. } => self.bulk(&format!("Memory::init($m, Image::DATA_{at}, $data{at}")),
            O::TableInit { elem_index: at, .. } => {
                self.bulk(&format!("Elements::init($table, Image::ELEMENTS_{at}, $elem{at}"));
            }
            O::TableCopy { .. } => self.bulk("Elements::copy($table"),
            O::DataDrop { data_index } => self.drop_segment(&format!("$data{data_index} = true;")),
            O::ElemDrop { elem_index } => self.drop_segment(&format!("$elem{elem_index} = true;")),
            _ => return false,
        }
        true
    }

    /// Writes a runtime call with the three top values: to, from (or with what), how many.
    fn bulk(&mut self, head: &str) {
        let first = self.stack.len() - 3;
        let values = self.stack.split_off(first).into_iter().map(|value| value.int().php);
        let list: Vec<String> = values.collect();
        self.before_change(|effects| effects.call || effects.memory);
        self.line(&format!("{head}, {});", list.join(", ")));
    }

    fn drop_segment(&mut self, statement: &str) {
        self.before_statement();
        self.line(statement);
    }

    fn load(&mut self, access: &Access) {
        let address = self.address(access.memarg);
        let trusted = self.trusts(access, &address);
        let loaded = match (access.bits, trusted) {
            (64, true) => long_word(&address),
            (32, true) => word(&address),
            (bits, true) => part_of_word(&address, bits),
            (bits, false) => {
                let aligned = match bits {
                    64 => "$m[$x >> 2] | $m[($x >> 2) + 1] << 32",
                    32 => "$m[$x >> 2]",
                    _ => "$m[$x >> 2] >> (($x & 2) << 3) & 0xFFFF",
                };
                let within = if bits == 16 { 1 } else { 3 };
                let php = format!("($x = {}) & {within} ? Unaligned::load{bits}($m, $x) : {aligned}", address.php);
                Value::expression(php, level::TERNARY, Type::I64).like(&address)
            }
        };
        let mask = i64::MAX >> (63 - access.bits.min(63));
        let value = match (access.ty, access.signed) {
            (Type::F32, _) => {
                Value::expression(format!("Real::from32({})", loaded.php), level::ATOM, Type::F32).like(&loaded)
            }
            (Type::F64, _) => {
                Value::expression(format!("Real::from64({})", loaded.php), level::ATOM, Type::F64).like(&loaded)
            }
            (Type::I32, true) => masked(&with_sign(&loaded, mask)),
            (Type::I64, true) => with_sign(&loaded, mask),
            (ty, false) => Value { ty, ..loaded },
        };
        let mut value = value.trapping();
        value.effects.memory = true;
        self.push(value);
    }

    fn store(&mut self, access: &Access) {
        let value = self.pop();
        let value = match access.ty {
            Type::F32 => Value::expression(format!("Real::to32({})", value.php), level::ATOM, Type::I32).like(&value),
            Type::F64 => Value::expression(format!("Real::to64({})", value.php), level::ATOM, Type::I64).like(&value),
            Type::I32 | Type::I64 => value.int(),
        };
        let address = self.address(access.memarg);
        let trusted = self.trusts(access, &address);
        self.before_change(|effects| effects.call || effects.memory);
        match (access.bits, trusted) {
            (64, true) => self.store_long_word(&address, &value),
            (32, true) => self.store_word(&address, value),
            (bits, true) => self.store_part(&address, &value, bits),
            (bits, false) => self.store_anywhere(&address, value, bits),
        }
    }

    /// Pops the base address and adds the offset: a PHP int below 2^33, never wrapped, as the specification has it.
    fn address(&mut self, memarg: MemArg) -> Value {
        let base = self.pop().int();
        let offset = i64::try_from(memarg.offset).unwrap_or(i64::MAX);
        match base.constant {
            Some(number) => Value::integer(number + offset, Type::I64),
            None if offset == 0 => Value { ty: Type::I64, ..base },
            None => binary("+", level::PLUS, &base, &Value::integer(offset, Type::I64), Type::I64),
        }
    }

    fn trusts(&self, access: &Access, address: &Value) -> bool {
        let bytes = i64::from(access.bits / 8).min(4);
        match address.constant {
            Some(number) => number % bytes == 0,
            None => {
                let hinted = 1_i64 << access.memarg.align.min(2);
                bytes == 1 || (self.shared.alignment == Alignment::Trusted && hinted >= bytes)
            }
        }
    }

    fn store_long_word(&mut self, address: &Value, value: &Value) {
        let (low, high) = match (&value.words, value.constant) {
            (_, Some(number)) => (literal(number & MASK), literal((number >> 32) & MASK)),
            (Some((low, high)), None) if high == "0" => (low.clone(), high.clone()),
            // Both are read before either is written: the two places may overlap.
            (Some((low, high)), None) => {
                self.line(&format!("$v = {low};"));
                self.line(&format!("$b = {high};"));
                ("$v".into(), "$b".into())
            }
            (None, None) => {
                let simple = if value.is_simple() { value.php.clone() } else { "$v".into() };
                if !value.is_simple() {
                    self.line(&format!("$v = {};", value.php));
                }
                (format!("{simple} & {MASK:#X}"), format!("{simple} >> 32 & {MASK:#X}"))
            }
        };
        if let Some(number) = address.constant {
            self.line(&format!("$m[{}] = {low};", number >> 2));
            self.line(&format!("$m[{}] = {high};", (number >> 2) + 1));
        } else {
            self.line(&format!("$m[$w = {}] = {low};", index(address)));
            self.line(&format!("$m[$w + 1] = {high};"));
        }
    }

    /// Stores where an address may cross words: asked for, since most do not.
    fn store_anywhere(&mut self, address: &Value, value: Value, bits: u32) {
        self.line(&format!("$a = {};", address.php));
        let value = if value.is_simple() {
            value
        } else {
            self.line(&format!("$v = {};", value.php));
            Value::expression("$v", level::ATOM, value.ty)
        };
        let within = if bits == 16 { 1 } else { 3 };
        self.line(&format!("if ($a & {within}) {{"));
        self.line(&format!("    Unaligned::store{bits}($m, $a, {});", value.php));
        self.line("} else {");
        let address = Value::expression("$a", level::ATOM, Type::I64);
        match bits {
            64 => self.store_long_word(&address, &value),
            32 => self.store_word(&address, value),
            _ => self.store_part(&address, &value, bits),
        }
        self.line("}");
    }

    fn store_word(&mut self, address: &Value, value: Value) {
        let value = if value.ty == Type::I64 { masked(&value) } else { value };
        self.line(&format!("$m[{}] = {};", index(address), value.php));
    }

    /// Stores one or two bytes into the word that they lie in.
    fn store_part(&mut self, address: &Value, value: &Value, bits: u32) {
        let mask = (1_i64 << bits) - 1;
        let value = match value.constant {
            Some(number) => Value::integer(number & mask, Type::I64),
            None if value.effects.call => {
                self.line(&format!("$v = {};", value.php));
                Value::expression(format!("$v & {mask}"), level::AND, Type::I64)
            }
            None => binary("&", level::AND, value, &Value::integer(mask, Type::I64), Type::I64),
        };
        if let Some(number) = address.constant {
            let (word, shift) = (number >> 2, (number & 3) << 3);
            let kept = literal(MASK & !(mask << shift));
            return self.line(&format!("$m[{word}] = $m[{word}] & {kept} | {} << {shift};", value.at(level::SHIFT)));
        }
        let base = if address.is_simple() { address.php.clone() } else { "$a".into() };
        if !address.is_simple() {
            self.line(&format!("$a = {};", address.php));
        }
        self.line(&format!("$b = ({base} & {}) << 3;", if bits == 8 { 3 } else { 2 }));
        self.line(&format!("$w = {base} >> 2;"));
        let new = match value.constant {
            Some(0) => String::new(),
            _ => format!(" | {} << $b", value.at(level::SHIFT)),
        };
        self.line(&format!("$m[$w] = $m[$w] & ~({mask} << $b){new};"));
    }
}

/// Returns the place of an address's word in the list.
fn index(address: &Value) -> String {
    match address.constant {
        Some(number) => literal(number >> 2),
        None => format!("{} >> 2", address.at(level::SHIFT)),
    }
}

fn word(address: &Value) -> Value {
    Value::expression(format!("$m[{}]", index(address)), level::ATOM, Type::I64).like(address)
}

fn long_word(address: &Value) -> Value {
    let (low, high) = match address.constant {
        Some(number) => (format!("$m[{}]", number >> 2), format!("$m[{}]", (number >> 2) + 1)),
        None => (format!("$m[$x = {}]", index(address)), "$m[$x + 1]".to_owned()),
    };
    let both = Value::expression(format!("{low} | {high} << 32"), level::OR, Type::I64).like(address);
    Value { words: Some((low, high)), ..both }
}

/// Returns the byte, or the two bytes, at an address that does not cross a word.
fn part_of_word(address: &Value, bits: u32) -> Value {
    let mask = (1_i64 << bits) - 1;
    let php = match address.constant {
        Some(number) => format!("$m[{}] >> {} & {mask}", number >> 2, (number & 3) << 3),
        None => {
            let (first, again) = match address.is_simple() {
                true => (address.php.clone(), address.php.as_str()),
                false => (format!("($x = {})", address.php), "$x"),
            };
            let within = if bits == 8 { 3 } else { 2 };
            format!("$m[{first} >> 2] >> (({again} & {within}) << 3) & {mask}")
        }
    };
    Value::expression(php, level::AND, Type::I64).like(address)
}

/// Returns a load or store taken apart, or `None` for any other instruction.
fn access(operator: &Operator<'_>) -> Option<Access> {
    use Operator as O;
    let (memarg, store, bits, signed, ty) = match *operator {
        O::I32Load { memarg } => (memarg, false, 32, false, Type::I32),
        O::I64Load { memarg } => (memarg, false, 64, false, Type::I64),
        O::F32Load { memarg } => (memarg, false, 32, false, Type::F32),
        O::F64Load { memarg } => (memarg, false, 64, false, Type::F64),
        O::I32Load8S { memarg } => (memarg, false, 8, true, Type::I32),
        O::I32Load8U { memarg } => (memarg, false, 8, false, Type::I32),
        O::I32Load16S { memarg } => (memarg, false, 16, true, Type::I32),
        O::I32Load16U { memarg } => (memarg, false, 16, false, Type::I32),
        O::I64Load8S { memarg } => (memarg, false, 8, true, Type::I64),
        O::I64Load8U { memarg } => (memarg, false, 8, false, Type::I64),
        O::I64Load16S { memarg } => (memarg, false, 16, true, Type::I64),
        O::I64Load16U { memarg } => (memarg, false, 16, false, Type::I64),
        O::I64Load32S { memarg } => (memarg, false, 32, true, Type::I64),
        O::I64Load32U { memarg } => (memarg, false, 32, false, Type::I64),
        O::I32Store { memarg } => (memarg, true, 32, false, Type::I32),
        O::I64Store { memarg } => (memarg, true, 64, false, Type::I64),
        O::F32Store { memarg } => (memarg, true, 32, false, Type::F32),
        O::F64Store { memarg } => (memarg, true, 64, false, Type::F64),
        O::I32Store8 { memarg } => (memarg, true, 8, false, Type::I32),
        O::I32Store16 { memarg } => (memarg, true, 16, false, Type::I32),
        O::I64Store8 { memarg } => (memarg, true, 8, false, Type::I64),
        O::I64Store16 { memarg } => (memarg, true, 16, false, Type::I64),
        O::I64Store32 { memarg } => (memarg, true, 32, false, Type::I64),
        _ => return None,
    };
    Some(Access { memarg, store, bits, signed, ty })
}
