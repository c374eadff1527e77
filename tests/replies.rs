//! Proves what replies mean: a labelled corpus in four languages, and what must hold for any text.

#![cfg(not(target_family = "wasm"))]

#[cfg(test)]
mod tests {
    use cartsignal::fact::event::ReplyKind;
    use cartsignal::reply::{By, Reading, WORDS, Words, read};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    /// Language (or `any`) -> meaning -> messages, labelled by a person.
    type Corpus = BTreeMap<String, BTreeMap<String, Vec<String>>>;

    static KNOWN: LazyLock<Words> = LazyLock::new(|| serde_json::from_str(WORDS).unwrap());
    static CORPUS: LazyLock<Corpus> =
        LazyLock::new(|| serde_json::from_str(include_str!("replies/corpus.json")).unwrap());

    fn reading(text: &str, locale: Option<&str>) -> Reading {
        read(&KNOWN, text, locale)
    }

    fn kind(text: &str) -> ReplyKind {
        reading(text, None).kind
    }

    fn permits(kind: ReplyKind) -> bool {
        matches!(kind, ReplyKind::Yes | ReplyKind::Start)
    }

    fn labelled() -> impl Iterator<Item = (&'static str, ReplyKind, &'static str)> {
        CORPUS.iter().flat_map(|(language, kinds)| {
            kinds.iter().flat_map(move |(label, texts)| {
                let label: ReplyKind = serde_json::from_str(&format!("{label:?}")).unwrap();
                texts.iter().map(move |text| (language.as_str(), label, text.as_str()))
            })
        })
    }

    #[test]
    fn the_corpus_is_large_enough_to_say_something() {
        let count = |fits: &dyn Fn(&str, ReplyKind) -> bool| labelled().filter(|(l, kind, _)| fits(l, *kind)).count();
        for language in ["de", "en", "fr"] {
            assert!(count(&|of, _| of == language) >= 300, "{language}");
            assert!(count(&|of, kind| of == language && kind != ReplyKind::Stop) >= 100, "{language}");
        }
        assert!(count(&|_, kind| !permits(kind)) >= 800);
        let mut seen = std::collections::BTreeSet::new();
        for (language, _, text) in labelled() {
            assert!(seen.insert((language, text)), "{text:?} twice");
        }
    }

