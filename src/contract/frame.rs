//! Frames: several parts in one piece of memory, for borders that pass an address and a length.
//!
//! Layout: number of parts (u32, little-endian), then for each part its length (u32, little-endian) and its bytes.

use crate::contract::error::{Code, ContractError};
use alloc::vec::Vec;

/// Most parts of one call. Chosen: a program in pieces has fewer sections than this for any store that compiles.
pub const MAX_PARTS: usize = 1_024;

/// An answer larger than this is not kept as room for the next: one big program is not paid for ever after.
const KEPT_BYTES: usize = 256 * 1_024;

/// Splits a frame into its parts.
///
/// # Errors
/// `request.frame` when bytes are missing or left over, or there are more than 1,024 parts.
pub fn decode(frame: &[u8]) -> Result<Vec<&[u8]>, ContractError> {
    let (count, mut rest) = number(frame).ok_or_else(broken)?;
    if count > MAX_PARTS {
        return Err(broken());
    }
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        let (length, after) = number(rest).ok_or_else(broken)?;
        let (part, after) = after.split_at_checked(length).ok_or_else(broken)?;
        parts.push(part);
        rest = after;
    }
    if rest.is_empty() { Ok(parts) } else { Err(broken()) }
}

/// Appends `parts` as one frame to `out`.
///
/// A part beyond 4 GiB, which no 32-bit memory holds, is cut to nothing.
pub fn encode<P: AsRef<[u8]>>(parts: &[P], out: &mut Vec<u8>) {
    let count = u32::try_from(parts.len()).unwrap_or_default();
    out.extend(count.to_le_bytes());
    for part in parts {
        match u32::try_from(part.as_ref().len()) {
            Ok(length) => {
                out.extend(length.to_le_bytes());
                out.extend_from_slice(part.as_ref());
            }
            Err(_) => out.extend([0; 4]),
        }
    }
}

/// Writes an answer over `out`: the length of its frame (u32, little-endian), then the frame.
pub fn answer<P: AsRef<[u8]>>(parts: &[P], out: &mut Vec<u8>) {
    if out.capacity() > KEPT_BYTES {
        *out = Vec::new();
    }
    out.clear();
    out.extend([0; 4]);
    encode(parts, out);
    let length = u32::try_from(out.len().saturating_sub(4)).unwrap_or_default();
    if let Some(place) = out.first_chunk_mut::<4>() {
        *place = length.to_le_bytes();
    }
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

fn broken() -> ContractError {
    ContractError::new(Code::RequestFrame, "", "the frame does not hold the parts it announces")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(parts: &[&[u8]]) -> Vec<u8> {
        let mut frame = Vec::new();
        encode(parts, &mut frame);
        frame
    }

    #[test]
    fn parts_come_out_as_they_went_in_empty_ones_too() {
        let parts: [&[u8]; 3] = [b"{}", b"", b"\0\x01"];
        assert_eq!(decode(&framed(&parts)).unwrap(), parts);
        assert!(decode(&framed(&[])).unwrap().is_empty());
    }

    #[test]
    fn a_frame_cut_anywhere_is_refused() {
        let frame = framed(&[b"{}", b"state"]);
        (0..frame.len()).for_each(|end| assert!(decode(&frame[..end]).is_err(), "{end}"));
    }

    #[test]
    fn bytes_left_over_are_refused() {
        let mut frame = framed(&[b"{}"]);
        frame.push(0);
        assert!(decode(&frame).is_err());
    }

    #[test]
    fn an_enormous_count_reserves_nothing() {
        assert!(decode(&u32::MAX.to_le_bytes()).is_err());
    }
}
