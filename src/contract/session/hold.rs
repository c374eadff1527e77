//! Holding: the states of one shopper and recipient resident in memory, for servers that see them again at once.
//!
//! The host keeps the order of things: a recipient is held once at most, and what is held is flushed before it is
//! locked elsewhere. A held state is as good as the host's memory: flush it in the transaction that keeps decisions.

use super::decide::{answer, recipient, shopper};
use super::{Refused, Session, part};
use crate::contract::answer::{Done, Failure, Held};
use crate::contract::error::{Code, ContractError};
use crate::contract::request::{self, HoldRequest, ResidentRequest, StepRequest};
use crate::engine::fault::Fault;
use crate::engine::state::{Recipient, Shopper};
use crate::engine::step;
use crate::fact::contact::Contact;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// States that are held.
pub(super) struct Resident {
    pub(super) program: u64,
    shopper: Option<Shopper>,
    recipient: Option<Recipient>,
    contact: Option<Contact>,
}

impl Session {
    pub(super) fn hold(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: HoldRequest = request::read(part(parts, 0))?;
        self.program(Some(request.program))?.decode_all().map_err(Failure::from)?;
        // Somebody never seen before was first seen with the first step, which is always earlier than this.
        let shopper = shopper(part(parts, 1), request.shopper, Timestamp::MAX, "/shopper")?;
        let recipient = recipient(part(parts, 2), request.recipient, Timestamp::MAX)?;
        if shopper.is_none() && recipient.is_none() {
            return Err(Fault::SubjectMissing.into());
        }
        let resident = self.next_handle();
        self.residents
            .insert(resident, Resident { program: request.program, shopper, recipient, contact: request.contact });
        self.reply.ok(&Held { resident });
        Ok(())
    }

    pub(super) fn step_resident(&mut self, handle: u64, parts: &[&[u8]], request: &StepRequest) -> Result<(), Refused> {
        let named = request.program.is_some() || request.shopper.is_some() || request.recipient.is_some();
        if named || parts.iter().skip(1).any(|part| !part.is_empty()) {
            let message = "with `resident`, the call has no program, keys or states of its own";
            return Err(ContractError::new(Code::RequestBadValue, "/resident", message).into());
        }
        let resident = self.residents.get_mut(&handle).ok_or_else(no_resident)?;
        let program = self.programs.get(&resident.program).ok_or_else(super::program::no_program)?;
        step::check(resident.shopper.as_ref(), resident.recipient.as_ref(), &request.input)?;
        // INVARIANT: a step takes its states, and what fails must change nothing: behind this check and with all of the
        // program decoded, as `hold` saw to, no step fails.
        let (shopper, recipient) = (resident.shopper.take(), resident.recipient.take());
        let contact = request.contact.as_ref().or(resident.contact.as_ref());
        let stepped = step::step(program, shopper, recipient, contact, request.moment, &request.input)?;
        self.reply.ok(&answer(&stepped));
        resident.shopper = stepped.shopper;
        resident.recipient = stepped.recipient;
        Ok(())
    }

    pub(super) fn flush(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: ResidentRequest = request::read(part(parts, 0))?;
        let resident = self.residents.get(&request.resident).ok_or_else(no_resident)?;
        let shopper = resident.shopper.as_ref().map_or(Ok(Vec::new()), Shopper::write)?;
        let recipient = resident.recipient.as_ref().map_or(Ok(Vec::new()), Recipient::write)?;
        self.reply.ok(&Done {});
        self.reply.push(shopper);
        self.reply.push(recipient);
        Ok(())
    }

    pub(super) fn release(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: ResidentRequest = request::read(part(parts, 0))?;
        self.residents.remove(&request.resident).ok_or_else(no_resident)?;
        self.reply.ok(&Done {});
        Ok(())
    }
}

fn no_resident() -> Failure {
    ContractError::new(Code::RequestUnknownHandle, "/resident", "nothing is held under this handle").into()
}
