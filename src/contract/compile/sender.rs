//! Checks who texts come from: a name or number that networks take, and a way out that works.

use super::report::Report;
use super::store::{is_contact, shown};
use crate::contract::error::Code;
use crate::gate::market::{Sender, WayOut};
use alloc::format;
use alloc::string::String;

/// Longest alphanumeric sender. Source: 3GPP TS 23.040, 9.1.2.5, 11 characters of 7 bits.
const MAX_NAME_CHARS: usize = 11;
/// Countries whose carriers take marketing from two-way, registered numbers only. Source: compliance.md, CTIA.
const TWO_WAY_COUNTRIES: [&str; 1] = ["US"];
/// Countries where providers run a number that takes STOP for senders that can't. Source: defaults.md (France's 36xxx).
const STOP_NUMBER_COUNTRIES: [&str; 1] = ["FR"];

/// Tells whether the sender must be known to be registered there.
pub(super) fn registers(country: &str) -> bool {
    TWO_WAY_COUNTRIES.contains(&country)
}

/// Checks the sender of one market.
pub(super) fn check(sender: &Sender, country: &str, live: bool, pointer: &str, report: &mut Report) {
    check_id(sender, pointer, report);
    check_ability(sender, country, pointer, report);
    check_stop_number(sender, country, pointer, report);
    if sender.help_contact.as_ref().is_some_and(|contact| !is_contact(contact)) {
        let message = "the help contact has 1 to 60 printable ASCII characters without blanks or brackets";
        report.refuse(Code::ConfigShopHelpContact, format!("{pointer}/help_contact"), message);
    }
    if sender.two_way && !sender.answers_keywords && sender.help_contact.is_none() {
        let pointer = format!("{pointer}/help_contact");
        if TWO_WAY_COUNTRIES.contains(&country) {
            let message = format!(
                "carriers of `{country}` ask for an answer to HELP with a contact: set it here or as `/shop/help_contact`"
            );
            report.refuse(Code::ConfigShopHelpContact, pointer, message);
        } else {
            let message = "HELP is not answered without a contact: set it here or as `/shop/help_contact`";
            report.warn(Code::ConfigShopHelpContact, pointer, message);
        }
    }
    if live && registers(country) && !sender.registered {
        let message =
            format!("nothing is sent to `{country}` until the sender is known to be registered: set `registered`");
        report.warn(Code::ConfigSenderUnregistered, format!("{pointer}/registered"), message);
    }
}

fn check_id(sender: &Sender, pointer: &str, report: &mut Report) {
    let id = &*sender.id;
    if is_number(id) {
        return;
    }
    let pointer = format!("{pointer}/id");
    if sender.two_way {
        let message =
            format!("`{}` can't receive answers, expected a number such as `+18335550123`, or a short code", shown(id));
        report.refuse(Code::ConfigSenderNumber, pointer, message);
    } else if !is_name(id) {
        let message = format!(
            "networks refuse `{}` as a name, expected 1 to {MAX_NAME_CHARS} of letters without accents, digits, blank, `-`, `_` and `&`, one a letter",
            shown(id)
        );
        report.refuse(Code::ConfigSenderName, pointer, message);
    }
}

fn check_ability(sender: &Sender, country: &str, pointer: &str, report: &mut Report) {
    let bound = TWO_WAY_COUNTRIES.contains(&country);
    if bound && !sender.two_way {
        let message = format!(
            "carriers of `{country}` take marketing from numbers that receive only: set `two_way` and a number"
        );
        report.refuse(Code::ConfigSenderTwoWay, format!("{pointer}/two_way"), message);
    }
    let pointer = format!("{pointer}/way_out");
    if bound && sender.way_out != WayOut::StopWord {
        let message = format!("carriers of `{country}` ask for the word STOP, expected `stop_word`");
        report.refuse(Code::ConfigSenderWayOut, pointer, message);
    } else if sender.way_out == WayOut::StopWord && !sender.two_way {
        let message = "a sender that can't receive answers hears no STOP, expected `opt_out_link`, or a two-way number";
        report.refuse(Code::ConfigSenderWayOut, pointer, message);
    }
}

fn check_stop_number(sender: &Sender, country: &str, pointer: &str, report: &mut Report) {
    if sender.way_out == WayOut::StopNumber && !STOP_NUMBER_COUNTRIES.contains(&country) {
        let message =
            format!("no provider runs a number for STOP in `{country}`, expected `opt_out_link` or `stop_word`");
        report.refuse(Code::ConfigSenderWayOut, format!("{pointer}/way_out"), message);
        return;
    }
    let pointer = format!("{pointer}/stop_number");
    match (sender.way_out, &sender.stop_number) {
        (WayOut::StopNumber, None) => {
            let message = "the way out `stop_number` needs the provider's number, such as `36111`";
            report.refuse(Code::ConfigSenderStopNumber, pointer, message);
        }
        (WayOut::StopNumber, Some(number)) if !is_stop_number(number) => {
            let message = format!("`{}` is no number for STOP, expected five digits beginning with 3", shown(number));
            report.refuse(Code::ConfigSenderStopNumber, pointer, message);
        }
        (WayOut::StopWord | WayOut::OptOutLink, Some(_)) => {
            let message = "no text names this number: set the way out to `stop_number`, or leave the number out";
            report.refuse(Code::ConfigSenderStopNumber, pointer, message);
        }
        (WayOut::StopNumber, Some(_)) | (WayOut::StopWord | WayOut::OptOutLink, None) => {}
    }
}

/// Five digits as in `36111` (SMS+ range of the French operators).
fn is_stop_number(number: &str) -> bool {
    number.len() == 5 && number.starts_with('3') && number.bytes().all(|byte| byte.is_ascii_digit())
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

/// Returns the sender as the program has it: with the store's help contact where it has none of its own.
pub(super) fn completed(sender: &Sender, help_contact: Option<&String>) -> Sender {
    let help_contact = sender.help_contact.clone().or_else(|| help_contact.map(|contact| contact.as_str().into()));
    Sender { help_contact, ..sender.clone() }
}
