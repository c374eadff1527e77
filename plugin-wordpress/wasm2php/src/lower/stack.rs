//! Owns the symbolic stack: what waits on it, and what must be written before something changes.

use super::Lowering;
use crate::value::{Effects, Type, Value};

impl Lowering<'_> {
    pub(super) fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    pub(super) fn pop(&mut self) -> Value {
        // INVARIANT: validation proved that the stack is as high as each instruction wants it.
        self.stack.pop().unwrap_or_else(|| Value::integer(0, Type::I32))
    }

    /// Returns the variable that is the home of a place on the stack.
    pub(super) fn home(&self, place: usize, ty: Type) -> Value {
        Value::variable(format!("$s{place}"), self.home_id(place), ty)
    }

    fn home_id(&self, place: usize) -> u32 {
        u32::try_from(self.locals.len() + place).unwrap_or(u32::MAX)
    }

    /// Writes every waiting value that depends on what is about to change, the lowest first.
    pub(super) fn before_change(&mut self, depends: impl Fn(&Effects) -> bool) {
        for place in 0..self.stack.len() {
            if depends(&self.stack[place].effects) {
                self.write(place);
            }
        }
    }

    /// Writes waiting calls, which must run before any later statement.
    pub(super) fn before_statement(&mut self) {
        self.before_change(|effects| effects.call);
    }

    /// Assigns an expression to a variable, after writing what still needs the variable's old value.
    pub(super) fn assign(&mut self, variable: &str, id: u32, value: Value) {
        self.before_change(|effects| effects.call || effects.reads.contains(&id));
        let value = value.int();
        self.line(&format!("{variable} = {};", value.php));
    }

    /// Writes a waiting value to its home, unless it is there or a constant.
    pub(super) fn write(&mut self, place: usize) {
        if self.stack[place].constant.is_none() {
            self.settle(place);
        }
    }

    /// Writes a waiting value to its home, unless it is there.
    pub(super) fn settle(&mut self, place: usize) {
        let home = self.home(place, self.stack[place].ty);
        if self.stack[place].php == home.php {
            return;
        }
        let id = self.home_id(place);
        // INVARIANT: a value reads no home below its own place, so nothing above needs what the home holds now.
        for below in 0..place {
            let effects = &self.stack[below].effects;
            if effects.call || effects.reads.contains(&id) {
                self.write(below);
            }
        }
        let php = home.php.clone();
        let value = std::mem::replace(&mut self.stack[place], home).int();
        self.line(&format!("{php} = {};", value.php));
    }

    /// Writes everything that waits, before a place that several paths lead to or from.
    pub(super) fn write_all(&mut self) {
        for place in 0..self.stack.len() {
            self.write(place);
        }
    }

    /// Returns the popped value as a variable or literal; `place` is where it lay on the stack.
    pub(super) fn simple(&mut self, value: Value, place: usize) -> Value {
        if value.is_simple() && !value.boolean {
            return value;
        }
        let home = self.home(place, value.ty);
        let id = self.home_id(place);
        self.assign(&home.php.clone(), id, value);
        home
    }

    /// Pops two values, both as variables or literals, evaluated in their order.
    pub(super) fn pop_simple_pair(&mut self) -> (Value, Value) {
        let right = self.pop();
        let left = self.pop();
        let place = self.stack.len();
        let left = self.simple(left, place);
        let right = self.simple(right, place + 1);
        (left, right)
    }
}
