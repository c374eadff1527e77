//! Owns calls, locals, globals, and what only moves values on the stack.

use super::{CALLEE, Lowering};
use crate::module::Signature;
use crate::needs::Cell;
use crate::value::{Type, Value, level};
use wasmparser::Operator;

impl Lowering<'_> {
    /// Takes a call or a move of a value; answers false for any other instruction.
    pub(super) fn calls(&mut self, operator: &Operator<'_>) -> bool {
        match *operator {
            Operator::Call { function_index } => {
                let signature = self.shared.module.signature(function_index).clone();
                let cells = self.shared.needs.function(function_index).iter().copied().collect();
                self.call(&format!("{CALLEE}{function_index}{CALLEE}"), cells, &signature);
            }
            Operator::CallIndirect { type_index, .. } => {
                // The dispatch takes the place in the table last, as WebAssembly has it on the stack.
                let mut signature = self.shared.module.types[type_index as usize].clone();
                signature.params.push(Type::I32);
                let cells = self.shared.needs.dispatch(type_index).iter().copied().collect();
                self.call(&format!("Table::t{type_index}"), cells, &signature);
            }
            Operator::LocalGet { local_index } => {
                let local = self.local(local_index);
                self.push(local);
            }
            Operator::LocalSet { local_index } => {
                let value = self.pop();
                self.assign(&format!("$l{local_index}"), local_index, value);
            }
            Operator::LocalTee { local_index } => {
                let value = self.pop();
                self.assign(&format!("$l{local_index}"), local_index, value);
                let local = self.local(local_index);
                self.push(local);
            }
            Operator::GlobalGet { global_index } => self.global_get(global_index),
            Operator::GlobalSet { global_index } => {
                let value = self.pop().int();
                self.before_change(|effects| effects.call || effects.globals);
                self.line(&format!("$g{global_index} = {};", value.php));
            }
            Operator::Drop => {
                let value = self.pop();
                if value.effects.call || value.effects.traps {
                    self.before_statement();
                    self.line(&format!("{};", value.php));
                }
            }
            Operator::Select | Operator::TypedSelect { .. } => self.select(),
            _ => return false,
        }
        true
    }

    fn local(&self, index: u32) -> Value {
        Value::variable(format!("$l{index}"), index, self.locals[index as usize])
    }

    fn global_get(&mut self, index: u32) {
        let global = &self.shared.module.globals[index as usize];
        let value = if global.mutable {
            let mut value = Value::expression(format!("$g{index}"), level::ATOM, global.ty);
            value.effects.globals = true;
            value
        } else {
            global.initial.value()
        };
        self.push(value);
    }

    fn call(&mut self, callee: &str, cells: Vec<Cell>, signature: &Signature) {
        let first = self.stack.len() - signature.params.len();
        let arguments: Vec<Value> = self.stack.split_off(first).into_iter().map(Value::int).collect();
        self.before_change(|effects| effects.call || effects.memory || effects.globals);
        let cells = cells.into_iter().map(|cell| format!("${}", cell.name()));
        let list: Vec<String> = cells.chain(arguments.iter().map(|argument| argument.php.clone())).collect();
        let php = format!("{callee}({})", list.join(", "));
        match signature.results.as_slice() {
            [] => self.line(&format!("{php};")),
            &[ty] => {
                let mut value = Value::expression(php, level::ATOM, ty);
                value = arguments.iter().fold(value, Value::like);
                value.effects.call = true;
                self.push(value);
            }
            several => self.several(&php, several),
        }
    }

    /// Writes a call with several results, each into its home.
    fn several(&mut self, php: &str, results: &[Type]) {
        let height = self.stack.len();
        let homes: Vec<Value> = results.iter().enumerate().map(|(nth, &ty)| self.home(height + nth, ty)).collect();
        self.before_change(|effects| homes.iter().any(|home| !effects.reads.is_disjoint(&home.effects.reads)));
        let list: Vec<&str> = homes.iter().map(|home| home.php.as_str()).collect();
        self.line(&format!("[{}] = {php};", list.join(", ")));
        homes.into_iter().for_each(|home| self.push(home));
    }

    /// Both sides are evaluated, as WebAssembly does: a side that may trap is written first.
    fn select(&mut self) {
        let condition = self.pop();
        let right = self.pop();
        let left = self.pop();
        let place = self.stack.len();
        let eager = |value: &Value| value.effects.call || value.effects.traps;
        let (left, right, condition) = if eager(&left) || eager(&right) {
            let left = self.simple(left, place);
            let right = self.simple(right, place + 1);
            let condition = if condition.effects.call { self.simple(condition, place + 2) } else { condition };
            (left, right, condition)
        } else if condition.effects.call {
            let left = self.simple(left, place);
            let right = self.simple(right, place + 1);
            (left, right, condition)
        } else {
            (left.int(), right.int(), condition)
        };
        // PHP's conditional does not group by itself: all three in parentheses unless they bind more tightly.
        let inner = level::TERNARY + 1;
        let php = format!("{} ? {} : {}", condition.at(inner), left.at(inner), right.at(inner));
        let value = Value::expression(php, level::TERNARY, left.ty).like(&condition).like(&left).like(&right);
        self.push(value);
    }
}
