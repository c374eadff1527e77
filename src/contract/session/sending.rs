//! Sending: what a text cost and what was spent; and numbers, answers, providers and senders, which the hot module refuses.

use super::{Refused, Session, part};
use crate::contract::answer::Done;
use crate::contract::request::{self, ChargeRequest, SpendingRequest};
use crate::engine::admit;

#[cfg(feature = "cold")]
use {
    crate::contract::error::{Code, ContractError},
    crate::contract::registration::{self, RegistrationRequest},
    crate::contract::senders::{self, SendersRequest},
    crate::contract::sending::{
        self, ChallengeAnswer, GatewayRequest, HookRequest, ParsePhoneRequest, ProvidersAnswer, ReadReplyRequest,
        ResponseRequest, WebhookRequest,
    },
    crate::gateway::{self, Challenge},
    crate::{phone, reply},
    alloc::vec::Vec,
};

impl Session {
    pub(super) fn charge(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: ChargeRequest = request::read(part(parts, 0))?;
        let program = self.program(Some(asked.program))?;
        let counters = admit::charge(program, part(parts, 1), asked.moment, &asked.country, asked.parts, &asked.price)?;
        self.reply.ok(&Done {});
        self.reply.push(counters);
        Ok(())
    }

    pub(super) fn spending(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: SpendingRequest = request::read(part(parts, 0))?;
        let program = self.program(Some(asked.program))?;
        let spending = admit::spending(program, part(parts, 1), asked.moment)?;
        self.reply.ok(&spending);
        Ok(())
    }
}

#[cfg(feature = "cold")]
impl Session {
    pub(super) fn parse_phone(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: ParsePhoneRequest = request::read(part(parts, 0))?;
        self.reply.ok(&phone::parse(&asked.text, asked.country.as_deref()));
        Ok(())
    }

    pub(super) fn read_reply(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: ReadReplyRequest = request::read(part(parts, 0))?;
        let Ok(words) = serde_json::from_str(reply::WORDS) else {
            let message = "the table of words is no such table: the build is broken";
            return Err(ContractError::new(Code::RequestUnsupported, "", message).into());
        };
        self.reply.ok(&reply::read(&words, &asked.text, asked.locale.as_deref()));
        Ok(())
    }

    pub(super) fn gateway_request(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: GatewayRequest = request::read(part(parts, 0))?;
        let requested = gateway::request(&asked.provider, &asked.settings, asked.moment, &asked.errand)
            .map_err(|fault| sending::refused(fault, Some(&asked.errand)))?;
        self.reply.ok(&requested);
        Ok(())
    }

    pub(super) fn gateway_response(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: ResponseRequest = request::read(part(parts, 0))?;
        let ResponseRequest { provider, settings, moment, errand, heard } = &asked;
        let responded = gateway::response(provider, settings, *moment, errand, heard, part(parts, 1))
            .map_err(|fault| sending::refused(fault, Some(errand)))?;
        self.reply.ok(&responded);
        Ok(())
    }

    pub(super) fn challenge(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: HookRequest = request::read(part(parts, 0))?;
        match gateway::challenge(&asked.provider, &asked.settings, asked.moment, &asked.hook, part(parts, 1))
            .map_err(|fault| sending::refused(fault, None))?
        {
            Challenge::Prove(proofs) => {
                let (proofs, bytes): (Vec<_>, Vec<_>) = proofs.into_iter().unzip();
                self.reply.ok(&ChallengeAnswer::Prove(proofs));
                bytes.into_iter().for_each(|bytes| self.reply.push(bytes));
            }
            Challenge::Refused(why) => self.reply.ok(&ChallengeAnswer::Refused(why)),
        }
        Ok(())
    }

    pub(super) fn webhook(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: WebhookRequest = request::read(part(parts, 0))?;
        let WebhookRequest { provider, settings, moment, hook, proofs } = &asked;
        let hooked = gateway::webhook(provider, settings, *moment, hook, proofs, part(parts, 1))
            .map_err(|fault| sending::refused(fault, None))?;
        self.reply.ok(&hooked);
        Ok(())
    }

    pub(super) fn senders(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: SendersRequest = request::read(part(parts, 0))?;
        self.reply.ok(&senders::senders(asked.country.as_deref()));
        Ok(())
    }

    pub(super) fn providers(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let request::EmptyRequest {} = request::read(part(parts, 0))?;
        self.reply.ok(&ProvidersAnswer { providers: gateway::providers() });
        Ok(())
    }

    pub(super) fn registration(&mut self, parts: &[&[u8]]) -> Result<(), Refused> {
        let asked: RegistrationRequest = request::read(part(parts, 0))?;
        let registration = registration::registration(&asked, part(parts, 1)).map_err(Refused::Many)?;
        self.reply.ok(&registration);
        Ok(())
    }
}

#[cfg(not(feature = "cold"))]
impl Session {
    pub(super) fn parse_phone(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("parse_phone").into())
    }

    pub(super) fn read_reply(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("read_reply").into())
    }

    pub(super) fn gateway_request(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("request").into())
    }

    pub(super) fn gateway_response(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("response").into())
    }

    pub(super) fn challenge(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("challenge").into())
    }

    pub(super) fn webhook(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("webhook").into())
    }

    pub(super) fn senders(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("senders").into())
    }

    pub(super) fn providers(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("providers").into())
    }

    pub(super) fn registration(&mut self, _: &[&[u8]]) -> Result<(), Refused> {
        Err(super::cold::elsewhere("registration").into())
    }
}
