//! What leaves a shopper's state first when it would be larger than allowed; money, consent and journeys never do.
//!
//! The bounds of the parts keep ordinary states far below the limit; identifiers as long as hosts may make them do not.

use crate::engine::state::Shopper;
use crate::fact::browsing::Browsing;

/// How many stages there are.
pub(super) const STAGES: u8 = 5;

/// Lets go of what the stage names, in this order: what was looked at; the lines of carts but the latest; the lines of
/// that one beyond the fourth; journeys that are over; the products of orders. Totals, counts and times stay.
pub(super) fn shed(shopper: &mut Shopper, stage: u8) {
    match stage {
        0 => shopper.facts.browsing = Browsing::default(),
        1 => shopper.facts.carts.shed_lines(true, 0),
        2 => shopper.facts.carts.shed_lines(false, 4),
        3 => shopper.positions.retain(crate::journey::progress::Position::is_active),
        _ => shopper.facts.orders.shed_products(),
    }
}
