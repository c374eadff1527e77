//! The recovery of carts: from a cart left to a text, with everything that ends it.

use crate::facts::{Cart, acts, bought, carts, inputs, is_cleared, is_trusted, points_at};
use crate::gate::{Asked, Verdict};
use crate::place::{Journey, Stage, Status};
use crate::said::{Fate, Said, Text};
use crate::timeline::clock::Clock;
use crate::timeline::host::Call;
use crate::timeline::people::recipient_key;
use crate::timeline::script::Timeline;
use cartsignal::fact::event::{Input, What};
use cartsignal::id::Digest;
use cartsignal::trace::{Class, Reason};
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub(crate) struct Reference<'a> {
    pub(crate) timeline: &'a Timeline,
    pub(crate) clock: &'a Clock,
    pub(crate) calls: Vec<Call>,
    pub(crate) texts: Vec<Text>,
    pub(crate) journeys: Vec<Journey>,
    /// Carts left: by whom, which, and the last act before.
    pub(crate) left: Vec<(usize, String, u32, i64)>,
    /// By recipient: when the latest question was put that was answered with yes.
    pub(crate) answered: BTreeMap<usize, i64>,
}

impl<'a> Reference<'a> {
    pub(crate) fn new(timeline: &'a Timeline, clock: &'a Clock) -> Self {
        let (calls, texts, journeys, left) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { timeline, clock, calls, texts, journeys, left, answered: BTreeMap::new() }
    }

    pub(crate) fn of_recipient(&self, recipient: usize) -> Vec<&Input> {
        inputs(&self.calls, |call| call.recipient == Some(recipient))
    }

    pub(crate) fn of_shopper(&self, shopper: usize) -> Vec<&Input> {
        inputs(&self.calls, |call| call.shopper == Some(shopper))
    }

    /// Takes a call and returns what is to be said.
    pub(crate) fn step(&mut self, call: &Call) -> Vec<Said> {
        let mut said = Vec::new();
        self.calls.push(call.clone());
        if is_trusted(&call.input) {
            self.outcome(call, &mut said);
            self.stop(call, &mut said);
            self.answer(call);
        }
        let Some(shopper) = call.shopper else { return said };
        let pointed = points_at(&self.of_shopper(shopper));
        let given = call.recipient.map(|place| recipient_key(self.timeline.person, place).as_str().to_owned());
        if pointed.is_some() && pointed != given {
            return said;
        }
        if pointed.is_some() && is_trusted(&call.input) {
            self.start(call, shopper);
        }
        // A cart left can make another one a repeated abandonment, which is left sooner.
        loop {
            let before = self.left.clone();
            let mut over = false;
            for place in 0..self.journeys.len() {
                if self.journeys[place].shopper == shopper
                    && !matches!(self.journeys[place].status, Status::Ended { .. })
                {
                    self.progress(call, place, &mut said);
                    over |= matches!(self.journeys[place].status, Status::Ended { .. });
                }
            }
            if over {
                self.call_back_questions(call, shopper, &mut said);
            }
            if self.left.iter().all(|known| before.contains(known)) {
                break;
            }
        }
        said
    }

    /// Takes over what only the core can know: ids, and how texts that were held are spread over half an hour.
    pub(crate) fn learn(&mut self, call: &Call, found: &[Said]) {
        let now = call.moment.ms();
        for said in found {
            match said {
                Said::Send { cart, id, .. } => self.name(Class::Marketing, cart, now, *id),
                Said::Ask { cart, id, .. } => self.name(Class::Ask, cart, now, *id),
                Said::Hold { cart, until, .. } => {
                    for journey in self.journeys.iter_mut().filter(|known| Some(known.shopper) == call.shopper) {
                        if let Status::Held { until: known, .. } = &mut journey.status
                            && journey.cart == *cart
                        {
                            *known = *until;
                        }
                    }
                }
                Said::Drop { cart, .. } => {
                    for journey in self.journeys.iter_mut().filter(|known| Some(known.shopper) == call.shopper) {
                        if journey.cart == *cart && !matches!(journey.status, Status::Ended { .. }) {
                            journey.status = Status::Ended { at: now, emptied: false, cleared: false };
                        }
                    }
                }
                Said::Cancel { .. } => {}
            }
        }
    }

    fn name(&mut self, class: Class, cart: &str, now: i64, id: Option<Digest>) {
        let unnamed =
            |text: &&mut Text| text.id.is_none() && text.class == class && text.cart == cart && text.at == now;
        if let Some(text) = self.texts.iter_mut().rev().find(unnamed) {
            text.id = id;
        }
    }

