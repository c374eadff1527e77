//! When a cart counts as left, by the kinds and delays of defaults.md.

use crate::facts::{Cart, acts, carts, orders, visit_began};
use crate::journey::Reference;
use crate::place::Journey;
use cartsignal::fact::event::Input;
use cartsignal::fact::order::OrderStatus;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Reference<'_> {
    /// Returns when the cart counts as left, and the last act before.
    pub(crate) fn due(&self, place: usize) -> (i64, i64) {
        let journey = &self.journeys[place];
        let known = self.of_shopper(journey.shopper);
        let all = carts(&known);
        let cart = &all[&journey.cart];
        let acts = acts(&known);
        let last = acts.last().copied().unwrap_or(cart.last_at).max(cart.last_at);
        (last + self.minutes(journey, &known, cart, &acts, last) * MINUTE, last)
    }

    /// Returns the delay of the kind of abandonment that this would be, first match.
    fn minutes(&self, journey: &Journey, known: &[&Input], cart: &Cart, acts: &[i64], last: i64) -> i64 {
        let orders = orders(known);
        let order =
            |status| orders.iter().any(|order| order.cart.as_ref() == Some(&journey.cart) && order.status == status);
        let failed = cart.failed_at.is_some() && cart.failed_at >= cart.added_at;
        let others = self.left.iter().filter(|(shopper, id, episode, at)| {
            let own = *id == journey.cart && *episode == journey.episode;
            *shopper == journey.shopper && !own && *at > last - 30 * DAY && *at <= last
        });
        let began = visit_began(acts).unwrap_or(last);
        if failed || order(OrderStatus::Failed) {
            15
        } else if order(OrderStatus::Pending) || others.count() >= 2 {
            60
        } else if began >= cart.first_at + 24 * HOUR {
            20
        } else if cart.payment || cart.failed_at.is_some() || cart.checkout {
            30
        } else if cart.added_at.is_some_and(|added| last - added <= MINUTE) {
            120
        } else {
            60
        }
    }
}
