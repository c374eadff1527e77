//! Which channel may say what, and whom it concerns.

use crate::fact::event::{Outcome, ReceiptState, Trust, What};

/// Returns the weakest channel that may say such a thing.
pub(super) const fn needs(what: &What) -> Trust {
    match what {
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_) => Trust::Browser,
        What::CartUpdated(_)
        | What::ContactProvided(_)
        | What::ContactCleared(_)
        | What::ConsentGranted(_)
        | What::ConsentRevoked(_)
        | What::CouponApplied(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_)
        | What::LinkOpened(_)
        | What::Reply(_)
        | What::Receipt(_) => Trust::Signed,
        What::Outcome(_) | What::TopicFired(_) | What::Wake(_) | What::ProgramChanged(_) => Trust::Server,
    }
}

/// Returns whether other shoppers behind the same number may have to be told.
pub(super) const fn concerns_all_pointing(what: &What) -> bool {
    match what {
        // What was not sent leaves room: for a question of another shopper's, say.
        What::Outcome(report) => matches!(report.result, Outcome::Refused(_)),
        What::Receipt(receipt) => receipt.why.is_some() || matches!(receipt.state, ReceiptState::Failed),
        What::ConsentGranted(_)
        | What::ConsentRevoked(_)
        | What::Reply(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_) => true,
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CartUpdated(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_)
        | What::ContactProvided(_)
        | What::ContactCleared(_)
        | What::CouponApplied(_)
        | What::LinkOpened(_)
        | What::TopicFired(_)
        | What::Wake(_)
        | What::ProgramChanged(_) => false,
    }
}
