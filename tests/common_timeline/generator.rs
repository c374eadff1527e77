//! Random timelines: realistic shoppers with everything that goes wrong around them.

use crate::timeline::people::{RECIPIENTS, contact, recipient_key};
use crate::timeline::rng::Rng;
use crate::timeline::script::{Item, Manners, Timeline};
use crate::timeline::shop::Shape;
use cartsignal::fact::cart::{CartChange, CartLine, CartUpdated};
use cartsignal::fact::consent::{Channel, Purpose};
use cartsignal::fact::event::{
    CheckoutStarted, CheckoutStep, CheckoutStepReached, CollectionViewed, ConsentBasis, ConsentChange, ContactProvided,
    CouponApplied, Empty, Input, LinkOpened, PageTag, PageViewed, ProductViewed, Receipt, ReceiptState, Refusal, Reply,
    ReplyBy, ReplyKind, TopicFired, Trust, What,
};
use cartsignal::fact::order::{OrderFact, Payment};
use cartsignal::id::{CartId, CategoryId, Digest, EvidenceId, InputId, OrderId, ProductId};
use cartsignal::money::{Currency, Minor};
use cartsignal::time::{Span, Timestamp};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 2026-01-01.
const BEGIN: i64 = 1_767_225_600_000;

/// Returns the timeline of a seed, in one of the stores.
pub(crate) fn timeline(seed: u64, shapes: &[Shape]) -> Timeline {
    let mut rng = Rng::new(seed);
    let store = usize::try_from(rng.below(u64::try_from(shapes.len()).unwrap())).unwrap();
    let contacts = (0..RECIPIENTS).map(|_| contact(&mut rng)).collect();
    let manners = Manners {
        seed: rng.next(),
        silent: rng.pick(&[0, 0, 10, 50]),
        refusing: rng.pick(&[0, 0, 20, 60]),
        slow: rng.pick(&[0, 0, 10]),
    };
    let person = rng.below(100_000);
    let mut author = Author::new(rng, person);
    author.write();
    Timeline { shape: shapes[store].clone(), store, person, contacts, manners, items: author.items }
}

struct Author {
    rng: Rng,
    person: u64,
    now: i64,
    version: u64,
    shoppers: usize,
    shared_carts: bool,
    items: Vec<Item>,
}

impl Author {
    fn new(mut rng: Rng, person: u64) -> Self {
        let day = rng.between(0, 900);
        let now = BEGIN + day * DAY + rng.between(6 * 60, 22 * 60) * MINUTE + rng.between(0, 60_000);
        let shoppers = rng.pick(&[1, 1, 1, 2, 2, 3]);
        let shared_carts = rng.percent(15);
        Self { rng, person, now, version: 0, shoppers, shared_carts, items: Vec::new() }
    }

    fn write(&mut self) {
        if self.rng.percent(75) {
            self.open();
        }
        let more = self.rng.pick(&[2, 6, 12, 25]);
        for _ in 0..more {
            self.pass();
            let shopper = self.shopper();
            self.add(shopper);
        }
        // Hosts hand in inputs as they come: in order of moment.
        self.items.sort_by_key(|item| item.moment);
    }

    /// The usual beginning: a number, permission, a confirmation and a cart, in any order.
    fn open(&mut self) {
        let recipient = self.recipient();
        let mut order = [0, 1, 2, 3, 4];
        if self.rng.percent(30) {
            self.rng.shuffle(&mut order);
        }
        for act in order {
            self.now += self.rng.between(0, 3 * MINUTE);
            match act {
                0 => self.provide(Some(0), recipient),
                1 => self.grant(Some(0), recipient, Purpose::Cart, ConsentBasis::ExpressWritten),
                2 if self.rng.percent(40) => {
                    self.grant(Some(0), recipient, Purpose::Offers, ConsentBasis::ExpressWritten)
                }
                3 if self.rng.percent(70) => self.reply(recipient, ReplyKind::Yes),
                4 => self.fill(Some(0)),
                _ => {}
            }
        }
    }

    fn pass(&mut self) {
        let step = match self.rng.below(20) {
            0..7 => self.rng.between(0, 2 * MINUTE),
            7..12 => self.rng.between(MINUTE, 50 * MINUTE),
            12..16 => self.rng.between(HOUR, 14 * HOUR),
            16..19 => self.rng.between(12 * HOUR, 4 * DAY),
            _ => self.rng.pick(&[0, 5 * DAY, 8 * DAY, 31 * DAY, 95 * DAY]),
        };
        self.now += step;
    }

