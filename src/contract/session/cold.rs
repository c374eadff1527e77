//! Compile and lint: in the whole module, and refused by the hot one, which has neither presets nor zones.

use super::{Refused, Session};

#[cfg(not(feature = "cold"))]
use crate::contract::error::{Code, ContractError};
#[cfg(feature = "cold")]
use {
    super::part,
    crate::contract::answer::{CompiledAnswer, LintAnswer},
    crate::contract::compile,
    crate::engine::program::Program,
};

#[cfg(feature = "cold")]
impl Session {
    pub(super) fn compile(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let previous = match part(parts, 1) {
            [] => None,
            // A program of another release cannot be compared with: all shoppers are settled anew.
            bytes => Program::open(bytes.to_vec()).ok(),
        };
        let compiled = compile::compile(part(parts, 0), previous.as_ref()).map_err(Refused::Many)?;
        self.reply.ok(&CompiledAnswer {
            hash: compiled.hash,
            epoch: compiled.epoch,
            sweep: compiled.sweep,
            disabled: &compiled.disabled,
            warnings: &compiled.warnings,
        });
        self.reply.push(compiled.program);
        Ok(())
    }

    pub(super) fn lint(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        self.reply.ok(&LintAnswer { found: &compile::lint(part(parts, 0)) });
        Ok(())
    }
}

#[cfg(not(feature = "cold"))]
impl Session {
    pub(super) fn compile(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(elsewhere("compile").into())
    }

    pub(super) fn lint(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(elsewhere("lint").into())
    }
}

/// Refuses a call that the hot module leaves out.
#[cfg(not(feature = "cold"))]
pub(super) fn elsewhere(operation: &str) -> ContractError {
    let message = alloc::format!("`{operation}` is not in the hot module: load the whole one, cartsignal.wasm");
    ContractError::new(Code::OperationElsewhere, "", message)
}
