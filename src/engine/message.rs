//! From a message due to a decision: the gate's ruling, the text, the record of it.

use crate::engine::decision::{Act, Counted, Decision, Hold, Place, Send};
use crate::engine::fault::Fault;
use crate::engine::work::{Work, entry_of, journey_of, keyed};
use crate::fact::consent::{Channel, Purpose};
use crate::gate::case::{Case, Limits, Verdict};
use crate::gate::log::{Fate, Text};
use crate::gate::market::{Market, Sender, WayOut};
use crate::gate::permission::CONFIRMATION_WAIT;
use crate::gate::verdict::{Ruling, judge};
use crate::id::{CartId, Digest, Name};
use crate::journey::definition::{Entry, Journey, TextChoice};
use crate::journey::progress::{Position, Status};
use crate::sms::measure;
use crate::template::{Language, Rendered, Values};
use crate::time::Timestamp;
use crate::trace::{Class, Reason};
use alloc::boxed::Box;

/// Asks the gate about the message at `position`, and does what it says.
pub(super) fn take(
    work: &mut Work<'_>,
    journey: &Journey,
    position: &mut Position,
    text: &TextChoice,
) -> Result<(), Fault> {
    let since = match position.status {
        Status::Held { since, .. } | Status::Unconfirmed { since, .. } => since,
        Status::Waiting | Status::InFlight { .. } | Status::Ended { .. } => position.node_at,
    };
    let slot = match position.status {
        Status::Held { until, why: Reason::TryAgain, .. } => Some(until),
        Status::Held { .. }
        | Status::Waiting
        | Status::Unconfirmed { .. }
        | Status::InFlight { .. }
        | Status::Ended { .. } => None,
    };
    let ruling = rule(work, journey, position, since)?;
    match ruling.verdict {
        Verdict::Send { not_after } => send(work, journey, position, text, (not_after, slot), ruling),
        Verdict::Ask { not_after } => ask(work, position, since, (not_after, slot), ruling),
        Verdict::Hold { until, reason } => {
            let unconfirmed = reason == Reason::AwaitingConfirmation;
            let status = if unconfirmed {
                Status::Unconfirmed { since, until }
            } else {
                Status::Held { until, since, why: reason }
            };
            if position.status != status {
                let id = hold_id(work, position, until);
                let act = Act::HoldUntil(Hold { place: place_of(position), until });
                push(work, id, act, reason, ruling);
            }
            position.status = status;
            Ok(())
        }
        Verdict::Drop(reason) => {
            if reason == Reason::Holdout && work.market()?.is_some_and(|market| market.live) {
                hold_out(work, position);
            }
            drop(work, position, reason, Some(ruling));
            Ok(())
        }
    }
}

/// Returns the gate's ruling on the message at `position`.
pub(super) fn rule(work: &Work<'_>, journey: &Journey, position: &Position, since: Timestamp) -> Result<Ruling, Fault> {
    let settings = work.program.settings();
    let acts = work.shopper.as_ref().and_then(|shopper| shopper.facts.visits.last());
    let texts = work.recipient.as_ref().and_then(|recipient| recipient.log.all().map(|text| text.at).max());
    let case = Case {
        places: work.places()?,
        market: work.market()?,
        limits: Limits {
            caps: &settings.caps,
            quiet_days_after_purchase: settings.quiet_days_after_purchase,
            holdout: settings.holdout,
            bucketing: settings.bucketing,
        },
        contact: work.contact,
        key: work.recipient.as_ref().map(|recipient| &recipient.key),
        facts: work.recipient.as_ref().map(|recipient| &recipient.facts),
        bought_at: bought_at(work),
        log: work.recipient.as_ref().map(|recipient| &recipient.log),
        purpose: journey.purpose,
        journey: &journey.name,
        entry: entry_of(position),
        event_at: position.left.map_or(position.entered_at, |left| left.at),
        since,
        known_until: acts.max(texts).unwrap_or(Timestamp::MIN),
        holds_out: journey.holdout,
        paused: work.is_paused(&journey.name),
        spread: work.mint("spread", position).short(),
        moment: work.moment,
    };
    Ok(judge(&case))
}

/// Returns the latest purchase: on this shopper's account, or by anybody behind the number.
fn bought_at(work: &Work<'_>) -> Option<Timestamp> {
    let shopper = work.shopper.as_ref().and_then(|shopper| shopper.facts.orders.last_bought_at());
    shopper.max(work.recipient.as_ref().and_then(|recipient| recipient.facts.purchases.last_bought_at()))
}

