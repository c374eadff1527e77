//! Honest base letters: turns a merge value into GSM-7 where nobody would call it another name.

use alloc::borrow::Cow;
use alloc::string::String;

use super::gsm7::septets;

/// Returns `value` in GSM-7, or `None` when a character has no honest base letter (Cyrillic, Chinese, emoji).
///
/// A value already in GSM-7 is borrowed. A letter outside GSM-7 becomes its base letter (`ë` to `e`, `ł` to `l`, `œ` to
/// `oe`), typographic punctuation its plain form, invisible characters vanish, a combining accent joins its letter where
/// GSM-7 has both as one and is dropped otherwise. Only for values filled in, never for an author's own text.
pub fn to_gsm7(value: &str) -> Option<Cow<'_, str>> {
    if value.chars().all(|c| septets(c).is_some()) {
        return Some(Cow::Borrowed(value));
    }
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '\u{300}'..='\u{36f}') {
            accent(&mut out, c);
        } else if septets(c).is_some() {
            out.push(c);
        } else if let Some(plain) = full_width(c) {
            out.push(plain);
        } else {
            out.push_str(letter(c).or_else(|| vietnamese(c)).or_else(|| punctuation(c))?);
        }
    }
    Some(Cow::Owned(out))
}

/// Joins a combining accent to the letter before it if GSM-7 has the pair; drops it otherwise.
fn accent(out: &mut String, mark: char) {
    let Some(base) = out.chars().next_back() else { return };
    let joined = match (base, mark) {
        ('a', '\u{300}') => 'à',
        ('e', '\u{300}') => 'è',
        ('i', '\u{300}') => 'ì',
        ('o', '\u{300}') => 'ò',
        ('u', '\u{300}') => 'ù',
        ('e', '\u{301}') => 'é',
        ('E', '\u{301}') => 'É',
        ('n', '\u{303}') => 'ñ',
        ('N', '\u{303}') => 'Ñ',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('A', '\u{308}') => 'Ä',
        ('O', '\u{308}') => 'Ö',
        ('U', '\u{308}') => 'Ü',
        ('a', '\u{30a}') => 'å',
        ('A', '\u{30a}') => 'Å',
        ('C', '\u{327}') => 'Ç',
        (_, _) => return,
    };
    out.pop();
    out.push(joined);
}

/// Returns the ASCII form of a full-width character.
fn full_width(c: char) -> Option<char> {
    if !matches!(c, '！'..='～') {
        return None;
    }
    let plain = char::from_u32(u32::from(c).checked_sub(0xfee0)?)?;
    septets(plain).map(|_| plain)
}

/// Latin-1, Latin Extended-A and the Romanian and pinyin letters of Extended-B.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ā' | 'Ă' | 'Ą' | 'Ǎ' => "A",
        'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ª' => "a",
        'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'Ď' | 'Đ' | 'Ð' => "D",
        'ď' | 'đ' | 'ð' => "d",
        'È' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => "E",
        'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' | 'Ǧ' => "G",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'Ĥ' | 'Ħ' => "H",
        'ĥ' | 'ħ' => "h",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' | 'Ǐ' => "I",
        'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => "i",
        'Ĵ' => "J",
        'ĵ' => "j",
        'Ķ' => "K",
        'ķ' | 'ĸ' => "k",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' => "L",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'Ń' | 'Ņ' | 'Ň' | 'Ŋ' => "N",
        'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
        'ŉ' => "'n",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ō' | 'Ŏ' | 'Ő' | 'Ǒ' => "O",
        'ó' | 'ô' | 'õ' | 'ō' | 'ŏ' | 'ő' | 'ǒ' | 'º' => "o",
        'Ŕ' | 'Ŗ' | 'Ř' => "R",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' => "S",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'Ţ' | 'Ť' | 'Ŧ' | 'Ț' => "T",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'Ù' | 'Ú' | 'Û' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ǔ' => "U",
        'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' => "u",
        'Ŵ' | 'Ẁ' | 'Ẃ' | 'Ẅ' => "W",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'Ý' | 'Ŷ' | 'Ÿ' => "Y",
        'ý' | 'ŷ' | 'ÿ' => "y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        'Œ' => "OE",
        'œ' => "oe",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'Þ' => "Th",
        'þ' => "th",
        'ẞ' => "SS",
        _ => return None,
    })
}

/// The letters of Latin Extended Additional that Vietnamese names use; capital and small alternate in the block.
fn vietnamese(c: char) -> Option<&'static str> {
    let small = u32::from(c) & 1 == 1;
    let pair = match c {
        'Ơ' => ["O", "O"],
        'ơ' => ["o", "o"],
        'Ư' => ["U", "U"],
        'ư' => ["u", "u"],
        'Ạ'..='ặ' => ["A", "a"],
        'Ẹ'..='ệ' => ["E", "e"],
        'Ỉ'..='ị' => ["I", "i"],
        'Ọ'..='ợ' => ["O", "o"],
        'Ụ'..='ự' => ["U", "u"],
        'Ỳ'..='ỹ' => ["Y", "y"],
        _ => return None,
    };
    let [capital, lower] = pair;
    Some(if small { lower } else { capital })
}

fn punctuation(c: char) -> Option<&'static str> {
    Some(match c {
        '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => "-",
        '…' => "...",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '™' | '®' => "",
        '©' => "(c)",
        '×' => "x",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        '¼' => "1/4",
        '½' => "1/2",
        '¾' => "3/4",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(value: &str, expected: &str) {
        assert_eq!(to_gsm7(value).as_deref(), Some(expected));
    }

    #[test]
    fn a_value_in_gsm_is_borrowed_as_it_is() {
        assert!(matches!(to_gsm7("Jürgen Groß"), Some(Cow::Borrowed("Jürgen Groß"))));
        assert!(matches!(to_gsm7(""), Some(Cow::Borrowed(""))));
    }

    #[test]
    fn a_letter_outside_gsm_becomes_its_base_letter() {
        becomes("Zoë", "Zoe");
        becomes("François", "Francois");
        becomes("Łukasz Wałęsa", "Lukasz Walesa");
        becomes("Dvořák Šárka", "Dvorak Sarka");
        becomes("Erdős", "Erdos");
        becomes("Ștefan İnanç", "Stefan Inanc");
        becomes("Nguyễn Thị Ánh Ưng", "Nguyen Thi Anh Ung");
        becomes("Œuvre Þór", "OEuvre Thor");
    }

    #[test]
    fn typographic_punctuation_becomes_plain() {
        becomes("D’Arcy – “x”\u{a0}…", "D'Arcy - \"x\" ...");
        becomes("Ａｎｎａ", "Anna");
        becomes("Ann\u{200b}a™", "Anna");
    }

    #[test]
    fn a_combining_accent_joins_its_letter_or_is_dropped() {
        becomes("Rene\u{301}", "René");
        becomes("Zoe\u{308}", "Zoe");
        becomes("\u{301}A", "A");
    }

    #[test]
    fn what_has_no_base_letter_is_refused() {
        for value in ["Иван", "Елена", "王伟", "Anna 🌸", "Αλέξης", "أحمد"] {
            assert_eq!(to_gsm7(value), None, "{value}");
        }
    }

    #[test]
    fn every_answer_is_in_gsm() {
        for c in ('\0'..='\u{ffff}').chain('\u{1f600}'..='\u{1f64f}') {
            let value = String::from_iter(['a', c, 'b']);
            if let Some(plain) = to_gsm7(&value) {
                assert!(plain.chars().all(|c| septets(c).is_some()), "{c:?}");
            }
        }
    }
}
