//! Checks who texts come from against the table of senders: a kind that networks take, and a way out that works.

mod duty;

use super::report::Report;
use super::store::shown;
use crate::contract::config::sender::SenderConfig;
use crate::contract::error::Code;
use crate::contract::senders::id::{MAX_NAME_CHARS, is_service, told};
use crate::contract::senders::{Allowed, SenderKind, SenderRow, SenderTable};
use crate::gate::market::{Sender, WayOut};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A sender as one market has it, with what is known of its kind there.
pub(super) struct Chosen<'a> {
    sender: &'a SenderConfig,
    country: &'a str,
    live: bool,
    has_rule: bool,
    table: &'a SenderTable,
    pointer: &'a str,
    kind: Option<SenderKind>,
    row: Option<&'a SenderRow>,
}

impl<'a> Chosen<'a> {
    /// Looks the sender up; the pair tells whether the market is live, and whether a reviewed rule lets it send at all.
    pub(super) fn new(
        sender: &'a SenderConfig,
        country: &'a str,
        table: &'a SenderTable,
        pointer: &'a str,
        (live, has_rule): (bool, bool),
    ) -> Self {
        let kind = told(&sender.id).or(sender.kind);
        let row = kind.and_then(|kind| table.row(country, kind));
        Self { sender, country, live, has_rule, table, pointer, kind, row }
    }

    /// Tells whether the sender must be known to be registered.
    pub(super) fn registers(&self) -> bool {
        self.row.map_or_else(|| self.table.registers(self.country), |row| row.allowed == Allowed::WithRegistration)
    }

    /// Returns the sender as the program has it: with the store's help contact and the usual pace of its kind where it
    /// has none of its own.
    pub(super) fn completed(&self, help_contact: Option<&String>) -> Sender {
        let SenderConfig { id, two_way, way_out, registered, per_minute, stop_number, answers_keywords, .. } =
            self.sender;
        let usual = self.row.and_then(|row| row.per_minute).unwrap_or_default();
        let own = self.sender.help_contact.clone();
        Sender {
            id: id.clone(),
            two_way: *two_way,
            way_out: *way_out,
            registered: registered.is_known(),
            per_minute: if *per_minute == 0 { usual } else { *per_minute },
            stop_number: stop_number.clone(),
            help_contact: own.or_else(|| help_contact.map(|contact| contact.as_str().into())),
            answers_keywords: *answers_keywords,
        }
    }

    /// Checks the sender; `help_contact` is its own, else the store's.
    pub(super) fn check(&self, help_contact: Option<&str>, report: &mut Report) {
        if self.is_sender(report) && self.is_taken(report) {
            self.check_ability(report);
        }
        self.check_stop_number(report);
        self.check_help(help_contact, report);
        self.check_registration(report);
    }

    /// Tells whether the id is one that networks take as what it is; says what is wrong with it.
    fn is_sender(&self, report: &mut Report) -> bool {
        let id = &*self.sender.id;
        let (code, place, message) = match (told(id), self.sender.kind) {
            (Some(told), Some(kind)) if told != kind => {
                let message = format!("the id is {}, expected `{}` or no `kind`", told.noun(), told.word());
                (Code::ConfigSenderKind, "kind", message)
            }
            (None, None) if is_service(id) => {
                let known = SenderKind::ALL.map(|kind| format!("`{}`", kind.word())).join(", ");
                let message =
                    format!("a messaging service does not tell what stands behind it, expected one of {known}");
                (Code::ConfigSenderKind, "kind", message)
            }
            (None, _) if !is_service(id) => {
                let message = format!(
                    "networks refuse `{}` as a name, expected 1 to {MAX_NAME_CHARS} of letters without accents, digits, blank, `-`, `_` and `&`, one a letter",
                    shown(id)
                );
                (Code::ConfigSenderName, "id", message)
            }
            (Some(_) | None, _) if self.kind == Some(SenderKind::Alphanumeric) && self.sender.two_way => {
                let message = format!(
                    "`{}` can't receive answers, expected a number such as `+18335550123`, or a short code",
                    shown(id)
                );
                (Code::ConfigSenderNumber, "id", message)
            }
            (Some(_) | None, _) => match self.name_fault() {
                Some(message) => (Code::ConfigSenderName, "id", message),
                None => return true,
            },
        };
        report.refuse(code, format!("{}/{place}", self.pointer), message);
        false
    }