    fn start(&mut self, call: &Call, shopper: usize) {
        let now = call.moment.ms();
        let fresh = call.input.occurred_at.ms() >= now - 48 * HOUR;
        let speaks = matches!(
            call.input.what,
            What::CartUpdated(_) | What::ContactProvided(_) | What::ConsentGranted(_) | What::CouponApplied(_)
        );
        if !fresh || !speaks {
            return;
        }
        let known = self.of_shopper(shopper);
        let mut entering = Vec::new();
        for (id, cart) in carts(&known) {
            let bought = bought(&known).iter().any(|order| is_of(order.cart.as_deref(), order.placed_at, &id, &cart));
            if !cart.full || cart.last_at < now - 48 * HOUR || bought {
                continue;
            }
            let same = self.journeys.iter().filter(|known| known.shopper == shopper && known.cart == id);
            let again = same.clone().max_by_key(|known| known.episode).is_none_or(|last| match last.status {
                Status::Ended { cleared: true, .. } => true,
                Status::Ended { at, emptied, .. } => {
                    let rested = emptied || now >= last.entered_at + 48 * HOUR;
                    rested && cart.added_at.is_some_and(|added| added > at)
                }
                _ => false,
            });
            if again {
                let last = same.max_by_key(|known| known.episode);
                let cleared = last.is_some_and(|last| matches!(last.status, Status::Ended { cleared: true, .. }));
                let episode = last.map_or(0, |last| if cleared { last.episode } else { last.episode + 1 });
                entering.push((id, episode));
            }
        }
        let contact = call.recipient.map(|place| &self.timeline.contacts[place]);
        let country = contact.and_then(|contact| self.clock.number_country(contact));
        let watched = country.is_some_and(|country| {
            crate::timeline::shop::COUNTRIES.contains(&country.as_str()) && !self.timeline.shape.is_live(&country)
        });
        for (cart, episode) in entering {
            self.journeys.retain(|known| (known.shopper, &known.cart, known.episode) != (shopper, &cart, episode));
            self.journeys.push(Journey {
                shopper,
                cart,
                episode,
                entered_at: now,
                watched,
                stage: Stage::Idle,
                status: Status::Waiting,
                attempt: 0,
                left_at: None,
                reached_at: now,
            });
        }
    }

    fn progress(&mut self, call: &Call, place: usize, said: &mut Vec<Said>) {
        let now = call.moment.ms();
        if let Some(why) = self.over(call, place) {
            if let Status::InFlight { text, .. } = self.journeys[place].status {
                said.extend(self.texts[text].id.map(|id| Said::Cancel { id }));
            }
            return self.end(call, place, why, said);
        }
        match self.journeys[place].status.clone() {
            Status::InFlight { text, not_after } => {
                if now < not_after + HOUR {
                    return;
                }
                if self.texts[text].fate == Fate::InFlight && Some(self.texts[text].recipient) == call.recipient {
                    self.texts[text].fate = Fate::Unknown;
                }
                self.on(place, now);
            }
            Status::Held { until, timed: true, .. } if now < until.0 => return,
            _ => {}
        }
        self.resume(call, place);
        loop {
            match self.journeys[place].stage {
                Stage::Idle => {
                    let due = self.due(place);
                    if now < due.0 {
                        return;
                    }
                    self.leave(place, due.1);
                    self.jump(place, Stage::First, due.0);
                }
                Stage::Day(reached) => {
                    if now < reached + DAY {
                        return;
                    }
                    self.jump(place, Stage::Second, reached + DAY);
                }
                Stage::First | Stage::Second => return self.message(call, place, said),
                Stage::End => {
                    self.journeys[place].status = Status::Ended { at: now, emptied: false, cleared: false };
                    return;
                }
            }
        }
    }

    fn message(&mut self, call: &Call, place: usize, said: &mut Vec<Said>) {
        let now = call.moment.ms();
        let journey = self.journeys[place].clone();
        let since = match journey.status {
            Status::Held { since, .. } | Status::Unconfirmed { since } => since,
            _ => journey.reached_at,
        };
        let shopper = self.of_shopper(journey.shopper);
        let verdict = self.judge(&Asked {
            moment: now,
            shopper: &shopper,
            recipient: call.recipient,
            cart: &journey.cart,
            episode: journey.episode,
            event_at: journey.left_at.unwrap_or(journey.entered_at),
            since,
        });
        let cart = journey.cart.clone();
        let text = |class, fate| Text {
            id: None,
            recipient: call.recipient.unwrap_or_default(),
            class,
            at: now,
            cart: journey.cart.clone(),
            episode: journey.episode,
            stage: journey.stage,
            fate,
        };
        match verdict {
            Verdict::Send(_) if self.went_out(call.recipient, &journey) => {
                self.end(call, place, Reason::AlreadyTexted, said);
            }
            Verdict::Send(not_after) => {
                self.texts.push(text(Class::Marketing, Fate::InFlight));
                self.journeys[place].status = Status::InFlight { text: self.texts.len() - 1, not_after };
                said.push(Said::Send { cart, not_after, id: None });
            }
            Verdict::Ask(not_after) => {
                self.texts.push(text(Class::Ask, Fate::InFlight));
                self.journeys[place].status = Status::Unconfirmed { since };
                said.push(Said::Ask { cart, not_after, id: None });
            }
            Verdict::Hold(until, why, or) => {
                let waits = why == Reason::AwaitingConfirmation;
                let status = if waits {
                    Status::Unconfirmed { since }
                } else {
                    Status::Held { until, since, timed: why == Reason::QuietHours }
                };
                if self.journeys[place].status != status {
                    said.push(Said::Hold { cart, until, why, or });
                }
                self.journeys[place].status = status;
            }
            Verdict::Drop(why) => {
                if why == Reason::Holdout && self.is_live(call.recipient) {
                    self.texts.push(text(Class::Marketing, Fate::HeldOut));
                }
                self.end(call, place, why, said);
            }
        }
    }