/// Ends a journey with the record that its text is not sent.
pub(super) fn drop(work: &mut Work<'_>, position: &mut Position, reason: Reason, ruling: Option<Ruling>) {
    let id = work.mint("drop", position);
    let act = Act::Drop(place_of(position));
    match ruling {
        Some(ruling) => push(work, id, act, reason, ruling),
        None => work.decide(id, act, reason),
    }
    position.status = Status::Ended { at: work.moment, why: reason };
}

/// Returns where a position stands, for decisions.
pub(super) fn place_of(position: &Position) -> Place {
    Place { journey: position.journey.clone(), entry: position.entry.clone(), node: position.node.clone() }
}

fn send(
    work: &mut Work<'_>,
    journey: &Journey,
    position: &mut Position,
    choice: &TextChoice,
    (not_after, slot): (Timestamp, Option<Timestamp>),
    ruling: Ruling,
) -> Result<(), Fault> {
    let kind = position.left.map(|left| left.kind);
    let word = match choice {
        TextChoice::ByKind => kind.map_or("other", |kind| kind.word()),
        TextChoice::Named(name) => name.as_str(),
    };
    let Some((market, sender)) = destination(work)? else {
        drop(work, position, Reason::NoSender, Some(ruling));
        return Ok(());
    };
    let coupon = position.coupon.as_ref();
    let (percent, hours) = coupon_terms(journey, position);
    let values = Values { code: coupon.map(|issued| issued.code.as_str()), percent, hours, ..values(work, sender) };
    let Some((language, rendered)) = render(work, Some(&journey.name), market, sender.way_out, word, &values)? else {
        drop(work, position, Reason::NoText, Some(ruling));
        return Ok(());
    };
    let Some(id) = unused(work, position) else {
        drop(work, position, Reason::AlreadyTexted, Some(ruling));
        return Ok(());
    };
    let cart = (journey.entry == Entry::Cart).then(|| CartId::parse(position.entry.as_str())).flatten();
    let decided = Send {
        place: Some(place_of(position)),
        kind,
        cart,
        slot,
        ..letter(Class::Marketing, Some(journey.purpose), market, sender, language, rendered, not_after)
    };
    note(work, id, Class::Marketing, Some(journey.purpose), Some(position), Fate::InFlight);
    position.status = Status::InFlight { decision: id, not_after };
    push(work, id, Act::Send(decided), Reason::Due, ruling);
    Ok(())
}

/// Mints the id of the text. One that was certainly not sent leaves its id behind, so the attempt rises; none where
/// the same text went out already, for another shopper with the same cart and number, say.
fn unused(work: &Work<'_>, position: &mut Position) -> Option<Digest> {
    loop {
        let id = work.mint("send", position);
        let known = work.recipient.as_ref().and_then(|recipient| recipient.log.find(&id));
        match known.map(|text| text.fate) {
            None => return Some(id),
            Some(Fate::Refused) => position.attempt = position.attempt.checked_add(1)?,
            Some(Fate::HeldOut | Fate::InFlight | Fate::Unknown | Fate::Accepted) => return None,
        }
    }
}

/// Sends the question to the number's owner; the text itself waits for the answer.
fn ask(
    work: &mut Work<'_>,
    position: &mut Position,
    since: Timestamp,
    (not_after, slot): (Timestamp, Option<Timestamp>),
    ruling: Ruling,
) -> Result<(), Fault> {
    let Some((market, sender)) = destination(work)? else {
        drop(work, position, Reason::NoSender, Some(ruling));
        return Ok(());
    };
    let word = if sender.two_way { "ask_by_reply" } else { "ask_by_link" };
    let Some((language, rendered)) = render(work, None, market, sender.way_out, word, &values(work, sender))? else {
        drop(work, position, Reason::NoText, Some(ruling));
        return Ok(());
    };
    let id = question_id(work);
    let letter = letter(Class::Ask, None, market, sender, language, rendered, not_after);
    let decided = Send { place: Some(place_of(position)), slot, ..letter };
    note(work, id, Class::Ask, None, Some(position), Fate::InFlight);
    if let Some(recipient) = &mut work.recipient {
        recipient.asking_until = Some(work.moment.plus(CONFIRMATION_WAIT));
    }
    position.status = Status::Unconfirmed { since, until: since.plus(CONFIRMATION_WAIT) };
    push(work, id, Act::Send(decided), Reason::Ask, ruling);
    Ok(())
}

/// Mints the id of a question: one that was certainly not sent leaves its id behind, be it in the same moment.
fn question_id(work: &Work<'_>) -> Digest {
    let moment = work.moment.ms().to_le_bytes();
    let known = |id: &Digest| work.recipient.as_ref().is_some_and(|recipient| recipient.log.find(id).is_some());
    let ids = (0_u16..).map(|nth| Digest::of(&[b"decision", b"ask", work.owner(), &moment, &nth.to_le_bytes()]));
    ids.into_iter().find(|id| !known(id)).unwrap_or_default()
}

