//! Patterns of digits, matched without going back: a set of places in the number becomes the set of places behind.
//!
//! A number is short, so a set of places is one word of bits, and a pattern of any shape takes time linear in its length.
//! A regular expression takes the first alternative that fits, this the longest; the metadata mean the same by both.
//! Bytes of a pattern: 0–9 that digit; 10 any digit; 11 repeat, then the least and the most times (four bits each), then
//! what; 12–15 a class of digits, its two high bits, then the other eight; 16 a group, 17 or, 18 its end; 64 + n any n
//! digits; 80 + 10 a + b the digits from a to b.

/// Digits that a number may have, with all that is dialled before it; longer ones match nothing.
pub(super) const MOST_DIGITS: usize = 30;

/// A set of places: bit n stands before digit n.
type Places = u32;

/// A pattern and whatever lies behind it in the table: it knows its own end.
#[derive(Clone, Copy)]
pub(super) struct Pattern<'a>(&'a [u8]);

impl<'a> Pattern<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns whether the whole of `digits` is of this pattern.
    pub(super) fn is_all_of(self, digits: &str) -> bool {
        self.longest(digits, 0) == Some(digits.len())
    }

    /// Returns where the longest piece of this pattern that begins at place `from` ends.
    pub(super) fn longest(self, digits: &str, from: usize) -> Option<usize> {
        Ends(self.ends(digits, from)).last()
    }

    /// Returns every place where a piece of this pattern that begins at place `from` ends, the longest first.
    pub(super) fn each_end(self, digits: &str, from: usize) -> impl Iterator<Item = usize> + use<> {
        Ends(self.ends(digits, from))
    }

    fn ends(self, digits: &str, from: usize) -> Places {
        let begins = u32::try_from(from).ok().filter(|_| from <= digits.len() && digits.len() <= MOST_DIGITS);
        let Some(start) = begins.and_then(|from| 1_u32.checked_shl(from)) else { return 0 };
        Matcher { pattern: self.0, digits: digits.as_bytes() }.item(start)
    }
}

/// The places of a set, the last one first.
struct Ends(Places);

impl Iterator for Ends {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let place = self.0.checked_ilog2()?;
        self.0 &= !(1 << place);
        usize::try_from(place).ok()
    }
}

impl Ends {
    fn last(mut self) -> Option<usize> {
        self.next()
    }
}

#[derive(Clone, Copy)]
struct Matcher<'a> {
    pattern: &'a [u8],
    digits: &'a [u8],
}

impl Matcher<'_> {
    /// Matches the next item, and stands behind it even where nothing matches.
    fn item(&mut self, at: Places) -> Places {
        match self.byte() {
            Some(digit @ 0..=9) => self.one(at, 1 << digit),
            Some(10) => self.any(at, 1),
            Some(11) => self.repeated(at),
            Some(high @ 12..=15) => {
                let low = self.byte().unwrap_or_default();
                self.one(at, u16::from_be_bytes([high - 12, low]))
            }
            Some(16) => self.group(at),
            Some(run @ 64..80) => self.any(at, run - 64),
            Some(range @ 80..180) => {
                let (first, last) = ((range - 80) / 10, (range - 80) % 10);
                self.one(at, (2 << last) - (1 << first))
            }
            _ => 0,
        }
    }

    fn group(&mut self, start: Places) -> Places {
        let mut ends = 0;
        let mut at = start;
        loop {
            match self.pattern.first() {
                Some(17) => {
                    self.byte();
                    ends |= at;
                    at = start;
                }
                Some(18) | None => {
                    self.byte();
                    return ends | at;
                }
                Some(_) if at == 0 => self.skip(),
                Some(_) => at = self.item(at),
            }
        }
    }

    /// Goes to where this branch of a group ends: nothing is left to match in it.
    fn skip(&mut self) {
        let mut depth = 0_u8;
        while let Some(byte) = self.pattern.first() {
            match byte {
                17 | 18 if depth == 0 => return,
                11..=15 => drop(self.byte()),
                16 => depth = depth.saturating_add(1),
                18 => depth -= 1,
                _ => {}
            }
            self.byte();
        }
    }

    fn repeated(&mut self, start: Places) -> Places {
        let times = self.byte().unwrap_or_default();
        let (least, most) = (times >> 4, times & 15);
        let what = *self;
        let mut at = start;
        let mut ends = if least == 0 { start } else { 0 };
        for time in 1..=most {
            *self = what;
            at = self.item(at);
            if time >= least {
                ends |= at;
            }
        }
        ends
    }

    /// Goes behind so many digits.
    fn any(&self, at: Places, count: u8) -> Places {
        let all =
            u32::try_from(self.digits.len()).ok().and_then(|length| 2_u32.checked_shl(length)).unwrap_or_default();
        at << count & all.wrapping_sub(1)
    }

    /// Goes behind one digit of a class.
    fn one(&self, mut at: Places, class: u16) -> Places {
        let mut ends = 0;
        while at != 0 {
            let place = at.trailing_zeros();
            at &= at - 1;
            if self.digit(place).is_some_and(|digit| class >> digit & 1 == 1) {
                ends |= 2 << place;
            }
        }
        ends
    }

    fn digit(&self, place: u32) -> Option<u8> {
        let digit = self.digits.get(usize::try_from(place).ok()?)?.wrapping_sub(b'0');
        (digit <= 9).then_some(digit)
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.pattern.split_first()?;
        self.pattern = rest;
        Some(*byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[2-9]\d{2}|1(?:[03]5|4?){1,2}|00`
    const SHAPES: &[u8] = &[16, 80 + 29, 64 + 2, 17, 1, 11, 0x12, 16, 12, 0b1001, 5, 17, 11, 0x01, 4, 18, 17, 0, 0, 18];

    #[test]
    fn a_pattern_takes_what_it_says_and_nothing_else() {
        let takes = |digits: &str| Pattern::new(SHAPES).is_all_of(digits);
        for digits in ["299", "900", "1", "14", "144", "105", "10535", "1054", "1405", "00"] {
            assert!(takes(digits), "{digits}");
        }
        for digits in ["", "2", "29", "2999", "199", "125", "1351", "1444", "105355", "0"] {
            assert!(!takes(digits), "{digits}");
        }
    }

    #[test]
    fn the_longest_piece_wins_and_every_other_is_told() {
        let pattern = Pattern::new(SHAPES);
        assert_eq!(pattern.longest("1054777", 0), Some(4));
        assert_eq!(pattern.each_end("91054777", 1).collect::<Vec<_>>(), [5, 4, 2]);
        assert_eq!(pattern.longest("0", 0), None);
        assert_eq!(pattern.longest("1", 2), None);
    }

    #[test]
    fn a_number_of_more_digits_than_there_are_places_matches_nothing() {
        let any_times_fifteen: &[u8] = &[16, 64 + 15, 64 + 15, 18];
        assert!(Pattern::new(any_times_fifteen).is_all_of(&"7".repeat(MOST_DIGITS)));
        assert_eq!(Pattern::new(any_times_fifteen).longest(&"7".repeat(MOST_DIGITS + 1), 0), None);
    }

    #[test]
    fn bytes_that_are_no_pattern_match_nothing_and_end() {
        for bytes in [&[][..], &[200], &[16], &[16, 16, 16], &[11], &[11, 0xff], &[12], &[18], &[17, 17]] {
            assert!(!Pattern::new(bytes).is_all_of("123"), "{bytes:?}");
        }
    }
}