    /// The same text went to the same number already: for another shopper with the same cart.
    fn went_out(&self, recipient: Option<usize>, journey: &Journey) -> bool {
        self.texts.iter().any(|text| {
            Some(text.recipient) == recipient
                && text.class == Class::Marketing
                && (&text.cart, text.episode, text.stage) == (&journey.cart, journey.episode, journey.stage)
                && text.fate != Fate::Refused
        })
    }

    fn over(&self, call: &Call, place: usize) -> Option<Reason> {
        let journey = &self.journeys[place];
        if is_cleared(&self.of_shopper(journey.shopper)) {
            return Some(Reason::ContactCleared);
        }
        if journey.watched && self.is_live(call.recipient) {
            return Some(Reason::WentLive);
        }
        let known = self.of_shopper(journey.shopper);
        let all = carts(&known);
        let cart = &all[&journey.cart];
        let by_shopper =
            bought(&known).iter().any(|order| is_of(order.cart.as_deref(), order.placed_at, &journey.cart, cart));
        let of_recipient = call.recipient.map(|place| self.of_recipient(place)).unwrap_or_default();
        let by_recipient = bought(&of_recipient).iter().any(|order| order.placed_at >= cart.first_at);
        if by_shopper || by_recipient {
            return Some(Reason::Bought);
        }
        (!cart.full).then_some(Reason::CartEmptied)
    }

    fn is_live(&self, recipient: Option<usize>) -> bool {
        let contact = recipient.map(|place| &self.timeline.contacts[place]);
        let country = contact.and_then(|contact| self.clock.number_country(contact));
        country.is_some_and(|country| self.timeline.shape.is_live(&country))
    }

    /// A cart touched again before its text went is not left any more.
    fn resume(&mut self, call: &Call, place: usize) {
        let journey = self.journeys[place].clone();
        let Some(left_at) = journey.left_at else { return };
        if journey.attempt > 0 || call.recipient.is_none() {
            return;
        }
        let texted = self.texts.iter().any(|text| {
            Some(text.recipient) == call.recipient
                && text.cart == journey.cart
                && text.episode == journey.episode
                && !matches!(text.fate, Fate::Refused | Fate::HeldOut)
        });
        let known = self.of_shopper(journey.shopper);
        let cart = &carts(&known)[&journey.cart];
        let touched = acts(&known).last().copied().unwrap_or(cart.last_at).max(cart.last_at) > left_at;
        if touched && !texted {
            let journey = &mut self.journeys[place];
            journey.stage = Stage::Idle;
            journey.left_at = None;
            journey.status = Status::Waiting;
        }
    }

    fn leave(&mut self, place: usize, at: i64) {
        let journey = &mut self.journeys[place];
        journey.left_at = Some(at);
        let (shopper, cart, episode) = (journey.shopper, journey.cart.clone(), journey.episode);
        self.left.retain(|(by, id, nth, _)| !(*by == shopper && *id == cart && *nth == episode));
        self.left.push((shopper, cart, episode, at));
    }

    pub(crate) fn on(&mut self, place: usize, now: i64) {
        let next = if self.journeys[place].stage == Stage::First && self.timeline.shape.second_text {
            Stage::Day(now)
        } else {
            Stage::End
        };
        self.jump(place, next, now);
    }

    fn jump(&mut self, place: usize, stage: Stage, at: i64) {
        let journey = &mut self.journeys[place];
        (journey.stage, journey.status, journey.attempt) = (stage, Status::Waiting, 0);
        journey.reached_at = at;
    }

    pub(crate) fn end(&mut self, call: &Call, place: usize, why: Reason, said: &mut Vec<Said>) {
        let journey = &mut self.journeys[place];
        journey.status = Status::Ended {
            at: call.moment.ms(),
            emptied: why == Reason::CartEmptied,
            cleared: why == Reason::ContactCleared,
        };
        said.push(Said::Drop { cart: journey.cart.clone(), why });
    }
}

/// An order is of a cart when it names it or was placed since the cart exists.
fn is_of(named: Option<&str>, placed_at: i64, id: &str, cart: &Cart) -> bool {
    named == Some(id) || placed_at >= cart.first_at
}
