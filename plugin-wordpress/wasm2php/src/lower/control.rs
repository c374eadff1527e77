//! Owns control flow: blocks, loops, ifs and branches become labels and gotos, one to one.
//!
//! No PHP loop is ever entered, so nothing of PHP's own rules about leaving loops matters; a `switch` holds gotos only.

use super::Lowering;
use crate::Refusal;
use crate::module::{Signature, number};
use crate::refuse::unsupported;
use crate::value::Type;
use wasmparser::{BlockType, BrTable, Operator};

/// A block that is open.
pub(crate) struct Frame {
    kind: Kind,
    label: u32,
    /// Somebody jumps to the label at its end.
    used: bool,
    params: Vec<Type>,
    results: Vec<Type>,
    /// Height of the stack below the block's parameters.
    height: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Block,
    Loop,
    /// An `if` whose `else` did not come so far.
    If,
    Else,
}

impl Frame {
    /// Returns the frame of a whole function: to leave it is to return.
    pub(super) fn function(signature: &Signature) -> Self {
        Self {
            kind: Kind::Function,
            label: 0,
            used: false,
            params: Vec::new(),
            results: signature.results.clone(),
            height: 0,
        }
    }

    /// Returns what a branch to this frame hands over.
    fn handed_over(&self) -> &[Type] {
        if self.kind == Kind::Loop { &self.params } else { &self.results }
    }
}

