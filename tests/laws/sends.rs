//! Never a text that must not be sent: judged from what was handed in, by the plainest reading of the rules.

use crate::timeline::clock::Clock;
use crate::timeline::host::{Call, Played};
use crate::timeline::script::Timeline;
use cartsignal::bucket::Bucketing;
use cartsignal::engine::decision::{Act, Send};
use cartsignal::fact::cart::CartChange;
use cartsignal::fact::consent::{Channel, Purpose};
use cartsignal::fact::contact::{Contact, NumberKind};
use cartsignal::fact::event::{ConsentBasis, Input, Outcome, ReceiptState, Refusal, ReplyKind, Trust, What};
use cartsignal::fact::order::{OrderFact, OrderStatus, Payment};
use cartsignal::id::{Digest, OrderId};
use cartsignal::time::{Span, Timestamp};
use cartsignal::trace::Class;
use std::collections::{BTreeMap, BTreeSet};

/// One send, and all that was handed in till then.
pub(crate) struct Sent<'a> {
    timeline: &'a Timeline,
    clock: &'a Clock,
    /// All calls up to the one that decided it.
    pub(crate) calls: &'a [Call],
    /// The one that decided it.
    pub(crate) call: &'a Call,
    id: Digest,
    send: &'a Send,
    pub(crate) recipient: usize,
    contact: &'a Contact,
    country: String,
}

/// Returns how many marketing texts and questions there were, all of them allowed.
pub(crate) fn are_allowed(timeline: &Timeline, played: &Played, clock: &Clock) -> Result<(u64, u64), String> {
    let mut ids = BTreeSet::new();
    let (mut marketing, mut asks) = (0, 0);
    for (place, call) in played.calls.iter().enumerate() {
        for decision in &call.decisions {
            let Act::Send(send) = &decision.does else { continue };
            let at = call.moment.ms();
            let Some(recipient) = call.recipient else { return Err(format!("a text without a recipient: at {at}")) };
            let contact = &timeline.contacts[recipient];
            let Some(country) = clock.number_country(contact) else {
                return Err(format!("a text without a number: at {at}"));
            };
            let calls = &played.calls[..=place];
            let sent = Sent { timeline, clock, calls, call, id: decision.id, send, recipient, contact, country };
            if !ids.insert(decision.id) {
                return Err(format!("a text decided twice for one id: {:?} {} at {at}", send.class, decision.id));
            }
            sent.destination()
                .and_then(|()| match send.class {
                    Class::Marketing => {
                        marketing += 1;
                        sent.marketing()
                    }
                    Class::Ask => {
                        asks += 1;
                        sent.ask()
                    }
                    Class::Confirmation | Class::Help | Class::Test => Ok(()),
                })
                .map_err(|law| format!("{law}: {:?} at {at}", send.class))?;
        }
    }
    let late = played.handed.iter().find(|handed| !ids.contains(&handed.decision));
    if late.is_some() { Err("handed over without a decision".into()) } else { Ok((marketing, asks)) }
}

fn holds(law: bool, broken: &str) -> Result<(), String> {
    if law { Ok(()) } else { Err(broken.into()) }
}

