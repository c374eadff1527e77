//! Stores of many shapes, compiled straight into programs.

use crate::timeline::rng::Rng;
use cartsignal::bucket::Bucketing;
use cartsignal::condition::ast::{Comparison, Condition, Measure};
use cartsignal::engine::program::{self, Budget, Cap, Content, Program, Segment, Settings, Text};
use cartsignal::fact::consent::Purpose;
use cartsignal::fact::event::ConsentBasis;
use cartsignal::gate::market::{Market, Sender, WayOut};
use cartsignal::gate::region::resolve::Regions;
use cartsignal::gate::region::select::RegionTables;
use cartsignal::id::Name;
use cartsignal::journey::definition::{
    Arm, Coupon, Entry, Experiment, Journey, Message, Node, Split, Step, TextChoice, WaitFor,
};
use cartsignal::money::{Currency, Micros, Minor};
use cartsignal::preset;
use cartsignal::template::{Language, Template, TextId, TextLibrary};
use cartsignal::time::zone_table;
use cartsignal::trace::Class;
use cartsignal::trigger::abandonment::IdleMinutes;
use serde::Serialize;

/// What a store chose.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shape {
    pub(crate) live: [bool; 4],
    pub(crate) gb_soft: bool,
    pub(crate) fr_confirm: bool,
    pub(crate) us_registered: bool,
    pub(crate) de_sender: bool,
    pub(crate) two_way: bool,
    pub(crate) texts_per_abandonment: u8,
    pub(crate) second_text: bool,
    pub(crate) coupon: bool,
    pub(crate) timing: bool,
    pub(crate) more_journeys: bool,
    pub(crate) holdout: u32,
    pub(crate) caps: Vec<(u32, u16)>,
    pub(crate) quiet_days: u16,
}

/// Countries a store may sell to, in the order of `Shape::live`.
pub(crate) const COUNTRIES: [&str; 4] = ["DE", "FR", "GB", "US"];

impl Shape {
    /// Returns the store as defaults.md has it, live everywhere, without holdout.
    pub(crate) fn plain() -> Self {
        Self {
            live: [true; 4],
            gb_soft: false,
            fr_confirm: true,
            us_registered: true,
            de_sender: true,
            two_way: true,
            texts_per_abandonment: 1,
            second_text: false,
            coupon: false,
            timing: false,
            more_journeys: false,
            holdout: 0,
            caps: vec![(2, 7), (4, 30)],
            quiet_days: 7,
        }
    }

    pub(crate) fn random(rng: &mut Rng) -> Self {
        let often = |rng: &mut Rng| rng.percent(85);
        Self {
            live: [often(rng), often(rng), often(rng), often(rng)],
            gb_soft: rng.percent(30),
            fr_confirm: rng.percent(50),
            us_registered: rng.percent(80),
            de_sender: rng.percent(90),
            two_way: rng.percent(60),
            texts_per_abandonment: if rng.percent(35) { 2 } else { 1 },
            second_text: rng.percent(40),
            coupon: rng.percent(30),
            timing: rng.percent(25),
            more_journeys: rng.percent(30),
            holdout: rng.pick(&[0, 0, 0, 1_000, 5_000]),
            caps: rng.pick(&[vec![(2, 7), (4, 30)], vec![(2, 7), (4, 30)], vec![(1, 1), (3, 14)], vec![(9, 30)]]),
            quiet_days: rng.pick(&[7, 7, 7, 0, 30]),
        }
    }

    pub(crate) fn texts_per_abandonment(&self, country: &str) -> u8 {
        if country == "US" { 1 } else { self.texts_per_abandonment }
    }

    pub(crate) fn basis(&self, country: &str) -> ConsentBasis {
        match country {
            "US" => ConsentBasis::ExpressWritten,
            "GB" if self.gb_soft => ConsentBasis::SoftOptIn,
            _ => ConsentBasis::Express,
        }
    }

    pub(crate) fn confirm(&self, country: &str) -> bool {
        matches!(country, "DE" | "US") || (country == "FR" && self.fr_confirm)
    }

