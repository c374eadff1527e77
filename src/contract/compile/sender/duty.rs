//! What a sender owes where it sends: an answer to HELP, and a registration that somebody vouches for.

use super::super::report::Report;
use super::super::store::is_contact;
use super::Chosen;
use crate::contract::config::sender::Registered;
use crate::contract::error::Code;
use alloc::format;

/// Longest reference of a registration. Chosen: three times the longest that a provider gives.
const MAX_REFERENCE_CHARS: usize = 100;

impl Chosen<'_> {
    pub(super) fn check_help(&self, help_contact: Option<&str>, report: &mut Report) {
        let pointer = format!("{}/help_contact", self.pointer);
        if help_contact.is_some_and(|contact| !is_contact(contact)) {
            let message = "the help contact has 1 to 60 printable ASCII characters without blanks or brackets";
            report.refuse(Code::ConfigShopHelpContact, pointer, message);
        } else if self.sender.two_way && !self.sender.answers_keywords && help_contact.is_none() {
            if self.row.is_some_and(|row| row.help) {
                let message = format!(
                    "carriers of `{}` ask for an answer to HELP with a contact: set it here or as `/shop/help_contact`",
                    self.country
                );
                report.refuse(Code::ConfigShopHelpContact, pointer, message);
            } else {
                let message = "HELP is not answered without a contact: set it here or as `/shop/help_contact`";
                report.warn(Code::ConfigShopHelpContact, pointer, message);
            }
        }
    }

    pub(super) fn check_registration(&self, report: &mut Report) {
        let pointer = format!("{}/registered", self.pointer);
        if let Registered::Record(record) = &self.sender.registered {
            let length = record.reference.as_ref().map_or(1, |reference| reference.trim().chars().count());
            if record.at.ms() <= 0 || !(1..=MAX_REFERENCE_CHARS).contains(&length) {
                let message = format!(
                    "a record says when in milliseconds since 1970, and a reference has 1 to {MAX_REFERENCE_CHARS} characters"
                );
                report.refuse(Code::ConfigSenderRecord, pointer.as_str(), message);
            }
        }
        if self.live && self.registers() && !self.sender.registered.is_known() {
            let message = format!(
                "nothing is sent to `{}` until the sender is known to be registered: set `registered`",
                self.country
            );
            report.warn(Code::ConfigSenderUnregistered, pointer, message);
        }
    }
}
