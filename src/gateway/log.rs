//! The provider `log`: nothing leaves. What demos and a fresh installation send by.

use super::claim::Claim;
use super::exchange::{CheckWhat, Errand, Requested};
use super::hook::{HeardHook, Hook, HookRefusal};
use super::outcome::{Checked, Heard, Registered, Responded, Sending};
use super::settings::Account;
use super::{Code, Provider, answer};
use crate::sms;
use crate::time::Timestamp;
use alloc::boxed::Box;
use alloc::format;

pub(super) const PROVIDER: Provider = Provider {
    name: "log",
    title: "Log (nothing is sent)",
    api: "1",
    read: "2026-11-21",
    settings: &[],
    looks_up: true,
    hooks: false,
    code: Code { request, response, claim, hear },
};

fn request(_: Account<'_>, _: Timestamp, errand: &Errand) -> Requested {
    match settle(errand) {
        Responded::Outcome(outcome) => Requested::Settled(outcome),
        Responded::Checked(checked) => Requested::Checked(checked),
    }
}

fn response(_: Account<'_>, _: Timestamp, errand: &Errand, _: &Heard, _: &[u8]) -> Responded {
    settle(errand)
}

fn settle(errand: &Errand) -> Responded {
    match errand {
        Errand::Send(send) => Responded::Outcome(taken(&send.reference, &send.text)),
        Errand::LookUp(look_up) => Responded::Outcome(taken(&look_up.reference, &look_up.text)),
        Errand::Check(check) => Responded::Checked(Checked {
            login: true,
            registered: match check.what {
                CheckWhat::Registration => Some(Registered::Yes),
                CheckWhat::Account | CheckWhat::Balance => None,
            },
            ..Checked::default()
        }),
    }
}

fn taken(reference: &str, text: &str) -> Sending {
    let id: Box<str> = format!("log-{reference}").into();
    answer::accepted(Some(id), Some(sms::measure(text).parts), None)
}

fn claim(_: Account<'_>, _: Timestamp, _: &Hook, _: &[u8]) -> Result<Claim, HookRefusal> {
    Err(HookRefusal::Unsupported)
}

fn hear(_: Account<'_>, _: &Hook, _: &[u8]) -> Result<HeardHook, HookRefusal> {
    Err(HookRefusal::Unsupported)
}
