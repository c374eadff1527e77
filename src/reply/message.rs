//! A message as it is read: clauses of plain words, and signs.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::fold;

/// Characters of a message that are read; the longest SMS of ten parts has 1,530. Chosen.
pub(super) const READ_AT_MOST: usize = 1_600;

/// Clauses that are told apart; more punctuation than that ends words only. Chosen: bounds the work.
const CLAUSES_AT_MOST: usize = 64;

/// A run of words without punctuation inside.
pub(super) type Clause = Vec<Box<str>>;

/// What is left of a message when case, accents, punctuation, blanks and invisible characters don't count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// Clauses in order, none of them empty.
    pub(super) clauses: Vec<Clause>,
    /// Every character that is neither letter nor blank: emoji, and question marks.
    pub(super) signs: Vec<char>,
}

impl Message {
    /// Reads the first 1,600 characters of `text`.
    ///
    /// - Hyphens, asterisks and blanks end a word; any other punctuation, a line and an emoji end a clause.
    /// - An apostrophe joins (`don't` is `dont`, `n'envoyez` is `nenvoyez`), since people leave it out; one that was
    ///   left out for a blank joins too (`n envoyez`).
    /// - Letters spelled out one by one are a word (`S.T.O.P`).
    /// - A letter three times or more in a row counts once (`stooop`).
    /// - Addresses of pages are left out.
    pub(super) fn of(text: &str) -> Self {
        let mut reader = Reader::default();
        let mut chars = text.chars().take(READ_AT_MOST).filter(|c| !fold::is_invisible(*c)).peekable();
        while let Some(c) = chars.next() {
            let c = if c.is_ascii() { c } else { fold::plain(c).unwrap_or(c) };
            let spelled = c == '.' && chars.peek().is_some_and(|next| next.is_alphanumeric());
            reader.take(c, spelled);
        }
        reader.end_clause();
        reader.message.clauses.extend(Some(reader.clause).filter(|rest| !rest.is_empty()));
        reader.message
    }

    /// Returns whether no word is left.
    pub(super) fn is_wordless(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Returns the only word of the message, if it has one word only.
    pub(super) fn only_word(&self) -> Option<&str> {
        match self.clauses.as_slice() {
            [clause] => match clause.as_slice() {
                [word] => Some(word),
                _ => None,
            },
            _ => None,
        }
    }
}

#[derive(Default)]
struct Reader {
    message: Message,
    clause: Clause,
    word: String,
    /// The letter of which a third in a row was met.
    stretched: Option<char>,
    after_blank: bool,
    in_address: bool,
}

impl Reader {
    fn take(&mut self, c: char, spelled: bool) {
        let after_blank = core::mem::replace(&mut self.after_blank, c.is_whitespace());
        if self.in_address && !c.is_whitespace() {
            return;
        }
        self.in_address = false;
        if c.is_alphanumeric() {
            self.letter(c);
        } else if c == '\n' || c == '\r' {
            self.end_clause();
        } else if is_hyphen(c) {
            if after_blank { self.end_clause() } else { self.end_word() }
        } else if c.is_whitespace() || is_within_words(c) {
            self.end_word();
        } else if is_apostrophe(c) {
            // Joined with what follows; before a blank it ends the word as the blank does.
        } else if c == ':' && matches!(self.word.as_str(), "http" | "https") {
            self.word.clear();
            self.in_address = true;
        } else if spelled && self.word.chars().count() == 1 {
            self.end_word();
        } else {
            self.message.signs.push(c);
            self.end_clause();
        }
    }

    fn letter(&mut self, c: char) {
        let from = self.word.len();
        fold::push(&mut self.word, c);
        let added = self.word.split_off(from);
        for small in added.chars() {
            if self.stretched == Some(small) {
                continue;
            }
            self.stretched = None;
            let mut before = self.word.chars().rev();
            if small.is_alphabetic() && before.next() == Some(small) && before.next() == Some(small) {
                self.word.pop();
                self.stretched = Some(small);
            } else {
                self.word.push(small);
            }
        }
    }

    fn end_word(&mut self) {
        self.stretched = None;
        if !self.word.is_empty() {
            self.clause.push(core::mem::take(&mut self.word).into_boxed_str());
        }
    }

    fn end_clause(&mut self) {
        self.end_word();
        if !self.clause.is_empty() && self.message.clauses.len() < CLAUSES_AT_MOST {
            self.message.clauses.push(joined(core::mem::take(&mut self.clause)));
        }
    }
}

/// Joins letters that stand alone: three or more in a row to one word, an elided one to the word it belongs to.
fn joined(clause: Clause) -> Clause {
    let mut out: Clause = Vec::with_capacity(clause.len());
    let mut rest = clause.as_slice();
    while let Some((word, after)) = rest.split_first() {
        let alone = rest.iter().take_while(|word| is_single(word)).count();
        if let Some((spelled, behind)) = rest.split_at_checked(alone).filter(|_| alone >= 3) {
            out.push(spelled.concat().into_boxed_str());
            rest = behind;
            continue;
        }
        rest = after;
        if &**word == "t" && out.last().is_some_and(|before| before.ends_with('n')) {
            let whole = out.pop().map(|before| [&*before, "t"].concat());
            out.extend(whole.map(String::into_boxed_str));
            continue;
        }
        match after.split_first() {
            Some((next, behind)) if is_elided(word) && next.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']) => {
                out.push([&**word, &**next].concat().into_boxed_str());
                rest = behind;
            }
            Some(_) | None => out.push(word.clone()),
        }
    }
    out
}

fn is_single(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Letters that French elides before a vowel.
fn is_elided(word: &str) -> bool {
    matches!(word, "c" | "d" | "j" | "l" | "m" | "n")
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '−')
}

const fn is_within_words(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '#' | '@' | '&' | '+' | '%' | '^' | '·')
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | '`' | '´' | 'ʼ' | 'ʹ' | '′')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<String> {
        Message::of(text).clauses.iter().map(|clause| clause.join(" ")).collect()
    }

    #[test]
    fn punctuation_ends_a_clause_and_a_hyphen_a_word() {
        assert_eq!(clauses("  Who is this?? Opt-Out – now…please "), ["who is this", "opt out", "now", "please"]);
    }

    #[test]
    fn an_apostrophe_joins_and_so_does_the_blank_in_its_place() {
        assert_eq!(clauses("don’t don t n'envoyez n envoyez ‘stop’"), ["dont dont nenvoyez nenvoyez stop"]);
    }

    #[test]
    fn letters_spelled_out_are_a_word() {
        assert_eq!(clauses("S.T.O.P now"), ["stop now"]);
        assert_eq!(clauses("S T O P"), ["stop"]);
        assert_eq!(clauses("s-t-o-p!"), ["stop"]);
    }

    #[test]
    fn a_stretched_letter_counts_once_and_a_double_one_twice() {
        assert_eq!(clauses("STOOOOP stopppp STOPP jaaa"), ["stop stop stopp ja"]);
    }

    #[test]
    fn what_shows_nothing_counts_nothing() {
        assert_eq!(clauses("S\u{200b}T\u{ad}OP\u{feff} ARRE\u{302}T"), ["stop arret"]);
        assert_eq!(Message::of("✋🏽\u{fe0f}").signs, ['✋']);
    }

    #[test]
    fn addresses_of_pages_are_left_out() {
        assert_eq!(clauses("see https://x.example/stop?a=b ok"), ["see ok"]);
    }
}
