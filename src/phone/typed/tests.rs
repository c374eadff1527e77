use super::*;

#[test]
fn signs_blanks_and_words_before_the_number_go() {
    for text in [
        "030 1234567",
        "(030) 123-45.67",
        "030/1234567",
        "[030] 1234567",
        "Tel.: 030 1234567",
        "030 1234567 (home)",
        "030\u{a0}1234567",
        "030\u{202f}123\t45\n67",
        "030\u{2013}1234567",
        "\u{202a}030\u{202c}1234567\u{202c}",
        "\u{feff}030\u{200b}1234\u{feff}567",
        "030\u{ad}1234\u{2060}567",
    ] {
        assert_eq!(read(text), Ok(national("0301234567")), "{text:?}");
    }
}

#[test]
fn a_plus_tells_that_the_number_is_international() {
    for text in ["+4930123456", "(+49) 30 123456", "\u{ff0b}49 30 123456", "tel:+49-30-123456", "TEL:+4930123456"] {
        let typed = read(text).unwrap();
        assert!(typed.is_international && typed.digits == "4930123456", "{text}");
    }
}

#[test]
fn digits_of_every_script_are_digits() {
    for zero in ZEROS {
        let text: String = (0..10).map(|digit| char::from_u32(u32::from(zero) + digit).unwrap()).collect();
        assert_eq!(read(&text), Ok(national("0123456789")), "{text}");
    }
    let full_width = "\u{ff10}\u{ff13}\u{ff10}\u{ff11}\u{ff12}\u{ff13}\u{ff14}\u{ff15}\u{ff16}\u{ff17}";
    assert_eq!(read(full_width), Ok(national("0301234567")));
    assert!(ZEROS.is_sorted());
}

#[test]
fn an_extension_is_told_from_the_number() {
    for extension in [
        " ext. 12",
        "ext12",
        " x12",
        "x 12",
        "#12",
        " #12",
        ",,12#",
        ";12",
        ";ext=12",
        " Extension: 12",
        " extensi\u{f3}n 12",
        " int 12",
        " доб. 12",
        " ДОБ 12",
        " anexo 12",
        "~12",
        " \u{ff58}12",
        " - 503#",
    ] {
        let typed = read(&["+12133734253", extension].concat()).unwrap();
        assert!(typed.has_extension && typed.digits.starts_with("12133734253"), "{extension}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for text in
        ["none", "+", "---", "1-800-FLOWERS-4", "030 1234567 or 8", "+49 30 123456 / +49 30 123457", "++49301234567"]
    {
        assert_eq!(read(text), Err(PhoneFault::NotANumber), "{text}");
    }
    let long_extension = ["+12133734253 x", &"1".repeat(MOST_OF_EXTENSION + 1)].concat();
    assert_eq!(read(&long_extension), Err(PhoneFault::NotANumber));
    for text in ["", " ", "\u{a0}\t\n", "\u{200b}"] {
        assert_eq!(read(text), Err(PhoneFault::Empty), "{text:?}");
    }
}

#[test]
fn a_number_has_three_to_thirty_digits_and_its_text_a_hundred_characters() {
    assert_eq!(read("+12"), Err(PhoneFault::TooShort));
    assert_eq!(read("112").unwrap().digits, "112");
    assert_eq!(read(&"1".repeat(30)).unwrap().digits.len(), 30);
    assert_eq!(read(&"1".repeat(31)), Err(PhoneFault::TooLong));
    assert!(read(&["0301234567", &" ".repeat(90)].concat()).is_ok());
    assert_eq!(read(&["0301234567", &" ".repeat(91)].concat()), Err(PhoneFault::TooLong));
    // Characters, not bytes.
    assert!(read(&["0301234567", &"\u{a0}".repeat(90)].concat()).is_ok());
}

#[test]
fn the_context_of_an_address_is_the_beginning_of_its_number() {
    let typed = read("tel:030-1234567;phone-context=+49").unwrap();
    assert!(typed.is_international && typed.digits == "490301234567");
    assert_eq!(read("tel:030-1234567;phone-context=example.com"), Ok(national("0301234567")));
    assert_eq!(read("tel:030-1234567;isub=99"), Ok(national("0301234567")));
    assert_eq!(read("tel:030-1234567;isub=99;phone-context=example.com"), Ok(national("0301234567")));
    for context in ["", "+4x", "a b", "?"] {
        let text = ["tel:030-1234567;phone-context=", context].concat();
        assert_eq!(read(&text), Err(PhoneFault::NotANumber), "{text}");
    }
}

fn national(digits: &str) -> Typed {
    Typed { is_international: false, digits: digits.into(), has_extension: false }
}
