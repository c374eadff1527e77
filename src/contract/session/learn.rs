//! Learning: facts go into the store's aggregate, and numbers come out of it, a budget of work at a time.

use super::{Refused, Session, part};
use crate::contract::answer::{Done, LearnedAnswer};
use crate::contract::request::{self, EmptyRequest, LearnRequest, ObserveRequest};
use crate::engine::learn::{self, Learned};

impl Session {
    pub(super) fn observe(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: ObserveRequest = request::read(part(parts, 0))?;
        let aggregate = learn::observe(part(parts, 1), &request.facts)?;
        self.reply.ok(&Done {});
        self.reply.push(aggregate);
        Ok(())
    }

    pub(super) fn erase(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: ObserveRequest = request::read(part(parts, 0))?;
        let aggregate = learn::erase(part(parts, 1), &request.facts)?;
        self.reply.ok(&Done {});
        self.reply.push(aggregate);
        Ok(())
    }

    pub(super) fn combine(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let EmptyRequest {} = request::read(part(parts, 0))?;
        let aggregate = learn::combine(part(parts, 1), part(parts, 2))?;
        self.reply.ok(&Done {});
        self.reply.push(aggregate);
        Ok(())
    }

    pub(super) fn learn(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request: LearnRequest = request::read(part(parts, 0))?;
        match learn::learn(part(parts, 1), part(parts, 2), request.budget)? {
            Learned::Progress(progress) => {
                self.reply.ok(&LearnedAnswer::Progress(Done {}));
                self.reply.push(progress);
            }
            Learned::Model(model) => self.reply.ok(&LearnedAnswer::Model(&model)),
        }
        Ok(())
    }
}
