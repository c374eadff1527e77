//! Questions about a Twilio account: login, money left, registration of a US sender.
//!
//! A toll-free number is looked for among the account's verifications, a Messaging Service has its 10DLC campaign. Of a
//! single long number the API does not tell in one question, and other senders have no registration there: `unknown`.
//!
//! # Source
//! twilio.com/docs/messaging/api/tollfree-verification-resource and …/usapptoperson-resource, npm `twilio` 6.2.0
//! (fields and paths, API v1); read 2026-11-21. Account's statuses (active, suspended, closed) and Balance: the npm
//! package alone.

use super::send::{code_of, is_pool};
use super::{account_url, get_or_post, messaging_base};
use crate::gateway::answer::Body;
use crate::gateway::encode::amount;
use crate::gateway::exchange::{CheckErrand, CheckWhat, Http, Method};
use crate::gateway::outcome::{Checked, Heard, Registered};
use crate::gateway::settings::Account;
use crate::money::{Amount, Currency};
use alloc::format;

/// Area codes of toll-free numbers in use. Source: the North American Numbering Plan's list, as of 2026-11.
const TOLL_FREE: [&str; 7] = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];

/// Verifications asked for. Chosen: a store has one or two; each is about 3 KB.
const PAGE: u32 = 20;

/// Which question a check comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Account,
    Balance,
    TollFree,
    Campaign,
    /// A registration that can't be asked for: whether the account logs in.
    Nothing,
}

fn question(check: &CheckErrand) -> Question {
    let sender = check.sender.as_deref().unwrap_or_default();
    match check.what {
        CheckWhat::Account => Question::Account,
        CheckWhat::Balance => Question::Balance,
        CheckWhat::Registration if is_pool(sender) => Question::Campaign,
        CheckWhat::Registration if is_toll_free(sender) => Question::TollFree,
        CheckWhat::Registration => Question::Nothing,
    }
}

fn is_toll_free(sender: &str) -> bool {
    sender.len() == 12 && TOLL_FREE.iter().any(|code| sender.starts_with(code))
}

/// Returns the request of a check.
pub(super) fn request(account: Account<'_>, check: &CheckErrand) -> Http {
    let sender = check.sender.as_deref().unwrap_or_default();
    let url = match question(check) {
        Question::Account | Question::Nothing => account_url(account, ".json"),
        Question::Balance => account_url(account, "/Balance.json"),
        Question::TollFree => format!("{}/v1/Tollfree/Verifications?PageSize={PAGE}", messaging_base(account)),
        Question::Campaign => format!("{}/v1/Services/{sender}/Compliance/Usa2p", messaging_base(account)),
    };
    get_or_post(account, Method::Get, url, None)
}

/// Returns the answer to a check.
pub(super) fn response(check: &CheckErrand, heard: &Heard, body: Body<'_>) -> Checked {
    let registered = (check.what == CheckWhat::Registration).then_some(Registered::Unknown);
    let answered = match heard {
        Heard::Silent(_) => return Checked { registered, code: Some("silent".into()), ..Checked::default() },
        Heard::Answered(answered) => answered,
    };
    if answered.status != 200 {
        let code = Some(code_of(answered, body));
        // The pool is not there, or has no campaign: that is an answer, and it logged in.
        let missing = answered.status == 404 && question(check) == Question::Campaign;
        let registered = if missing { Some(Registered::No) } else { registered };
        return Checked { login: missing, registered, code, ..Checked::default() };
    }
    match question(check) {
        Question::Account | Question::Nothing => {
            let active = body.text("status") == Some("active");
            Checked {
                login: active,
                registered,
                code: if active { None } else { body.token("status") },
                ..Checked::default()
            }
        }
        Question::Balance => {
            let balance = balance(body);
            let code = if balance.is_none() { Some("unreadable".into()) } else { None };
            Checked { login: balance.is_some(), balance, code, ..Checked::default() }
        }
        Question::TollFree => of_verifications(check.sender.as_deref().unwrap_or_default(), body),
        Question::Campaign => of_campaigns(body),
    }
}

fn balance(body: Body<'_>) -> Option<Amount> {
    let micros = amount::micros(&body.written("balance")?)?;
    Some(Amount { micros, currency: Currency::parse(&body.text("currency")?.to_ascii_uppercase())? })
}

fn of_verifications(sender: &str, body: Body<'_>) -> Checked {
    let found = body.items("verifications").find(|each| each.text("tollfree_phone_number") == Some(sender));
    let whole = body.at("meta").text("next_page_url").is_none();
    let status = found.and_then(|each| each.text("status"));
    let registered = match status {
        Some("TWILIO_APPROVED") => Registered::Yes,
        Some("PENDING_REVIEW" | "IN_REVIEW") => Registered::Pending,
        Some("TWILIO_REJECTED") => Registered::No,
        None if found.is_none() && whole && body.is_list("verifications") => Registered::No,
        Some(_) | None => Registered::Unknown,
    };
    told(registered, found.and_then(|each| each.token("status")))
}

fn of_campaigns(body: Body<'_>) -> Checked {
    let mut registered = if body.is_list("compliance") { Registered::No } else { Registered::Unknown };
    let mut shown = None;
    for campaign in body.items("compliance") {
        let (found, rank) = match campaign.text("campaign_status") {
            Some("VERIFIED") => (Registered::Yes, 3),
            Some("IN_PROGRESS" | "PENDING") => (Registered::Pending, 2),
            Some("FAILED" | "SUSPENDED") => (Registered::No, 1),
            Some(_) | None => (Registered::Unknown, 0),
        };
        if shown.as_ref().is_none_or(|(best, _)| rank > *best) {
            registered = found;
            shown = Some((rank, campaign.token("campaign_status")));
        }
    }
    told(registered, shown.and_then(|(_, status)| status))
}

/// The provider's own word is shown wherever it is not simply yes.
fn told(registered: Registered, status: Option<alloc::boxed::Box<str>>) -> Checked {
    let code = if registered == Registered::Yes { None } else { status };
    Checked { login: true, registered: Some(registered), code, ..Checked::default() }
}
