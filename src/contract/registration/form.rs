//! Forms as data: which fields they have, how long each may be, and the sentences that fill them.

use super::said::Said;
use super::{Characters, Field, Filled, Form, Pages, Paragraphs};
use crate::contract::error::{Code, ContractError};
use crate::contract::senders::{Allowed, SenderKind, SenderTable};
use crate::preset;
use crate::time::calendar::Day;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Deserialize;

/// All forms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    read: Day,
    words: Words,
    /// For stores that text where a form of this book asks for pages.
    paragraphs: Paragraphs,
    pub(super) forms: Vec<Blank>,
}

/// Words that people send.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    opt_in: Vec<String>,
    opt_out: Vec<String>,
    help: Vec<String>,
}

/// A form that nobody filled in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Blank {
    name: String,
    kind: SenderKind,
    /// Where it is used; anywhere its kind is registered when empty.
    countries: Vec<String>,
    source: String,
    fields: Vec<BlankField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlankField {
    name: String,
    label: String,
    fill: Fill,
    #[serde(default)]
    characters: Option<Characters>,
    /// Left out where the provider itself answers STOP and HELP.
    #[serde(default)]
    own_answers: bool,
}

/// What fills a field.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fill {
    Text(String),
    Texts(Vec<String>),
    Flag(bool),
    Given(Given),
}

/// What the store's own texts fill.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Given {
    Samples,
    HasLinks,
    HasPhones,
    OptInWords,
    OptOutWords,
    HelpWords,
}

/// What tags stand for.
pub(super) struct Tags<'a> {
    pub(super) said: &'a Said,
    pub(super) pages: Option<&'a Pages>,
    pub(super) sender: &'a str,
}

impl Book {
    /// Returns the forms that ship with this core.
    pub(super) fn read() -> Option<Self> {
        serde_json::from_str(preset::REGISTRATION).ok()
    }

    /// Returns the paragraphs that carriers ask for on the store's pages; none where no form of a country does.
    pub(super) fn paragraphs(&self, country: &str, tags: &Tags<'_>) -> Result<Option<Paragraphs>, ContractError> {
        if !self.forms.iter().any(|form| form.countries.iter().any(|known| known == country)) {
            return Ok(None);
        }
        let terms = tags.fill(&self.paragraphs.terms)?;
        Ok(Some(Paragraphs { terms, privacy: tags.fill(&self.paragraphs.privacy)? }))
    }

    fn words(&self, given: Given, said: &Said) -> Filled {
        match given {
            Given::Samples => Filled::Texts(said.samples.clone()),
            Given::HasLinks => Filled::Flag(said.samples.iter().any(|sample| sample.contains("://"))),
            Given::HasPhones => Filled::Flag(said.samples.iter().chain(&said.help).any(|text| holds_phone(text))),
            Given::OptInWords => Filled::Texts(self.words.opt_in.clone()),
            Given::OptOutWords => Filled::Texts(self.words.opt_out.clone()),
            Given::HelpWords => Filled::Texts(self.words.help.clone()),
        }
    }
}

impl Blank {
    /// Tells whether the form registers senders of this kind there: of any kind where it names the country.
    pub(super) fn is_for(&self, country: &str, kind: Option<SenderKind>, table: &SenderTable) -> bool {
        let registered = table.row(country, self.kind).is_some_and(|row| row.allowed == Allowed::WithRegistration);
        let here = self.countries.iter().any(|known| known == country);
        registered && (here || (self.countries.is_empty() && kind == Some(self.kind)))
    }

    /// Fills the form in.
    pub(super) fn filled(
        &self,
        tags: &Tags<'_>,
        book: &Book,
        country: &str,
        table: &SenderTable,
        own_answers: bool,
    ) -> Result<Form, ContractError> {
        let asked = self.fields.iter().filter(|field| own_answers || !field.own_answers);
        let fields: Result<Vec<Field>, ContractError> =
            asked.map(|field| field.filled(tags, book, &self.name)).collect();
        Ok(Form {
            kind: self.kind,
            name: self.name.clone(),
            source: self.source.clone(),
            read: book.read,
            takes: table.row(country, self.kind).and_then(|row| row.takes.clone()),
            fields: fields?,
        })
    }
}

