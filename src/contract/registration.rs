//! Texts an owner pastes into a registration: rendered from the compiled configuration, so what is pasted is what is sent.

mod form;
mod said;

use crate::contract::compile::compile;
use crate::contract::config::Config;
use crate::contract::error::{Code, ContractError};
use crate::contract::request::check_nesting;
use crate::contract::senders::id::{is_service, told};
use crate::contract::senders::{Allowed, SenderKind, SenderTable};
use crate::engine::program::Program;
use crate::time::calendar::Day;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use form::{Book, Tags};
use said::Said;
use serde::{Deserialize, Serialize};

/// Longest address of a page. Chosen: the message flow of a campaign names five of them and still fits.
const MAX_PAGE_CHARS: usize = 140;

/// Asks for the texts to register with.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegistrationRequest {
    /// Where texts are to go: ISO 3166-1 alpha-2, a market of the configuration.
    pub country: String,
    /// The store's pages; needed where a form asks for them, as in the United States.
    #[serde(default)]
    pub pages: Option<Pages>,
}

/// The store's pages that a registration names, each `https://…`, open to everybody.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// The privacy policy.
    pub privacy: String,
    /// The terms of the texts.
    pub terms: String,
    /// Where the box is ticked, or a picture of it.
    pub opt_in: String,
}

/// What to paste where.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Registration {
    /// Where texts are to go.
    pub country: String,
    /// The forms, one of each kind of sender that may be registered; empty where there is nothing to paste.
    pub forms: Vec<Form>,
    /// Why there is nothing to paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
    /// The box that asks for permission, as the checkout shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_box: Option<BoxShown>,
    /// What the store's own pages have to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraphs: Option<Paragraphs>,
}

/// One form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Form {
    /// The kind of sender it registers.
    pub kind: SenderKind,
    /// What it is called.
    pub name: String,
    /// Where it is described.
    pub source: String,
    /// The day that was read.
    pub read: Day,
    /// How long it takes, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes: Option<String>,
    /// What to paste, field by field; what only the owner knows (tax number, address) is not here.
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// The form's own name for it.
    pub name: String,
    /// What it asks, for people.
    pub label: String,
    /// What to paste.
    pub value: Filled,
    /// How long it may be, where the form says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characters: Option<Characters>,
}

/// What to paste.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Filled {
    /// A text.
    Text(String),
    /// Several, one by one.
    Texts(Vec<String>),
    /// Yes or no.
    Flag(bool),
}

/// How long a text may be, in Unicode scalar values; of several, each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Characters {
    /// Fewest.
    #[serde(default)]
    pub min: usize,
    /// Most.
    pub max: usize,
    /// Who says so: the form's documentation, or `chosen`.
    pub says: String,
}

/// A box, as it is shown and kept as evidence.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BoxShown {
    /// Its version.
    pub version: String,
    /// Its wording.
    pub wording: String,
}

/// Paragraphs for the store's pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paragraphs {
    /// For the terms.
    pub terms: String,
    /// For the privacy policy.
    pub privacy: String,
}

/// Returns the texts to register the sender of a market with, or why there are none.
///
/// # Errors
/// Whatever refuses the configuration; `registration.market` where it has no sender for the country;
/// `registration.pages` where a form asks for pages that are missing or are no `https://` addresses;
/// `registration.text` where a text is missing, or is longer or shorter than the form takes.
pub fn registration(request: &RegistrationRequest, config_json: &[u8]) -> Result<Registration, Vec<ContractError>> {
    let one = |code, pointer: &str, message: String| Vec::from([ContractError::new(code, pointer, message)]);
    check_nesting(config_json).map_err(|error| Vec::from([error]))?;
    let compiled = compile(config_json, None)?;
    let program = Program::open(compiled.program).map_err(|fault| Vec::from([fault.into()]))?;
    let country = &*request.country;
    let market = program.market(country).map_err(|fault| Vec::from([fault.into()]))?;
    let Some((market, sender)) = market.and_then(|market| Some((market, market.sender.as_ref()?))) else {
        let message = format!("the store has no sender for `{country}`: give that market a `sender` first");
        return Err(one(Code::RegistrationMarket, "/country", message));
    };
    check_pages(request)?;
    let table = SenderTable::read();
    let kind = told(&sender.id).or_else(|| configured(config_json, country));
    let Some(book) = Book::read() else {
        let message = "the forms that ship with this core can't be read: install it anew".to_string();
        return Err(one(Code::RegistrationText, "", message));
    };
    let wanted: Vec<_> = book.forms.iter().filter(|form| form.is_for(country, kind, &table)).collect();
    // A service has many names behind it; each is registered by itself.
    if wanted.is_empty() || (is_service(&sender.id) && kind == Some(SenderKind::Alphanumeric)) {
        let nothing = Some(nothing(country, kind, &table));
        return Ok(Registration {
            country: country.into(),
            forms: Vec::new(),
            nothing,
            consent_box: None,
            paragraphs: None,
        });
    }
    let said = Said::of(&program, market, sender, request.pages.as_ref())
        .map_err(|message| one(Code::RegistrationText, "", message))?;
    let tags = Tags { said: &said, pages: request.pages.as_ref(), sender: &sender.id };
    let own_answers = !sender.answers_keywords;
    let forms: Result<Vec<Form>, ContractError> =
        wanted.into_iter().map(|form| form.filled(&tags, &book, country, &table, own_answers)).collect();
    let forms = forms.map_err(|error| Vec::from([error]))?;
    let paragraphs = book.paragraphs(country, &tags).map_err(|error| Vec::from([error]))?;
    let consent_box = said.cart_box.clone();
    Ok(Registration { country: country.into(), forms, nothing: None, consent_box, paragraphs })
}

fn check_pages(request: &RegistrationRequest) -> Result<(), Vec<ContractError>> {
    let Some(pages) = &request.pages else { return Ok(()) };
    let all = [("privacy", &pages.privacy), ("terms", &pages.terms), ("opt_in", &pages.opt_in)];
    let wrong = all.into_iter().filter(|(_, page)| !is_page(page)).map(|(name, _)| {
        let message =
            format!("`{name}` is no page, expected `https://`, a host and a path without blanks, up to {MAX_PAGE_CHARS} characters");
        ContractError::new(Code::RegistrationPages, format!("/pages/{name}"), message)
    });
    let wrong: Vec<ContractError> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn is_page(page: &str) -> bool {
    let host = page.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    page.len() <= MAX_PAGE_CHARS
        && host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
        && page.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

/// Returns the kind that the owner gave a sender whose id does not tell.
fn configured(config_json: &[u8], country: &str) -> Option<SenderKind> {
    let config: Config = serde_json::from_slice(config_json).ok()?;
    let (_, market) = config.markets.0.iter().find(|(known, _)| known == country)?;
    market.0.as_ref().ok()?.sender.as_ref()?.kind
}

/// Returns why there is nothing to paste.
fn nothing(country: &str, kind: Option<SenderKind>, table: &SenderTable) -> String {
    let noun = kind.map_or("such a sender", SenderKind::noun);
    match kind.and_then(|kind| table.row(country, kind)).map_or(Allowed::Unknown, |row| row.allowed) {
        Allowed::Yes | Allowed::No => format!("nothing to register: `{country}` has no register for {noun}"),
        Allowed::WithRegistration => {
            format!("nothing to paste: the provider registers {noun} for `{country}` by its own form")
        }
        Allowed::Unknown => format!("nothing known to register {noun} for `{country}`: ask the provider"),
    }
}
