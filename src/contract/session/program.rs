//! Programs: compiled, loaded whole or in pieces, and let go.

use super::{Refused, Session, part};
use crate::contract::answer::{Done, Failure, Loaded, Touched};
use crate::contract::error::{Code, ContractError};
use crate::contract::request::{self, LoadRequest, StepRequest, UnloadRequest};
use crate::engine::program::Program;
use crate::engine::touches;
use alloc::vec::Vec;

impl Session {
    pub(super) fn load(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: LoadRequest = request::read(part(parts, 0))?;
        let program = match request.pieces {
            None => Program::open(part(parts, 1).to_vec())?,
            Some(offsets) => {
                let pieces: Vec<_> = parts.iter().skip(1).map(|bytes| bytes.to_vec()).collect();
                if pieces.len() != offsets.len() {
                    let message = "expected one part of bytes behind the first for each offset";
                    return Err(ContractError::new(Code::RequestBadValue, "/pieces", message).into());
                }
                Program::open_parts(offsets.into_iter().zip(pieces).collect())?
            }
        };
        let (hash, head) = (program.hash(), touches::head(program.directory()).into());
        let handle = self.next_handle();
        self.programs.insert(handle, program);
        self.reply.ok(&Loaded { program: handle, hash, head });
        Ok(())
    }

    pub(super) fn unload(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: UnloadRequest = request::read(part(parts, 0))?;
        if self.residents.values().any(|resident| resident.program == request.program) {
            let message = "states are held under this program: flush and release them first";
            return Err(ContractError::new(Code::RequestBadValue, "/program", message).into());
        }
        self.programs.remove(&request.program).ok_or_else(no_program)?;
        self.reply.ok(&Done {});
        Ok(())
    }

    pub(super) fn touches(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: StepRequest = request::read(part(parts, 0))?;
        let handle = request.program.ok_or_else(no_program)?;
        let program = self.programs.get(&handle).ok_or_else(no_program)?;
        let at = request.input.occurred_at;
        let shopper = super::decide::shopper(part(parts, 1), request.shopper, at, "/shopper")?;
        let recipient = super::decide::recipient(part(parts, 2), request.recipient, at)?;
        let subject = touches::Subject {
            shopper: shopper.as_ref(),
            recipient: recipient.as_ref(),
            contact: request.contact.as_ref(),
        };
        let ranges = touches::touches(program.directory(), &subject, &request.input);
        self.reply.ok(&Touched { ranges: ranges.into_iter().map(Into::into).collect() });
        Ok(())
    }
}

/// Returns what is said where a program's handle leads nowhere.
pub(super) fn no_program() -> Failure {
    let message = "no program is loaded under this handle: call `load` first";
    ContractError::new(Code::RequestNoProgram, "/program", message).into()
}
