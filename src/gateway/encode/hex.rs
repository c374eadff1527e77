//! Hexadecimal digits.

use alloc::string::String;
use alloc::vec::Vec;

const LOWER: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/// Returns bytes as lower-case hex.
pub(in crate::gateway) fn encode(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| digits(*byte)).collect()
}

/// Returns the bytes of lower-case hex, or nothing.
pub(in crate::gateway) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|digit| digit.is_ascii_uppercase()) {
        return None;
    }
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| byte(*high, *low)).collect()
}

/// Returns the byte of two hex digits of either case.
pub(super) fn byte(high: u8, low: u8) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(value(high)? << 4 | value(low)?)
}

/// Returns a byte as two upper-case digits.
pub(super) fn upper(byte: u8) -> String {
    digits(byte).iter().map(char::to_ascii_uppercase).collect()
}

fn digits(byte: u8) -> [char; 2] {
    [byte >> 4, byte & 15].map(|digit| LOWER.get(usize::from(digit)).copied().unwrap_or('0'))
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, upper};

    #[test]
    fn hex_is_there_and_back_in_lower_case() {
        assert_eq!(encode(&[0x00, 0x9f, 0xff]), "009fff");
        assert_eq!(decode("009fff"), Some(vec![0x00, 0x9f, 0xff]));
        assert_eq!(upper(0xaf), "AF");
    }

    #[test]
    fn anything_else_is_no_hex() {
        assert_eq!(decode("0"), None);
        assert_eq!(decode("0g"), None);
        assert_eq!(decode("AA"), None);
        assert_eq!(decode("+1"), None);
    }
}
