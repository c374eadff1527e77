//! Slips of the thumb: words one letter away from another.

/// Returns whether one letter more, less or other, or two neighbours swapped, turn `a` into `b`; false for equal words.
pub(super) fn is_one_slip(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (a_rest, b_rest) = (a.chars().skip(same), b.chars().skip(same));
    let (a_left, b_left) = (a_rest.clone().count(), b_rest.clone().count());
    let after = |n: usize, m: usize| a_rest.clone().skip(n).eq(b_rest.clone().skip(m));
    let swapped = || a_rest.clone().take(2).eq([b_rest.clone().nth(1), b_rest.clone().next()].into_iter().flatten());
    match (a_left, b_left) {
        (0, 0) => false,
        (more, less) if more == less.saturating_add(1) => after(1, 0),
        (less, more) if more == less.saturating_add(1) => after(0, 1),
        (one, other) if one == other => after(1, 1) || (one >= 2 && swapped() && after(2, 2)),
        (_, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_or_one_swap_is_a_slip() {
        for slip in ["stpo", "sotp", "tsop", "stip", "sto", "top", "stopo", "astop", "stoop"] {
            assert!(is_one_slip("stop", slip), "{slip}");
            assert!(is_one_slip(slip, "stop"), "{slip}");
        }
    }

    #[test]
    fn the_same_word_and_two_slips_are_none() {
        for word in ["stop", "st", "pots", "start", "", "tspo"] {
            assert!(!is_one_slip("stop", word), "{word}");
        }
    }
}
