//! What no random timeline reaches: the largest states, and memories flooded by one's own answers.

use crate::timeline::people::{recipient_key, shopper_key};
use crate::timeline::run::say;
use crate::timeline::shop::{Shape, name};
use cartsignal::engine::decision::Act;
use cartsignal::engine::program::Program;
use cartsignal::engine::state::{MAX_STATE_BYTES, Recipient, Shopper};
use cartsignal::engine::step::{Stepped, step};
use cartsignal::fact::cart::{CartChange, CartLine, CartUpdated};
use cartsignal::fact::consent::{Channel, Purpose};
use cartsignal::fact::contact::{Contact, Number, NumberKind};
use cartsignal::fact::event::{
    ConsentBasis, ConsentChange, ContactProvided, Done, Empty, Input, Outcome, OutcomeReport, ProductViewed, Refusal,
    Refused, Reply, ReplyBy, ReplyKind, Trust, What,
};
use cartsignal::fact::order::{OrderFact, Payment};
use cartsignal::id::{CartId, CategoryId, EvidenceId, InputId, OrderId, ProductId};
use cartsignal::money::{Currency, Minor};
use cartsignal::time::{Span, Timestamp};
use cartsignal::trace::{Class, Reason};

/// Thursday 2026-03-05, 17:00 UTC: noon in New York.
const NOON: i64 = 1_772_730_000_000;

/// One shopper with one phone in New York.
struct Story {
    program: Program,
    contact: Contact,
    shopper: Option<Shopper>,
    recipient: Option<Recipient>,
    serial: u32,
}

impl Story {
    fn new() -> Self {
        let number = Number { kind: NumberKind::Unknown, country: "US".into(), area: Some("212".into()) };
        let contact = Contact { country: Some("US".into()), number: Some(number), ..Contact::default() };
        let start = Timestamp::from_ms(NOON);
        Self {
            program: Shape::plain().program(),
            contact,
            shopper: Some(Shopper::new(shopper_key(0), start)),
            recipient: Some(Recipient::new(recipient_key(0, 0), start)),
            serial: 0,
        }
    }

    fn tell(&mut self, at: i64, what: What) -> Stepped {
        self.serial += 1;
        let id = InputId::parse(&format!("i{}", self.serial)).unwrap();
        let moment = Timestamp::from_ms(at);
        let input = Input { id, occurred_at: moment, trust: Trust::Server, what };
        let (shopper, recipient) = (self.shopper.take(), self.recipient.take());
        let stepped = step(&self.program, shopper, recipient, Some(&self.contact), moment, &input).unwrap();
        (self.shopper, self.recipient) = (stepped.shopper.clone(), stepped.recipient.clone());
        stepped
    }

    fn allow(&mut self, at: i64) {
        self.tell(at, What::ContactProvided(ContactProvided { recipient: recipient_key(0, 0) }));
        let evidence = EvidenceId::parse("e").unwrap();
        let (purpose, channel) = (Purpose::Cart, Channel::Sms);
        self.tell(
            at,
            What::ConsentGranted(ConsentChange { purpose, channel, evidence, basis: ConsentBasis::ExpressWritten }),
        );
        self.reply(at, ReplyKind::Yes);
    }

    fn reply(&mut self, at: i64, kind: ReplyKind) {
        self.tell(at, What::Reply(Reply { kind, channel: Channel::Sms, by: ReplyBy::Text }));
    }

    /// Leaves a cart; returns how many marketing texts follow within three hours.
    fn leave(&mut self, at: i64, cart: &str) -> usize {
        self.fill(at, cart, 1);
        let mut texts = 0;
        for minutes in [61, 121, 180] {
            let moment = at + minutes * 60_000;
            let stepped = self.tell(moment, What::Wake(Empty {}));
            let sent: Vec<_> = stepped
                .decisions
                .iter()
                .filter(|decision| matches!(&decision.does, Act::Send(send) if send.class == Class::Marketing))
                .collect();
            texts += sent.len();
            for decision in sent {
                let result = Outcome::Done(Done::default());
                self.tell(moment, What::Outcome(OutcomeReport { decision: decision.id, result }));
            }
        }
        texts
    }

    fn fill(&mut self, at: i64, cart: &str, lines: usize) {
        let lines = (0..lines).map(|line| self.line(line)).collect();
        let currency = Currency::parse("USD").unwrap();
        let cart = CartId::parse(cart).unwrap();
        self.tell(at, What::CartUpdated(CartUpdated { cart, version: 1, change: CartChange::Added, currency, lines }));
    }

