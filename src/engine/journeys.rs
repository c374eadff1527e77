//! Starts journeys and moves all of a shopper's forward.

use crate::engine::decision::{Act, Cancel, Counted, IssueCoupon};
use crate::engine::fault::Fault;
use crate::engine::program::EntryPlace;
use crate::engine::work::{Work, entry_of, keyed};
use crate::engine::{answer, message, outcome};
use crate::fact::event::What;
use crate::fact::stamp::Stamp;
use crate::id::{CartId, Digest, Name};
use crate::journey::advance::{Halt, advance, cart_ends, jump, own_stamp};
use crate::journey::definition::{Coupon, Entry, Journey};
use crate::journey::progress::{Left, Position, Status};
use crate::time::{Span, Timestamp};
use crate::trace::{Reason, WakeReason};
use crate::trigger::abandonment;
use alloc::vec::Vec;

/// Journeys under way at once; more are not started. Chosen to bound the state.
const MAX_ACTIVE: usize = 12;
/// Journeys over that are remembered, so that one cart does not start twice.
const MAX_ENDED: usize = 12;
/// Abandonments remembered: enough to count three in thirty days twice over.
const MAX_ABANDONED: usize = 8;
/// A decision without an outcome counts as unknown this long after its `not_after`. Chosen: longer than any retry.
const OUTCOME_GRACE: Span = Span::hours(1);

/// Starts the journeys that the input, or a segment just entered, starts.
pub(super) fn start(work: &mut Work<'_>, entered: &[(usize, Name)]) -> Result<(), Fault> {
    let program = work.program;
    for known in program.journeys() {
        let entries: Vec<Name> = match known.entry {
            EntryPlace::Cart => carts(work),
            EntryPlace::Order => bought_order(work).into_iter().collect(),
            EntryPlace::Segment(segment) => {
                let named = entered.iter().filter(|(place, _)| Some(*place) == segment);
                named.map(|(_, name)| name.clone()).collect()
            }
        };
        if entries.is_empty() {
            continue;
        }
        let journey = program.journey(known.place)?;
        for entry in entries {
            enter(work, journey, entry)?;
        }
    }
    Ok(())
}

/// Ends what was under way in journeys that were paused since the shopper was last settled, and go on: texts of a pause
/// are not made up for.
pub(super) fn end_paused(work: &mut Work<'_>) {
    let Some(shopper) = &mut work.shopper else { return };
    let mut positions = core::mem::take(&mut shopper.positions);
    let mut over = None;
    for position in positions.iter_mut().filter(|position| position.is_active()) {
        if work.is_paused(&position.journey) && !work.program.is_paused(&position.journey) {
            end(work, position, Reason::JourneyPaused);
            over = Some(Reason::JourneyPaused);
        }
    }
    answer::call_back_questions(work, &positions, over);
    if let Some(shopper) = &mut work.shopper {
        shopper.positions = positions;
    }
}

/// Moves every journey under way as far as it goes.
pub(super) fn progress(work: &mut Work<'_>) -> Result<(), Fault> {
    let Some(shopper) = &mut work.shopper else { return Ok(()) };
    let mut positions = core::mem::take(&mut shopper.positions);
    let mut over = None;
    for position in positions.iter_mut().filter(|position| position.is_active()) {
        match work.program.journey_place(&position.journey) {
            Some(place) => settle(work, work.program.journey(place)?, position)?,
            None => end(work, position, Reason::JourneyChanged),
        }
        wake(work, position);
        if let Status::Ended { why, .. } = position.status {
            over = Some(why);
        }
    }
    answer::call_back_questions(work, &positions, over);
    bound(&mut positions);
    if let Some(shopper) = &mut work.shopper {
        shopper.positions = positions;
    }
    Ok(())
}

/// Returns the carts that a journey may start for: full, not bought, touched a short while ago, by someone with a number.
fn carts(work: &Work<'_>) -> Vec<Name> {
    let Some(shopper) = &work.shopper else { return Vec::new() };
    if shopper.facts.points_at().is_none() || !(work.merged || speaks_of_carts(&work.input.what)) {
        return Vec::new();
    }
    let oldest = work.moment.minus(Span::hours(i64::from(work.program.settings().oldest_start_hours)));
    let open = shopper
        .facts
        .carts
        .iter()
        .filter(|cart| cart.is_full() && cart.last_at >= oldest && !abandonment::is_bought(cart, &shopper.facts));
    open.filter_map(|cart| Name::parse(cart.id.as_str())).collect()
}

