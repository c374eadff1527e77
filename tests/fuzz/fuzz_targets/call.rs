//! Any bytes as a call: the first names the operation, the rest is a frame. From the root of the repository:
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz call`.

#![no_main]

use cartsignal::contract::frame;
use cartsignal::contract::session::{Op, Session};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((op, framed)) = bytes.split_first() else { return };
    let Some(op) = Op::of(u32::from(*op)) else { return };
    let Ok(parts) = frame::decode(framed) else { return };
    let mut session = Session::new();
    assert!(session.call(op, &parts).first().is_some_and(|json| json.starts_with(b"{\"")));
});
