//! What an errand must be before any provider sees it.

use super::encode::url::Address;
use super::exchange::{CheckErrand, CheckWhat, Errand, LookUpErrand, SendErrand};
use super::fault::GatewayFault;

/// Longest text. Source: twilio.com/docs/messaging/api/message-resource, parameter Body; the others allow as much.
const MOST_CHARACTERS: usize = 1_600;

/// Longest reference and provider's id.
const MOST_TOKEN: usize = 64;

/// Longest sender. Chosen: an id of a pool has 34 characters; names have 11 at most (TS 23.040, 9.1.2.5).
const MOST_SENDER: usize = 40;

/// Longest address for receipts.
const MOST_ADDRESS: usize = 2_048;

/// Digits of a number. Source: ITU-T E.164, 6: at most 15. No country's are fewer than 5 with its code.
const DIGITS: core::ops::RangeInclusive<usize> = 5..=15;

/// Returns the first field that can't be right.
pub(super) fn errand(errand: &Errand) -> Result<(), GatewayFault> {
    match errand {
        Errand::Send(send) => of_send(send),
        Errand::LookUp(look_up) => of_look_up(look_up),
        Errand::Check(check) => of_check(check),
    }
}

fn of_send(send: &SendErrand) -> Result<(), GatewayFault> {
    field("reference", is_token(&send.reference))?;
    field("to", is_number(&send.to))?;
    field("from", is_sender(&send.from))?;
    field("text", is_text(&send.text))?;
    field("callback", send.callback.as_deref().is_none_or(is_address))
}

fn of_look_up(look_up: &LookUpErrand) -> Result<(), GatewayFault> {
    field("reference", is_token(&look_up.reference))?;
    field("provider_id", look_up.provider_id.as_deref().is_none_or(is_token))?;
    field("to", is_number(&look_up.to))?;
    field("from", is_sender(&look_up.from))?;
    field("text", is_text(&look_up.text))
}

fn of_check(check: &CheckErrand) -> Result<(), GatewayFault> {
    let needed = match check.what {
        CheckWhat::Registration => true,
        CheckWhat::Account | CheckWhat::Balance => false,
    };
    field("sender", check.sender.as_deref().map_or(!needed, is_sender))
}

const fn field(name: &'static str, right: bool) -> Result<(), GatewayFault> {
    if right { Ok(()) } else { Err(GatewayFault::BadErrand(name)) }
}

/// Returns whether text is an opaque token: letters, digits, `-` and `_`.
pub(super) fn is_token(text: &str) -> bool {
    let right = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=MOST_TOKEN).contains(&text.len()) && text.bytes().all(right)
}

/// Returns whether text is a number in E.164.
pub(super) fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        DIGITS.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0')
    })
}

/// Returns whether text can be a sender: visible ASCII and blanks.
pub(super) fn is_sender(text: &str) -> bool {
    (1..=MOST_SENDER).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

fn is_text(text: &str) -> bool {
    let controls = text.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\r' | '\t'));
    !text.is_empty() && !controls && text.chars().count() <= MOST_CHARACTERS
}

fn is_address(text: &str) -> bool {
    text.len() <= MOST_ADDRESS && Address::split(text).is_some_and(|address| address.is_safe())
}
