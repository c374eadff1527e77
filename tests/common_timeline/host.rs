//! The virtual host: plays a timeline through the core in virtual time, obeys wakes, hands texts over, reports outcomes.

use crate::timeline::people::{RECIPIENTS, SHOPPERS, recipient_key, shopper_key};
pub(crate) use crate::timeline::played::{Call, Habits, Handed, Played};
use crate::timeline::rng::Rng;
use crate::timeline::script::{Item, Timeline};
use cartsignal::engine::decision::{Act, Decision};
use cartsignal::engine::program::Program;
use cartsignal::engine::state::{Recipient, Shopper};
use cartsignal::engine::step::{Stepped, step};
use cartsignal::fact::consent::Channel;
use cartsignal::fact::event::{
    Done, Empty, Input, Outcome, OutcomeReport, Receipt, ReceiptState, Refusal, Refused, Trust, What,
};
use cartsignal::id::{Digest, InputId, RecipientKey};
use cartsignal::time::{Span, Timestamp};
use cartsignal::trace::Class;
use std::collections::BTreeSet;

/// A section of the next release, with a tag that this one does not know.
pub(crate) const NEWER_SECTION: [u8; 7] = [201, 3, 0, 0, b'n', b'e', b'w'];

/// Something the host has to do later.
#[derive(Clone, Debug)]
enum Job {
    Wake(usize),
    Dispatch(Dispatch),
    Report(Dispatch, Outcome),
    Receipt(Dispatch, ReceiptState, Option<Refusal>),
}

#[derive(Clone, Debug)]
struct Dispatch {
    shopper: Option<usize>,
    recipient: Option<usize>,
    decision: Decision,
}

struct Host<'a> {
    timeline: &'a Timeline,
    program: &'a Program,
    habits: Habits,
    rng: Rng,
    played: Played,
    wakes: Vec<Option<Timestamp>>,
    recipient_wakes: Vec<Option<Timestamp>>,
    jobs: Vec<(Timestamp, u64, Job)>,
    serial: u64,
    cancelled: BTreeSet<Digest>,
    idle: u32,
}

/// Plays a timeline.
///
/// # Errors
/// A sentence, where a step errs or wakes do not come to rest.
pub(crate) fn play(timeline: &Timeline, program: &Program, habits: Habits) -> Result<Played, String> {
    let played = Played { shoppers: vec![None; SHOPPERS], recipients: vec![None; RECIPIENTS], ..Played::default() };
    let mut host = Host {
        timeline,
        program,
        habits,
        rng: Rng::new(timeline.manners.seed ^ 0x77),
        played,
        wakes: vec![None; SHOPPERS],
        recipient_wakes: vec![None; RECIPIENTS],
        jobs: Vec::new(),
        serial: 0,
        cancelled: BTreeSet::new(),
        idle: 0,
    };
    for item in &timeline.items {
        host.until(item.moment)?;
        host.idle = 0;
        host.take(item)?;
    }
    // Long enough for every hold, wait and outcome of the last input.
    let end = timeline.items.last().map_or(Timestamp::MIN, |item| item.moment.plus(Span::days(12)));
    host.until(end)?;
    Ok(host.played)
}

