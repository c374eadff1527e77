//! Answers conditions: whether they hold now, and when the answer may next change by time alone.

use crate::condition::ast::{Comparison, Condition, Measure};
use crate::fact::consent::{Channel, Purpose, Standing};
use crate::fact::contact::Contact;
use crate::fact::recipient::RecipientFacts;
use crate::fact::shopper::ShopperFacts;
use crate::fact::stamp::Stamps;
use crate::id::Name;
use crate::money::Currency;
use crate::time::{Span, Timestamp};

/// All that a condition may look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The shopper's facts.
    pub shopper: &'a ShopperFacts,
    /// Carts this shopper left.
    pub abandoned: &'a Stamps,
    /// The facts of the recipient pointed at.
    pub recipient: Option<&'a RecipientFacts>,
    /// The contact handed in.
    pub contact: Option<&'a Contact>,
    /// Segments the shopper was settled in.
    pub segments: &'a dyn Fn(&Name) -> bool,
    /// The store's currency.
    pub currency: Currency,
    /// Now.
    pub moment: Timestamp,
}

/// An answer and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it holds.
    pub holds: bool,
    /// When it may change without any event; `Timestamp::MAX` when never.
    pub changes_at: Timestamp,
}

impl Answer {
    const fn lasting(holds: bool) -> Self {
        Self { holds, changes_at: Timestamp::MAX }
    }
}

impl Condition {
    /// Answers the condition about `subject`.
    pub fn answer(&self, subject: &Subject<'_>) -> Answer {
        match self {
            Self::All(parts) => combine(parts, subject, true),
            Self::Any(parts) => combine(parts, subject, false),
            Self::Not(part) => {
                let Answer { holds, changes_at } = part.answer(subject);
                Answer { holds: !holds, changes_at }
            }
            Self::Is(measure, comparison, than) => compare(read(measure, subject).as_ref(), *comparison, *than),
            Self::Country(names) => Answer::lasting(country(subject).is_some_and(|known| lists(names, known))),
            Self::Language(names) => Answer::lasting(language(subject).is_some_and(|known| lists(names, known))),
            Self::Consent(purpose) => Answer::lasting(consents(subject, *purpose)),
            Self::InSegment(name) => Answer::lasting((subject.segments)(name)),
        }
    }
}

/// All parts (or any): stops at the first that decides, whose lifetime is then the answer's.
fn combine(parts: &[Condition], subject: &Subject<'_>, all: bool) -> Answer {
    let mut changes_at = Timestamp::MAX;
    for part in parts {
        let answer = part.answer(subject);
        if answer.holds != all {
            return answer;
        }
        changes_at = changes_at.min(answer.changes_at);
    }
    Answer { holds: all, changes_at }
}

/// Compares what was read with a number; a measure without a value compares false.
#[inline]
pub(super) fn compare(reading: Option<&Reading>, comparison: Comparison, than: i64) -> Answer {
    let Some(Reading { value, drift }) = reading.copied() else { return Answer::lasting(false) };
    let holds = match comparison {
        Comparison::AtLeast => value >= than,
        Comparison::AtMost => value <= than,
        Comparison::Equals => value == than,
    };
    // The value that the drift must reach for the answer to be another one.
    let changes_at = match (drift, comparison, holds) {
        (Drift::None, _, _)
        | (Drift::Falls(_), Comparison::AtLeast, false)
        | (Drift::Falls(_), Comparison::AtMost, true) => Timestamp::MAX,
        (Drift::Falls(first), Comparison::AtLeast | Comparison::AtMost | Comparison::Equals, _) => first,
        (Drift::Rises { .. }, Comparison::AtLeast, true) | (Drift::Rises { .. }, Comparison::AtMost, false) => {
            Timestamp::MAX
        }
        (Drift::Rises { from, unit }, Comparison::AtLeast, false) => units_after(from, unit, than),
        (Drift::Rises { from, unit }, Comparison::AtMost, true)
        | (Drift::Rises { from, unit }, Comparison::Equals, true) => units_after(from, unit, than.saturating_add(1)),
        (Drift::Rises { .. }, Comparison::Equals, false) if value > than => Timestamp::MAX,
        (Drift::Rises { from, unit }, Comparison::Equals, false) => units_after(from, unit, than),
    };
    Answer { holds, changes_at }
}

/// The value of a measure, and how time alone changes it.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    value: i64,
    drift: Drift,
}

/// How time alone changes a value.
#[derive(Clone, Copy)]
enum Drift {
    /// Not at all.
    None,
    /// It falls, first at this moment: things leave a window.
    Falls(Timestamp),
    /// It rises by one with each unit since a moment: an age.
    Rises { from: Timestamp, unit: Span },
}

