//! The laws of facts, on random timelines: any order of arrival, any repetition, any grouping gives the same bytes.

use crate::fact::cart::{CartChange, CartLine, CartUpdated};
use crate::fact::consent::{Channel, Purpose};
use crate::fact::event::{
    CheckoutStarted, CheckoutStep, CheckoutStepReached, CollectionViewed, ConsentBasis, ConsentChange, ContactProvided,
    CouponApplied, Empty, Input, LinkOpened, Outcome, OutcomeReport, PageTag, PageViewed, ProductViewed, Receipt,
    ReceiptState, Refusal, Refused, Reply, ReplyBy, ReplyKind, Trust, What,
};
use crate::fact::order::{OrderFact, Payment};
use crate::fact::recipient::RecipientFacts;
use crate::fact::shopper::ShopperFacts;
use crate::id::{CartId, CategoryId, Digest, EvidenceId, InputId, OrderId, ProductId, RecipientKey};
use crate::money::{Currency, Minor};
use crate::time::Timestamp;
use alloc::format;
use alloc::vec::Vec;

/// Timelines per law in an ordinary run.
const TIMELINES: u64 = 4_000;

#[test]
fn shopper_facts_are_the_same_in_any_order_and_any_number_of_times() {
    for seed in 0..TIMELINES {
        let mut random = Random::new(seed);
        let inputs = timeline(&mut random, 40, Orders::Few);
        let arrived = shuffled_with_repetitions(&mut random, &inputs);
        assert_eq!(shopper_bytes(&fold(&inputs)), shopper_bytes(&fold(&arrived)), "seed {seed}");
    }
}

#[test]
fn orders_beyond_those_kept_in_detail_are_summed_the_same_in_any_order() {
    for seed in 0..TIMELINES / 4 {
        let mut random = Random::new(seed);
        let inputs = timeline(&mut random, 120, Orders::Many);
        let arrived = shuffled_with_repetitions(&mut random, &inputs);
        let (once, again) = (fold(&inputs), fold(&arrived));
        assert_eq!(once.orders, again.orders, "seed {seed}");
    }
}

#[test]
fn recipient_facts_are_the_same_in_any_order_and_any_number_of_times() {
    for seed in 0..TIMELINES {
        let mut random = Random::new(seed);
        let inputs = timeline(&mut random, 40, Orders::Few);
        let arrived = shuffled_with_repetitions(&mut random, &inputs);
        let fold = |inputs: &[Input]| {
            let mut facts = RecipientFacts::default();
            inputs.iter().for_each(|input| facts.fold(input));
            postcard::to_allocvec(&facts).unwrap()
        };
        assert_eq!(fold(&inputs), fold(&arrived), "seed {seed}");
    }
}

#[test]
fn the_union_of_facts_is_the_fold_of_all_inputs() {
    for seed in 0..TIMELINES {
        let mut random = Random::new(seed);
        let all = timeline(&mut random, 40, if seed.is_multiple_of(2) { Orders::Few } else { Orders::Many });
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        for input in &all {
            let which = random.below(3);
            if which != 0 {
                mine.push(input.clone());
            }
            if which != 1 {
                theirs.push(input.clone());
            }
        }
        let mut union = fold(&mine);
        union.union(&fold(&theirs));
        assert_eq!(shopper_bytes(&union), shopper_bytes(&fold(&all)), "seed {seed}");
    }
}

pub(crate) fn fold(inputs: &[Input]) -> ShopperFacts {
    let mut facts = ShopperFacts::default();
    inputs.iter().for_each(|input| facts.fold(input));
    facts
}

fn shopper_bytes(facts: &ShopperFacts) -> Vec<u8> {
    postcard::to_allocvec(facts).unwrap()
}

fn shuffled_with_repetitions(random: &mut Random, inputs: &[Input]) -> Vec<Input> {
    let mut arrived = inputs.to_vec();
    for _ in 0..inputs.len() / 3 {
        arrived.push(random.pick(inputs).clone());
    }
    for place in (1..arrived.len()).rev() {
        arrived.swap(place, random.below(place + 1));
    }
    arrived
}

/// How many orders a timeline has: fewer than are kept in detail, with reports that contradict each other, or more.
#[derive(Clone, Copy)]
pub(crate) enum Orders {
    Few,
    Many,
}

/// Returns inputs below the bounds at which facts other than orders are forgotten.
pub(crate) fn timeline(random: &mut Random, length: usize, orders: Orders) -> Vec<Input> {
    (0..length)
        .map(|number| Input {
            id: InputId::parse(&format!("input-{number}-{}", random.below(1_000_000))).unwrap(),
            occurred_at: moment(random),
            trust: Trust::Server,
            what: what(random, orders),
        })
        .collect()
}

/// Five days, an hour and a half of each: at most fifteen visits. Half of all moments are among ten, so that several
/// reports of one thing say that they were made at the same time: there the order of arrival would show.
fn moment(random: &mut Random) -> Timestamp {
    let day = random.number(5);
    let minute = if random.below(2) == 0 { random.number(2) * 45 } else { random.number(90) };
    Timestamp::from_ms(1_700_000_000_000 + day * 86_400_000 + minute * 60_000)
}