impl BlankField {
    fn filled(&self, tags: &Tags<'_>, book: &Book, form: &str) -> Result<Field, ContractError> {
        let value = match &self.fill {
            Fill::Text(text) => Filled::Text(tags.fill(text)?),
            Fill::Texts(texts) => Filled::Texts(texts.iter().map(|text| tags.fill(text)).collect::<Result<_, _>>()?),
            Fill::Flag(flag) => Filled::Flag(*flag),
            Fill::Given(given) => book.words(*given, tags.said),
        };
        if let (Filled::Texts(texts), Fill::Given(Given::Samples)) = (&value, &self.fill)
            && texts.len() < 2
        {
            let message = format!("the form `{form}` asks for two sample texts: let a journey send more than one");
            return Err(ContractError::new(Code::RegistrationText, "", message));
        }
        let texts: &[String] = match &value {
            Filled::Text(text) => core::slice::from_ref(text),
            Filled::Texts(texts) => texts,
            Filled::Flag(_) => &[],
        };
        if let Some(limit) = &self.characters {
            let lengths = texts.iter().map(|text| text.chars().count());
            if let Some(wrong) = lengths.into_iter().find(|length| !(limit.min..=limit.max).contains(length)) {
                let message = format!(
                    "`{}` of the form `{form}` has {wrong} characters, expected {} to {}: shorten what it quotes",
                    self.name, limit.min, limit.max
                );
                return Err(ContractError::new(Code::RegistrationText, "", message));
            }
        }
        Ok(Field { name: self.name.clone(), label: self.label.clone(), value, characters: self.characters.clone() })
    }
}

impl Tags<'_> {
    /// Fills in the tags of a sentence, once: what a value itself writes in braces stays as it is.
    fn fill(&self, sentence: &str) -> Result<String, ContractError> {
        let mut out = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some((before, tagged)) = rest.split_once('{') {
            let (tag, after) = tagged.split_once('}').unwrap_or((tagged, ""));
            out.push_str(before);
            out.push_str(&self.value(tag)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, tag: &str) -> Result<String, ContractError> {
        let said = self.said;
        let page = |of: fn(&Pages) -> &String| self.pages.map(of).cloned();
        let (value, code, missing) = match tag {
            "opt_in_page" => (page(|pages| &pages.opt_in), Code::RegistrationPages, "the page with the box"),
            "terms_page" => (page(|pages| &pages.terms), Code::RegistrationPages, "the page of the terms"),
            "privacy_page" => (page(|pages| &pages.privacy), Code::RegistrationPages, "the page of the privacy policy"),
            "box" => (shown(&said.cart_box), Code::RegistrationPages, "the pages that the box names"),
            "offers_box" => (shown(&said.offers_box), Code::RegistrationPages, "the pages that the box names"),
            "shop" => (Some(said.shop.clone()), Code::RegistrationText, ""),
            "sender" => (Some(self.sender.to_string()), Code::RegistrationText, ""),
            "link" => (Some(said.link.clone()), Code::RegistrationText, ""),
            "help_contact" => {
                (said.help_contact.clone(), Code::RegistrationText, "where help is: `/shop/help_contact`")
            }
            "ask" => (said.ask.clone(), Code::RegistrationText, "the text that asks"),
            "confirmed" => (said.confirmed.clone(), Code::RegistrationText, "the text that confirms"),
            "opted_out" => (said.opted_out.clone(), Code::RegistrationText, "the text that says goodbye"),
            "help" => (said.help.clone(), Code::RegistrationText, "the answer to HELP"),
            "sample" => (said.samples.first().cloned(), Code::RegistrationText, "a reminder that a journey sends"),
            _ => (None, Code::RegistrationText, "a tag that no form of this core has"),
        };
        let pointer = if code == Code::RegistrationPages { "/pages" } else { "" };
        value.ok_or_else(|| {
            ContractError::new(code, pointer, format!("the registration names {missing}, which is missing"))
        })
    }
}

fn shown(shown: &Option<super::BoxShown>) -> Option<String> {
    shown.as_ref().map(|shown| shown.wording.clone())
}

/// Tells whether seven digits or more stand together, as in a phone number.
fn holds_phone(text: &str) -> bool {
    let mut digits = 0_u32;
    text.chars().any(|letter| {
        digits = match letter {
            '0'..='9' => digits.saturating_add(1),
            ' ' | '-' | '(' | ')' | '.' => digits,
            _ => 0,
        };
        digits >= 7
    })
}
