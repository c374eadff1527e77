//! The memory of the C ABI module: quick blocks in steps of size, first from what the module starts with.
//!
//! An instance that lives for one call pays for each instruction and each page, so a block costs about a dozen
//! instructions, and the initial memory is used up before any is asked for. A block given back waits in a list of its
//! size for the next of that size; nothing is joined or split, so what an instance holds is bounded by the most it
//! ever used of each size.
#![expect(clippy::as_conversions, reason = "an address is a number here")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

/// Bytes of a page. Source: WebAssembly specification.
const PAGE: usize = 65_536;
/// Every block starts at a multiple of this, the largest alignment that Rust's own types ask for.
const GRAIN: usize = 16;
/// Up to this size blocks come in steps of the grain, above it in four steps for each doubling.
const FINE: usize = 256;
const FINE_CLASSES: usize = FINE / GRAIN;
/// Enough for blocks of 2 GiB.
const CLASSES: usize = FINE_CLASSES + 4 * 23;

unsafe extern "C" {
    /// Where the linker's own data ends.
    static __heap_base: u8;
}

/// Hands out memory.
pub(super) struct Heap(UnsafeCell<State>);

struct State {
    /// Where untouched memory begins and ends; both zero before the first block.
    top: usize,
    end: usize,
    /// The first free block of each class; each free block holds the address of the next.
    free: [usize; CLASSES],
}

// SAFETY: the module has one thread.
unsafe impl Sync for Heap {}

impl Heap {
    /// Returns a heap that has given out nothing.
    pub(super) const fn new() -> Self {
        Self(UnsafeCell::new(State { top: 0, end: 0, free: [0; CLASSES] }))
    }
}

// SAFETY: blocks do not overlap, lie inside the memory, and start at a multiple of the grain; larger alignments and
// sizes beyond the memory get no block.
unsafe impl GlobalAlloc for Heap {
    // Compiled into each of its callers it would be a fifth of the module.
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and nothing below calls back.
        let state = unsafe { &mut *self.0.get() };
        let Some((class, size)) = class_of(layout.size()).filter(|_| layout.align() <= GRAIN) else {
            return null_mut();
        };
        match state.free.get_mut(class) {
            Some(first) if *first != 0 => {
                let block = *first as *mut usize;
                // SAFETY: a block in the list was given back, and its first word is the next one's address.
                *first = unsafe { *block };
                block.cast()
            }
            Some(_) | None => state.take(size),
        }
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`.
        let state = unsafe { &mut *self.0.get() };
        let Some((class, size)) = class_of(layout.size()) else { return };
        if (block as usize).wrapping_add(size) == state.top {
            state.top = block as usize;
        } else if let Some(first) = state.free.get_mut(class) {
            // SAFETY: the block is the heap's own, a grain long at least, and nobody's any more.
            unsafe { *block.cast::<usize>() = *first };
            *first = block as usize;
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (Some((_, has)), Some((_, wants))) = (class_of(layout.size()), class_of(size)) else { return null_mut() };
        if wants == has {
            return block;
        }
        // SAFETY: as in `alloc`.
        let state = unsafe { &mut *self.0.get() };
        let address = block as usize;
        if address.wrapping_add(has) == state.top && wants > has && state.reach(address, wants) {
            return block;
        }
        // SAFETY: the alignment was good for the old block; both blocks are valid for the smaller of the two sizes.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

impl State {
    /// Returns `size` bytes that were never given out.
    fn take(&mut self, size: usize) -> *mut u8 {
        if self.top == 0 {
            let base = &raw const __heap_base as usize;
            self.top = base.next_multiple_of(GRAIN);
            self.end = memory_size(0).wrapping_mul(PAGE);
        }
        let block = self.top;
        if self.reach(block, size) { block as *mut u8 } else { null_mut() }
    }

    /// Gives out all up to `size` bytes behind `block`; more memory is asked for where that is beyond the end.
    fn reach(&mut self, block: usize, size: usize) -> bool {
        let Some(top) = block.checked_add(size) else { return false };
        if top > self.end {
            let pages = top.wrapping_sub(self.end).div_ceil(PAGE);
            if memory_grow(0, pages) == usize::MAX {
                return false;
            }
            self.end = memory_size(0).wrapping_mul(PAGE);
        }
        self.top = top;
        true
    }
}

/// Returns the class of blocks that hold `size` bytes, and how long those are; nothing beyond 2 GiB.
fn class_of(size: usize) -> Option<(usize, usize)> {
    if size <= FINE {
        let class = size.saturating_sub(1) / GRAIN;
        return Some((class, (class + 1) * GRAIN));
    }
    // The two bits below the highest tell the quarter of the doubling.
    let shift = (usize::BITS - 3).checked_sub((size - 1).leading_zeros())?;
    let quarters = (size - 1) >> shift;
    let class = FINE_CLASSES + (shift as usize).checked_sub(6)? * 4 + quarters.checked_sub(4)?;
    (class < CLASSES).then_some((class, (quarters + 1) << shift))
}
