//! What an id tells of its sender: a name, a number and which, a short code, a messaging service.

use crate::contract::senders::SenderKind;

/// Longest alphanumeric sender. Source: 3GPP TS 23.040, 9.1.2.5, 11 characters of 7 bits.
pub const MAX_NAME_CHARS: usize = 11;
/// How numbers begin that are toll-free in +1. Source: Twilio, toll-free verification resource, read 2026-11-21.
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

/// Returns the kind that an id tells; nothing for a messaging service, or for no sender at all.
pub fn told(id: &str) -> Option<SenderKind> {
    if !is_number(id) {
        return is_name(id).then_some(SenderKind::Alphanumeric);
    }
    Some(match id.strip_prefix("+1").filter(|national| national.len() == 10) {
        Some(national) if TOLL_FREE.iter().any(|prefix| national.starts_with(prefix)) => SenderKind::TollFree,
        Some(_) => SenderKind::LongCode10dlc,
        None if id.starts_with('+') => SenderKind::LongNumber,
        None => SenderKind::ShortCode,
    })
}

/// A messaging service of Twilio's, which picks among its senders.
pub fn is_service(id: &str) -> bool {
    id.strip_prefix("MG").is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// An international number, or a short code.
fn is_number(id: &str) -> bool {
    let (digits, lengths) = match id.strip_prefix('+') {
        Some(digits) => (digits, 7..=15),
        None => (id, 3..=8),
    };
    lengths.contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(id: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b" -_&".contains(&byte);
    (1..=MAX_NAME_CHARS).contains(&id.len())
        && id.trim() == id
        && id.bytes().all(known)
        && id.bytes().any(|byte| byte.is_ascii_alphabetic())
}