/// Returns the value of a measure; nothing where there is no value.
pub(super) fn read(measure: &Measure, subject: &Subject<'_>) -> Option<Reading> {
    let Subject { shopper, moment, .. } = *subject;
    let days = |days: u16| Span::days(i64::from(days));
    let count =
        |(count, leaves): (u32, Timestamp)| Some(Reading { value: i64::from(count), drift: Drift::Falls(leaves) });
    let lasting = |value: i64| Some(Reading { value, drift: Drift::None });
    let age = |from: Timestamp, unit: Span| {
        let value = moment.since(from).ms().checked_div(unit.ms()).unwrap_or(0);
        Some(Reading { value, drift: Drift::Rises { from, unit } })
    };
    let browsing = &shopper.browsing;
    match measure {
        Measure::Visits(window) => count(shopper.visits.begun_within(days(*window), moment)),
        Measure::ProductViews(window) => count(browsing.products.total(days(*window), moment)),
        Measure::ProductViewsOfOne(window) => count(browsing.products.most(days(*window), moment)),
        Measure::CategoryViewsOfOne(window) => count(browsing.categories.most(days(*window), moment)),
        Measure::CategoryViews(id, window) => count(browsing.categories.of(|known| known == id, days(*window), moment)),
        Measure::PageViews(tag, window) => count(browsing.pages.of(|known| known == tag, days(*window), moment)),
        Measure::LinksOpened(window) => count(browsing.links.within(days(*window), moment)),
        Measure::CartsAbandoned(window) => count(subject.abandoned.within(days(*window), moment)),
        Measure::CartValueMinor => lasting(shopper.carts.latest()?.content.as_ref()?.total.0),
        Measure::CartLines => lasting(i64::from(shopper.carts.latest()?.content.as_ref()?.line_count)),
        Measure::CartOnSale => lasting(i64::from(shopper.carts.latest()?.content.as_ref()?.on_sale)),
        Measure::CartAgeHours => age(shopper.carts.latest()?.first_at, Span::hours(1)),
        Measure::CheckoutDepth => lasting(shopper.carts.latest()?.depth()),
        Measure::Orders => lasting(orders(shopper)),
        Measure::SpentMinor => lasting(spent(shopper, subject.currency)),
        Measure::AverageOrderMinor => lasting(spent(shopper, subject.currency).checked_div(orders(shopper))?),
        Measure::OnSalePercent => {
            let on_sale = shopper.orders.bought().filter(|order| order.on_sale).count();
            let on_sale = i64::try_from(on_sale).ok()?.saturating_add(i64::from(shopper.orders.past.on_sale));
            lasting(on_sale.saturating_mul(100).checked_div(orders(shopper))?)
        }
        Measure::DaysSinceOrder => age(shopper.orders.last_bought_at()?, Span::days(1)),
        Measure::DaysSinceActivity => age(shopper.visits.last()?, Span::days(1)),
    }
}

/// Returns when so many whole units have passed since a moment.
fn units_after(from: Timestamp, unit: Span, count: i64) -> Timestamp {
    from.plus(Span::from_ms(unit.ms().saturating_mul(count)))
}

fn orders(shopper: &ShopperFacts) -> i64 {
    let recent = i64::try_from(shopper.orders.bought().count()).unwrap_or(i64::MAX);
    recent.saturating_add(i64::from(shopper.orders.past.bought))
}

fn spent(shopper: &ShopperFacts, currency: Currency) -> i64 {
    let recent = shopper.orders.bought().filter(|order| order.currency == currency).map(|order| order.net.0);
    let past = shopper.orders.past.spent.iter().filter(|(known, _)| *known == currency).map(|(_, sum)| sum.0);
    recent.chain(past).fold(0, i64::saturating_add)
}

/// Returns the country of the address, else of the number.
pub(super) fn country<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let contact = subject.contact?;
    contact.country.as_deref().or_else(|| contact.number.as_ref().map(|number| &*number.country))
}

/// Returns the language of the shopper's locale.
pub(super) fn language<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.contact?.locale.as_deref()?.split(['-', '_']).next()
}

/// Returns whether permission for a purpose stands.
pub(super) fn consents(subject: &Subject<'_>, purpose: Purpose) -> bool {
    subject.recipient.is_some_and(|recipient| {
        recipient.consents.opted_out(Channel::Sms).is_none()
            && matches!(recipient.consents.standing(purpose, Channel::Sms), Standing::Granted(_))
    })
}

fn lists(names: &[Name], known: &str) -> bool {
    names.iter().any(|name| name.as_str().eq_ignore_ascii_case(known))
}