/// Returns whether an input may bring a cart and a number together. Views, which a browser can claim, do not.
const fn speaks_of_carts(what: &What) -> bool {
    match what {
        What::CartUpdated(_) | What::ContactProvided(_) | What::ConsentGranted(_) | What::CouponApplied(_) => true,
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_)
        | What::ContactCleared(_)
        | What::ConsentRevoked(_)
        | What::OrderPlaced(_)
        | What::OrderPaid(_)
        | What::OrderFailed(_)
        | What::OrderCancelled(_)
        | What::OrderRefunded(_)
        | What::LinkOpened(_)
        | What::Outcome(_)
        | What::Reply(_)
        | What::Receipt(_)
        | What::TopicFired(_)
        | What::Wake(_)
        | What::ProgramChanged(_) => false,
    }
}

fn bought_order(work: &Work<'_>) -> Option<Name> {
    let (fact, _) = work.input.what.order()?;
    let id = crate::fact::order::short_id(&fact.order);
    let bought = work.shopper.as_ref()?.facts.orders.bought().any(|order| order.id == id);
    bought.then(|| Name::parse(fact.order.as_str())).flatten()
}

/// Puts the shopper at the journey's first node, unless the same entry did so a short while ago.
fn enter(work: &mut Work<'_>, journey: &Journey, entry: Name) -> Result<(), Fault> {
    let Some(first) = journey.nodes.first() else { return Ok(()) };
    let admits = journey
        .only_if
        .as_ref()
        .is_none_or(|condition| work.on_ground(|ground| condition.answer(&ground.subject).holds).unwrap_or(false));
    let watched = work.market()?.is_some_and(|market| !market.live);
    let moment = work.moment;
    let Some(shopper) = &mut work.shopper else { return Ok(()) };
    let same = shopper.positions.iter().filter(|known| known.journey == journey.name && known.entry == entry);
    let last = same.max_by_key(|known| known.episode);
    let again = match last {
        None => true,
        Some(last) => {
            let emptied = matches!(last.status, Status::Ended { why: Reason::CartEmptied, .. });
            let rest = Span::hours(i64::from(journey.reentry_hours));
            let rested = emptied || moment >= last.entered_at.plus(rest);
            let anew = came_anew(shopper.facts.carts.find(entry.as_str()), last, &journey.entry);
            !last.is_active() && (taken_back(last) || (rested && anew))
        }
    };
    // A number given again goes on where it was taken back: under the same ids, so that nothing is sent twice.
    let episode = last.map_or(0, |last| last.episode.saturating_add(u16::from(!taken_back(last))));
    let active = shopper.positions.iter().filter(|known| known.is_active()).count();
    if !admits || !again || active >= MAX_ACTIVE {
        return Ok(());
    }
    shopper.positions.retain(|known| (&known.journey, &known.entry, known.episode) != (&journey.name, &entry, episode));
    shopper.positions.push(Position {
        journey: journey.name.clone(),
        entry,
        episode,
        entered_at: moment,
        node: first.name.clone(),
        node_at: moment,
        status: Status::Waiting,
        attempt: 0,
        arms: Vec::new(),
        left: None,
        coupon: None,
        watched,
    });
    Ok(())
}

/// Returns whether the journey ended because the number was taken back.
const fn taken_back(position: &Position) -> bool {
    matches!(position.status, Status::Ended { why: Reason::ContactCleared, .. })
}

/// Returns whether something new was put into the cart since its journey ended; orders do not come anew.
fn came_anew(cart: Option<&crate::fact::cart::Cart>, last: &Position, entry: &Entry) -> bool {
    match entry {
        Entry::Cart => cart.and_then(|cart| cart.added_at).is_some_and(|added| match last.status {
            Status::Ended { at, .. } => added > at,
            Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::InFlight { .. } => false,
        }),
        Entry::Order => false,
        Entry::Segment(_) => true,
    }
}

