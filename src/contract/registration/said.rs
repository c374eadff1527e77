//! What the store says by text to one country, rendered by the same templates that sending uses.

use super::{BoxShown, Pages};
use crate::engine::program::Program;
use crate::gate::market::{Market, Sender};
use crate::id::Name;
use crate::journey::definition::{Step, TextChoice};
use crate::preset;
use crate::template::{ConsentBoxes, LINK_KEY_WIDTH, Language, Rendered, Values};
use crate::trigger::abandonment::AbandonmentKind;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Most samples. Source: Twilio, UsAppToPerson resource, MessageSamples: two to five.
const MAX_SAMPLES: usize = 5;
/// What stands for the look-up key of a link in a sample.
const KEY: &str = "k7Qm2Xa";
/// Kinds of abandonment that samples show, the most usual first.
const KINDS: [AbandonmentKind; 5] = [
    AbandonmentKind::Other,
    AbandonmentKind::FastExit,
    AbandonmentKind::CheckoutStarter,
    AbandonmentKind::StoppedAtPayment,
    AbandonmentKind::PaymentFailed,
];

/// Everything the store says that a registration asks for.
pub(super) struct Said {
    pub(super) shop: String,
    pub(super) help_contact: Option<String>,
    /// A link as the texts have it.
    pub(super) link: String,
    pub(super) cart_box: Option<BoxShown>,
    pub(super) offers_box: Option<BoxShown>,
    pub(super) ask: Option<String>,
    pub(super) confirmed: Option<String>,
    pub(super) opted_out: Option<String>,
    pub(super) help: Option<String>,
    pub(super) samples: Vec<String>,
}

impl Said {
    /// Renders what is said to a market; a sentence where the program can't be read.
    pub(super) fn of(
        program: &Program,
        market: &Market,
        sender: &Sender,
        pages: Option<&Pages>,
    ) -> Result<Self, String> {
        let settings = program.settings();
        let voice = Voice { program, market, sender };
        let boxes: Option<ConsentBoxes> = serde_json::from_str(preset::CONSENT_BOXES).ok();
        let language = Language::parse(&market.language);
        let shown = |offers: bool| {
            let boxes = boxes.as_ref()?;
            let asked = if offers { &boxes.offers } else { &boxes.cart }.get(&language?)?;
            let wording = asked.wording(&settings.shop, &pages?.terms, &pages?.privacy);
            Some(BoxShown { version: asked.version.clone(), wording })
        };
        let by = if sender.two_way { "reply" } else { "link" };
        Ok(Self {
            shop: settings.shop.to_string(),
            help_contact: sender.help_contact.as_deref().map(String::from),
            link: format!("{}/{KEY}", settings.link_origin),
            cart_box: shown(false),
            offers_box: shown(true),
            ask: voice.says(None, &format!("ask_by_{by}"))?,
            confirmed: voice.says(None, &format!("confirmed_by_{by}"))?,
            opted_out: voice.says(None, "opt_out_confirmed")?,
            help: voice.says(None, "help")?,
            samples: voice.samples()?,
        })
    }
}

/// Who speaks to whom.
struct Voice<'a> {
    program: &'a Program,
    market: &'a Market,
    sender: &'a Sender,
}

impl Voice<'_> {
    /// Returns a text as it is sent, with sample values; nothing where the program has none.
    fn says(&self, journey: Option<&Name>, name: &str) -> Result<Option<String>, String> {
        let settings = self.program.settings();
        let values = Values {
            shop: &settings.shop,
            link_origin: &settings.link_origin,
            // Only reminders greet by name.
            name: journey.map(|_| "Anna"),
            stop_number: self.sender.stop_number.as_deref(),
            help_contact: self.sender.help_contact.as_deref(),
            code: Some("K7M2Q9XA"),
            percent: Some(10),
            hours: Some(48),
            ..Values::default()
        };
        let template = self.program.text(journey, &self.market.language, self.sender.way_out, name);
        let template = template.map_err(|_| "the compiled texts can't be read: compile the configuration anew")?;
        Ok(template.and_then(|template| template.render(&values).ok()).map(linked))
    }

    /// Returns reminders as they are sent: those the journeys name, then those by kind of abandonment.
    fn samples(&self) -> Result<Vec<String>, String> {
        let mut named: Vec<(Name, Name)> = Vec::new();
        let mut by_kind: Vec<(Name, Name)> = Vec::new();
        for place in 0..self.program.journeys().count() {
            let journey = self.program.journey(place);
            let journey = journey.map_err(|_| "the compiled journeys can't be read: compile the configuration anew")?;
            for node in &journey.nodes {
                match &node.does {
                    Step::Message(message) => match &message.text {
                        TextChoice::Named(name) => named.push((journey.name.clone(), name.clone())),
                        TextChoice::ByKind => by_kind.extend(
                            KINDS.iter().filter_map(|kind| Some((journey.name.clone(), Name::parse(kind.word())?))),
                        ),
                    },
                    Step::Idle(_) | Step::Delay(_) | Step::WaitFor(_) | Step::Split(_) => {}
                    Step::Experiment(_) | Step::Goto(_) | Step::Coupon(_) | Step::Exit => {}
                }
            }
        }
        let mut samples: Vec<String> = Vec::new();
        for (journey, name) in named.iter().chain(&by_kind) {
            let Some(sample) = self.says(Some(journey), name.as_str())? else { continue };
            if samples.len() < MAX_SAMPLES && !samples.contains(&sample) {
                samples.push(sample);
            }
        }
        Ok(samples)
    }
}

/// Returns the text with a sample key in each link.
fn linked(rendered: Rendered) -> String {
    let mut letters: Vec<char> = rendered.text.chars().collect();
    for slot in &rendered.links {
        let end = usize::try_from(slot.at.saturating_add(slot.width)).unwrap_or(usize::MAX);
        let key = end.checked_sub(LINK_KEY_WIDTH).and_then(|start| letters.get_mut(start..end));
        for (letter, sample) in key.into_iter().flatten().zip(KEY.chars()) {
            *letter = sample;
        }
    }
    letters.into_iter().collect()
}
