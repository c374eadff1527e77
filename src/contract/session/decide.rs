//! Deciding: step, merge, admit and explain, with states handed in and out as bytes.

use super::program::no_program;
use super::recall::Question;
use super::{Refused, Session, part};
use crate::contract::answer::{Admitted, Failure, MergedAnswer, OptOut, SteppedAnswer};
use crate::contract::error::{Code, ContractError};
use crate::contract::request::{self, AdmitRequest, ExplainRequest, MergeRequest, StepRequest};
use crate::engine::admit::{self, Admission};
use crate::engine::explain;
use crate::engine::fault::Fault;
use crate::engine::merge;
use crate::engine::program::Program;
use crate::engine::state::{Recipient, Shopper};
use crate::engine::step::{self, Stepped};
use crate::id::{RecipientKey, ShopperKey};
use crate::time::Timestamp;
use alloc::vec::Vec;

impl Session {
    pub(super) fn step(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let recalled = self.recalled.take().and_then(|recalled| recalled.answer(parts));
        let question = match recalled {
            Some(question) => question,
            None => {
                let request: StepRequest = request::read(part(parts, 0))?;
                if let Some(handle) = request.resident {
                    return self.step_resident(handle, parts, &request);
                }
                self.program(request.program)?;
                Question::read(request, parts)?
            }
        };
        let Question { request, shopper, recipient } = question;
        let program = self.program(request.program)?;
        let contact = request.contact.as_ref();
        let stepped = step::step(program, shopper, recipient, contact, request.moment, &request.input)?;
        let states = written(&stepped)?;
        self.reply.ok(&answer(&stepped));
        states.into_iter().for_each(|state| self.reply.push(state));
        Ok(())
    }

    pub(super) fn merge(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: MergeRequest = request::read(part(parts, 0))?;
        let program = self.program(Some(request.program))?;
        let at = request.moment;
        let (Some(a), Some(b)) =
            (shopper(part(parts, 1), Some(request.a), at, "/a")?, shopper(part(parts, 2), Some(request.b), at, "/b")?)
        else {
            return Err(Fault::SubjectMissing.into());
        };
        let recipient = recipient(part(parts, 3), request.recipient, at)?;
        let merged = merge::merge(program, a, b, recipient, request.contact.as_ref(), request.moment)?;
        let states = written(&merged.stepped)?;
        let stepped = answer(&merged.stepped);
        self.reply.ok(&MergedAnswer { survivor: &merged.survivor, alias: &merged.alias, stepped });
        states.into_iter().for_each(|state| self.reply.push(state));
        Ok(())
    }

    pub(super) fn admit(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: AdmitRequest = request::read(part(parts, 0))?;
        let program = self.program(Some(request.program))?;
        let contact = request.contact.as_ref();
        let (counters, admission) =
            admit::admit(program, part(parts, 1), contact, &request.origin, request.moment, &request.ask)?;
        let cost_micros = if admission == Admission::Go { Some(admit::cost(program, &request.ask)?) } else { None };
        self.reply.ok(&Admitted { admission, cost_micros });
        self.reply.push(counters);
        Ok(())
    }

    pub(super) fn explain(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: ExplainRequest = request::read(part(parts, 0))?;
        let program = self.program(Some(request.program))?;
        let at = request.moment;
        let shopper = shopper(part(parts, 1), Some(request.shopper), at, "/shopper")?.ok_or(Fault::SubjectMissing)?;
        let recipient = recipient(part(parts, 2), request.recipient, at)?;
        let contact = request.contact.as_ref();
        let explanation = explain::explain(program, &shopper, recipient.as_ref(), contact, request.moment)?;
        self.reply.ok(&explanation);
        Ok(())
    }

    pub(super) fn program(&self, handle: Option<u64>) -> Result<&Program, Failure> {
        handle.and_then(|handle| self.programs.get(&handle)).ok_or_else(no_program)
    }
}

/// Reads a shopper's state; with a key and no bytes, somebody never seen before.
pub(super) fn shopper(
    bytes: &[u8],
    key: Option<ShopperKey>,
    at: Timestamp,
    pointer: &str,
) -> Result<Option<Shopper>, Failure> {
    match (key, bytes) {
        (None, []) => Ok(None),
        (None, _) => Err(keyless(pointer)),
        (Some(key), []) => Ok(Some(Shopper::new(key, at))),
        (Some(key), bytes) => Shopper::read(bytes, &key).map(Some).map_err(|fault| state_failure(fault, pointer)),
    }
}

/// Reads a recipient's state; with a key and no bytes, somebody never seen before.
pub(super) fn recipient(bytes: &[u8], key: Option<RecipientKey>, at: Timestamp) -> Result<Option<Recipient>, Failure> {
    const POINTER: &str = "/recipient";
    match (key, bytes) {
        (None, []) => Ok(None),
        (None, _) => Err(keyless(POINTER)),
        (Some(key), []) => Ok(Some(Recipient::new(key, at))),
        (Some(key), bytes) => Recipient::read(bytes, &key).map(Some).map_err(|fault| state_failure(fault, POINTER)),
    }
}

/// Writes the states; an absent one is an empty part.
pub(super) fn written(stepped: &Stepped) -> Result<[Vec<u8>; 2], Failure> {
    Ok([
        stepped.shopper.as_ref().map_or(Ok(Vec::new()), Shopper::write).map_err(|f| state_failure(f, "/shopper"))?,
        stepped
            .recipient
            .as_ref()
            .map_or(Ok(Vec::new()), Recipient::write)
            .map_err(|f| state_failure(f, "/recipient"))?,
    ])
}

pub(super) fn answer(stepped: &Stepped) -> SteppedAnswer<'_> {
    SteppedAnswer {
        decisions: &stepped.decisions,
        facts: &stepped.facts,
        topics: &stepped.topics,
        wakes: stepped.wakes,
        folded: stepped.folded,
        points_at: stepped.shopper.as_ref().and_then(|shopper| shopper.facts.points_at()),
        wake_pointing: stepped.wake_pointing,
        opt_outs: stepped.recipient.iter().flat_map(opt_outs).collect(),
    }
}

fn opt_outs(recipient: &Recipient) -> impl Iterator<Item = OptOut> {
    recipient.facts.consents.opt_outs().map(|(channel, at)| OptOut { channel, at })
}

fn keyless(pointer: &str) -> Failure {
    ContractError::new(Code::RequestMissingField, pointer, "a state was handed in without the key whose it is").into()
}

fn state_failure(fault: Fault, pointer: &str) -> Failure {
    Failure { pointer: pointer.into(), ..Failure::from(fault) }
}