    #[test]
    fn every_message_of_the_corpus_means_what_a_person_says() {
        let mut tally: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        let mut wrong = Vec::new();
        for (language, label, text) in labelled() {
            let locales = [None, Some(language), Some("pl")];
            for locale in locales {
                let found = reading(text, locale).kind;
                let (right, all) = tally.entry(format!("{label:?}")).or_default();
                *all += 1;
                *right += u32::from(found == label);
                if found != label {
                    wrong.push(format!("{text:?} for {locale:?}: {found:?}, not {label:?}"));
                }
            }
        }
        println!("right of all, three locales each: {tally:?}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_message_is_understood_in_its_own_language() {
        let mut foreign = Vec::new();
        for (language, label, text) in labelled().filter(|(language, _, _)| *language != "any") {
            let found = reading(text, Some(language));
            let understood = matches!(found.by, By::Keyword | By::Phrase);
            assert_eq!(understood, found.language.is_some(), "{text:?}");
            assert!(understood || found.by == By::Sign || label == ReplyKind::Other, "{text:?}");
            foreign.extend(found.language.filter(|found| **found != *language).map(|_| text));
        }
        // Words of English in texts of another language, and the reverse.
        assert!(foreign.len() <= 15, "{foreign:?}");
    }

    #[test]
    fn every_listed_opt_out_keyword_is_a_stop_in_every_locale() {
        for keyword in keywords("stop") {
            for locale in [None, Some("de"), Some("en"), Some("es"), Some("fr"), Some("it")] {
                let found = reading(&keyword, locale).kind;
                let softened = locale.is_some_and(|own| ordinary(own).contains(&keyword));
                let expected = if softened { ReplyKind::Ambiguous } else { ReplyKind::Stop };
                assert_eq!(found, expected, "{keyword} for {locale:?}");
            }
        }
        // Laws and carriers list these: no locale makes them doubtful.
        for word in "stop stopall unsubscribe cancel end quit revoke optout remove arret arrete arrett"
            .split(' ')
            .chain(["opt out"])
        {
            for locale in ["de", "en", "es", "fr"] {
                assert_eq!(reading(&word.to_uppercase(), Some(locale)).kind, ReplyKind::Stop, "{word} for {locale}");
            }
        }
    }

    #[test]
    fn a_word_that_is_ordinary_in_the_recipients_language_is_ambiguous() {
        assert_eq!(reading("Fin", Some("fr_FR")).kind, ReplyKind::Stop);
        assert_eq!(reading("Fin", None).kind, ReplyKind::Stop);
        assert_eq!(reading("Fin", Some("en")).kind, ReplyKind::Ambiguous);
        assert_eq!(reading("Aus", Some("en_US")).kind, ReplyKind::Ambiguous);
    }

    #[test]
    fn a_sign_is_read_as_a_sign() {
        assert_eq!(reading("🛑", None), Reading { kind: ReplyKind::Stop, language: None, by: By::Sign });
        assert_eq!(reading("👍🏾", None), Reading { kind: ReplyKind::Yes, language: None, by: By::Sign });
        assert_eq!(reading("?", Some("de")), Reading { kind: ReplyKind::Help, language: None, by: By::Sign });
        assert_eq!(reading("", Some("de")), Reading { kind: ReplyKind::Other, language: None, by: By::Nothing });
    }

    #[test]
    fn a_question_is_never_permission() {
        for text in ["yes?", "Ja?", "oui ?", "Start?", "YES??"] {
            assert!(!permits(kind(text)), "{text}");
        }
    }

    #[test]
    fn the_text_behind_1600_characters_is_not_read() {
        let far = |n: usize| format!("{} stop", "x".repeat(n));
        assert_eq!(kind(&far(1_595)), ReplyKind::Stop);
        assert_eq!(kind(&far(1_600)), ReplyKind::Other);
    }

    #[test]
    fn the_longest_messages_are_read() {
        for (unit, expected) in [
            ("stop ", ReplyKind::Stop),
            ("stop. ", ReplyKind::Stop),
            ("dont stop ", ReplyKind::Ambiguous),
            ("yes ", ReplyKind::Yes),
            ("ab ", ReplyKind::Other),
            ("ab.", ReplyKind::Other),
            ("please ", ReplyKind::Other),
            ("ne plus ", ReplyKind::Ambiguous),
            ("👍", ReplyKind::Yes),
            ("\u{301}", ReplyKind::Other),
        ] {
            assert_eq!(kind(&unit.repeat(1_700)), expected, "{unit:?}");
        }
    }

    #[test]
    fn a_further_language_is_data_only() {
        let mut data: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        let list = |words: &[&str]| serde_json::json!({ "chosen": words });
        data["languages"].as_array_mut().unwrap().push(serde_json::json!({
            "code": "it",
            "keywords": {
                "stop": list(&["annulla", "cancellami", "стоп"]), "no": list(&["no"]), "start": list(&["riprendi"]),
                "yes": list(&["si"]), "help": list(&["aiuto"]),
            },
            "typos": list(&[]), "ordinary": [], "plain": [], "beside_stop": [], "beside_yes": [],
            "limits": ["non", "ma"],
            "signatures": [], "polite": ["per favore", "grazie"], "harmless": [],
            "classes": { "testi": ["sms", "messagg*"] },
            "phrases": {
                "stop": ["smett* .. @testi"], "refuse": ["non voglio .. @testi"], "keep": ["non smett*"],
                "wary": ["smett*"], "help": ["chi sei"],
            },
            "reactions": { "other": [], "ambiguous": [] },
        }));
        let words: Words = serde_json::from_value(data).unwrap();
        for (text, expected) in [
            ("ANNULLA per favore!", ReplyKind::Stop),
            ("СТОП", ReplyKind::Stop),
            ("Non voglio più messaggi", ReplyKind::Stop),
            ("smettete di mandare sms", ReplyKind::Stop),
            ("non smettere gli sms", ReplyKind::Ambiguous),
            ("Sì, grazie", ReplyKind::Yes),
            ("si ma non troppo", ReplyKind::Ambiguous),
            ("chi sei?", ReplyKind::Help),
            ("riprendi", ReplyKind::Start),
        ] {
            let found = read(&words, text, Some("it"));
            assert_eq!((found.kind, found.language.as_deref()), (expected, Some("it")), "{text}");
            assert!(!permits(kind(text)), "{text} without the language");
        }
    }

    /// Keywords of one meaning in every language.
    fn keywords(meaning: &str) -> Vec<String> {
        let data: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        let languages = data["languages"].as_array().unwrap();
        let lists = languages.iter().flat_map(|language| language["keywords"][meaning].as_object().unwrap().values());
        lists.flat_map(|list| list.as_array().unwrap()).map(|word| word.as_str().unwrap().to_owned()).collect()
    }

    fn ordinary(code: &str) -> Vec<String> {
        let data: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        let languages = data["languages"].as_array().unwrap();
        let own = languages.iter().filter(|language| language["code"] == code);
        own.flat_map(|language| language["ordinary"].as_array().unwrap())
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    }

    static STOPS: LazyLock<Vec<String>> = LazyLock::new(|| keywords("stop"));
    static NOES: LazyLock<Vec<String>> = LazyLock::new(|| keywords("no"));
    static PERMISSIONS: LazyLock<Vec<String>> = LazyLock::new(|| [keywords("yes"), keywords("start")].concat());

    const KIND_WORDS: [&str; 12] = [
        "please",
        "pls",
        "thanks",
        "thank you",
        "bitte",
        "danke",
        "vielen dank",
        "merci",
        "svp",
        "s'il vous plaît",
        "Hallo",
        "now",
    ];
    const MARKS: [&str; 12] = ["!", ".", "!!!", " ", "  ", "\n", ",", " - ", "…", "\u{200b} ", "*", "\""];
    const FACES: [&str; 6] = ["😀", "🙏", "❤️", "👍", "😡", "🛑"];

    /// The same letters in another case, some with an accent.
    fn dressed(word: &str, how: u64) -> String {
        word.chars()
            .enumerate()
            .map(|(at, c)| match (c, how >> (at * 2 % 62) & 3) {
                ('e', 3) => 'Ê',
                ('a', 3) => 'à',
                (c, 0 | 3) => c,
                (c, _) => c.to_ascii_uppercase(),
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn case_punctuation_emoji_and_politeness_leave_a_stop_a_stop(
            word in proptest::sample::select(&**STOPS),
            how in any::<u64>(),
            before in proptest::sample::select(&KIND_WORDS[..]),
            after in proptest::sample::select(&KIND_WORDS[..]),
            polite in 0..4_u8,
            marks in proptest::collection::vec(proptest::sample::select(&MARKS[..]), 3),
            face in proptest::option::of(proptest::sample::select(&FACES[..])),
        ) {
            let word = dressed(&word, how);
            let before = if polite & 1 == 1 { format!("{before} {}", marks[0]) } else { String::new() };
            let after = if polite & 2 == 2 { format!(" {}{after}", marks[1]) } else { String::new() };
            let text = format!("{before}{word}{}{after}{}", marks[2], face.unwrap_or_default());
            prop_assert_eq!(kind(&text), ReplyKind::Stop, "{:?}", text);
        }

        #[test]
        fn what_says_stop_or_no_is_never_permission(
            no in proptest::sample::select([&STOPS[..], &NOES[..]].concat()),
            yes in proptest::collection::vec(proptest::sample::select(&**PERMISSIONS), 0..4),
            at in 0..4_usize,
            between in proptest::sample::select(&[" ", ", ", ". ", "! ", "\n"][..]),
            locale in proptest::option::of(proptest::sample::select(&["de", "en", "es", "fr"][..])),
        ) {
            let mut said = yes;
            said.insert(at.min(said.len()), no);
            let text = said.join(between);
            prop_assert!(!permits(reading(&text, locale).kind), "{:?}", text);
        }

        #[test]
        fn a_stop_denied_is_neither_a_stop_nor_permission(
            text in proptest::sample::select(&[
                "don't stop", "do not stop", "never stop", "don’t unsubscribe me", "please don't cancel",
                "nicht abmelden",
                "bitte nicht stoppen", "nicht aufhören", "hört nicht auf", "n'arrêtez pas", "n’arrêtez surtout pas",
                "ne me désabonnez pas", "ne pas arrêter", "surtout ne pas désabonner",
            ][..]),
            how in any::<u64>(),
            mark in proptest::sample::select(&["", "!", ".", " 🙏", " please", " bitte", " svp", " danke"][..]),
        ) {
            let text = format!("{}{mark}", dressed(text, how));
            prop_assert_eq!(kind(&text), ReplyKind::Ambiguous, "{:?}", text);
        }

        #[test]
        fn any_text_has_a_meaning(text in any::<String>(), locale in proptest::option::of(any::<String>())) {
            let found = reading(&text, locale.as_deref());
            prop_assert_ne!(found.kind, ReplyKind::Cleared);
            prop_assert_eq!(&found, &reading(&text, locale.as_deref()));
        }

        #[test]
        fn any_row_of_known_words_has_a_meaning(
            text in proptest::collection::vec(proptest::sample::select(
                "yes no stop not dont ne pas nicht keine mehr sms text texting me off auf hor please ? . 🛑 👍 ja oui"
                    .split(' ').collect::<Vec<_>>(),
            ), 0..40),
        ) {
            let text = text.join(" ");
            let found = kind(&text);
            prop_assert!(!permits(found) || !["stop", "no", "not", "dont", "nicht", "pas", "🛑"].iter().any(|no| {
                text.split(' ').any(|word| word == *no)
            }), "{:?}", text);
        }
    }
}
