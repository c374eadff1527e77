//! Percent and form encoding, written and read as browsers and Node do.

use super::hex;
use alloc::string::String;
use alloc::vec::Vec;

/// Most fields a form may have. Chosen: Twilio sends about 30, with ten media 50.
const MOST_FIELDS: usize = 256;

/// Returns fields as `application/x-www-form-urlencoded`.
///
/// # Source
/// URL Standard, 5.2.
pub(in crate::gateway) fn form(fields: &[(&str, &str)]) -> String {
    let mut written = String::new();
    for (name, value) in fields {
        if !written.is_empty() {
            written.push('&');
        }
        write(&mut written, name, is_plain_in_form, "+");
        written.push('=');
        write(&mut written, value, is_plain_in_form, "+");
    }
    written
}

/// Returns text as one piece of a path or a query: everything but RFC 3986's unreserved characters is escaped.
pub(in crate::gateway) fn component(text: &str) -> String {
    let mut written = String::new();
    write(&mut written, text, is_unreserved, "%20");
    written
}

/// Returns the fields of a form or a query in their order, or nothing where they are not UTF-8 or too many.
///
/// A `%` that begins no escape stands for itself, as in every browser.
pub(in crate::gateway) fn fields(form: &[u8]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for field in form.split(|byte| *byte == b'&').filter(|field| !field.is_empty()) {
        if found.len() == MOST_FIELDS {
            return None;
        }
        let mut halves = field.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        found.push((name, value));
    }
    Some(found)
}

/// Returns text with the characters escaped that `escaped` names, and those outside ASCII; escapes in it stay.
pub(in crate::gateway) fn escape(text: &str, escaped: fn(u8) -> bool) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        push(&mut written, byte, byte.is_ascii() && !escaped(byte));
    }
    written
}

fn write(written: &mut String, text: &str, is_plain: fn(u8) -> bool, space: &str) {
    for byte in text.bytes() {
        if byte == b' ' {
            written.push_str(space);
        } else {
            push(written, byte, is_plain(byte));
        }
    }
}

fn push(written: &mut String, byte: u8, plain: bool) {
    if plain {
        written.push(char::from(byte));
    } else {
        written.push('%');
        written.push_str(&hex::upper(byte));
    }
}

fn decode(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (*first, after) {
            (b'%', [high, low, tail @ ..]) => hex::byte(*high, *low).map(|byte| (byte, tail)),
            (b'+', _) => Some((b' ', after)),
            _ => None,
        };
        let (byte, tail) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

const fn is_plain_in_form(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'.' | b'_')
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::{component, escape, fields, form};
    use alloc::vec;

    #[test]
    fn a_form_is_written_as_browsers_do() {
        let written = form(&[("To", "+4915112345678"), ("Body", "Grüße & 50 % *-._~")]);
        assert_eq!(written, "To=%2B4915112345678&Body=Gr%C3%BC%C3%9Fe+%26+50+%25+*-._%7E");
    }

    #[test]
    fn a_form_is_read_as_browsers_do() {
        let read = fields(b"a=1&&b&c=x=y&d=%C3%BC+z%&=e&a=%zz").unwrap();
        let read: vec::Vec<(&str, &str)> = read.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(read, vec![("a", "1"), ("b", ""), ("c", "x=y"), ("d", "\u{fc} z%"), ("", "e"), ("a", "%zz")]);
    }

    #[test]
    fn bytes_that_are_no_text_are_no_form() {
        assert_eq!(fields(b"a=%ff"), None);
        assert_eq!(fields(&[b'a', b'=', 0xc3]), None);
        assert_eq!(fields(&b"a=1&".repeat(257)), None);
    }

    #[test]
    fn a_piece_of_an_address_has_no_reserved_character() {
        assert_eq!(component("+1 a/b?c&d~"), "%2B1%20a%2Fb%3Fc%26d~");
        assert_eq!(escape("/a b?'%27\u{fc}", |byte| matches!(byte, b' ' | b'\'')), "/a%20b?%27%27%C3%BC");
    }
}
