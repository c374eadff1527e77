//! What shoppers type becomes a number, or a word for why not; `tests/node/phone_oracle.test.mjs` compares with libphonenumber.

#![cfg(not(target_family = "wasm"))]
#![cfg(feature = "cold")]
#![expect(clippy::panic, reason = "a test may stop")]

use cartsignal::fact::contact::NumberKind::{Fixed, Mobile, Unknown};
use cartsignal::phone::{Parsed, Phone, PhoneFault, parse};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use std::cell::Cell;

#[test]
fn one_number_is_read_in_every_way_it_is_written() {
    for (text, country) in [
        ("0151 23456789", "DE"),
        ("(0151) 23 45 67 89", "de"),
        ("0151/23456789", " DE "),
        ("+49 151 23456789", ""),
        ("+49 (0)151 23456789", "US"),
        ("0049 151 23456789", "FR"),
        ("00 49 (0) 151 23456789", "DE"),
        ("011 49 151 23456789", "US"),
        ("0011 49 151 23456789", "AU"),
        ("0021 49 151 23456789", "BR"),
        ("+49 151 23456789", "XX"),
        ("tel:0151-23456789;phone-context=+49", ""),
    ] {
        let phone = phone(text, Some(country));
        assert_eq!((phone.e164.as_str(), phone.number.kind), ("+4915123456789", Mobile), "{text}");
    }
}

#[test]
fn a_phone_tells_kind_country_area_and_block() {
    let german = phone("030 901820", Some("DE"));
    assert_eq!(
        (german.number.kind, &*german.number.country, german.number.area.as_deref()),
        (Fixed, "DE", Some("309"))
    );
    assert_eq!((german.e164.as_str(), german.block.as_str()), ("+4930901820", "4930901"));
    let american = phone("(213) 373-4253", Some("US"));
    assert_eq!((american.number.kind, american.number.area.as_deref()), (Unknown, Some("213")));
    assert_eq!((american.e164.as_str(), american.block.as_str()), ("+12133734253", "12133734"));
}

#[test]
fn a_short_national_number_has_no_area() {
    let niue = phone("+683 4002", None);
    assert_eq!((&*niue.number.country, niue.number.area, niue.block.as_str()), ("NU", None, "6834"));
}

#[test]
fn the_country_is_the_numbers_own_where_a_calling_code_is_shared() {
    for (text, country, own) in [
        ("+1 876 210 1234", None, "JM"),
        ("(876) 210-1234", Some("US"), "JM"),
        ("+1 506 234 5678", Some("US"), "CA"),
        ("+1 787 234 5678", None, "PR"),
        ("+7 701 234 5678", None, "KZ"),
        ("8 912 345-67-89", Some("KZ"), "RU"),
        ("07781 123456", Some("GB"), "GG"),
        ("07400 123456", Some("JE"), "GB"),
        ("+358 18 12345", None, "AX"),
        ("+47 79 12 34 56", None, "SJ"),
        ("+39 06 698 12345", None, "VA"),
    ] {
        assert_eq!(&*phone(text, country).number.country, own, "{text}");
    }
}

#[test]
fn what_is_dialled_within_a_country_is_taken_off() {
    for (text, country, e164) in [
        // Argentina: mobile is 15 behind the area at home, 9 before it from abroad.
        ("011 15 2345-6789", "AR", "+5491123456789"),
        // Brazil: the carrier stands between the zero and the area.
        ("0 15 11 96123-4567", "BR", "+5511961234567"),
        // A Russian number may begin with the digit that is dialled before others.
        ("8 912 345-67-89", "RU", "+79123456789"),
        ("912 345-67-89", "RU", "+79123456789"),
        // Italy's zero is part of the number.
        ("06 1234 5678", "IT", "+390612345678"),
        // San Marino and Caribbean islands: the area is left out.
        ("886377", "SM", "+3780549886377"),
        ("235-1234", "AI", "+12642351234"),
        ("06 20 123 4567", "HU", "+36201234567"),
        ("1 213 373 4253", "US", "+12133734253"),
        // 0177 is dialled before numbers abroad, and no country's calling code begins with a zero.
        ("0177 01925", "UY", "+59817701925"),
        // The calling code without its plus.
        ("44 7400 123456", "GB", "+447400123456"),
    ] {
        assert_eq!(phone(text, Some(country)).e164, e164, "{text}");
    }
}

