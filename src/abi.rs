//! The C ABI: the core for PHP and any other host that can run WebAssembly; imports nothing.
//!
//! One instance holds one session. To make a call:
//!
//! 1. `cartsignal_alloc(length)` gives an address; 0 means that there is no memory.
//! 2. Write the frame there (`contract::frame`): number of parts, then length and bytes of each, u32 little-endian.
//!    Part 0 is the request as JSON, the others are bytes as `contract::session::Op` lists them; empty means absent.
//! 3. `cartsignal_call(op, address, length)` gives the address of the answer: its length (u32), then a frame of that
//!    length. It belongs to the module and stays until the next call: copy what you need, free nothing.
//! 4. `cartsignal_free(address, length)`, with the same two numbers; or keep the memory for the next call.
//!
//! Whatever is handed in, the answer is a frame whose part 0 is `{"ok":…}`, `{"error":…}` or `{"errors":[…]}`. Should
//! an instance trap, throw it away: states live at the host, so nothing is lost. An instance may also serve one call
//! only. Check `cartsignal_abi_version()` once: it rises when these five lines change.
#![expect(unsafe_code, reason = "a C ABI takes addresses; this is the only module that does")]

use crate::contract::error::{Code, ContractError};
use crate::contract::frame;
use crate::contract::session::{Op, Session};
use alloc::alloc::{Layout, alloc, dealloc};
use alloc::format;
use alloc::vec::Vec;
use std::sync::{Mutex, PoisonError};

#[cfg(target_arch = "wasm32")]
mod heap;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: heap::Heap = heap::Heap::new();

/// Version of the exported functions and of the frames.
const ABI_VERSION: u32 = 1;

struct Instance {
    session: Session,
    answer: Vec<u8>,
}

static INSTANCE: Mutex<Instance> = Mutex::new(Instance { session: Session::new(), answer: Vec::new() });

/// Returns the version of this ABI.
#[unsafe(no_mangle)]
pub extern "C" fn cartsignal_abi_version() -> u32 {
    ABI_VERSION
}

/// Returns the address of `length` bytes for a frame, or 0 when there is no memory or nothing is asked for.
#[unsafe(no_mangle)]
pub extern "C" fn cartsignal_alloc(length: usize) -> *mut u8 {
    match Layout::array::<u8>(length) {
        // SAFETY: the layout's size is not zero.
        Ok(layout) if length > 0 => unsafe { alloc(layout) },
        Ok(_) | Err(_) => core::ptr::null_mut(),
    }
}

/// Gives back memory. Address 0 is ignored.
///
/// # Safety
/// `address` came from `cartsignal_alloc(length)` and was not given back before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cartsignal_free(address: *mut u8, length: usize) {
    if let Ok(layout) = Layout::array::<u8>(length)
        && !address.is_null()
        && length > 0
    {
        // SAFETY: by contract the address is one of `alloc` with this very layout.
        unsafe { dealloc(address, layout) }
    }
}

/// Answers one call and returns the address of the answer's length (u32, little-endian) and frame.
///
/// # Safety
/// `address` and `length` name memory from `cartsignal_alloc`, all of it written; address 0 is an empty frame.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cartsignal_call(op: u32, address: *const u8, length: usize) -> *const u8 {
    let framed: &[u8] = match address.is_null() {
        true => &[],
        // SAFETY: by contract these bytes are there, written, and nobody changes them during the call.
        false => unsafe { core::slice::from_raw_parts(address, length) },
    };
    let mut instance = INSTANCE.lock().unwrap_or_else(PoisonError::into_inner);
    let Instance { session, answer } = &mut *instance;
    let parts = match (Op::of(op), frame::decode(framed)) {
        (Some(op), Ok(parts)) => session.call(op, &parts),
        (None, _) => {
            session.refuse(ContractError::new(Code::RequestUnknownCall, "", format!("there is no call `{op}`")))
        }
        (Some(_), Err(error)) => session.refuse(error),
    };
    frame::answer(parts, answer);
    answer.as_ptr()
}
