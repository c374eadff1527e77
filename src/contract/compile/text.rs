//! The texts at hand: the presets with the owner's own bodies over them, and the sources built from them.

use super::report::{Report, behind};
use super::segment::{is_name, misnamed};
use super::store::shown;
use crate::contract::config::Config;
use crate::contract::error::{Code, ContractError};
use crate::contract::pointer::step;
use crate::engine::program::Settings;
use crate::gate::market::WayOut;
use crate::id::Name;
use crate::preset;
use crate::template::{Language, Requirements, Template, TextId, TextLibrary, Values, check};
use crate::trace::Class;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// All ways out.
pub(super) const WAYS: [WayOut; 3] = [WayOut::StopWord, WayOut::OptOutLink, WayOut::StopNumber];

/// The texts at hand.
pub(super) struct Texts {
    preset: TextLibrary,
    own: Vec<Own>,
    shop: String,
    link_origin: String,
}

/// A body that the owner wrote.
struct Own {
    name: Name,
    language: Language,
    body: String,
    pointer: String,
}

/// What a text is built from.
pub(super) struct Source {
    /// Body and way out.
    pub(super) text: String,
    /// Where the owner wrote the body, or would write one over the preset's.
    pub(super) pointer: String,
}

/// Returns the preset text of a name.
pub(super) fn preset_id(name: &str) -> Option<TextId> {
    serde_json::from_value(serde_json::Value::String(name.to_string())).ok()
}

impl Texts {
    /// Reads presets and the owner's bodies; a body that can't be used in any way is left out alone.
    pub(super) fn read(config: &Config, settings: Option<&Settings>, report: &mut Report) -> Option<Self> {
        let Ok(preset) = serde_json::from_str::<TextLibrary>(preset::TEXTS) else {
            report.refuse(
                Code::ConfigTextShape,
                "",
                "the texts that ship with this core can't be read: install it anew",
            );
            return None;
        };
        let mut texts = Self {
            preset,
            own: Vec::new(),
            shop: settings.map_or_else(|| "Shop".into(), |settings| settings.shop.to_string()),
            link_origin: settings
                .map_or_else(|| "https://s.example".into(), |settings| settings.link_origin.to_string()),
        };
        for (name, languages) in &config.texts.0 {
            for (language, body) in &languages.0 {
                let pointer = place(name, language);
                let shown_name = format!("{}.{}", shown(name), shown(language));
                let own = match &body.0 {
                    Ok(body) => Own::parse(name, language, body, &pointer),
                    Err(broken) => {
                        Err(ContractError { code: Code::ConfigTextShape, ..behind(&pointer, &broken.error) })
                    }
                };
                match own.map(|own| (texts.faults(&own), own)) {
                    Ok((faults, own)) if faults.is_empty() => texts.own.push(own),
                    Ok((faults, _)) => report.disable(&shown_name, faults),
                    Err(fault) => report.disable(&shown_name, [fault]),
                }
            }
        }
        Some(texts)
    }

    /// Returns what a text is built from, with the way out where it belongs; nothing where there is no such text.
    pub(super) fn source(&self, name: &Name, language: Language, way_out: WayOut) -> Option<Source> {
        let id = preset_id(name.as_str());
        let own = self.own.iter().find(|own| own.name == *name && own.language == language);
        let body = match (own, id) {
            (Some(own), _) => &own.body,
            (None, Some(id)) => self.preset.texts.get(&id)?.get(&language)?,
            (None, None) => return None,
        };
        let pointer = own.map_or_else(|| place(name.as_str(), language.code()), |own| own.pointer.clone());
        if id.is_some_and(|id| !id.ends_with_way_out()) {
            return Some(Source { text: body.clone(), pointer });
        }
        let line = self.preset.way_out.get(&way_out)?.get(&language)?;
        Some(Source { text: format!("{body} {line}"), pointer })
    }

    /// Returns what the settings fill a text in with.
    pub(super) fn values(&self) -> Values<'_> {
        Values {
            shop: &self.shop,
            link_origin: &self.link_origin,
            stop_number: Some("36000"),
            help_contact: Some("help@example.com"),
            ..Values::default()
        }
    }

    /// Returns what is wrong with a body whatever uses it.
    fn faults(&self, own: &Own) -> Vec<ContractError> {
        let id = preset_id(own.name.as_str());
        let fault = |code, message: String| ContractError::new(code, own.pointer.as_str(), message);
        if let Err(wrong) = Template::parse(&own.body) {
            let message = format!("{wrong} (at byte {})", wrong.at());
            return [fault(Code::ConfigTextTemplate, message)].into();
        }
        // One way out after the other: the first that shows a fault tells it.
        for way_out in WAYS.into_iter().filter(|way_out| id.is_none_or(|id| id.fits(*way_out))) {
            let Some(line) = self.preset.way_out.get(&way_out).and_then(|lines| lines.get(&own.language)) else {
                continue;
            };
            let whole = if id.is_none_or(TextId::ends_with_way_out) {
                format!("{} {line}", own.body)
            } else {
                own.body.clone()
            };
            let Ok(template) = Template::parse(&whole) else { continue };
            let requirements = match id {
                Some(id) => Requirements { several_parts: true, ..id.requirements(way_out) },
                None => marketing(way_out, false, true),
            };
            let faults = check(&template, &requirements, &self.values());
            if !faults.is_empty() {
                return faults.into_iter().map(|wrong| fault(Code::ConfigTextOwes, format!("{wrong}"))).collect();
            }
        }
        Vec::new()
    }
}

/// Returns where a text stands in a configuration.
fn place(name: &str, language: &str) -> String {
    format!("/texts{}{}", step(name), step(language))
}

/// Returns what a marketing text has to meet; parts are counted elsewhere.
pub(super) const fn marketing(way_out: WayOut, cart: bool, coupon: bool) -> Requirements {
    Requirements {
        class: Class::Marketing,
        way_out: Some(way_out),
        confirm_by: None,
        cart,
        coupon,
        several_parts: true,
    }
}

impl Own {
    fn parse(name: &str, language: &str, body: &str, pointer: &str) -> Result<Self, ContractError> {
        let name = Name::parse(name).ok_or_else(|| {
            ContractError::new(
                Code::ConfigTextUnknown,
                pointer,
                "a text's name has 1 to 40 of `a` to `z`, digits and `_`",
            )
        })?;
        if !is_name(&name) {
            return Err(ContractError::new(Code::ConfigTextUnknown, pointer, misnamed(&name)));
        }
        let Some(language) = Language::parse(language) else {
            let known = Language::ALL.map(|language| format!("`{}`", language.code())).join(", ");
            let message = format!("there are no texts in `{}`, expected one of {known}", shown(language));
            return Err(ContractError::new(Code::ConfigTextLanguage, pointer, message));
        };
        Ok(Self { name, language, body: body.to_string(), pointer: pointer.to_string() })
    }
}