impl Sent<'_> {
    fn destination(&self) -> Result<(), String> {
        let shape = &self.timeline.shape;
        holds(shape.is_live(&self.country), "a text in a watched market or one without rules")?;
        holds(shape.sends_from(&self.country), "a text without a sender")?;
        holds(
            self.country != "US"
                || shape.us_registered
                || self.send.class == Class::Confirmation
                || self.send.class == Class::Help,
            "a text from an unregistered sender",
        )
    }

    fn marketing(&self) -> Result<(), String> {
        self.both()?;
        let shape = &self.timeline.shape;
        let Some(place) = &self.send.place else { return Err("a marketing text of no journey".into()) };
        let (cart, journey) = (place.journey.as_str() == "cart_recovery", place.journey.as_str());
        let purpose = if cart { Purpose::Cart } else { Purpose::Offers };
        holds(self.send.purpose == Some(purpose), "a text with another purpose than its journey")?;
        let stop = self.last_reply(&[ReplyKind::Stop]);
        let word = self.last_reply(&[ReplyKind::Yes, ReplyKind::Start]);
        holds(stop.is_none_or(|stop| self.is_lifted(stop)), "a text to somebody who opted out")?;
        holds(word.is_some() || !self.needs_confirmation(), "a text without the confirmation that is needed")?;
        for (texts, days) in &shape.caps {
            let sent = self.earlier(Class::Marketing, Span::days(i64::from(*days))).count();
            holds(sent < usize::try_from(*texts).unwrap(), "a text over a cap")?;
        }
        if self
            .clock
            .rows(self.contact)
            .unwrap_or_default()
            .iter()
            .any(|row| ["US-FL", "US-MD", "US-OK"].contains(&&*row.id))
        {
            holds(self.earlier(Class::Marketing, Span::hours(24)).count() < 3, "a text over a state's cap")?;
        }
        if cart || journey == "cross_sell" {
            let key = crate::timeline::people::recipient_key(self.timeline.person, self.recipient);
            let bucket = Bucketing::V1.bucket(key.as_str().as_bytes(), journey.as_bytes());
            holds(bucket >= shape.holdout, "a text to somebody held out")?;
        }
        if cart { self.cart(place.entry.as_str()) } else { Ok(()) }
    }

    fn ask(&self) -> Result<(), String> {
        self.both()?;
        holds(self.earlier(Class::Ask, Span::days(30)).count() == 0, "two questions within 30 days")?;
        holds(self.earlier(Class::Ask, Span::days(180)).count() < 2, "three questions within 180 days")
    }

    /// What holds for marketing and questions alike.
    fn both(&self) -> Result<(), String> {
        let moment = self.call.moment;
        let pointed = self.call.shopper.and_then(|shopper| self.points_at(shopper));
        let key = crate::timeline::people::recipient_key(self.timeline.person, self.recipient);
        holds(pointed.as_deref() == Some(key.as_str()), "a text to a number that was taken back")?;
        let number = self.contact.number.as_ref().map(|number| number.kind);
        holds(number.is_some_and(|kind| kind != NumberKind::Fixed), "a text to a fixed line")?;
        let place = self.send.place.as_ref().map(|place| place.journey.as_str().to_owned()).unwrap_or_default();
        let purpose = if place == "cart_recovery" { Purpose::Cart } else { Purpose::Offers };
        holds(
            self.consent(purpose).is_some_and(|basis| basis >= self.basis()),
            "a text without consent for its purpose",
        )?;
        let unread = self.last_reply(&[ReplyKind::Ambiguous]);
        let read = self.last_reply(&[ReplyKind::Cleared, ReplyKind::Yes, ReplyKind::Start]);
        holds(
            unread.is_none_or(|unread| read.is_some_and(|read| read > unread)),
            "a text while an answer waits to be read",
        )?;
        holds(self.is_reachable(), "a text to a number found bad a short while ago")?;
        let windows = self.clock.windows(self.contact);
        let last = self.send.not_after;
        holds(last >= moment && last <= moment.plus(Span::minutes(30)), "a text with a strange not_after")?;
        holds(self.clock.open(&windows, moment.ms()), "a text in quiet hours")?;
        holds(self.clock.open(&windows, moment.ms().max(last.ms() - 1)), "a text allowed into quiet hours")
    }

    /// What holds for the text about a cart.
    fn cart(&self, cart: &str) -> Result<(), String> {
        let moment = self.call.moment;
        let shape = &self.timeline.shape;
        let Some(shopper) = self.call.shopper else { return Err("a cart's text without a shopper".into()) };
        let quiet = Span::days(i64::from(shape.quiet_days));
        let of_recipient = bought(self.of_recipient());
        let recent = of_recipient.iter().any(|(at, _)| at.plus(quiet) > moment);
        holds(!recent, "a cart's text to a recipient who bought a short while ago")?;
        let of_shopper = bought(self.of_shopper(shopper));
        let first =
            self.of_shopper(shopper).filter(|input| speaks_of(&input.what, cart)).map(|input| input.occurred_at).min();
        let bought_it = of_shopper.iter().any(|(_, of)| of.as_deref() == Some(cart))
            || of_shopper.iter().chain(&of_recipient).any(|(at, _)| first.is_none_or(|first| *at >= first));
        holds(!bought_it, "a text about a cart that was bought")?;
        let recent = of_shopper.iter().any(|(at, _)| at.plus(quiet) > moment);
        holds(!recent, "a cart's text to a shopper who bought a short while ago")?;
        let updates = self.of_shopper(shopper).filter_map(|input| match &input.what {
            What::CartUpdated(update) if update.cart.as_str() == cart => Some((update, input.occurred_at)),
            _ => None,
        });
        let newest = updates.max_by_key(|(update, at)| (update.version, *at, update.lines.len()));
        holds(newest.is_some_and(|(update, _)| !update.lines.is_empty()), "a text about an empty cart")?;
        if self.country == "US" {
            let acts = self.of_shopper(shopper).filter(|input| cartsignal::fact::shopper::is_act(&input.what));
            let last = acts.map(|input| input.occurred_at).max().unwrap_or(Timestamp::MIN);
            holds(moment <= last.plus(Span::hours(48)), "a text later than 48 hours in the United States")?;
            let others =
                self.earlier(Class::Marketing, Span::hours(48)).filter(|(_, send)| send.purpose == Some(Purpose::Cart));
            holds(others.count() == 0, "two texts about carts within 48 hours in the United States")?;
        }
        holds(
            self.of_one_abandonment(cart) < usize::from(shape.texts_per_abandonment(&self.country)),
            "more texts for one abandonment than allowed",
        )
    }

    /// Returns how many texts this abandonment has had: since something was last put in after a text.
    fn of_one_abandonment(&self, cart: &str) -> usize {
        let added: Vec<Timestamp> = self
            .calls
            .iter()
            .filter_map(|call| match &call.input.what {
                What::CartUpdated(update) if update.cart.as_str() == cart && update.change == CartChange::Added => {
                    Some(call.input.occurred_at)
                }
                _ => None,
            })
            .collect();
        let earlier: Vec<Timestamp> = self
            .sends(Class::Marketing)
            .filter(|(_, send)| send.cart.as_ref().is_some_and(|known| known.as_str() == cart))
            .map(|(at, _)| at)
            .collect();
        earlier.iter().filter(|at| !added.iter().any(|added| added > *at)).count()
    }

    fn needs_confirmation(&self) -> bool {
        let rows = self.clock.rows(self.contact).unwrap_or_default();
        let locked = rows.iter().any(|row| row.confirmation && row.locked);
        locked || self.timeline.shape.confirm(&self.country)
    }

    fn basis(&self) -> ConsentBasis {
        let rows = self.clock.rows(self.contact).unwrap_or_default();
        let locked = rows.iter().filter(|row| row.locked).filter_map(|row| row.basis).max();
        self.timeline.shape.basis(&self.country).max(locked.unwrap_or(ConsentBasis::SoftOptIn))
    }

    /// Returns the ground of the consent that stands.
    fn consent(&self, purpose: Purpose) -> Option<ConsentBasis> {
        let of = |change: &cartsignal::fact::event::ConsentChange| {
            change.purpose == purpose && change.channel == Channel::Sms
        };
        let granted = self.of_recipient().filter_map(|input| match &input.what {
            What::ConsentGranted(change) if of(change) => Some((input.occurred_at, change.basis)),
            _ => None,
        });
        let revoked = self.of_recipient().filter_map(|input| match &input.what {
            What::ConsentRevoked(change) if of(change) => Some(input.occurred_at),
            _ => None,
        });
        let (at, basis) = granted.max()?;
        revoked.max().is_none_or(|revoked| revoked < at).then_some(basis)
    }

    fn last_reply(&self, kinds: &[ReplyKind]) -> Option<Timestamp> {
        let replies = self.of_recipient().filter(|input| match &input.what {
            What::Reply(reply) => reply.channel == Channel::Sms && kinds.contains(&reply.kind),
            What::Outcome(report) => {
                let out = matches!(&report.result, Outcome::Refused(refused) if refused.why == Refusal::OptedOut);
                out && kinds.contains(&ReplyKind::Stop)
            }
            What::Receipt(receipt) => {
                let out = receipt.why == Some(Refusal::OptedOut) && receipt.state != ReceiptState::Delivered;
                out && kinds.contains(&ReplyKind::Stop)
            }
            _ => false,
        });
        replies.map(|input| input.occurred_at).max()
    }

    /// Returns earlier texts to the same recipient that went out or may have.
    fn sends(&self, class: Class) -> impl Iterator<Item = (Timestamp, &Send)> {
        let calls = self.calls.iter().filter(|call| call.recipient == Some(self.recipient));
        let decisions = calls.flat_map(|call| call.decisions.iter().map(move |decision| (call.moment, decision)));
        decisions.filter_map(move |(at, decision)| match &decision.does {
            Act::Send(send) if send.class == class && decision.id != self.id && !self.refused(&decision.id) => {
                Some((at, send))
            }
            _ => None,
        })
    }

    fn earlier(&self, class: Class, window: Span) -> impl Iterator<Item = (Timestamp, &Send)> {
        self.sends(class).filter(move |(at, _)| at.plus(window) > self.call.moment)
    }

    fn refused(&self, decision: &Digest) -> bool {
        self.of_recipient().any(|input| match &input.what {
            What::Outcome(report) => report.decision == *decision && matches!(report.result, Outcome::Refused(_)),
            What::Receipt(receipt) => receipt.decision == *decision && receipt.state == ReceiptState::Failed,
            _ => false,
        })
    }

    /// Returns the number given last, unless it was taken back later.
    fn points_at(&self, shopper: usize) -> Option<String> {
        let words = self.of_shopper(shopper).filter_map(|input| match &input.what {
            What::ContactProvided(given) => Some((input.occurred_at, Some(given.recipient.as_str().to_owned()))),
            What::ContactCleared(_) => Some((input.occurred_at, None)),
            _ => None,
        });
        words.max().and_then(|(_, recipient)| recipient)
    }

    pub(crate) fn of_recipient(&self) -> impl Iterator<Item = &Input> {
        let calls = self.calls.iter().filter(|call| call.recipient == Some(self.recipient));
        calls.map(|call| &call.input).filter(|input| trusted(input))
    }

    fn of_shopper(&self, shopper: usize) -> impl Iterator<Item = &Input> {
        let calls = self.calls.iter().filter(move |call| call.shopper == Some(shopper));
        calls.map(|call| &call.input).filter(|input| trusted(input))
    }
}

