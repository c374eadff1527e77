//! Amounts of money as providers write them, read without floats.

use crate::money::Micros;

const MICROS: u32 = 1_000_000;

/// Digits that a millionth leaves room for; what is finer is rounded up, so that no price becomes nothing.
const PLACES: usize = 6;

/// Returns the amount of a decimal such as `-0.00750` in millionths, sign and all, or nothing.
pub(in crate::gateway) fn micros(decimal: &str) -> Option<Micros> {
    let (negative, digits) = match decimal.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, decimal),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let right = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || whole.len() > 12 || fraction.len() > 18 {
        return None;
    }
    if !right(whole) || !right(fraction) {
        return None;
    }
    let mut amount = number(whole)?.checked_mul(i64::from(MICROS))?;
    let (kept, finer) = fraction.split_at_checked(PLACES).unwrap_or((fraction, ""));
    let scale = 10_i64.checked_pow(u32::try_from(PLACES.saturating_sub(kept.len())).ok()?)?;
    amount = amount.checked_add(number(kept)?.checked_mul(scale)?)?;
    if finer.bytes().any(|digit| digit != b'0') {
        amount = amount.checked_add(1)?;
    }
    Some(Micros(if negative { amount.saturating_neg() } else { amount }))
}

fn number(digits: &str) -> Option<i64> {
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::micros;
    use crate::money::Micros;

    #[test]
    fn a_decimal_is_read_to_the_millionth() {
        for (text, amount) in [
            ("-0.00750", -7_500),
            ("0.00750", 7_500),
            ("12", 12_000_000),
            ("1.", 1_000_000),
            (".5", 500_000),
            ("0.0000001", 1),
            ("0.0000010", 1),
            ("-0", 0),
            ("999999999999.999999", 999_999_999_999_999_999),
        ] {
            assert_eq!(micros(text), Some(Micros(amount)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_amount() {
        for text in ["", "-", ".", "+1", "1e3", "1,5", " 1", "--1", "1.-5", "1234567890123", "1.2.3", "NaN"] {
            assert_eq!(micros(text), None, "{text}");
        }
    }
}