impl Host<'_> {
    /// Does all that is due before `moment`, in order of time.
    fn until(&mut self, moment: Timestamp) -> Result<(), String> {
        loop {
            let shopper = self.wakes.iter().enumerate().filter_map(|(place, at)| Some(((*at)?, place))).min();
            let recipient =
                self.recipient_wakes.iter().enumerate().filter_map(|(place, at)| Some(((*at)?, place))).min();
            let job = self.jobs.iter().map(|(at, serial, _)| (*at, *serial)).min();
            let times = [shopper.map(|(at, _)| at), recipient.map(|(at, _)| at), job.map(|(at, _)| at)];
            let Some(next) = times.into_iter().flatten().min().filter(|next| *next < moment) else { return Ok(()) };
            self.idle += 1;
            if self.idle > 2_000 {
                return Err(format!("wakes do not come to rest: at {}", next.ms()));
            }
            if let Some((at, serial)) = job.filter(|(at, _)| *at == next) {
                let place = self.jobs.iter().position(|job| job.1 == serial).unwrap();
                let (_, _, job) = self.jobs.swap_remove(place);
                self.work(at, job)?;
            } else if let Some((at, place)) = shopper.filter(|(at, _)| *at == next) {
                self.wakes[place] = None;
                self.wake(place, at)?;
            } else if let Some((at, place)) = recipient {
                self.recipient_wakes[place] = None;
                let input = self.input(at, "wake", What::Wake(Empty {}));
                self.step(at, None, Some(place), input)?;
            }
        }
    }

    fn take(&mut self, item: &Item) -> Result<(), String> {
        let mut input = item.input.clone();
        if let What::LinkOpened(opened) = &mut input.what
            && let Some(last) = self.played.handed.last()
        {
            opened.decision = last.decision;
        }
        let provides = matches!(input.what, What::ContactProvided(_));
        let (shopper, recipient) = match (item.shopper, item.recipient) {
            (Some(shopper), Some(recipient)) if provides || self.points_at(shopper) == Some(recipient) => {
                (Some(shopper), Some(recipient))
            }
            (Some(_) | None, Some(recipient)) => (None, Some(recipient)),
            (Some(shopper), None) => (Some(shopper), self.points_at(shopper)),
            (None, None) => return Ok(()),
        };
        self.step(item.moment, shopper, recipient, input)
    }

    fn wake(&mut self, shopper: usize, moment: Timestamp) -> Result<(), String> {
        let input = self.input(moment, "wake", What::Wake(Empty {}));
        self.step(moment, Some(shopper), self.points_at(shopper), input)
    }

    fn input(&mut self, moment: Timestamp, word: &str, what: What) -> Input {
        self.serial += 1;
        let id = InputId::parse(&format!("{word}-{}", self.serial)).unwrap();
        Input { id, occurred_at: moment, trust: Trust::Server, what }
    }

    fn step(
        &mut self,
        moment: Timestamp,
        shopper: Option<usize>,
        recipient: Option<usize>,
        input: Input,
    ) -> Result<(), String> {
        let person = self.timeline.person;
        let shopper_state = shopper.map(|place| {
            let known = self.played.shoppers[place].take();
            known.unwrap_or_else(|| self.new_shopper(place, moment))
        });
        let recipient_state = recipient.map(|place| {
            let known = self.played.recipients[place].take();
            known.unwrap_or_else(|| self.new_recipient(&recipient_key(person, place), moment))
        });
        let contact = recipient.map(|place| &self.timeline.contacts[place]);
        let stepped = step(self.program, shopper_state, recipient_state, contact, moment, &input)
            .map_err(|fault| format!("{fault:?}: at {} on {:?}", moment.ms(), input.what))?;
        let told = self.settle(moment, shopper, recipient, &stepped)?;
        let Stepped { shopper: shopper_state, recipient: recipient_state, decisions, .. } = stepped;
        if let Some(place) = shopper {
            self.played.shoppers[place] = shopper_state;
        }
        if let Some(place) = recipient {
            self.played.recipients[place] = recipient_state;
        }
        self.played.calls.push(Call { moment, shopper, recipient, input, decisions });
        for other in told {
            self.wake(other, moment)?;
        }
        Ok(())
    }

    /// Keeps wakes and decisions; returns the shoppers to be told as well.
    fn settle(
        &mut self,
        moment: Timestamp,
        shopper: Option<usize>,
        recipient: Option<usize>,
        stepped: &Stepped,
    ) -> Result<Vec<usize>, String> {
        if self.habits.bytes {
            self.round_trip(stepped)?;
        }
        if let Some(place) = shopper {
            self.wakes[place] = stepped.wakes.shopper.map(|wake| self.kept(wake.at.max(moment)));
            if self.habits.restless && self.rng.percent(60) {
                let at = moment.plus(Span::from_ms(self.rng.pick(&[0, 1, 40_000, 900_000, 30_000_000, 100_000_000])));
                self.later(at, Job::Wake(place));
            }
        }
        if let Some(place) = recipient {
            self.recipient_wakes[place] = stepped.wakes.recipient.map(|wake| self.kept(wake.at.max(moment)));
        }
        for decision in &stepped.decisions {
            match &decision.does {
                Act::Send(_) | Act::IssueCoupon(_) => {
                    let mut chance = self.chance(&decision.id);
                    let minutes = if chance.percent(self.timeline.manners.slow) { 75 } else { chance.between(0, 20) };
                    let dispatch = Dispatch { shopper, recipient, decision: decision.clone() };
                    self.later(moment.plus(Span::minutes(minutes)), Job::Dispatch(dispatch));
                }
                Act::Cancel(cancel) => {
                    self.cancelled.insert(cancel.decision);
                }
                Act::ShowOnSite(_)
                | Act::CreditOrder(_)
                | Act::EnterSegment(_)
                | Act::LeaveSegment(_)
                | Act::HoldUntil(_)
                | Act::Drop(_) => {}
            }
        }
        let key = stepped.recipient.as_ref().filter(|_| stepped.wake_pointing).map(|known| known.key.clone());
        let points = |place: &usize| {
            let known = self.played.shoppers[*place].as_ref();
            key.is_some() && known.and_then(|known| known.facts.points_at()) == key.as_ref()
        };
        Ok((0..SHOPPERS).filter(|place| Some(*place) != shopper).filter(points).collect())
    }

    fn kept(&mut self, at: Timestamp) -> Timestamp {
        if self.habits.late && self.rng.percent(50) {
            at.plus(Span::from_ms(self.rng.pick(&[1, 60_000, 1_800_000, 7_200_000, 60_000_000, 200_000_000])))
        } else {
            at
        }
    }

    fn later(&mut self, at: Timestamp, job: Job) {
        self.serial += 1;
        self.jobs.push((at, self.serial, job));
    }

    fn work(&mut self, moment: Timestamp, job: Job) -> Result<(), String> {
        match job {
            Job::Wake(shopper) => self.wake(shopper, moment),
            Job::Dispatch(dispatch) => {
                self.dispatch(moment, dispatch);
                Ok(())
            }
            Job::Report(dispatch, result) => {
                let decision = dispatch.decision.id;
                let what = What::Outcome(OutcomeReport { decision, result });
                self.report(moment, &dispatch, "out", what)
            }
            Job::Receipt(dispatch, state, why) => {
                let decision = dispatch.decision.id;
                let what = What::Receipt(Receipt { decision, state, why });
                self.report(moment, &dispatch, "receipt", what)
            }
        }
    }

    /// Hands a text over, after the last look that design.md asks for, and notes when its outcome will be known.
    fn dispatch(&mut self, moment: Timestamp, dispatch: Dispatch) {
        let id = dispatch.decision.id;
        let mut chance = self.chance(&id);
        let _ = (chance.next(), chance.next());
        let refused = |why, retry_at| Outcome::Refused(Refused { why, retry_at });
        let (not_after, marketing, text) = match &dispatch.decision.does {
            Act::Send(send) => (send.not_after, send.class == Class::Marketing, Some(send.text.clone())),
            Act::IssueCoupon(coupon) => (coupon.not_after, false, None),
            _ => return,
        };
        let recipient = dispatch.recipient.and_then(|place| self.played.recipients[place].as_ref());
        let out = marketing && recipient.is_some_and(|known| known.facts.consents.opted_out(Channel::Sms).is_some());
        if self.cancelled.contains(&id) || out {
            return self.later(moment, Job::Report(dispatch, refused(Refusal::Cancelled, None)));
        }
        if moment > not_after {
            return self.later(moment, Job::Report(dispatch, refused(Refusal::Expired, None)));
        }
        let after = moment.plus(Span::from_ms(chance.pick(&[0, 2_000, 60_000, 5_000_000, 90_000_000])));
        if chance.percent(self.timeline.manners.refusing) {
            let why = chance.pick(&[
                Refusal::Pacing,
                Refusal::Pacing,
                Refusal::ProviderUnavailable,
                Refusal::BadNumber,
                Refusal::OptedOut,
                Refusal::Budget,
                Refusal::CouponRefused,
            ]);
            let retry_at = chance.percent(50).then(|| moment.plus(Span::minutes(chance.between(-5, 600))));
            return self.later(after, Job::Report(dispatch, refused(why, retry_at)));
        }
        if let Some(text) = text {
            self.played.handed.push(Handed { decision: id, moment, text });
            self.receipts(moment, &dispatch);
        }
        if chance.percent(self.timeline.manners.silent) {
            if chance.percent(50) {
                self.later(after, Job::Report(dispatch, Outcome::Unknown(Empty {})));
            }
            return;
        }
        let code = chance.percent(90).then(|| crate::timeline::shop::name("SAVE10"));
        let done = Outcome::Done(Done { code, expires_at: None, parts: Some(1) });
        if chance.percent(20) {
            self.later(after, Job::Report(dispatch.clone(), done.clone()));
        }
        self.later(after, Job::Report(dispatch, done));
    }

    /// Notes which receipts will come.
    fn receipts(&mut self, moment: Timestamp, dispatch: &Dispatch) {
        for (after, state, why) in self.timeline.manners.receipts(&dispatch.decision.id) {
            self.later(moment.plus(after), Job::Receipt(dispatch.clone(), state, why));
        }
    }

    fn report(&mut self, moment: Timestamp, dispatch: &Dispatch, word: &str, what: What) -> Result<(), String> {
        let id = InputId::parse(&format!("{word}-{}", dispatch.decision.id)).unwrap();
        let input = Input { id, occurred_at: moment, trust: Trust::Server, what };
        match dispatch.shopper {
            Some(shopper) if self.points_at(shopper) != dispatch.recipient => {
                if dispatch.recipient.is_some() {
                    self.step(moment, None, dispatch.recipient, input.clone())?;
                }
                self.step(moment, Some(shopper), self.points_at(shopper), input)
            }
            shopper => self.step(moment, shopper, dispatch.recipient, input),
        }
    }

    /// Returns the chances of one decision, the same whatever else happens.
    fn chance(&self, decision: &Digest) -> Rng {
        Rng::new(self.timeline.manners.seed ^ decision.short())
    }

    fn points_at(&self, shopper: usize) -> Option<usize> {
        let key: &RecipientKey = self.played.shoppers[shopper].as_ref()?.facts.points_at()?;
        (0..RECIPIENTS).find(|place| recipient_key(self.timeline.person, *place) == *key)
    }

    fn new_shopper(&self, place: usize, moment: Timestamp) -> Shopper {
        let state = Shopper::new(shopper_key(place), moment);
        if !self.habits.newer {
            return state;
        }
        let mut bytes = state.write().unwrap();
        bytes.extend(NEWER_SECTION);
        Shopper::read(&bytes, &state.key).unwrap()
    }

    fn new_recipient(&self, key: &RecipientKey, moment: Timestamp) -> Recipient {
        let state = Recipient::new(key.clone(), moment);
        if !self.habits.newer {
            return state;
        }
        let mut bytes = state.write().unwrap();
        bytes.extend(NEWER_SECTION);
        Recipient::read(&bytes, &state.key).unwrap()
    }

    fn round_trip(&mut self, stepped: &Stepped) -> Result<(), String> {
        let mut largest = 0;
        if let Some(state) = &stepped.shopper {
            let bytes = state.write().map_err(|fault| format!("a shopper cannot be written: {fault:?}"))?;
            let read =
                Shopper::read(&bytes, &state.key).map_err(|fault| format!("a shopper cannot be read: {fault:?}"))?;
            same("a shopper", read == *state && read.write().as_ref() == Ok(&bytes))?;
            largest = bytes.len();
        }
        if let Some(state) = &stepped.recipient {
            let bytes = state.write().map_err(|fault| format!("a recipient cannot be written: {fault:?}"))?;
            let read = Recipient::read(&bytes, &state.key)
                .map_err(|fault| format!("a recipient cannot be read: {fault:?}"))?;
            same("a recipient", read == *state && read.write().as_ref() == Ok(&bytes))?;
            largest = largest.max(bytes.len());
        }
        self.played.largest_bytes = self.played.largest_bytes.max(largest);
        Ok(())
    }
}

fn same(whose: &str, is_same: bool) -> Result<(), String> {
    if is_same { Ok(()) } else { Err(format!("{whose} written, read and written again is another")) }
}
