//! Letters as they are compared: small, without accent, without style.

use alloc::string::String;

/// Appends `c` in lower case, without its accent: `É` as `e`, `ß` as `ss`, `œ` as `oe`, `𝗦` and `Ｓ` as `s`.
///
/// Knows the letters of Latin that German, French and English use and their neighbours; any other letter is only put in
/// lower case, so a language in another alphabet needs no more than its data.
pub(super) fn push(out: &mut String, c: char) {
    for small in plain(c).unwrap_or(c).to_lowercase() {
        match small {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ª' => out.push('a'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ď' | 'đ' | 'ð' => out.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ğ' => out.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => out.push('i'),
            'ł' => out.push('l'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'º' => out.push('o'),
            'ř' => out.push('r'),
            'ś' | 'ş' | 'š' | 'ș' | 'ſ' => out.push('s'),
            'ţ' | 'ť' | 'ț' => out.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            other => {
                if !is_invisible(other) {
                    out.push(other);
                }
            }
        }
    }
}

/// Returns the ASCII form of a full-width character or of a letter in a style (`𝗦`, `Ⓢ`, `🅂`).
pub(super) fn plain(c: char) -> Option<char> {
    let code = u32::from(c);
    let (first, letters) = match c {
        '！'..='～' => return char::from_u32(code.checked_sub(0xfee0)?),
        '\u{1d400}'..='\u{1d6a3}' => (0x1d400, 52),
        'Ⓐ'..='ⓩ' => (0x24b6, 26),
        '🄰'..='🅉' => (0x1f130, 26),
        '🅐'..='🅩' => (0x1f150, 26),
        '🅰'..='🆉' => (0x1f170, 26),
        _ => return None,
    };
    let place = code.checked_sub(first)?.checked_rem(letters)?.checked_rem(26)?;
    char::from_u32(place.checked_add(u32::from('a'))?)
}

/// Returns whether `c` shows nothing by itself: accents that combine, zero width, directions, variants, tones of skin.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{20e3}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| push(&mut out, c));
        out
    }

    #[test]
    fn a_letter_loses_case_accent_and_style() {
        assert_eq!(folded("ARRÊT Größe Œuvre İI"), "arret grosse oeuvre ii");
        assert_eq!(folded("ＳＴＯＰ 𝗦𝗧𝗢𝗣 𝓼𝓽𝓸𝓹 ⓢⓉⓄⓅ 🅂🅃🄾🄿"), "stop stop stop stop stop");
    }

    #[test]
    fn another_alphabet_is_put_in_lower_case_only() {
        assert_eq!(folded("СТОП 停止"), "стоп 停止");
    }
}