    /// Returns what networks of the country have against a name that others take.
    fn name_fault(&self) -> Option<String> {
        let (id, country) = (&*self.sender.id, self.country);
        let row = self.row.filter(|row| row.kind == SenderKind::Alphanumeric && !is_service(id))?;
        if id.len() < row.name.min_chars {
            let fewest = row.name.min_chars;
            return Some(format!("networks of `{country}` take names of {fewest} to {MAX_NAME_CHARS} characters"));
        }
        if row.name.plain && !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Some(format!("networks of `{country}` take letters and digits only in a name, without blanks"));
        }
        let generic = row.name.no_generic && self.table.is_generic(id);
        generic.then(|| {
            format!("networks of `{country}` block `{}`, which could be anybody: use the store's name", shown(id))
        })
    }

    /// Tells whether networks may take the sender; says what they take instead where they don't.
    fn is_taken(&self, report: &mut Report) -> bool {
        let Some(kind) = self.kind else { return false };
        let country = self.country;
        let pointer = format!("{}/id", self.pointer);
        let allowed = self.row.map_or(Allowed::Unknown, |row| row.allowed);
        if allowed == Allowed::No {
            let taken: Vec<&str> = self.table.taken(country).into_iter().map(SenderKind::noun).collect();
            let noun = kind.noun();
            let message =
                format!("networks of `{country}` do not take {noun} for this, expected {}", taken.join(" or "));
            report.refuse(Code::ConfigSenderNotAllowed, pointer, message);
            return false;
        }
        let home = self.row.and_then(|row| row.home.as_deref());
        if let Some(home) = home.filter(|home| self.sender.id.starts_with('+') && !self.sender.id.starts_with(home)) {
            let message =
                format!("networks of `{country}` block numbers from abroad, expected one of `{home}` or a name");
            report.refuse(Code::ConfigSenderNotAllowed, pointer, message);
            return false;
        }
        if allowed == Allowed::Unknown && self.live && self.has_rule {
            let message =
                format!("no source says whether networks of `{country}` take {}: ask the provider", kind.noun());
            report.warn(Code::ConfigSenderUnknown, pointer, message);
        }
        true
    }

    fn check_ability(&self, report: &mut Report) {
        let (SenderConfig { two_way, way_out, .. }, country) = (self.sender, self.country);
        let ways = self.row.map(|row| &*row.ways_out).filter(|ways| !ways.is_empty());
        if ways == Some(&[WayOut::StopWord]) && !two_way {
            let message = format!(
                "carriers of `{country}` take marketing from senders that hear STOP only: set `two_way` and a number"
            );
            report.refuse(Code::ConfigSenderTwoWay, format!("{}/two_way", self.pointer), message);
        }
        let pointer = format!("{}/way_out", self.pointer);
        if let Some(ways) = ways.filter(|ways| !ways.contains(way_out)) {
            let known: Vec<&str> = ways.iter().map(|way| word(*way)).collect();
            let message = format!(
                "`{}` can't work with this sender in `{country}`, expected {}",
                word(*way_out),
                known.join(" or ")
            );
            report.refuse(Code::ConfigSenderWayOut, pointer, message);
        } else if *way_out == WayOut::StopWord && !two_way {
            let message =
                "a sender that can't receive answers hears no STOP, expected `opt_out_link`, or a two-way number";
            report.refuse(Code::ConfigSenderWayOut, pointer, message);
        } else if *way_out == WayOut::StopNumber && ways.is_none() {
            let message = format!(
                "no provider is known to run a number for STOP in `{country}`, expected `opt_out_link` or `stop_word`"
            );
            report.refuse(Code::ConfigSenderWayOut, pointer, message);
        }
    }

    fn check_stop_number(&self, report: &mut Report) {
        let pointer = format!("{}/stop_number", self.pointer);
        match (self.sender.way_out, &self.sender.stop_number) {
            (WayOut::StopNumber, None) => {
                let message = "the way out `stop_number` needs the provider's number, such as `36111`";
                report.refuse(Code::ConfigSenderStopNumber, pointer, message);
            }
            (WayOut::StopNumber, Some(number)) if !is_stop_number(number) => {
                let message =
                    format!("`{}` is no number for STOP, expected five digits beginning with 3", shown(number));
                report.refuse(Code::ConfigSenderStopNumber, pointer, message);
            }
            (WayOut::StopWord | WayOut::OptOutLink, Some(_)) => {
                let message = "no text names this number: set the way out to `stop_number`, or leave the number out";
                report.refuse(Code::ConfigSenderStopNumber, pointer, message);
            }
            (WayOut::StopNumber, Some(_)) | (WayOut::StopWord | WayOut::OptOutLink, None) => {}
        }
    }
}

/// Five digits as in `36111` (SMS+ range of the French operators).
fn is_stop_number(number: &str) -> bool {
    number.len() == 5 && number.starts_with('3') && number.bytes().all(|byte| byte.is_ascii_digit())
}

const fn word(way_out: WayOut) -> &'static str {
    match way_out {
        WayOut::StopWord => "stop_word",
        WayOut::OptOutLink => "opt_out_link",
        WayOut::StopNumber => "stop_number",
    }
}
