//! What is known of a number, by the plainest reading: whether an opt-out was lifted, whether texts reach it.

use crate::sends::Sent;
use crate::timeline::host::Call;
use cartsignal::engine::decision::Act;
use cartsignal::fact::consent::Channel;
use cartsignal::fact::event::{Outcome, ReceiptState, Refusal, ReplyBy, ReplyKind, What};
use cartsignal::time::{Span, Timestamp};
use cartsignal::trace::Class;

impl Sent<'_> {
    /// Returns whether an opt-out was lifted: by START, by a link, or by a YES to a question put later than it.
    pub(crate) fn is_lifted(&self, stop: Timestamp) -> bool {
        let slack = Span::minutes(5);
        let calls = self.calls.iter().filter(|call| call.recipient == Some(self.recipient) && call.moment > stop);
        let is_ask = |call: &&Call| {
            let mut sends = call.decisions.iter().filter_map(|decision| match &decision.does {
                Act::Send(send) => Some(send),
                _ => None,
            });
            sends.any(|send| send.class == Class::Ask)
        };
        let asks: Vec<Timestamp> = calls.filter(is_ask).map(|call| call.moment).collect();
        self.of_recipient().any(|input| {
            let at = input.occurred_at;
            let What::Reply(reply) = &input.what else { return false };
            reply.channel == Channel::Sms
                && match (reply.kind, reply.by) {
                    (ReplyKind::Start, _) | (ReplyKind::Yes, ReplyBy::Link) => at > stop,
                    (ReplyKind::Yes, ReplyBy::Text) => {
                        asks.iter().any(|ask| *ask <= at.plus(slack) && at <= ask.plus(Span::days(30)))
                    }
                    _ => false,
                }
        })
    }

    /// Returns whether the number was not found bad within 90 days, or proved good since.
    pub(crate) fn is_reachable(&self) -> bool {
        let bad = self.of_recipient().filter(|input| match &input.what {
            What::Outcome(report) => {
                matches!(&report.result, Outcome::Refused(refused) if refused.why == Refusal::BadNumber)
            }
            What::Receipt(receipt) => {
                receipt.why == Some(Refusal::BadNumber) && receipt.state != ReceiptState::Delivered
            }
            _ => false,
        });
        let good = self.of_recipient().filter(|input| match &input.what {
            What::Reply(reply) => reply.channel == Channel::Sms && reply.kind != ReplyKind::Cleared,
            What::Receipt(receipt) => receipt.state == ReceiptState::Delivered,
            _ => false,
        });
        let good = good.map(|input| input.occurred_at).max();
        bad.map(|input| input.occurred_at)
            .max()
            .is_none_or(|bad| bad.plus(Span::days(90)) <= self.call.moment || good.is_some_and(|good| good > bad))
    }
}
