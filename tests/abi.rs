//! The C ABI as a host sees it: addresses and lengths in, addresses and lengths out.

#![cfg(not(target_family = "wasm"))]
#![cfg(all(feature = "abi", feature = "cold", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop")]
#![expect(unsafe_code, reason = "the ABI is made of addresses")]

use cartsignal::abi::{cartsignal_abi_version, cartsignal_alloc, cartsignal_call, cartsignal_free};
use cartsignal::contract::frame;
use cartsignal::contract::session::Op;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One instance serves one call at a time; tests run in threads.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn raw(op: u32, framed: &[u8]) -> Vec<Vec<u8>> {
    let address = cartsignal_alloc(framed.len());
    // SAFETY: the memory is `framed.len()` bytes long when its address is not 0; the answer holds its own length.
    let answer = unsafe {
        if !address.is_null() {
            address.copy_from_nonoverlapping(framed.as_ptr(), framed.len());
        }
        let answer = cartsignal_call(op, address, framed.len());
        cartsignal_free(address, framed.len());
        let length = u32::from_le_bytes(answer.cast::<[u8; 4]>().read_unaligned());
        std::slice::from_raw_parts(answer.add(4), usize::try_from(length).unwrap())
    };
    frame::decode(answer).unwrap().into_iter().map(<[u8]>::to_vec).collect()
}

fn call(op: Op, parts: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut framed = Vec::new();
    frame::encode(parts, &mut framed);
    raw(op.number(), &framed)
}

fn json(parts: &[Vec<u8>]) -> serde_json::Value {
    serde_json::from_slice(&parts[0]).unwrap()
}

#[test]
fn a_configuration_compiles_loads_and_steps() {
    let _turn = turn();
    let compiled = call(Op::Compile, &[cartsignal::preset::DEMO.as_bytes(), b""]);
    assert!(json(&compiled)["ok"]["hash"].is_string());
    let loaded = json(&call(Op::Load, &[b"{}", &compiled[1]]));
    assert_eq!(loaded["ok"]["hash"], json(&compiled)["ok"]["hash"]);
    let request = serde_json::json!({
        "program": loaded["ok"]["program"], "shopper": "s-1", "moment": 1_763_467_200_000_i64,
        "input": {"id": "i", "occurred_at": 1_763_467_200_000_i64, "trust": "browser", "what": {"page.viewed": {}}},
    });
    let stepped = call(Op::Step, &[request.to_string().as_bytes(), b"", b""]);
    assert_eq!(json(&stepped)["ok"]["folded"], "new");
    assert!(!stepped[1].is_empty() && stepped[2].is_empty());
}

#[test]
fn an_unknown_operation_is_an_error_answer() {
    let _turn = turn();
    let mut framed = Vec::new();
    frame::encode(&[b"{}"], &mut framed);
    assert_eq!(json(&raw(999, &framed))["error"]["code"], "request.unknown_call");
}

#[test]
fn a_frame_that_lies_about_its_parts_is_an_error_answer() {
    let _turn = turn();
    for framed in [&b""[..], b"\x01", b"\xff\xff\xff\xff", b"\x01\0\0\0\xff\xff\xff\x7f{}"] {
        assert_eq!(json(&raw(0, framed))["error"]["code"], "request.frame");
    }
}

#[test]
fn no_memory_is_asked_for_and_none_is_given() {
    let _turn = turn();
    assert!(cartsignal_alloc(0).is_null());
    assert!(cartsignal_alloc(usize::MAX).is_null());
    // SAFETY: address 0 is ignored.
    unsafe { cartsignal_free(std::ptr::null_mut(), 5) }
}

#[test]
fn the_abi_tells_its_version() {
    assert_eq!(cartsignal_abi_version(), 1);
}

#[test]
fn operations_have_the_numbers_that_hosts_know() {
    let names: Vec<_> = Op::ALL.iter().map(|op| (op.number(), op.name())).collect();
    let frozen = [
        "versions",
        "compile",
        "lint",
        "load",
        "unload",
        "touches",
        "step",
        "merge",
        "admit",
        "explain",
        "measure",
        "observe",
        "learn",
        "hold",
        "flush",
        "release",
        "erase",
        "combine",
        "parse_phone",
        "read_reply",
        "request",
        "response",
        "challenge",
        "webhook",
        "registration",
        "charge",
        "senders",
        "providers",
        "spending",
    ];
    let frozen: Vec<_> =
        frozen.iter().enumerate().map(|(number, name)| (u32::try_from(number).unwrap(), *name)).collect();
    assert_eq!(names, frozen);
    assert!(names.iter().all(|(number, name)| Op::of(*number).unwrap().name() == *name));
}
