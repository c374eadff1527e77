//! What becomes of texts: outcomes, and the calling back of what is with the host.

use crate::facts::is_cleared;
use crate::journey::Reference;
use crate::place::Status;
use crate::said::{Fate, Said, Text};
use crate::timeline::host::Call;
use cartsignal::fact::consent::Channel;
use cartsignal::fact::event::{Done, Outcome, ReceiptState, Refusal, Refused, ReplyKind, What};
use cartsignal::id::Digest;
use cartsignal::trace::{Class, Reason};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Reference<'_> {
    pub(crate) fn outcome(&mut self, call: &Call, said: &mut Vec<Said>) {
        let (decision, result) = match &call.input.what {
            What::Outcome(report) => (report.decision, report.result.clone()),
            What::Receipt(receipt) if receipt.state == ReceiptState::Failed => {
                let why = Refusal::BlockedDestination;
                (receipt.decision, Outcome::Refused(Refused { why, retry_at: None }))
            }
            What::Receipt(receipt) => (receipt.decision, Outcome::Done(Done::default())),
            _ => return,
        };
        let now = call.moment.ms();
        let text =
            self.texts.iter().position(|text| text.id == Some(decision) && Some(text.recipient) == call.recipient);
        let before = text.map(|place| self.texts[place].fate);
        if let Some((place, before)) = text.zip(before) {
            let fate = match result {
                Outcome::Done(_) => Fate::Accepted,
                Outcome::Refused(_) => Fate::Refused,
                Outcome::Unknown(_) => Fate::Unknown,
            };
            if before == Fate::InFlight || (fate == Fate::Accepted && before != Fate::HeldOut) {
                self.texts[place].fate = fate;
            }
        }
        let question =
            before == Some(Fate::InFlight) && text.is_some_and(|place| self.texts[place].class == Class::Ask);
        // What came too late is decided again at once, unless that happened too often.
        let refusals = text.map_or(0, |place| {
            let of = &self.texts[place];
            let same = |known: &&Text| {
                (known.recipient, &known.cart, known.episode) == (of.recipient, &of.cart, of.episode)
                    && known.fate == Fate::Refused
                    && known.at > now - 2 * DAY
            };
            self.texts.iter().filter(same).count()
        });
        let retry = match &result {
            Outcome::Refused(Refused { why: Refusal::Expired | Refusal::Stale, .. }) => {
                Some(if refusals <= 8 { now } else { now + HOUR })
            }
            Outcome::Refused(refused) if refused.why.passes() => {
                Some(refused.retry_at.map_or(now + HOUR, |at| at.ms().max(now)))
            }
            _ => None,
        };
        let refused = matches!(result, Outcome::Refused(_));
        for place in 0..self.journeys.len() {
            if Some(self.journeys[place].shopper) != call.shopper {
                continue;
            }
            match self.journeys[place].status.clone() {
                Status::InFlight { text, .. } if self.texts[text].id == Some(decision) => {
                    if let Some(until) = retry {
                        let journey = &mut self.journeys[place];
                        journey.attempt += 1;
                        journey.status = Status::Held { until: (until, until), since: journey.reached_at, timed: true };
                    } else if refused {
                        self.end(call, place, Reason::Refused, said);
                    } else {
                        self.on(place, now);
                    }
                }
                Status::Unconfirmed { since } if question => {
                    if let Some(until) = retry {
                        self.journeys[place].status = Status::Held { until: (until, until), since, timed: true };
                    } else if refused {
                        self.end(call, place, Reason::Refused, said);
                    }
                }
                _ => {}
            }
        }
    }

    /// A STOP calls back what is with the host.
    pub(crate) fn stop(&mut self, call: &Call, said: &mut Vec<Said>) {
        let What::Reply(reply) = &call.input.what else { return };
        if reply.kind != ReplyKind::Stop || reply.channel != Channel::Sms {
            return;
        }
        let mut ids: Vec<Digest> = Vec::new();
        for journey in self.journeys.iter().filter(|known| Some(known.shopper) == call.shopper) {
            if let Status::InFlight { text, .. } = journey.status {
                ids.extend(self.texts[text].id);
            }
        }
        let flying =
            self.texts.iter().filter(|text| Some(text.recipient) == call.recipient && text.fate == Fate::InFlight);
        ids.extend(flying.filter_map(|text| text.id));
        ids.sort();
        ids.dedup();
        said.extend(ids.into_iter().map(|id| Said::Cancel { id }));
    }

    /// A question is called back once its journey is over and no other one of the shopper's waits for the answer.
    pub(crate) fn call_back_questions(&self, call: &Call, shopper: usize, said: &mut Vec<Said>) {
        // A number taken back is nobody's to the core; its host asks nothing for a shopper who points elsewhere.
        if is_cleared(&self.of_shopper(shopper)) {
            return;
        }
        let journeys = || self.journeys.iter().filter(|known| known.shopper == shopper);
        if journeys().any(|known| matches!(known.status, Status::Unconfirmed { .. })) {
            return;
        }
        for text in &self.texts {
            let asked = journeys().any(|known| {
                matches!(known.status, Status::Ended { .. })
                    && (&known.cart, known.episode) == (&text.cart, text.episode)
            });
            let flies = text.class == Class::Ask && text.fate == Fate::InFlight;
            if Some(text.recipient) != call.recipient || !flies || !asked {
                continue;
            }
            let known = |id: Digest| said.iter().any(|said| matches!(said, Said::Cancel { id: known } if *known == id));
            if let Some(id) = text.id.filter(|id| !known(*id)) {
                said.push(Said::Cancel { id });
            }
        }
    }

    /// A YES answers the latest question that is not older than a month.
    pub(crate) fn answer(&mut self, call: &Call) {
        let (What::Reply(reply), Some(recipient)) = (&call.input.what, call.recipient) else { return };
        if reply.kind != ReplyKind::Yes || reply.channel != Channel::Sms {
            return;
        }
        let at = call.input.occurred_at.ms();
        let asks = self.texts.iter().filter(|text| {
            text.recipient == recipient
                && text.class == Class::Ask
                && text.fate != Fate::Refused
                && text.at <= at + 5 * MINUTE
                && at <= text.at + 30 * DAY
        });
        if let Some(asked) = asks.map(|text| text.at).max() {
            let known = self.answered.entry(recipient).or_insert(asked);
            *known = (*known).max(asked);
        }
    }
}