fn speaks_of(what: &What, cart: &str) -> bool {
    let of = match what {
        What::CartUpdated(update) => &update.cart,
        What::CheckoutStarted(start) => &start.cart,
        What::CheckoutStepReached(reached) => &reached.cart,
        What::CouponApplied(applied) => &applied.cart,
        _ => return false,
    };
    of.as_str() == cart
}

/// Returns whether the channel may say such a thing: a browser may tell of views and steps only.
pub(crate) fn trusted(input: &Input) -> bool {
    match &input.what {
        What::PageViewed(_)
        | What::ProductViewed(_)
        | What::CollectionViewed(_)
        | What::CheckoutStarted(_)
        | What::CheckoutStepReached(_) => true,
        _ => input.trust > Trust::Browser,
    }
}

/// Returns all orders that count as bought: when each was placed, and of which cart.
fn bought<'a>(inputs: impl Iterator<Item = &'a Input>) -> Vec<(Timestamp, Option<String>)> {
    let mut reports: BTreeMap<&OrderId, Vec<(&OrderFact, OrderStatus, Timestamp)>> = BTreeMap::new();
    for (fact, status, at) in inputs.filter_map(report) {
        reports.entry(&fact.order).or_default().push((fact, status, at));
    }
    let mut bought = Vec::new();
    for of in reports.values() {
        let (_, _, status) = of.iter().map(|(fact, status, at)| (fact.version, *at, *status)).max().unwrap();
        if status.is_bought() {
            let placed = of.iter().map(|(fact, _, _)| fact.placed_at).min().unwrap();
            let cart = of.iter().filter_map(|(fact, _, _)| fact.cart.as_ref()).max();
            bought.push((placed, cart.map(|cart| cart.as_str().to_owned())));
        }
    }
    bought
}

fn report(input: &Input) -> Option<(&OrderFact, OrderStatus, Timestamp)> {
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
        _ => return None,
    };
    Some((fact, status, input.occurred_at))
}