    fn add(&mut self, shopper: usize) {
        let by = Some(shopper);
        match self.rng.below(100) {
            0..18 => self.fill(by),
            18..22 => self.cart(by),
            22..32 => self.view(by),
            32..36 => {
                let cart = self.cart_id(shopper);
                self.note(by, None, Trust::Browser, What::CheckoutStarted(CheckoutStarted { cart }));
            }
            36..42 => self.reach(shopper),
            42..48 => {
                let recipient = self.recipient();
                self.provide(by, recipient);
            }
            48..50 => self.note(by, None, Trust::Signed, What::ContactCleared(Empty {})),
            50..57 => {
                let purpose = self.rng.pick(&[Purpose::Cart, Purpose::Cart, Purpose::Offers]);
                let basis =
                    self.rng.pick(&[ConsentBasis::SoftOptIn, ConsentBasis::Express, ConsentBasis::ExpressWritten]);
                let recipient = self.recipient();
                self.grant(by, recipient, purpose, basis);
            }
            57..60 => self.revoke(by),
            60..72 => {
                let kind = self.rng.pick(&[
                    ReplyKind::Stop,
                    ReplyKind::Stop,
                    ReplyKind::Yes,
                    ReplyKind::Yes,
                    ReplyKind::Start,
                    ReplyKind::Help,
                    ReplyKind::Ambiguous,
                    ReplyKind::Cleared,
                    ReplyKind::Other,
                ]);
                let recipient = self.recipient();
                self.reply(recipient, kind);
            }
            72..84 => self.order(shopper),
            84..86 => {
                let cart = self.cart_id(shopper);
                self.note(by, None, Trust::Signed, What::CouponApplied(CouponApplied { cart, decision: None }));
            }
            86..88 => {
                let decision = Digest::of(&[&self.rng.next().to_le_bytes()]);
                self.note(by, None, Trust::Signed, What::LinkOpened(LinkOpened { decision }));
            }
            88..89 => self.receipt(),
            89..90 => self.note(by, None, Trust::Server, What::Wake(Empty {})),
            90..91 => self.note(by, None, Trust::Server, What::ProgramChanged(Empty {})),
            91..92 => {
                let name = crate::timeline::shop::name("product:1:restock");
                self.note(by, None, Trust::Server, What::TopicFired(TopicFired { name }));
            }
            _ => self.again(),
        }
    }

    /// Something from before is handed in once more, by whatever host it was.
    fn again(&mut self) {
        let Some(last) = self.items.len().checked_sub(1) else { return };
        let place = usize::try_from(self.rng.below(u64::try_from(last + 1).unwrap())).unwrap();
        let mut item = self.items[place].clone();
        item.moment = Timestamp::from_ms(self.now);
        self.items.push(item);
    }

    fn fill(&mut self, by: Option<usize>) {
        let cart = self.cart_id(by.unwrap_or_default());
        let lines = self.lines(1);
        self.update(by, cart, CartChange::Added, lines);
    }

    fn cart(&mut self, by: Option<usize>) {
        let cart = self.cart_id(by.unwrap_or_default());
        let change = self.rng.pick(&[CartChange::Removed, CartChange::Changed, CartChange::Restored]);
        let lines = self.lines(0);
        self.update(by, cart, change, lines);
    }

    fn update(&mut self, by: Option<usize>, cart: CartId, change: CartChange, lines: Vec<CartLine>) {
        let currency = Currency::parse("EUR").unwrap();
        let version = self.version();
        let trust = if self.rng.percent(5) { Trust::Browser } else { Trust::Server };
        self.note(by, None, trust, What::CartUpdated(CartUpdated { cart, version, change, currency, lines }));
    }

    fn lines(&mut self, least: u64) -> Vec<CartLine> {
        let count = least + self.rng.below(4 - least);
        (0..count)
            .map(|_| CartLine {
                product: self.product(),
                variant: None,
                quantity: u32::try_from(self.rng.between(1, 4)).unwrap(),
                unit_price_minor: Minor(self.rng.pick(&[0, 990, 1_500, 24_900, i64::MAX])),
                category: self.rng.percent(50).then(|| self.category()),
                on_sale: self.rng.percent(20),
            })
            .collect()
    }

    fn view(&mut self, by: Option<usize>) {
        let what = match self.rng.below(3) {
            0 => What::PageViewed(PageViewed {
                tag: self.rng.pick(&[None, Some(PageTag::Sale), Some(PageTag::Shipping)]),
            }),
            1 => What::ProductViewed(ProductViewed { product: self.product(), category: Some(self.category()) }),
            _ => What::CollectionViewed(CollectionViewed { category: self.category() }),
        };
        self.note(by, None, Trust::Browser, what);
    }

    fn reach(&mut self, shopper: usize) {
        let step = self.rng.pick(&[
            CheckoutStep::Contact,
            CheckoutStep::Shipping,
            CheckoutStep::Payment,
            CheckoutStep::PaymentFailed,
        ]);
        let cart = self.cart_id(shopper);
        self.note(Some(shopper), None, Trust::Signed, What::CheckoutStepReached(CheckoutStepReached { cart, step }));
    }

    fn provide(&mut self, by: Option<usize>, recipient: usize) {
        let given = ContactProvided { recipient: recipient_key(self.person, recipient) };
        self.note(by, Some(recipient), Trust::Signed, What::ContactProvided(given));
    }

    fn grant(&mut self, by: Option<usize>, recipient: usize, purpose: Purpose, basis: ConsentBasis) {
        let change = self.change(purpose, basis);
        self.note(by, Some(recipient), Trust::Server, What::ConsentGranted(change));
    }

