//! The engine: one step of deciding, and what surrounds it.
//!
//! The contract's types are `program::Program`, `state::{Shopper, Recipient}`, `fact::contact::Contact`,
//! `fact::event::Input`, `decision::Decision`, `decision::{Fact, Topic, Wake}`; its functions `step::step`,
//! `merge::merge`, `admit::admit`, `learn::{observe, learn}`, `explain::explain` and `contract::compile::compile`.
//!
//! # Ten stories, walked through the contract
//!
//! 1. **A guest on two devices with one phone.** Two shoppers, two carts, both pointing at one recipient. Each journey
//!    waits in its own shopper; both texts meet the same recipient, where the second finds the first in the log and is
//!    dropped (`already_texted`). An order from one device reaches the recipient; the answer says `wake_pointing`, the
//!    host steps the other shopper with a wake, and its journey ends (`bought`). Nothing is merged.
//! 2. **Somebody types a stranger's number.** `contact.provided` points this shopper at the recipient and shows
//!    nothing of it. Where the number's owner must confirm, one question goes out, ever, for 48 hours of waiting; no
//!    answer, no text (`not_confirmed`), and no second question for a month, nor a third in half a year. A STOP of the
//!    stranger outlives any tick in a form: only an answer from the number itself lifts it.
//! 3. **An order arrives before, after and twice around the wake.** Before: the journey ends with a record. Between
//!    decision and sending: `cancel` names the decision, and the dispatcher's own look at the recipient finds the
//!    purchase as well. After: it is a fact, and credited if the link was opened. Twice: the same version of the same
//!    order changes nothing, a credit is minted once per order.
//! 4. **A webhook a day late.** `occurred_at` is its own, so the purchase counts from when it was made; whatever waits
//!    ends at once. What had gone out by then is not undone, and the order is credited only if the click came first.
//! 5. **Import of three years of history.** The same inputs, older than `oldest_start_hours`: folded as facts, segments
//!    settled, no journey started (`fact_only`). Orders beyond sixteen are summed up, never forgotten.
//! 6. **The platform refuses the coupon.** `issue_coupon` comes first and the text waits for its outcome; refused or
//!    unknown, the journey takes the branch the owner named, and the text promises nothing.
//! 7. **10,000 texts held overnight on a sender of one text a second.** Each was held to the opening plus its own share
//!    of half an hour. `admit` hands out slots: `later(moment)`; the host reports `refused(pacing, retry_at)`, the core
//!    decides again then, under a new attempt that carries its `slot`, and `admit` keeps it: no newcomer takes it. What
//!    cannot go before the window closes waits for the next one; what would be later than 48 hours is dropped
//!    (`too_late`), never flushed.
//! 8. **A delay is changed while shoppers wait.** The due time is not kept: it is read off the cart by the program at
//!    hand. `compile` asks for a sweep, `program.changed` recomputes the wake; without it the old wake comes, early or
//!    late, and is harmless.
//! 9. **The plugin is rolled back one version.** The newer release wrote one more section and said that this reader may
//!    read it: it is kept and written back untouched. Had it said otherwise, the fault is `state_too_new` and the host
//!    waits.
//! 10. **A shopper is erased, then returns.** The host forgets the shopper and, with the recipient's key, the
//!     recipient; it keeps {hash, opt-outs with time} in clear and hands those back as `reply{stop}` of that time when
//!     the number comes again. The new state knows nothing else, and still nothing is sent.

pub mod admit;
pub mod decision;
pub mod explain;
pub mod fault;
pub mod learn;
pub mod merge;
pub mod program;
pub mod state;
pub mod step;
pub mod touches;

mod answer;
mod channel;
mod credit;
mod journeys;
mod message;
mod outcome;
mod receipt;
mod segments;
mod shed;
mod work;