    fn two_way_in(&self, country: &str) -> bool {
        country == "US" || self.two_way
    }

    pub(crate) fn sends_from(&self, country: &str) -> bool {
        COUNTRIES.contains(&country) && (country != "DE" || self.de_sender)
    }

    pub(crate) fn is_live(&self, country: &str) -> bool {
        COUNTRIES.iter().zip(self.live).any(|(known, live)| *known == country && live)
    }

    /// Compiles the store.
    pub(crate) fn program(&self) -> Program {
        let journeys: Vec<Journey> =
            if self.more_journeys { vec![self.recovery(), win_back(), cross_sell()] } else { vec![self.recovery()] };
        let markets: Vec<Market> =
            COUNTRIES.iter().zip(self.live).map(|(country, live)| self.market(country, live)).collect();
        let content = Content {
            settings: &self.settings(),
            journeys: journeys.iter().collect(),
            segments: &segments(),
            markets: markets.iter().collect(),
            regions: &Regions::select(&tables(), &COUNTRIES, zone_table::rules).unwrap(),
            texts: texts(&journeys),
            pauses: Vec::new(),
        };
        Program::open(program::write(&content, 1).unwrap()).unwrap()
    }

    fn settings(&self) -> Settings {
        Settings {
            shop: "Teekontor".into(),
            link_origin: "https://t.example".into(),
            currency: Currency::parse("EUR").unwrap(),
            bucketing: Bucketing::V1,
            holdout: self.holdout,
            caps: self.caps.iter().map(|(texts, days)| Cap { texts: *texts, days: *days }).collect(),
            quiet_days_after_purchase: self.quiet_days,
            oldest_start_hours: 48,
            attribution_days: 5,
            coupon_days: 90,
            budget: Budget { month_micros: Micros(50_000_000), day_micros: Micros(5_000_000) },
        }
    }

    fn market(&self, country: &str, live: bool) -> Market {
        let two_way = self.two_way_in(country);
        let way_out = match (two_way, country) {
            (true, _) => WayOut::StopWord,
            (false, "FR") => WayOut::StopNumber,
            (false, _) => WayOut::OptOutLink,
        };
        let sender = Sender {
            id: "Teekontor".into(),
            two_way,
            way_out,
            registered: country != "US" || self.us_registered,
            per_minute: 60,
            stop_number: Some("36180".into()),
            help_contact: Some("help@t.example".into()),
            answers_keywords: false,
        };
        let language = match country {
            "DE" => "de",
            "FR" => "fr",
            "GB" => "en-GB",
            _ => "en-US",
        };
        Market {
            country: country.into(),
            live,
            sender: self.sends_from(country).then_some(sender),
            language: language.into(),
            basis: self.basis(country),
            confirm: self.confirm(country),
            texts_per_abandonment: self.texts_per_abandonment(country),
            registration: country == "US",
            price: Micros(70_000),
        }
    }

