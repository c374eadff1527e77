//! States go through bytes unharmed, a section of the next release with them, and stay below 16 KB.

use crate::timeline::host::{Habits, NEWER_SECTION, Played, play};
use crate::timeline::script::Timeline;
use cartsignal::engine::program::Program;
use cartsignal::engine::state::MAX_STATE_BYTES;

/// Sizes of the states at the end.
#[derive(Default)]
pub(crate) struct Sizes {
    pub(crate) total: u64,
    pub(crate) states: u64,
    pub(crate) largest: usize,
}

pub(crate) fn survive(timeline: &Timeline, program: &Program, plain: &Played) -> Result<Sizes, String> {
    let newer = play(timeline, program, Habits { bytes: true, newer: true, ..Habits::default() })?;
    if plain.calls.len() != newer.calls.len() {
        return Err("a section of the next release changes what is done".into());
    }
    for (ours, theirs) in plain.calls.iter().zip(&newer.calls) {
        if ours.decisions != theirs.decisions {
            return Err(format!("a section of the next release changes decisions: at {}", ours.moment.ms()));
        }
    }
    let mut sizes = Sizes { largest: newer.largest_bytes, ..Sizes::default() };
    let shoppers = plain
        .shoppers
        .iter()
        .zip(&newer.shoppers)
        .filter_map(|(a, b)| Some((a.as_ref()?.write(), b.as_ref()?.write())));
    let recipients = plain
        .recipients
        .iter()
        .zip(&newer.recipients)
        .filter_map(|(a, b)| Some((a.as_ref()?.write(), b.as_ref()?.write())));
    for (ours, theirs) in shoppers.chain(recipients) {
        let (ours, theirs) =
            (ours.map_err(|fault| format!("{fault:?}"))?, theirs.map_err(|fault| format!("{fault:?}"))?);
        if !kept(&ours, &theirs) {
            return Err("a section of the next release is not kept as it was".into());
        }
        sizes.total += u64::try_from(ours.len()).unwrap();
        sizes.states += 1;
    }
    if sizes.largest > MAX_STATE_BYTES { Err("a state has more than 16 KB".into()) } else { Ok(sizes) }
}

/// Returns whether `newer` is `plain` with the section put in somewhere.
fn kept(plain: &[u8], newer: &[u8]) -> bool {
    let place = newer.windows(NEWER_SECTION.len()).rposition(|window| window == NEWER_SECTION);
    place.is_some_and(|place| {
        let (before, after) = newer.split_at(place);
        [before, &after[NEWER_SECTION.len()..]].concat() == plain
    })
}
