//! What becomes of texts: outcomes, and the calling back of what is with the host.

use crate::journey::Reference;
use crate::place::Status;
use crate::said::{Fate, Said, Text};
use crate::timeline::host::Call;
use cartsignal::fact::event::{Outcome, ReplyKind, What};
use cartsignal::id::Digest;
use cartsignal::trace::{Class, Reason};

const HOUR: i64 = 3_600_000;

impl Reference<'_> {
    pub(crate) fn outcome(&mut self, call: &Call, said: &mut Vec<Said>) {
        let What::Outcome(report) = &call.input.what else { return };
        let now = call.moment.ms();
        let text = self
            .texts
            .iter()
            .position(|text| text.id == Some(report.decision) && Some(text.recipient) == call.recipient);
        if let Some(place) = text {
            let before = self.texts[place].fate;
            let fate = match report.result {
                Outcome::Done(_) => Fate::Accepted,
                Outcome::Refused(_) => Fate::Refused,
                Outcome::Unknown(_) => Fate::Unknown,
            };
            if before == Fate::InFlight || (fate == Fate::Accepted && before != Fate::HeldOut) {
                self.texts[place].fate = fate;
            }
        }
        let question = text.is_some_and(|place| self.texts[place].class == Class::Ask);
        let retry = match &report.result {
            Outcome::Refused(refused) if refused.why.passes() => {
                Some(refused.retry_at.map_or(now + HOUR, |at| at.ms().max(now)))
            }
            _ => None,
        };
        let refused = matches!(report.result, Outcome::Refused(_));
        for place in 0..self.journeys.len() {
            if Some(self.journeys[place].shopper) != call.shopper {
                continue;
            }
            match self.journeys[place].status.clone() {
                Status::InFlight { text, .. } if self.texts[text].id == Some(report.decision) => {
                    if let Some(until) = retry {
                        let of = self.texts[text].clone();
                        let here = call.recipient == Some(of.recipient);
                        let same = |known: &&Text| {
                            known.recipient == of.recipient
                                && known.cart == of.cart
                                && known.episode == of.episode
                                && known.class == of.class
                        };
                        let first = self.texts.iter().filter(same).map(|known| known.at).min().filter(|_| here);
                        let journey = &mut self.journeys[place];
                        journey.attempt += 1;
                        journey.status =
                            Status::Held { until: (until, until), since: first.unwrap_or(now), timed: true };
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
        if reply.kind != ReplyKind::Stop {
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
}