fn what(random: &mut Random, orders: Orders) -> What {
    match random.below(20) {
        0 => What::PageViewed(PageViewed { tag: Some(*random.pick(&[PageTag::Sale, PageTag::Pricing])) }),
        1 => What::ProductViewed(ProductViewed { product: product(random), category: Some(category(random)) }),
        2 => What::CollectionViewed(CollectionViewed { category: category(random) }),
        3 | 4 => What::CartUpdated(CartUpdated {
            cart: cart(random),
            version: u64::try_from(random.number(3)).unwrap(),
            change: *random.pick(&[CartChange::Added, CartChange::Removed]),
            currency: Currency::parse("EUR").unwrap(),
            lines: lines(random),
        }),
        5 => What::CheckoutStarted(CheckoutStarted { cart: cart(random) }),
        6 => What::CheckoutStepReached(CheckoutStepReached {
            cart: cart(random),
            step: *random.pick(&[CheckoutStep::Contact, CheckoutStep::Payment, CheckoutStep::PaymentFailed]),
        }),
        7 => What::ContactProvided(ContactProvided {
            recipient: RecipientKey::parse(&format!("recipient-{}", random.below(3))).unwrap(),
        }),
        8 => What::ContactCleared(Empty {}),
        9 => What::CouponApplied(CouponApplied { cart: cart(random), decision: None }),
        10 => What::LinkOpened(LinkOpened { decision: Digest::default() }),
        11 => What::ConsentGranted(consent(random)),
        12 => What::ConsentRevoked(consent(random)),
        13 => What::Reply(Reply {
            kind: *random.pick(&[
                ReplyKind::Stop,
                ReplyKind::Start,
                ReplyKind::Yes,
                ReplyKind::Ambiguous,
                ReplyKind::Cleared,
                ReplyKind::Help,
            ]),
            channel: *random.pick(&[Channel::Sms, Channel::Email]),
            by: *random.pick(&[ReplyBy::Text, ReplyBy::Link]),
        }),
        14 if random.below(2) == 0 => What::Receipt(Receipt {
            decision: Digest::default(),
            state: *random.pick(&[ReceiptState::Delivered, ReceiptState::Undelivered, ReceiptState::Failed]),
            why: *random.pick(&[None, Some(Refusal::BadNumber), Some(Refusal::OptedOut), Some(Refusal::Filtered)]),
        }),
        14 => What::Outcome(OutcomeReport {
            decision: Digest::default(),
            result: Outcome::Refused(Refused {
                why: *random.pick(&[Refusal::OptedOut, Refusal::BadNumber, Refusal::Pacing]),
                retry_at: None,
            }),
        }),
        _ => {
            let fact = order(random, orders);
            random
                .pick(&[
                    What::OrderPlaced(fact.clone()),
                    What::OrderPaid(fact.clone()),
                    What::OrderFailed(fact.clone()),
                    What::OrderCancelled(fact.clone()),
                    What::OrderRefunded(fact),
                ])
                .clone()
        }
    }
}

fn order(random: &mut Random, orders: Orders) -> OrderFact {
    let number = match orders {
        Orders::Few => random.number(3),
        Orders::Many => random.number(40),
    };
    let placed_at = match orders {
        Orders::Few => moment(random),
        // When an order was placed decides which are kept in detail: here all reports of one agree.
        Orders::Many => Timestamp::from_ms(1_690_000_000_000 + (number * 7_919) % 40 * 1_000),
    };
    OrderFact {
        order: OrderId::parse(&format!("order-{number}")).unwrap(),
        version: u64::try_from(random.number(2)).unwrap(),
        placed_at,
        cart: (random.below(2) == 0).then(|| CartId::parse(&format!("cart-{number}")).unwrap()),
        currency: Currency::parse(["EUR", "GBP"][random.below(2)]).unwrap(),
        total_minor: Minor(random.number(4) * 1_000),
        discount_minor: Minor(random.number(2)),
        refunded_minor: Minor(random.number(2) * 500),
        payment: *random.pick(&[Payment::Pending, Payment::OnHold, Payment::Paid]),
        lines: lines(random),
    }
}

fn consent(random: &mut Random) -> ConsentChange {
    ConsentChange {
        purpose: *random.pick(&[Purpose::Cart, Purpose::Offers]),
        channel: *random.pick(&[Channel::Sms, Channel::Email]),
        evidence: EvidenceId::parse(&format!("evidence-{}", random.below(4))).unwrap(),
        basis: *random.pick(&[ConsentBasis::SoftOptIn, ConsentBasis::Express]),
    }
}

fn lines(random: &mut Random) -> Vec<CartLine> {
    (0..random.below(3))
        .map(|_| CartLine {
            product: product(random),
            variant: None,
            quantity: 1,
            unit_price_minor: Minor(random.number(3) * 100),
            category: None,
            on_sale: random.below(2) == 0,
        })
        .collect()
}

fn cart(random: &mut Random) -> CartId {
    CartId::parse(&format!("cart-{}", random.below(4))).unwrap()
}

fn product(random: &mut Random) -> ProductId {
    ProductId::parse(&format!("product-{}", random.below(6))).unwrap()
}

fn category(random: &mut Random) -> CategoryId {
    CategoryId::parse(&format!("category-{}", random.below(4))).unwrap()
}

/// SplitMix64: small, seeded, the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub(crate) fn number(&mut self, bound: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}