#[test]
fn every_refusal_says_why() {
    for (text, country, why) in [
        ("", Some("DE"), PhoneFault::Empty),
        (" \u{a0} ", None, PhoneFault::Empty),
        ("none of your business", Some("US"), PhoneFault::NotANumber),
        ("1-800-FLOWERS-4", Some("US"), PhoneFault::NotANumber),
        ("1-800-FLOWERS", Some("US"), PhoneFault::TooShort),
        ("0151 23456789", None, PhoneFault::NoCountry),
        ("0151 23456789", Some(" "), PhoneFault::NoCountry),
        ("0151 23456789", Some("XX"), PhoneFault::UnknownCountry),
        ("0151 23456789", Some("Germany"), PhoneFault::UnknownCountry),
        ("+999 1234567", Some("DE"), PhoneFault::UnknownCountry),
        ("+0 151 23456789", Some("DE"), PhoneFault::UnknownCountry),
        ("213 373", Some("US"), PhoneFault::TooShort),
        ("+49 1", Some("US"), PhoneFault::TooShort),
        ("213 373 4253 99", Some("US"), PhoneFault::TooLong),
        ("123 456 7890", Some("US"), PhoneFault::Invalid),
        ("0800 1234567", Some("DE"), PhoneFault::Special),
        ("900 234 5678", Some("US"), PhoneFault::Special),
        // The 8 is the number's own here; behind it there would be no number.
        ("820 0491 0060", Some("BY"), PhoneFault::Special),
        // Possible in Canada alone.
        ("+1 (1) 310 7158", None, PhoneFault::Special),
        // Tristan da Cunha's by its first digit, and longer than its numbers.
        ("+290 82861", None, PhoneFault::TooLong),
        // An area left out is known within the country only, not behind its calling code.
        ("1 235 1234", Some("AI"), PhoneFault::TooShort),
        // Of the right length behind the calling code, which stands there without its plus.
        ("44 0000 000000", Some("GB"), PhoneFault::Invalid),
        // Two zeros and a third are no prefix for abroad.
        ("000 151 2345", Some("DE"), PhoneFault::Invalid),
        ("+800 1234 5678", None, PhoneFault::Special),
        ("+881 612 345 678", None, PhoneFault::Special),
    ] {
        assert_eq!(parse(text, country), Parsed::Refused(why), "{text}");
    }
}

#[test]
fn a_number_with_an_extension_is_the_companys() {
    for text in ["(213) 373-4253 ext. 12", "213-373-4253 x12", "213 373 4253 #12"] {
        assert_eq!(parse(text, Some("US")), Parsed::Refused(PhoneFault::Special), "{text}");
    }
    // What is wrong with the number itself is told first.
    assert_eq!(parse("123 456 7890 x12", Some("US")), Parsed::Refused(PhoneFault::Invalid));
}

#[test]
fn a_long_text_is_not_read() {
    let text = ["0151 23456789", &" ".repeat(1_000_000)].concat();
    assert_eq!(parse(&text, Some("DE")), Parsed::Refused(PhoneFault::TooLong));
}

#[test]
fn random_digits_are_numbers_often_enough_for_the_laws_to_say_something() {
    let found = Cell::new(0);
    let count = |text: String| {
        found.set(found.get() + u32::from(matches!(parse(&text, None), Parsed::Phone(_))));
        Ok(())
    };
    TestRunner::new(config()).run(&digits(), count).unwrap();
    let found = found.get();
    assert!(found > 100, "{found}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_answered(text in ".{0,120}", country in prop::option::of("\\PC{0,3}")) {
        answered(&text, country.as_deref())?;
    }

    #[test]
    fn any_text_that_looks_like_a_number_is_answered(
        text in "[+0-9]{1,6}([0-9]|[-+ ().,;#x~=/]|ext|tel:|;phone-context=|;isub=|\u{660}){0,40}",
        country in "[A-Z]{2}",
    ) {
        answered(&text, Some(&country))?;
    }

    #[test]
    fn digits_are_answered(text in digits(), country in "[A-Z]{2}") {
        answered(&text, Some(&country))?;
        answered(&text, None)?;
    }
}

/// Half of them behind a plus and the beginning of a calling code that has numbers of many lengths.
fn digits() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{3,40}", "\\+(1[2-9]|7|20|33|39|44|49|54|55|61|64|81|86|91|212|262|358|590|599)[0-9]{5,11}"]
}

/// What holds for every answer: a phone has the shape of one and is read as itself, wherever that is typed.
fn answered(text: &str, country: Option<&str>) -> Result<(), TestCaseError> {
    let parsed = parse(text, country);
    let Parsed::Phone(Phone { e164, number, block }) = &parsed else { return Ok(()) };
    let digits = e164.strip_prefix('+').unwrap_or_default();
    prop_assert!((7..=20).contains(&e164.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "{e164}");
    prop_assert!(digits.starts_with(block) && block.len() + 3 == digits.len(), "{block}");
    prop_assert!(number.country.len() == 2 && number.country.bytes().all(|byte| byte.is_ascii_uppercase()));
    prop_assert!(number.area.as_deref().is_none_or(|area| area.len() == 3 && digits.contains(area)));
    for elsewhere in [None, Some("US"), Some("AR"), Some("SM"), Some(&*number.country), Some("XX")] {
        prop_assert_eq!(&parse(e164, elsewhere), &parsed);
    }
    Ok(())
}

fn phone(text: &str, country: Option<&str>) -> Phone {
    match parse(text, country) {
        Parsed::Phone(phone) => phone,
        Parsed::Refused(why) => panic!("{text}: {why:?}"),
    }
}

/// The seed is fixed, so that a run says the same every time.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 4_000,
        rng_seed: RngSeed::Fixed(20_261_121),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