/// Returns the market and sender for the number.
pub(super) fn destination<'a>(work: &Work<'a>) -> Result<Option<(&'a Market, &'a Sender)>, Fault> {
    let market = work.market()?;
    Ok(market.and_then(|market| Some((market, market.sender.as_ref()?))))
}

/// Returns what every text is filled in with.
pub(super) fn values<'a>(work: &Work<'a>, sender: &'a Sender) -> Values<'a> {
    let settings = work.program.settings();
    Values {
        shop: &settings.shop,
        link_origin: &settings.link_origin,
        name: work.contact.and_then(|contact| contact.first_name.as_deref()),
        stop_number: sender.stop_number.as_deref(),
        help_contact: sender.help_contact.as_deref(),
        ..Values::default()
    }
}

/// Fills in a text in the shopper's language, else the market's.
pub(super) fn render(
    work: &Work<'_>,
    journey: Option<&Name>,
    market: &Market,
    way_out: WayOut,
    word: &str,
    values: &Values<'_>,
) -> Result<Option<(Box<str>, Rendered)>, Fault> {
    let own = work.contact.and_then(|contact| language(contact.locale.as_deref()?, &market.language));
    for language in own.into_iter().chain([&*market.language]) {
        let Some(template) = work.program.text(journey, language, way_out, word)? else { continue };
        if let Ok(rendered) = template.render(values) {
            return Ok(Some((language.into(), rendered)));
        }
    }
    Ok(None)
}

/// Returns the library's key for a locale; the market's own key where it is the same language.
pub(super) fn language<'a>(locale: &str, market: &'a str) -> Option<&'a str> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if primary(locale) == primary(market) {
        return Some(market);
    }
    let informal = market.ends_with("-du") || market.ends_with("-tu");
    Language::for_locale(locale, informal).map(Language::code)
}

/// Returns a send with nothing of a journey in it.
pub(super) fn letter(
    class: Class,
    purpose: Option<Purpose>,
    market: &Market,
    sender: &Sender,
    language: Box<str>,
    rendered: Rendered,
    not_after: Timestamp,
) -> Send {
    let measured = measure(&rendered.text);
    Send {
        place: None,
        channel: Channel::Sms,
        class,
        purpose,
        sender: sender.id.clone(),
        country: market.country.clone(),
        language,
        text: rendered.text,
        links: rendered.links,
        encoding: measured.encoding,
        parts: measured.parts,
        not_after,
        kind: None,
        cart: None,
        slot: None,
    }
}

/// Remembers a text in the recipient's log.
pub(super) fn note(
    work: &mut Work<'_>,
    decision: Digest,
    class: Class,
    purpose: Option<Purpose>,
    position: Option<&Position>,
    fate: Fate,
) {
    let at = work.moment;
    let journey = position.map_or(0, |position| journey_of(&position.journey));
    let entry = position.map_or(0, entry_of);
    if let Some(recipient) = &mut work.recipient {
        recipient.log.note(Text { decision, at, class, purpose, journey, entry, fate, opened_at: None });
    }
}

fn hold_out(work: &mut Work<'_>, position: &Position) {
    let id = work.mint("send", position);
    note(work, id, Class::Marketing, None, Some(position), Fate::HeldOut);
    work.count(Counted::HeldOut, work.moment, id.bytes(), keyed(&position.journey, "held_out"), 1);
}

fn coupon_terms(journey: &Journey, position: &Position) -> (Option<u32>, Option<u32>) {
    if position.coupon.is_none() {
        return (None, None);
    }
    let terms = journey.nodes.iter().find_map(|node| match &node.does {
        crate::journey::definition::Step::Coupon(coupon) => Some((u32::from(coupon.percent), coupon.valid_hours)),
        crate::journey::definition::Step::Idle(_)
        | crate::journey::definition::Step::Delay(_)
        | crate::journey::definition::Step::WaitFor(_)
        | crate::journey::definition::Step::Split(_)
        | crate::journey::definition::Step::Experiment(_)
        | crate::journey::definition::Step::Goto(_)
        | crate::journey::definition::Step::Message(_)
        | crate::journey::definition::Step::Exit => None,
    });
    (terms.map(|(percent, _)| percent), terms.map(|(_, hours)| hours))
}

fn hold_id(work: &Work<'_>, position: &Position, until: Timestamp) -> Digest {
    Digest::of(&[work.mint("hold", position).bytes(), &until.ms().to_le_bytes()])
}

fn push(work: &mut Work<'_>, id: Digest, does: Act, reason: Reason, ruling: Ruling) {
    work.decisions.push(Decision { id, does, reason, trace: ruling.trace, changes_at: ruling.changes_at });
}
