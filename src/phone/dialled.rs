//! What was dialled, taken apart: the country's calling code, and the national number behind all prefixes.
//!
//! It asks what libphonenumber asks, in the same order, as the metadata are written for that.

use super::PhoneFault;
use super::plan::{Length, Owner, Plan};
use super::typed::Typed;
use alloc::string::{String, ToString};

/// The plan a number belongs to, and the number without its calling code; whether there is such a number is not said.
pub(super) struct Dialled {
    pub plan: Plan,
    pub national: String,
}

/// Takes a number apart. `country` is where it was typed; a number behind a plus does not need one.
pub(super) fn take_apart(typed: &Typed, country: Option<&str>) -> Result<Dialled, PhoneFault> {
    let digits = typed.digits.as_str();
    if typed.is_international {
        return international(digits);
    }
    let home = Plan::of_country(country.ok_or(PhoneFault::NoCountry)?).ok_or(PhoneFault::UnknownCountry)?;
    // No calling code begins with a zero, so a zero behind the prefix for abroad tells that it was none.
    if let Some(abroad) = home.behind_international_prefix(digits).filter(|rest| !rest.is_empty())
        && !abroad.starts_with('0')
    {
        return international(abroad);
    }
    match without_plus(digits, home).and_then(|national| Some((main_plan(home)?, national))) {
        Some((main, national)) => Ok(within(main, national)),
        None => Ok(within(home, digits)),
    }
}

fn international(digits: &str) -> Result<Dialled, PhoneFault> {
    match Owner::of(digits).ok_or(PhoneFault::UnknownCountry)? {
        (Owner::Country(_), "") => Err(PhoneFault::TooShort),
        (Owner::Country(main), national) => Ok(within(main, national)),
        (Owner::Nobody, _) => Err(PhoneFault::Special),
    }
}

/// Returns what stands behind the country's own calling code, where that was typed without its plus: when only so it
/// is a number, or when it is too long otherwise.
fn without_plus(digits: &str, home: Plan) -> Option<&str> {
    let shorter = digits.strip_prefix(home.calling_code.to_string().as_str())?;
    let as_typed = national_number(home, digits);
    let is_better = !home.has_pattern_of(&as_typed) && home.has_pattern_of(&national_number(home, shorter));
    (is_better || home.length_of(&as_typed) == Length::TooLong).then_some(shorter)
}

fn within(plan: Plan, digits: &str) -> Dialled {
    let national = national_number(plan, digits);
    Dialled { plan: owner(plan.calling_code, &national).unwrap_or(plan), national }
}

/// Returns the number without the prefix that is dialled before it within the country, where it has one.
///
/// Where the first digits may be the prefix or the number's own, it is the prefix unless there is then no such number.
fn national_number(plan: Plan, digits: &str) -> String {
    let as_typed = || digits.to_string();
    let Some(national) = plan.undialled(digits) else { return as_typed() };
    if national == digits || (plan.has_pattern_of(digits) && !plan.has_pattern_of(&national)) {
        return as_typed();
    }
    match owner(plan.calling_code, &national).unwrap_or(plan).length_of(&national) {
        Length::Possible | Length::TooLong => national,
        Length::TooShort | Length::Between => as_typed(),
    }
}

/// Returns the country of a calling code that the number belongs to; `None` where none of several takes it.
fn owner(calling_code: u16, national: &str) -> Option<Plan> {
    let mut plans = Plan::of_calling_code(calling_code);
    let main = plans.next()?;
    let mut others = plans.peekable();
    if others.peek().is_none() || main.owns(national) {
        return Some(main);
    }
    others.find(|plan| plan.owns(national))
}

fn main_plan(plan: Plan) -> Option<Plan> {
    Plan::of_calling_code(plan.calling_code).next()
}