impl Lowering<'_> {
    /// Returns whether nothing reaches this instruction, so that there is nothing to write.
    pub(super) fn skips(&mut self, operator: &Operator<'_>) -> bool {
        let Some(depth) = self.unreachable else { return false };
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => self.unreachable = Some(depth + 1),
            Operator::End if depth > 0 => self.unreachable = Some(depth - 1),
            Operator::End => return false,
            Operator::Else if depth == 0 => return false,
            _ => {}
        }
        true
    }

    /// Takes an instruction of control flow; answers false for any other.
    pub(super) fn control(&mut self, operator: &Operator<'_>) -> Result<bool, Refusal> {
        match operator {
            Operator::Nop => {}
            Operator::Unreachable => {
                self.before_statement();
                self.line("throw new Trap('unreachable');");
                self.unreachable = Some(0);
            }
            Operator::Block { blockty } => self.open(Kind::Block, blockty)?,
            Operator::Loop { blockty } => {
                self.open(Kind::Loop, blockty)?;
                self.label(self.labels);
            }
            Operator::If { blockty } => {
                let condition = self.pop().opposite();
                self.open(Kind::If, blockty)?;
                self.line(&format!("if ({}) goto E{};", condition.php, self.labels));
            }
            Operator::Else => self.otherwise(),
            Operator::End => self.close(),
            Operator::Br { relative_depth } => {
                self.before_leaving(*relative_depth);
                self.branch(*relative_depth, "");
                self.unreachable = Some(0);
            }
            Operator::BrIf { relative_depth } => self.branch_if(*relative_depth),
            Operator::BrTable { targets } => self.branch_table(targets)?,
            Operator::Return => {
                let outermost = u32::try_from(self.frames.len() - 1).map_err(|_| unsupported("a block this deep"))?;
                self.before_leaving(outermost);
                self.branch(outermost, "");
                self.unreachable = Some(0);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn open(&mut self, kind: Kind, blockty: &BlockType) -> Result<(), Refusal> {
        let Signature { params, results } = self.block_type(blockty)?;
        self.write_all();
        let height = self.stack.len() - params.len();
        for place in height..self.stack.len() {
            self.settle(place);
        }
        self.labels += 1;
        self.frames.push(Frame { kind, label: self.labels, used: false, params, results, height });
        Ok(())
    }

    fn block_type(&self, blockty: &BlockType) -> Result<Signature, Refusal> {
        Ok(match *blockty {
            BlockType::Empty => Signature { params: Vec::new(), results: Vec::new() },
            BlockType::Type(ty) => Signature { params: Vec::new(), results: vec![number(ty)?] },
            BlockType::FuncType(index) => self.shared.module.types[index as usize].clone(),
        })
    }

    /// Ends the first arm of an `if`.
    fn otherwise(&mut self) {
        if self.unreachable.is_none() {
            self.branch(0, "");
        }
        let Some(frame) = self.frames.last_mut() else { return };
        frame.kind = Kind::Else;
        let (label, height, params) = (frame.label, frame.height, frame.params.clone());
        self.line(&format!("E{label}:"));
        self.restart(height, &params);
    }

    fn close(&mut self) {
        let falls_through = self.unreachable.is_none();
        if falls_through {
            let results = self.frame(0).results.clone();
            self.hand_over(0, &results, "");
        }
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            Kind::Function => return,
            Kind::If => self.line(&format!("E{}:", frame.label)),
            Kind::Block | Kind::Loop | Kind::Else => {}
        }
        let jumps_here = frame.used && frame.kind != Kind::Loop;
        if jumps_here {
            self.label(frame.label);
        }
        if falls_through || jumps_here || frame.kind == Kind::If {
            self.restart(frame.height, &frame.results);
        } else {
            self.stack.truncate(frame.height);
        }
    }

    /// From here on the stack is `types` in their homes, above `height`.
    fn restart(&mut self, height: usize, types: &[Type]) {
        self.unreachable = None;
        self.stack.truncate(height);
        for &ty in types {
            let home = self.home(self.stack.len(), ty);
            self.push(home);
        }
    }

    /// Writes what a jump to a frame hands over, and the jump.
    fn branch(&mut self, depth: u32, indent: &str) {
        let types = self.frame(depth).handed_over().to_vec();
        self.hand_over(depth, &types, indent);
        if self.frame(depth).kind != Kind::Function {
            let label = self.jump_to(depth);
            self.line(&format!("{indent}goto L{label};"));
        }
    }

    /// Moves the values on top of the stack to where a frame wants them; for the whole function: returns them.
    fn hand_over(&mut self, depth: u32, types: &[Type], indent: &str) {
        let Frame { height, kind, .. } = *self.frame(depth);
        let from = self.stack.len() - types.len();
        if kind == Kind::Function {
            let values: Vec<String> = self.stack[from..].iter().map(|value| value.clone().int().php).collect();
            return match values.as_slice() {
                [] => self.line(&format!("{indent}return;")),
                [value] => self.line(&format!("{indent}return {value};")),
                several => self.line(&format!("{indent}return [{}];", several.join(", "))),
            };
        }
        for place in from..self.stack.len() {
            self.settle(place);
        }
        for (nth, &ty) in types.iter().enumerate() {
            let home = self.home(height + nth, ty).php;
            if home != self.stack[from + nth].php {
                let line = format!("{indent}{home} = {};", self.stack[from + nth].php);
                self.line(&line);
            }
        }
    }

    fn branch_if(&mut self, depth: u32) {
        let condition = self.pop();
        self.before_leaving(depth);
        let frame = self.frame(depth);
        let (kind, height, values) = (frame.kind, frame.height, frame.handed_over().len());
        let below = self.stack.len() - values;
        for place in below..self.stack.len() {
            self.settle(place);
        }
        if kind == Kind::Function || (values > 0 && height != below) {
            self.line(&format!("if ({}) {{", condition.php));
            self.branch(depth, "    ");
            self.line("}");
        } else {
            let label = self.jump_to(depth);
            self.line(&format!("if ({}) goto L{label};", condition.php));
        }
    }

    fn branch_table(&mut self, targets: &BrTable<'_>) -> Result<(), Refusal> {
        let default = targets.default();
        let index = self.pop();
        let index = self.simple(index, self.stack.len());
        self.before_leaving(default);
        for place in self.stack.len() - self.frame(default).handed_over().len()..self.stack.len() {
            self.settle(place);
        }
        let depths: Result<Vec<u32>, _> = targets.targets().collect();
        let depths = depths.map_err(|error| Refusal(error.message().into()))?;
        self.line(&format!("switch ({}) {{", index.php));
        for (case, &depth) in depths.iter().enumerate().filter(|(_, depth)| **depth != default) {
            self.line(&format!("    case {case}:"));
            if depths.get(case + 1) != Some(&depth) {
                self.branch(depth, "        ");
            }
        }
        self.line("    default:");
        self.branch(default, "        ");
        self.line("}");
        self.unreachable = Some(0);
        Ok(())
    }

    /// Writes what a branch to a frame would leave behind unevaluated though it matters: calls, and what may trap.
    fn before_leaving(&mut self, depth: u32) {
        let below = self.stack.len() - self.frame(depth).handed_over().len();
        for place in 0..below {
            let effects = &self.stack[place].effects;
            if effects.call || effects.traps {
                self.write(place);
            }
        }
    }

    fn frame(&self, depth: u32) -> &Frame {
        &self.frames[self.frames.len() - 1 - depth as usize]
    }

    fn jump_to(&mut self, depth: u32) -> u32 {
        let place = self.frames.len() - 1 - depth as usize;
        self.frames[place].used = true;
        self.frames[place].label
    }

    fn label(&mut self, label: u32) {
        self.line(&format!("L{label}:"));
    }
}
