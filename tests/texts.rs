//! Proves the preset texts: every one, in every language, with every way out that fits, is sound and one part.

#![cfg(not(target_family = "wasm"))]

#[cfg(test)]
mod tests {
    use cartsignal::sms::{Encoding, is_gsm7, measure};
    use cartsignal::template::{
        ConsentBoxes, Language, LinkKind, Template, TextFault, TextId, TextLibrary, Values, WayOut, check, worst_case,
    };
    use cartsignal::trace::Class;

    use proptest::prelude::*;

    /// What defaults.md promises to fit: a 20-character link origin, a shop and a first name of 12 characters.
    const STORE: Values<'static> = Values {
        shop: "Teekontor 12",
        link_origin: "https://teekontor.de",
        name: Some("Maximilianne"),
        product: None,
        stop_number: Some("36180"),
        help_contact: Some("hello@mmmmmmmmmmmm.shop"),
        code: Some("ABCDE12345"),
        percent: Some(10),
        hours: Some(48),
    };
    const MARKUP: &str = "{}[]<>|\\";
    const WAYS_OUT: [WayOut; 3] = [WayOut::StopWord, WayOut::OptOutLink, WayOut::StopNumber];

    fn library() -> TextLibrary {
        serde_json::from_str(include_str!("../src/preset/texts.json")).unwrap()
    }

    fn boxes() -> ConsentBoxes {
        serde_json::from_str(include_str!("../src/preset/consent_boxes.json")).unwrap()
    }

    fn every_text() -> Vec<(TextId, Language, WayOut, String)> {
        let library = library();
        let mut texts = Vec::new();
        for id in TextId::ALL {
            for language in Language::ALL {
                for way_out in WAYS_OUT.into_iter().filter(|way_out| id.fits(*way_out)) {
                    let source = library.source(id, language, way_out).unwrap_or_else(|| panic!("{id:?} {language:?}"));
                    texts.push((id, language, way_out, source));
                }
            }
        }
        texts
    }

    #[test]
    fn the_measured_store_is_as_long_as_promised() {
        assert_eq!(STORE.link_origin.len(), 20);
        assert_eq!(STORE.shop.len(), 12);
        assert_eq!(STORE.name.map(str::len), Some(12));
    }

    #[test]
    fn every_text_is_sound_and_one_part_in_gsm() {
        let texts = every_text();
        // 9 reminders x 3 ways out, 2 by reply x 1, 2 by link x 2, a goodbye x 3, help x 1; six languages.
        assert_eq!(texts.len(), (27 + 2 + 4 + 3 + 1) * 6);
        for (id, language, way_out, source) in texts {
            let at = format!("{id:?} {language:?} {way_out:?}");
            let template = Template::parse(&source).unwrap_or_else(|fault| panic!("{at}: {fault}"));
            let faults: Vec<TextFault> = check(&template, &id.requirements(way_out), &STORE);
            assert_eq!(faults, [], "{at}");
            let worst = worst_case(&template, &STORE).unwrap();
            assert_eq!((worst.encoding, worst.parts), (Encoding::Gsm7, 1), "{at}: {} units", worst.units);
            let sent = template.render(&STORE).unwrap();
            assert!(id.class() != Class::Marketing || sent.text.contains("Maximilianne"), "{at}: {}", sent.text);
        }
    }

    #[test]
    fn every_text_reads_well_without_a_name() {
        for (id, language, way_out, source) in every_text() {
            let template = Template::parse(&source).unwrap();
            let sent = template.render(&Values { name: Some("Иван"), ..STORE }).unwrap().text;
            let clumsy =
                ["  ", " ,", " :", "{", "}", "[", "]", "Иван"].into_iter().find(|clumsy| sent.contains(clumsy));
            assert_eq!(clumsy, None, "{id:?} {language:?} {way_out:?}: {sent}");
            assert!(is_gsm7(&sent));
        }
    }

    #[test]
    fn the_texts_of_any_other_cart_are_the_ones_of_the_defaults() {
        let said = |language, way_out, number| {
            let source = library().source(TextId::Other, language, way_out).unwrap();
            let values = Values { stop_number: number, shop: "S", name: Some("Anna"), link_origin: "o", ..STORE };
            Template::parse(&source).unwrap().render(&values).unwrap().text
        };
        assert_eq!(
            said(Language::De, WayOut::OptOutLink, None),
            "S: Guten Tag Anna, Ihr Warenkorb ist noch gespeichert: o/_______ Keine SMS mehr: o/_______"
        );
        assert_eq!(
            said(Language::Fr, WayOut::StopNumber, Some("36180")),
            "S: Bonjour Anna, votre panier vous attend toujours: o/_______ STOP au 36180"
        );
        assert_eq!(
            said(Language::EnGb, WayOut::OptOutLink, None),
            "S: Hi Anna, you left something behind. Your basket is still waiting: o/_______ No more texts: o/_______"
        );
        assert_eq!(
            said(Language::EnUs, WayOut::StopWord, None),
            "S: Hey Anna, you left something behind. Your cart is still waiting: o/_______ Reply STOP to opt out"
        );
        assert_eq!(
            library().source(TextId::AskByReply, Language::EnUs, WayOut::StopWord).unwrap(),
            "{Shop}: reply YES to get cart reminders and offers by text. Msg freq varies. \
             Msg & data rates may apply. HELP for help, STOP to cancel."
        );
    }

    #[test]
    fn american_asks_confirmations_and_help_say_what_carriers_demand() {
        for (id, language, _, source) in every_text() {
            if language == Language::EnUs && !matches!(id, TextId::OptOutConfirmed) && id.class() != Class::Marketing {
                assert!(source.contains("Msg freq varies. Msg & data rates may apply."), "{id:?}");
                assert!(source.contains("cart reminders"), "{id:?}");
            }
        }
    }

    #[test]
    fn a_text_for_a_sender_that_cannot_receive_asks_for_no_reply() {
        for (id, language, way_out, source) in every_text() {
            if way_out == WayOut::OptOutLink {
                let asks = ["Reply", "reply", "antworte", "répond", "Répond", "STOP", "HELP"];
                assert!(!asks.iter().any(|word| source.contains(word)), "{id:?} {language:?}: {source}");
            }
        }
    }

    #[test]
    fn whoever_was_at_the_checkout_is_led_straight_back_there() {
        let there = [
            TextId::FullCartBack,
            TextId::PaymentFailed,
            TextId::PendingPayment,
            TextId::StoppedAtPayment,
            TextId::CheckoutStarter,
        ];
        for (id, _, _, source) in every_text().into_iter().filter(|(id, ..)| id.class() == Class::Marketing) {
            let links = Template::parse(&source).unwrap().render(&STORE).unwrap().links;
            let expected = if there.contains(&id) { LinkKind::Checkout } else { LinkKind::Cart };
            assert_eq!(links.first().map(|link| (link.kind, link.width)), Some((expected, 28)), "{id:?}");
        }
    }

    #[test]
    fn no_preset_text_claims_stock_or_hurries() {
        let hype = ["stock", "lager", "Lager", "hurry", "last chance", "letzte", "dernière", "vite", "Nur heute", "!!"];
        for (id, language, _, source) in every_text() {
            assert!(!hype.iter().any(|word| source.contains(word)), "{id:?} {language:?}: {source}");
        }
    }

    #[test]
    fn a_box_names_the_shop_in_every_language_and_purpose_under_its_own_version() {
        let boxes = boxes();
        let mut versions = std::collections::BTreeSet::new();
        for wordings in [&boxes.cart, &boxes.offers] {
            for language in Language::ALL {
                let asked = wordings.get(&language).unwrap();
                assert!(asked.wording("Teekontor", "t", "p").contains("Teekontor"), "{language:?}");
                assert!(!asked.wording("Teekontor", "t", "p").contains(['{', '}']), "{language:?}");
                assert!(versions.insert(asked.version.clone()), "{}", asked.version);
            }
        }
    }

    #[test]
    fn the_cart_boxes_are_the_ones_of_the_defaults_and_the_american_ones_say_all_they_must() {
        let boxes = boxes();
        let cart = |language| boxes.cart.get(&language).unwrap().text.clone();
        assert_eq!(
            cart(Language::De),
            "Ja, {Shop} darf mich per SMS an meinen Warenkorb erinnern, auch wenn ich nicht bestelle. \
             Höchstens 4 im Monat, jederzeit widerrufbar."
        );
        assert_eq!(
            cart(Language::Fr),
            "J'accepte de recevoir par SMS des rappels de mon panier de {Shop}, même sans commande. \
             4/mois max, STOP à tout moment."
        );
        assert_eq!(
            cart(Language::EnGb),
            "Text me about my basket at {Shop}, even if I don't finish. Max 4 a month, opt out any time."
        );
        for wordings in [&boxes.cart, &boxes.offers] {
            let text = &wordings.get(&Language::EnUs).unwrap().text;
            let owed =
                ["Not a condition of purchase", "frequency", "data rates", "STOP", "HELP", "{terms}", "{privacy}"];
            assert!(owed.iter().all(|words| text.contains(words)), "{text}");
        }
        assert!(cart(Language::EnUs).contains("cart reminders"));
    }

    proptest! {
        #[test]
        fn no_value_brings_in_a_line_a_link_a_tag_or_a_part(
            name in ".{0,60}",
            product in ".{0,60}",
            shop in "[A-Z]\\PC{0,40}",
        ) {
            let template = Template::parse("{Shop}: hi[ {Name}], {product|it} {cart_link} {opt_out_link}").unwrap();
            let given = Values { shop: &shop, name: Some(&name), product: Some(&product), ..STORE };
            let sent = template.render(&given).unwrap();
            let bare = template.render(&Values { name: None, product: None, ..given }).unwrap();
            prop_assert!(measure(&sent.text).parts <= measure(&bare.text).parts);
            let clean = !sent.text.contains(|c: char| c.is_control() || MARKUP.contains(c));
            prop_assert!(clean, "{}", sent.text);
            prop_assert_eq!(sent.links.len(), 2);
            for link in &sent.links {
                let (at, width) = (usize::try_from(link.at).unwrap(), usize::try_from(link.width).unwrap());
                let found: String = sent.text.chars().skip(at).take(width).collect();
                prop_assert_eq!(found, "https://teekontor.de/_______");
            }
            prop_assert!(sent.text.chars().count() <= bare.text.chars().count() + 21 + 30);
        }

        #[test]
        fn parts_are_enough_and_no_more_than_gateways_need(text in "[a-z€{}ê😜]{0,400}") {
            let found = measure(&text);
            let (alone, in_part) = match found.encoding {
                Encoding::Gsm7 => (160, 153),
                Encoding::Ucs2 => (70, 67),
            };
            if found.units <= alone {
                prop_assert_eq!((found.parts, found.left), (u32::from(found.units > 0), alone - found.units));
            } else {
                // At most one unit is lost at the end of each part but the last.
                let filled = found.parts * in_part - found.left;
                prop_assert!(found.left < in_part && filled >= found.units && filled < found.units + found.parts);
            }
        }
    }

    #[test]
    fn parts_agree_with_the_shared_vectors() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/sms_segments/vectors.json");
        let Ok(read) = std::fs::read_to_string(path) else {
            eprintln!("absent, so not compared: {path}");
            return;
        };
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&read).unwrap();
        assert_eq!(vectors.len(), 10);
        for vector in vectors {
            let found = measure(vector["body"].as_str().unwrap());
            let (word, bits) = match found.encoding {
                Encoding::Gsm7 => ("GSM-7", 7),
                Encoding::Ucs2 => ("UCS-2", 16),
            };
            let name = vector["testDescription"].as_str().unwrap();
            assert_eq!(vector["encoding"].as_str(), Some(word), "{name}");
            assert_eq!(vector["segments"].as_u64(), Some(u64::from(found.parts)), "{name}");
            assert_eq!(vector["messageSize"].as_u64(), Some(u64::from(found.units) * bits), "{name}");
        }
    }
}
