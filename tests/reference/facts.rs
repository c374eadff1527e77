//! What is known, read off the list of all calls each time anew.

use crate::timeline::host::Call;
use cartsignal::fact::cart::CartChange;
use cartsignal::fact::consent::{Channel, Purpose};
use cartsignal::fact::event::{
    CheckoutStep, ConsentBasis, Input, Outcome, Receipt, ReceiptState, Refusal, ReplyBy, ReplyKind, Trust, What,
};
use cartsignal::fact::order::{OrderFact, OrderStatus, Payment};
use std::collections::BTreeMap;

const HALF_HOUR: i64 = 1_800_000;

/// One order as it stands.
pub(crate) struct Order {
    pub(crate) status: OrderStatus,
    pub(crate) placed_at: i64,
    pub(crate) cart: Option<String>,
}

/// One cart as it stands.
#[derive(Default)]
pub(crate) struct Cart {
    pub(crate) first_at: i64,
    pub(crate) last_at: i64,
    pub(crate) full: bool,
    pub(crate) added_at: Option<i64>,
    pub(crate) checkout: bool,
    pub(crate) payment: bool,
    pub(crate) failed_at: Option<i64>,
}

/// Returns the inputs that count for one shopper or recipient.
pub(crate) fn inputs(calls: &[Call], of: impl Fn(&Call) -> bool) -> Vec<&Input> {
    calls.iter().filter(|call| of(call)).map(|call| &call.input).filter(|input| is_trusted(input)).collect()
}

pub(crate) fn is_trusted(input: &Input) -> bool {
    let by_browser = matches!(
        input.what,
        What::PageViewed(_)
            | What::ProductViewed(_)
            | What::CollectionViewed(_)
            | What::CheckoutStarted(_)
            | What::CheckoutStepReached(_)
    );
    by_browser || input.trust != Trust::Browser
}

/// Returns whether somebody did something: what postpones an abandonment.
fn is_act(what: &What) -> bool {
    !matches!(
        what,
        What::ConsentGranted(_)
            | What::ConsentRevoked(_)
            | What::OrderPlaced(_)
            | What::OrderPaid(_)
            | What::OrderFailed(_)
            | What::OrderCancelled(_)
            | What::OrderRefunded(_)
            | What::Outcome(_)
            | What::Reply(_)
            | What::Receipt(_)
            | What::TopicFired(_)
            | What::Wake(_)
            | What::ProgramChanged(_)
    )
}

/// Returns the times of all acts, in order.
pub(crate) fn acts(inputs: &[&Input]) -> Vec<i64> {
    let mut acts: Vec<i64> =
        inputs.iter().filter(|input| is_act(&input.what)).map(|input| input.occurred_at.ms()).collect();
    acts.sort_unstable();
    acts
}

/// Returns when the last visit began: acts no more than half an hour apart are one visit.
pub(crate) fn visit_began(acts: &[i64]) -> Option<i64> {
    let mut began = *acts.last()?;
    for at in acts.iter().rev() {
        if began - at > HALF_HOUR {
            break;
        }
        began = *at;
    }
    Some(began)
}

/// Returns whom the shopper points at: the last number given, unless it was taken back later.
pub(crate) fn points_at(inputs: &[&Input]) -> Option<String> {
    let words = inputs.iter().filter_map(|input| match &input.what {
        What::ContactProvided(given) => Some((input.occurred_at, Some(given.recipient.as_str().to_owned()))),
        What::ContactCleared(_) => Some((input.occurred_at, None)),
        _ => None,
    });
    words.max().and_then(|(_, recipient)| recipient)
}

/// A number was given or taken back, and none stands.
pub(crate) fn is_cleared(inputs: &[&Input]) -> bool {
    let spoken = |input: &&Input| matches!(input.what, What::ContactProvided(_) | What::ContactCleared(_));
    inputs.iter().any(spoken) && points_at(inputs).is_none()
}

pub(crate) fn carts(inputs: &[&Input]) -> BTreeMap<String, Cart> {
    let mut carts: BTreeMap<String, Cart> = BTreeMap::new();
    let mut newest: BTreeMap<String, (u64, i64, i64)> = BTreeMap::new();
    for input in inputs {
        let at = input.occurred_at.ms();
        let id = match &input.what {
            What::CartUpdated(update) => update.cart.as_str(),
            What::CheckoutStarted(start) => start.cart.as_str(),
            What::CheckoutStepReached(reached) => reached.cart.as_str(),
            What::CouponApplied(applied) => applied.cart.as_str(),
            _ => continue,
        };
        let cart = carts.entry(id.into()).or_insert(Cart { first_at: at, last_at: at, ..Cart::default() });
        cart.first_at = cart.first_at.min(at);
        cart.last_at = cart.last_at.max(at);
        match &input.what {
            What::CartUpdated(update) => {
                let total = update.lines.iter().fold(0_i64, |sum, line| {
                    sum.saturating_add(line.unit_price_minor.0.saturating_mul(i64::from(line.quantity)))
                });
                let report = (update.version, at, total);
                if newest.get(id).is_none_or(|known| report > *known) {
                    newest.insert(id.into(), report);
                    cart.full = !update.lines.is_empty();
                }
                if update.change == CartChange::Added {
                    cart.added_at = cart.added_at.max(Some(at));
                }
            }
            What::CheckoutStarted(_) => cart.checkout = true,
            What::CheckoutStepReached(reached) => {
                cart.checkout = true;
                match reached.step {
                    CheckoutStep::Payment => cart.payment = true,
                    CheckoutStep::PaymentFailed => cart.failed_at = cart.failed_at.max(Some(at)),
                    CheckoutStep::Contact | CheckoutStep::Shipping => {}
                }
            }
            _ => {}
        }
    }
    carts
}

