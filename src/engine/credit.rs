//! Credits orders: to the text whose link was opened last, and to the arm the recipient was in.

use crate::engine::decision::{Act, Counted, CreditOrder};
use crate::engine::work::{Work, keyed};
use crate::fact::event::What;
use crate::fact::order::{Payment, short_id};
use crate::gate::log::{Fate, Text};
use crate::id::Digest;
use crate::time::Span;
use crate::trace::{Class, Reason};

/// Orders remembered as credited.
const MAX_CREDITED: usize = 64;

/// Credits the order, if the input is one that counts as bought; once per order.
pub(super) fn order(work: &mut Work<'_>) {
    let placed = matches!(&work.input.what, What::OrderPlaced(fact) if fact.payment != Payment::Pending);
    let bought = placed || matches!(work.input.what, What::OrderPaid(_));
    let (true, Some((fact, _))) = (bought, work.input.what.order()) else { return };
    let id = short_id(&fact.order);
    let window = Span::days(i64::from(work.program.settings().attribution_days));
    let earliest = fact.placed_at.minus(window);
    let Some(recipient) = &mut work.recipient else { return };
    if recipient.log.credited.contains(&id) {
        return;
    }
    let treated = |text: &&Text| text.class == Class::Marketing && text.at >= earliest && text.at <= fact.placed_at;
    let exposed =
        recipient.log.all().filter(treated).filter(|text| text.fate != Fate::Refused).max_by_key(|text| text.at);
    let exposed = exposed.map(|text| (text.journey, text.fate == Fate::HeldOut));
    let opened = recipient.log.sent().filter(|text| text.class == Class::Marketing).filter_map(|text| {
        let opened = text.opened_at?;
        (opened >= earliest && opened <= fact.placed_at).then_some((opened, text.decision))
    });
    let clicked = opened.max();
    if exposed.is_none() && clicked.is_none() {
        return;
    }
    recipient.log.credited.push(id);
    let surplus = recipient.log.credited.len().saturating_sub(MAX_CREDITED);
    recipient.log.credited.drain(..surplus);
    if let Some((_, decision)) = clicked {
        let credit = CreditOrder {
            order: fact.order.clone(),
            decision,
            amount_minor: fact.total_minor,
            currency: fact.currency,
        };
        let id = Digest::of(&[b"decision", b"credit", work.owner(), fact.order.as_str().as_bytes()]);
        work.decide(id, Act::CreditOrder(credit), Reason::LinkOpened);
    }
    if let Some((journey, held_out)) = exposed {
        count(work, journey, held_out, fact);
    }
}

fn count(work: &mut Work<'_>, journey: u64, held_out: bool, fact: &crate::fact::order::OrderFact) {
    let Some(name) = work.journey_named(journey) else { return };
    let key = keyed(&name, if held_out { "held_out" } else { "texted" });
    let of = fact.order.as_str().as_bytes();
    work.count(Counted::Orders, fact.placed_at, of, key.clone(), 1);
    if fact.currency == work.program.settings().currency {
        work.count(Counted::RevenueMinor, fact.placed_at, of, key, fact.total_minor.0);
    }
}