    fn line(&self, nth: usize) -> CartLine {
        let nth = u64::from(self.serial) * 100 + u64::try_from(nth).unwrap();
        CartLine {
            product: ProductId::parse(&format!("gid://shopify/Product/{}", 8_123_456_700_000 + nth)).unwrap(),
            variant: ProductId::parse(&format!("gid://shopify/ProductVariant/{}", 44_123_456_700_000 + nth)),
            quantity: 12,
            unit_price_minor: Minor(1_234_567),
            category: CategoryId::parse(&format!("gid://shopify/Collection/{}", 412_345_670_000 + nth)),
            on_sale: false,
        }
    }
}

#[test]
fn help_asked_forty_times_does_not_make_caps_forget() {
    let mut story = Story::new();
    story.allow(NOON);
    assert_eq!(story.leave(NOON, "a"), 1);
    assert_eq!(story.leave(NOON + 3 * 86_400_000, "b"), 1);
    let next_day = NOON + 4 * 86_400_000;
    for nth in 0..40 {
        story.reply(next_day + (200 + nth * 6) * 60_000, ReplyKind::Help);
    }
    assert_eq!(story.leave(NOON + 6 * 86_400_000, "c"), 0, "two in seven days is the cap, whatever was asked since");
}

#[test]
fn a_host_that_finds_every_decision_stale_is_given_fewer_and_in_two_days_no_more() {
    for why in [Refusal::Stale, Refusal::Expired] {
        let mut story = Story::new();
        story.allow(NOON);
        story.fill(NOON, "a", 1);
        let (mut at, mut sends, mut last) = (NOON + 61 * 60_000, 0, None);
        let mut stepped = story.tell(at, What::Wake(Empty {}));
        loop {
            last = stepped.decisions.last().map(|decision| decision.reason).or(last);
            let sent = stepped.decisions.iter().find(|decision| matches!(decision.does, Act::Send(_)));
            let what = match (sent, stepped.wakes.shopper) {
                (Some(decision), _) => {
                    sends += 1;
                    at += 1_000;
                    let result = Outcome::Refused(Refused { why, retry_at: None });
                    What::Outcome(OutcomeReport { decision: decision.id, result })
                }
                (None, Some(wake)) => {
                    at = at.max(wake.at.ms());
                    What::Wake(Empty {})
                }
                (None, None) => break,
            };
            stepped = story.tell(at, what);
        }
        assert!((10..70).contains(&sends), "{sends} decisions");
        assert_eq!(last, Some(Reason::TooLate));
        assert!(at <= NOON + Span::hours(52).ms(), "it went on till {at}");
    }
}

#[test]
fn a_heavy_shopper_of_a_large_store_stays_below_16_kb() {
    let mut story = Story::new();
    story.allow(NOON);
    let mut at = NOON;
    let mut largest = 0;
    for nth in 0..40_i64 {
        at += Span::days(3).ms();
        let cart = format!("gid://shopify/Cart/hWN2Hiwca8h5kZ0EXAMPLE{nth:04}");
        story.fill(at, &cart, 12);
        let line = story.line(0);
        story.tell(at, What::ProductViewed(ProductViewed { product: line.product, category: line.category }));
        let order = OrderFact {
            order: OrderId::parse(&format!("gid://shopify/Order/{}", 6_123_456_700_000 + nth)).unwrap(),
            version: 1,
            placed_at: Timestamp::from_ms(at - 3_600_000),
            cart: CartId::parse(&cart),
            currency: Currency::parse("USD").unwrap(),
            total_minor: Minor(123_456),
            discount_minor: Minor(0),
            refunded_minor: Minor(0),
            payment: Payment::Paid,
            lines: (0..6).map(|line| story.line(line)).collect(),
        };
        story.tell(at + 5 * 3_600_000, What::OrderPlaced(order));
        let bytes = story.shopper.as_ref().unwrap().write().map(|bytes| bytes.len());
        assert!(
            bytes.is_ok(),
            "no room for order {nth} of {}: {bytes:?}, before it {largest}",
            name("a heavy shopper").as_str()
        );
        largest = largest.max(bytes.unwrap());
    }
    say(&format!("laws: a heavy shopper has {largest} bytes\n"));
    assert!(largest <= MAX_STATE_BYTES);
}