pub(crate) fn orders(inputs: &[&Input]) -> Vec<Order> {
    let mut reports: BTreeMap<&str, Vec<(&OrderFact, OrderStatus, i64)>> = BTreeMap::new();
    for input in inputs {
        let (fact, status) = match &input.what {
            What::OrderPlaced(fact) => (
                fact,
                match fact.payment {
                    Payment::Pending => OrderStatus::Pending,
                    Payment::OnHold => OrderStatus::OnHold,
                    Payment::Paid => OrderStatus::Paid,
                },
            ),
            What::OrderPaid(fact) => (fact, OrderStatus::Paid),
            What::OrderFailed(fact) => (fact, OrderStatus::Failed),
            What::OrderCancelled(fact) => (fact, OrderStatus::Cancelled),
            What::OrderRefunded(fact) => (fact, OrderStatus::Refunded),
            _ => continue,
        };
        reports.entry(fact.order.as_str()).or_default().push((fact, status, input.occurred_at.ms()));
    }
    let standing = |reports: &Vec<(&OrderFact, OrderStatus, i64)>| {
        let (_, _, status) = reports.iter().map(|(fact, status, at)| (fact.version, *at, *status)).max().unwrap();
        let cart = reports.iter().filter_map(|(fact, _, _)| fact.cart.as_ref()).max();
        Order {
            status,
            placed_at: reports.iter().map(|(fact, _, _)| fact.placed_at.ms()).min().unwrap(),
            cart: cart.map(|cart| cart.as_str().to_owned()),
        }
    };
    reports.values().map(standing).collect()
}

/// Returns the orders that count as bought.
pub(crate) fn bought(inputs: &[&Input]) -> Vec<Order> {
    orders(inputs).into_iter().filter(|order| order.status.is_bought()).collect()
}

/// Returns when and on what ground permission to text about carts was given, if it stands.
pub(crate) fn consent(inputs: &[&Input]) -> Option<(i64, ConsentBasis)> {
    let (mut granted, mut revoked) = (None, None);
    for input in inputs {
        let at = input.occurred_at.ms();
        match &input.what {
            What::ConsentGranted(change) if change.purpose == Purpose::Cart && change.channel == Channel::Sms => {
                granted = granted.max(Some((at, change.basis)));
            }
            What::ConsentRevoked(change) if change.purpose == Purpose::Cart && change.channel == Channel::Sms => {
                revoked = revoked.max(Some(at));
            }
            _ => {}
        }
    }
    granted.filter(|(at, _)| revoked.is_none_or(|revoked| revoked < *at))
}

/// Returns when one of these answers came last.
pub(crate) fn replied(inputs: &[&Input], kinds: &[ReplyKind]) -> Option<i64> {
    let is_one = |input: &&&Input| match &input.what {
        What::Reply(reply) => reply.channel == Channel::Sms && kinds.contains(&reply.kind),
        What::Outcome(report) => {
            let known = matches!(&report.result, Outcome::Refused(refused) if refused.why == Refusal::OptedOut);
            known && kinds.contains(&ReplyKind::Stop)
        }
        What::Receipt(receipt) => is_refused(receipt, Refusal::OptedOut) && kinds.contains(&ReplyKind::Stop),
        _ => false,
    };
    inputs.iter().filter(is_one).map(|input| input.occurred_at.ms()).max()
}

fn is_refused(receipt: &Receipt, why: Refusal) -> bool {
    receipt.state != ReceiptState::Delivered && receipt.why == Some(why)
}

/// Returns when an explicit opt-in came last: START, or yes by a link.
pub(crate) fn opted_in(inputs: &[&Input]) -> Option<i64> {
    let is_one = |input: &&&Input| match &input.what {
        What::Reply(reply) if reply.channel == Channel::Sms => {
            matches!((reply.kind, reply.by), (ReplyKind::Start, _) | (ReplyKind::Yes, ReplyBy::Link))
        }
        _ => false,
    };
    inputs.iter().filter(is_one).map(|input| input.occurred_at.ms()).max()
}

/// Returns since when the number is bad, unless it proved good later.
pub(crate) fn lost(inputs: &[&Input]) -> Option<i64> {
    let (mut bad, mut good) = (None, None);
    for input in inputs {
        let at = Some(input.occurred_at.ms());
        match &input.what {
            What::Outcome(report) => {
                if matches!(&report.result, Outcome::Refused(refused) if refused.why == Refusal::BadNumber) {
                    bad = bad.max(at);
                }
            }
            What::Receipt(receipt) if receipt.state == ReceiptState::Delivered => good = good.max(at),
            What::Receipt(receipt) if is_refused(receipt, Refusal::BadNumber) => bad = bad.max(at),
            What::Reply(reply) if reply.channel == Channel::Sms && reply.kind != ReplyKind::Cleared => {
                good = good.max(at);
            }
            _ => {}
        }
    }
    bad.filter(|bad| good.is_none_or(|good| good <= *bad))
}
