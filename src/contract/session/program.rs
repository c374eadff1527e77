//! Programs: compiled, loaded whole or in pieces, and let go.

use super::recall::Question;
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
        let pieces = request.pieces.map(|offsets| pieces(&offsets, parts)).transpose()?;
        let handle = match (request.program, pieces) {
            (Some(_), None) => {
                let message = "a program that is loaded takes in pieces only, expected `pieces`";
                return Err(ContractError::new(Code::RequestMissingField, "/pieces", message).into());
            }
            (Some(handle), Some(pieces)) => {
                self.programs.get_mut(&handle).ok_or_else(no_program)?.add(pieces);
                handle
            }
            (None, pieces) => {
                let program = match pieces {
                    None => Program::open(part(parts, 1).to_vec())?,
                    Some(pieces) => Program::open_parts(pieces)?,
                };
                let handle = self.next_handle();
                self.programs.insert(handle, program);
                handle
            }
        };
        let program = self.program(Some(handle))?;
        let loaded = Loaded { program: handle, hash: program.hash(), head: program.head().into() };
        self.reply.ok(&loaded);
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
        let program = self.program(request.program)?;
        let question = Question::read(request, parts)?;
        let subject = touches::Subject {
            shopper: question.shopper.as_ref(),
            recipient: question.recipient.as_ref(),
            contact: question.request.contact.as_ref(),
        };
        let ranges = touches::touches(program, &subject, &question.request.input)?;
        self.reply.ok(&Touched { ranges: ranges.into_iter().map(Into::into).collect() });
        self.recalled = Some(question.keep(parts));
        Ok(())
    }
}

/// Returns the parts behind the first as pieces of a program, each with where it lies.
fn pieces(offsets: &[u32], parts: &[&[u8]]) -> Result<Vec<(u32, Vec<u8>)>, Refused> {
    let pieces = parts.get(1..).unwrap_or_default();
    if pieces.len() != offsets.len() {
        let message = "expected one part of bytes behind the first for each offset";
        return Err(ContractError::new(Code::RequestBadValue, "/pieces", message).into());
    }
    Ok(offsets.iter().copied().zip(pieces.iter().map(|bytes| bytes.to_vec())).collect())
}

/// Returns what is said where a program's handle leads nowhere.
pub(super) fn no_program() -> Failure {
    let message = "no program is loaded under this handle: call `load` first";
    ContractError::new(Code::RequestNoProgram, "/program", message).into()
}
