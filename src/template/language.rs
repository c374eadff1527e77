//! The languages the preset texts are written in, and which of them a locale gets.

use serde::{Deserialize, Serialize};

/// A language with its form of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Language {
    /// German, Sie.
    #[serde(rename = "de")]
    De,
    /// German, du.
    #[serde(rename = "de-du")]
    DeDu,
    /// French, vous.
    #[serde(rename = "fr")]
    Fr,
    /// French, tu.
    #[serde(rename = "fr-tu")]
    FrTu,
    /// British English.
    #[serde(rename = "en-GB")]
    EnGb,
    /// American English.
    #[serde(rename = "en-US")]
    EnUs,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 6] = [Self::De, Self::DeDu, Self::Fr, Self::FrTu, Self::EnGb, Self::EnUs];

    /// Returns the word for the language in configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::DeDu => "de-du",
            Self::Fr => "fr",
            Self::FrTu => "fr-tu",
            Self::EnGb => "en-GB",
            Self::EnUs => "en-US",
        }
    }

    /// Returns the language that `code` names, in exactly this case.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Returns the language for a locale (`de_AT`, `fr-CA`, `en`), or `None` for one without texts.
    ///
    /// `informal` is the store's choice of address. English is American for `US` only.
    pub fn for_locale(locale: &str, informal: bool) -> Option<Self> {
        let mut subtags = locale.split(['-', '_', '.', '@']);
        let language = subtags.next()?;
        let american = subtags.any(|subtag| subtag.eq_ignore_ascii_case("us"));
        match (language.to_ascii_lowercase().as_str(), informal, american) {
            ("de", false, _) => Some(Self::De),
            ("de", true, _) => Some(Self::DeDu),
            ("fr", false, _) => Some(Self::Fr),
            ("fr", true, _) => Some(Self::FrTu),
            ("en", _, true) => Some(Self::EnUs),
            ("en", _, false) => Some(Self::EnGb),
            (_, _, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read_back_from_its_code() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.code()), Some(language));
        }
    }

    #[test]
    fn a_locale_gets_its_language_in_the_stores_form_of_address() {
        assert_eq!(Language::for_locale("de_AT", false), Some(Language::De));
        assert_eq!(Language::for_locale("DE-de", true), Some(Language::DeDu));
        assert_eq!(Language::for_locale("fr-CA", true), Some(Language::FrTu));
        assert_eq!(Language::for_locale("en_US.UTF-8", false), Some(Language::EnUs));
        assert_eq!(Language::for_locale("en", true), Some(Language::EnGb));
        assert_eq!(Language::for_locale("en-AU", false), Some(Language::EnGb));
        assert_eq!(Language::for_locale("nl-NL", false), None);
        assert_eq!(Language::for_locale("", false), None);
    }
}