/// Moves one position until it rests.
fn settle(work: &mut Work<'_>, journey: &Journey, position: &mut Position) -> Result<(), Fault> {
    if let Some(reason) = over(work, journey, position)? {
        end(work, position, reason);
        return Ok(());
    }
    let paused = work.program.is_paused(&journey.name);
    if let Status::InFlight { decision, not_after } = position.status {
        if work.moment >= not_after.plus(OUTCOME_GRACE) {
            outcome::unknown(work, journey, position, &decision);
        } else {
            return Ok(());
        }
    }
    if !position.is_active() || (waits_for_its_time(position, work.moment) && !paused) {
        return Ok(());
    }
    resume(work, position, journey);
    let dealt = position.arms.len();
    // A node is passed once at most, so this ends; a coupon refused at once may cost one turn more.
    for _ in 0..=journey.nodes.len() {
        let before = position.left.is_some();
        let Some(halt) = work.on_ground(|ground| advance(journey, position, ground)) else { return Ok(()) };
        if paused {
            // Who gets no text is in no experiment; the arm is the same another time.
            position.arms.truncate(dealt);
        }
        if !before && let Some(left) = position.left {
            abandon(work, position, left);
        }
        match halt {
            Halt::Wait(until, reason) => {
                work.wake_at(until, reason);
                return Ok(());
            }
            Halt::Message(text) => return message::take(work, journey, position, &text),
            Halt::Coupon(coupon) => {
                if issue(work, position, &coupon)? {
                    return Ok(());
                }
                jump(position, coupon.otherwise, work.moment);
            }
            Halt::End(Reason::Completed) => {
                position.status = Status::Ended { at: work.moment, why: Reason::Completed };
                return Ok(());
            }
            Halt::End(reason) => {
                end(work, position, reason);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Returns whether nothing but its time frees a held text. What waits for the owner or a clock is judged anew each time.
const fn waits_for_its_time(position: &Position, moment: Timestamp) -> bool {
    match position.status {
        Status::Held { until, why: Reason::QuietHours | Reason::TryAgain, .. } => moment.ms() < until.ms(),
        Status::Held { .. }
        | Status::Waiting
        | Status::Unconfirmed { .. }
        | Status::InFlight { .. }
        | Status::Ended { .. } => false,
    }
}

/// Returns why the journey is over for reasons that are checked on every input, if it is.
fn over(work: &Work<'_>, journey: &Journey, position: &Position) -> Result<Option<Reason>, Fault> {
    if work.shopper.as_ref().is_some_and(|shopper| shopper.facts.pointing.is_cleared()) {
        return Ok(Some(Reason::ContactCleared));
    }
    if position.watched && work.market()?.is_some_and(|market| market.live) {
        return Ok(Some(Reason::WentLive));
    }
    if matches!(position.status, Status::InFlight { .. }) && work.program.is_paused(&journey.name) {
        return Ok(Some(Reason::JourneyPaused));
    }
    let found = work.on_ground(|ground| {
        let exits = journey.exit_if.as_ref().is_some_and(|condition| condition.answer(&ground.subject).holds);
        cart_ends(journey, position, &ground.subject).or(exits.then_some(Reason::ExitCondition))
    });
    Ok(found.flatten())
}

/// A cart that is touched again before its text went is not left any more: back to the node that waits for stillness.
fn resume(work: &Work<'_>, position: &mut Position, journey: &Journey) {
    let Some(left) = position.left else { return };
    if journey.entry != Entry::Cart
        || work.recipient.is_none()
        || matches!(position.status, Status::InFlight { .. })
        || position.attempt > 0
    {
        return;
    }
    let texted = work
        .recipient
        .as_ref()
        .is_some_and(|recipient| recipient.log.sent().any(|text| text.entry == entry_of(position)));
    let facts = work.shopper.as_ref().map(|shopper| &shopper.facts);
    let touched = facts.and_then(|facts| {
        let cart = facts.carts.find(position.entry.as_str())?;
        Some(abandonment::last_act(cart, facts) > left.at)
    });
    let idle = journey.nodes.iter().find(|node| matches!(node.does, crate::journey::definition::Step::Idle(_)));
    if let (Some(true), Some(idle), false) = (touched, idle, texted) {
        position.node = idle.name.clone();
        position.left = None;
        position.status = Status::Waiting;
    }
}

/// Remembers that the cart was left, once for each entry.
fn abandon(work: &mut Work<'_>, position: &Position, left: Left) {
    let by = own_stamp(position);
    let Some(shopper) = &mut work.shopper else { return };
    let known = shopper.abandoned.iter().any(|stamp| stamp.by == by);
    work.left = true;
    shopper.abandoned.replace(Stamp { at: left.at, by }, MAX_ABANDONED);
    if !known {
        let of = work.mint("left", position);
        work.count(Counted::Abandoned, left.at, of.bytes(), keyed(&position.journey, left.kind.word()), 1);
    }
}

/// Decides to issue a coupon; false where the guard allows none.
fn issue(work: &mut Work<'_>, position: &mut Position, coupon: &Coupon) -> Result<bool, Fault> {
    if position.coupon.is_some() {
        return Ok(false);
    }
    let settings = work.program.settings();
    let window = Span::days(i64::from(settings.coupon_days));
    let cart = CartId::parse(position.entry.as_str());
    let cart = work.shopper.as_ref().zip(cart).and_then(|(shopper, id)| shopper.facts.carts.find(id.as_str()));
    let content = cart.and_then(|cart| cart.content.as_ref());
    let fits = content.is_some_and(|content| !content.on_sale && content.total >= coupon.minimum_minor);
    let recent = work
        .recipient
        .as_ref()
        .is_none_or(|recipient| recipient.log.coupons.iter().any(|at| *at > work.moment.minus(window)));
    let watched = work.market()?.is_none_or(|market| !market.live);
    if !fits || recent || watched || work.program.is_paused(&position.journey) {
        return Ok(false);
    }
    let decision = work.mint("coupon", position);
    let not_after = work.moment.plus(OUTCOME_GRACE);
    let act = Act::IssueCoupon(IssueCoupon {
        place: message::place_of(position),
        percent: coupon.percent,
        valid_hours: coupon.valid_hours,
        minimum_minor: coupon.minimum_minor,
        not_after,
    });
    work.decide(decision, act, Reason::CouponDue);
    position.status = Status::InFlight { decision, not_after };
    Ok(true)
}

/// Ends a journey before its end, with a record; what is with the host is called back.
fn end(work: &mut Work<'_>, position: &mut Position, reason: Reason) {
    if let Status::InFlight { decision, .. } = position.status {
        let id = Digest::of(&[b"decision", b"cancel", decision.bytes()]);
        work.decide(id, Act::Cancel(Cancel { decision }), reason);
    }
    message::drop(work, position, reason, None);
}

/// Asks to be called when the position may move by time alone.
fn wake(work: &mut Work<'_>, position: &Position) {
    match position.status {
        Status::Held { until, .. } => work.wake_at(until, WakeReason::HoldEnds),
        Status::Unconfirmed { until, .. } => work.wake_at(until, WakeReason::ConfirmationEnds),
        Status::InFlight { not_after, .. } => work.wake_at(not_after.plus(OUTCOME_GRACE), WakeReason::OutcomeOverdue),
        Status::Waiting | Status::Ended { .. } => {}
    }
}

/// Forgets the journeys that ended first, beyond the bound; none under way is ever forgotten.
fn bound(positions: &mut Vec<Position>) {
    let ended = |position: &Position| match position.status {
        Status::Ended { at, .. } => Some(at),
        Status::Waiting | Status::Held { .. } | Status::Unconfirmed { .. } | Status::InFlight { .. } => None,
    };
    let mut times: Vec<Timestamp> = positions.iter().filter_map(ended).collect();
    times.sort_unstable();
    let surplus = times.len().saturating_sub(MAX_ENDED);
    if let Some(cutoff) = surplus.checked_sub(1).and_then(|last| times.get(last)) {
        positions.retain(|position| ended(position).is_none_or(|at| at > *cutoff));
    }
}
