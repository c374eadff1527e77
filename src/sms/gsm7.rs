//! The GSM 7-bit default alphabet: which characters it has and how wide each is.

/// Returns the septets `c` takes: 1 in the default alphabet, 2 in the extension table, `None` outside both.
///
/// The escape code itself is no character. Small `ç` is missing from the alphabet, capital `Ç` is in it.
///
/// # Source
/// 3GPP TS 23.038, 6.2.1 (default alphabet) and 6.2.1.1 (default extension table).
pub(super) const fn septets(c: char) -> Option<u32> {
    match c {
        '\n' | '\r' | ' '..='Z' | 'a'..='z' | '_' => Some(1),
        '¡' | '£' | '¤' | '¥' | '§' | '¿' => Some(1),
        'Ä' | 'Å' | 'Æ' | 'Ç' | 'É' | 'Ñ' | 'Ö' | 'Ø' | 'Ü' | 'ß' => Some(1),
        'à' | 'ä' | 'å' | 'æ' | 'è' | 'é' | 'ì' | 'ñ' | 'ò' | 'ö' | 'ø' | 'ù' | 'ü' => Some(1),
        'Γ' | 'Δ' | 'Θ' | 'Λ' | 'Ξ' | 'Π' | 'Σ' | 'Φ' | 'Ψ' | 'Ω' => Some(1),
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Written out from the standard's table, row by row; the escape code at 0x1B is left out.
    const DEFAULT: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                           ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";

    #[test]
    fn the_alphabet_is_the_standards_table_and_nothing_else() {
        assert_eq!(DEFAULT.chars().count(), 127);
        for c in '\0'..=char::MAX {
            let expected = if DEFAULT.contains(c) {
                Some(1)
            } else if EXTENSION.contains(c) {
                Some(2)
            } else {
                None
            };
            assert_eq!(septets(c), expected, "{c:?}");
        }
    }
}
