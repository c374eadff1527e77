//! Owns the reading of a function's body, and which of its locals need a first value.

use crate::Refusal;
use crate::module::{Module, number};
use crate::value::Type;
use std::collections::BTreeSet;
use wasmparser::{FunctionBody, Operator};

/// A function's locals and instructions.
pub(crate) struct Body<'a> {
    /// Parameters first.
    pub(crate) locals: Vec<Type>,
    pub(crate) operators: Vec<Operator<'a>>,
}

impl<'a> Body<'a> {
    /// Reads the body of a function.
    pub(crate) fn read(body: &FunctionBody<'a>, module: &Module<'_>, function: u32) -> Result<Self, Refusal> {
        let broken = |error: wasmparser::BinaryReaderError| Refusal(error.message().into());
        let mut locals = module.signature(function).params.clone();
        for group in body.get_locals_reader().map_err(broken)? {
            let (count, ty) = group.map_err(broken)?;
            let ty = number(ty).map_err(|refusal| Refusal(format!("function {function}: {}", refusal.0)))?;
            locals.extend(std::iter::repeat_n(ty, count as usize));
        }
        let operators =
            body.get_operators_reader().map_err(broken)?.into_iter().collect::<Result<_, _>>().map_err(broken)?;
        Ok(Self { locals, operators })
    }

    /// Returns the locals that some path may read before it sets them; WebAssembly says that they are 0 there.
    ///
    /// A local needs no first value when it is set first and only touched until the block of that setting ends: whoever
    /// is inside that block later than the setting came by it.
    pub(crate) fn locals_from_zero(&self, params: usize) -> BTreeSet<u32> {
        let mut open: Vec<usize> = vec![0];
        let mut blocks = 0;
        let mut set_in: Vec<Option<usize>> = vec![None; self.locals.len()];
        let mut from_zero = BTreeSet::new();
        for operator in &self.operators {
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    blocks += 1;
                    open.push(blocks);
                }
                Operator::Else => {
                    blocks += 1;
                    open.pop();
                    open.push(blocks);
                }
                Operator::End => {
                    open.pop();
                }
                Operator::LocalGet { local_index }
                    if !set_in[*local_index as usize].is_some_and(|block| open.contains(&block)) =>
                {
                    from_zero.insert(*local_index);
                }
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    let place = &mut set_in[*local_index as usize];
                    if !place.is_some_and(|block| open.contains(&block)) {
                        *place = open.last().copied();
                    }
                }
                _ => {}
            }
        }
        from_zero.retain(|local| *local as usize >= params);
        from_zero
    }
}