    fn revoke(&mut self, by: Option<usize>) {
        let purpose = self.rng.pick(&[Purpose::Cart, Purpose::Offers]);
        let change = self.change(purpose, ConsentBasis::Express);
        let recipient = self.recipient();
        self.note(by, Some(recipient), Trust::Server, What::ConsentRevoked(change));
    }

    fn change(&mut self, purpose: Purpose, basis: ConsentBasis) -> ConsentChange {
        let channel = if self.rng.percent(5) { Channel::Email } else { Channel::Sms };
        let evidence = EvidenceId::parse(&format!("e{}", self.rng.below(1_000))).unwrap();
        ConsentChange { purpose, channel, evidence, basis }
    }

    fn reply(&mut self, recipient: usize, kind: ReplyKind) {
        let channel = if self.rng.percent(4) { Channel::Email } else { Channel::Sms };
        let by = if self.rng.percent(10) { ReplyBy::Link } else { ReplyBy::Text };
        self.note(None, Some(recipient), Trust::Signed, What::Reply(Reply { kind, channel, by }));
    }

    /// A receipt for a text that nobody remembers.
    fn receipt(&mut self) {
        let decision = Digest::of(&[&self.rng.next().to_le_bytes()]);
        let state = self.rng.pick(&[ReceiptState::Delivered, ReceiptState::Undelivered, ReceiptState::Failed]);
        let why = self.rng.pick(&[None, Some(Refusal::BadNumber), Some(Refusal::OptedOut)]);
        let recipient = self.recipient();
        self.note(None, Some(recipient), Trust::Signed, What::Receipt(Receipt { decision, state, why }));
    }

    fn order(&mut self, shopper: usize) {
        let payment = self.rng.pick(&[Payment::Pending, Payment::OnHold, Payment::Paid, Payment::Paid]);
        let fact = OrderFact {
            order: OrderId::parse(&format!("o{shopper}{}", self.rng.below(4))).unwrap(),
            version: self.version(),
            placed_at: Timestamp::from_ms(self.now - self.rng.pick(&[0, 0, 1_000, HOUR, 30 * HOUR])),
            cart: self.rng.percent(60).then(|| self.cart_id(shopper)),
            currency: Currency::parse(self.rng.pick(&["EUR", "USD"])).unwrap(),
            total_minor: Minor(self.rng.between(0, 50_000)),
            discount_minor: Minor(self.rng.pick(&[0, 0, 500])),
            refunded_minor: Minor(self.rng.pick(&[0, 0, 700])),
            payment,
            lines: self.lines(0),
        };
        let what = match self.rng.below(10) {
            0..5 => What::OrderPlaced(fact),
            5..7 => What::OrderPaid(fact),
            7 => What::OrderFailed(fact),
            8 => What::OrderCancelled(fact),
            _ => What::OrderRefunded(fact),
        };
        // Some orders are of nobody the store has seen: they reach the phone alone.
        if self.rng.percent(20) {
            let recipient = self.recipient();
            self.note(None, Some(recipient), Trust::Server, what);
        } else {
            self.note(Some(shopper), None, Trust::Server, what);
        }
    }

    fn note(&mut self, shopper: Option<usize>, recipient: Option<usize>, trust: Trust, what: What) {
        let occurred_at = Timestamp::from_ms(self.now);
        let late = match self.rng.below(100) {
            0..8 => self.rng.between(0, 3 * HOUR),
            8..11 => self.rng.between(0, 50 * HOUR),
            11..12 => self.rng.between(0, 30 * DAY),
            12..13 => -self.rng.between(0, 2 * HOUR),
            _ => 0,
        };
        let is_wake = matches!(what, What::Wake(_) | What::ProgramChanged(_) | What::TopicFired(_));
        let occurred_at = if is_wake { occurred_at } else { occurred_at.minus(Span::from_ms(late)) };
        let id = InputId::parse(&format!("i{}", self.items.len())).unwrap();
        let input = Input { id, occurred_at, trust, what };
        self.items.push(Item { moment: Timestamp::from_ms(self.now), shopper, recipient, input });
    }

    fn version(&mut self) -> u64 {
        self.version += 1;
        if self.rng.percent(10) { self.version.saturating_sub(self.rng.below(4)) } else { self.version }
    }

    fn shopper(&mut self) -> usize {
        if self.rng.percent(60) {
            0
        } else {
            usize::try_from(self.rng.below(u64::try_from(self.shoppers).unwrap())).unwrap()
        }
    }

    fn recipient(&mut self) -> usize {
        usize::from(self.rng.percent(12))
    }

    fn cart_id(&mut self, shopper: usize) -> CartId {
        let owner = if self.shared_carts { 0 } else { shopper };
        let nth = self.rng.pick(&[0, 0, 0, 1, 2]);
        CartId::parse(&format!("c{owner}{nth}")).unwrap()
    }

    fn product(&mut self) -> ProductId {
        ProductId::parse(&format!("p{}", self.rng.below(6))).unwrap()
    }

    fn category(&mut self) -> CategoryId {
        CategoryId::parse(&format!("k{}", self.rng.below(4))).unwrap()
    }
}