    fn recovery(&self) -> Journey {
        let mut nodes = Vec::new();
        if self.timing {
            nodes.extend([
                node(
                    "timing",
                    Step::Experiment(Experiment {
                        name: name("cart_timing"),
                        arms: vec![arm("minutes_15", "idle_15"), arm("hours_2", "idle_120")],
                    }),
                ),
                node("idle_15", Step::Idle(IdleMinutes::all(15))),
                node("idle_15_over", Step::Goto(name("repeat"))),
                node("idle_120", Step::Idle(IdleMinutes::all(120))),
                node("idle_120_over", Step::Goto(name("repeat"))),
            ]);
        } else {
            nodes.push(node("idle", Step::Idle(IdleMinutes::default())));
        }
        let left_two = Condition::Is(Measure::CartsAbandoned(30), Comparison::AtLeast, 2);
        nodes.push(node("repeat", Step::Split(Split { condition: left_two, otherwise: name("message") })));
        if self.coupon {
            let coupon = Coupon { percent: 10, valid_hours: 48, minimum_minor: Minor(0), otherwise: name("message") };
            nodes.push(node("coupon", Step::Coupon(coupon)));
            nodes.push(node("coupon_message", message("repeat_coupon")));
            nodes.push(node("coupon_sent", Step::Goto(name("end"))));
        }
        nodes.push(node("message", Step::Message(Message { text: TextChoice::ByKind })));
        if self.second_text {
            nodes.push(node("day", Step::Delay(1_440)));
            nodes.push(node("second_message", message("other")));
        }
        nodes.push(node("end", Step::Exit));
        Journey {
            name: name("cart_recovery"),
            purpose: Purpose::Cart,
            entry: Entry::Cart,
            only_if: None,
            exit_if: None,
            reentry_hours: 48,
            holdout: true,
            nodes,
        }
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// Returns the files about regions, read.
pub(crate) fn tables() -> RegionTables {
    RegionTables {
        rows: serde_json::from_str(preset::REGION_RULES).unwrap(),
        calendars: serde_json::from_str(preset::HOLIDAYS).unwrap(),
        zones: serde_json::from_str(preset::ZONES).unwrap(),
        area_codes: serde_json::from_str(preset::AREA_CODES).unwrap(),
    }
}

fn win_back() -> Journey {
    Journey {
        name: name("win_back"),
        purpose: Purpose::Offers,
        entry: Entry::Segment(name("quiet")),
        only_if: None,
        exit_if: Some(Condition::Is(Measure::DaysSinceOrder, Comparison::AtMost, 2)),
        reentry_hours: 72,
        holdout: false,
        nodes: vec![node("delay", Step::Delay(30)), node("message", message("other")), node("end", Step::Exit)],
    }
}

fn cross_sell() -> Journey {
    let viewed = Condition::Any(vec![
        Condition::Is(Measure::ProductViews(14), Comparison::AtLeast, 1),
        Condition::InSegment(name("viewers")),
    ]);
    let wait = WaitFor { condition: viewed, at_most_minutes: 2_880, otherwise: name("end") };
    Journey {
        name: name("cross_sell"),
        purpose: Purpose::Offers,
        entry: Entry::Order,
        only_if: Some(Condition::Consent(Purpose::Offers)),
        exit_if: None,
        reentry_hours: 48,
        holdout: true,
        nodes: vec![
            node("delay", Step::Delay(60)),
            node("wait", Step::WaitFor(wait)),
            node("message", message("other")),
            node("end", Step::Exit),
        ],
    }
}

fn segments() -> Vec<Segment> {
    let quiet = Condition::All(vec![
        Condition::Is(Measure::DaysSinceActivity, Comparison::AtLeast, 2),
        Condition::Consent(Purpose::Offers),
    ]);
    let viewers = Condition::Is(Measure::ProductViews(7), Comparison::AtLeast, 3);
    [("quiet", quiet), ("viewers", viewers)]
        .into_iter()
        .map(|(word, condition)| Segment { name: name(word), condition })
        .collect()
}

fn node(word: &str, does: Step) -> Node {
    Node { name: name(word), does }
}

fn message(text: &str) -> Step {
    Step::Message(Message { text: TextChoice::Named(name(text)) })
}

fn arm(word: &str, goto: &str) -> Arm {
    Arm { name: name(word), weight: 1, goto: name(goto) }
}

fn texts(journeys: &[Journey]) -> Vec<Text<'_>> {
    let library: TextLibrary = serde_json::from_str(preset::TEXTS).unwrap();
    let owners = journeys.iter().map(|journey| Some(&journey.name)).chain([None]);
    let mut texts = Vec::new();
    for journey in owners {
        for language in Language::ALL {
            for way_out in [WayOut::StopWord, WayOut::OptOutLink, WayOut::StopNumber] {
                let fitting =
                    TextId::ALL.into_iter().filter(|id| (id.class() == Class::Marketing) == journey.is_some());
                texts.extend(fitting.filter_map(|id| {
                    let word = serde_json::to_value(id).unwrap();
                    let template = Template::parse(&library.source(id, language, way_out)?).unwrap();
                    let name = name(word.as_str().unwrap());
                    Some(Text { journey, language: language.code(), way_out, name, template })
                }));
            }
        }
    }
    texts
}
