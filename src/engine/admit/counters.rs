//! The counters of one store and their bytes: sections as in states, bounded at 4 KB.

use crate::engine::admit::guard::Guard;
use crate::engine::admit::pace::Paces;
use crate::engine::admit::spend::Spend;
use crate::engine::fault::Fault;
use crate::engine::state::{Unknown, Writer, sections, unpack};
use crate::id::Digest;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// No counters are larger: one small row, locked last. The bounds of their parts hold it.
pub(super) const MAX_COUNTER_BYTES: usize = 4 * 1024;

/// Decisions remembered as admitted, the latest ones. Chosen: a dispatcher asks again within seconds, not days.
const MAX_ADMITTED: usize = 64;

const SPEND: u8 = 1;
const PACES: u8 = 2;
const GUARD: u8 = 3;
const ADMITTED: u8 = 4;
const RANGES: u8 = 5;

/// All that is counted.
#[derive(Default)]
pub(super) struct Counters {
    pub(super) spend: Spend,
    pub(super) paces: Paces,
    pub(super) guard: Guard,
    pub(super) admitted: Admitted,
    unknown: Unknown,
}

/// Decisions admitted, short, the latest last.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Admitted(Vec<u64>);

impl Counters {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut counters = Self::default();
        if bytes.is_empty() {
            return Ok(counters);
        }
        if bytes.len() > MAX_COUNTER_BYTES {
            return Err(Fault::StateTooLarge);
        }
        for section in sections(bytes)? {
            let (tag, body) = section?;
            match tag {
                SPEND => counters.spend = unpack(body)?,
                PACES => counters.paces = unpack(body)?,
                // INVARIANT: before the ranges, which are part of the guard.
                GUARD => counters.guard = unpack(body)?,
                RANGES => counters.guard.ranges = unpack(body)?,
                ADMITTED => counters.admitted = unpack(body)?,
                _ => counters.unknown.push((tag, body.to_vec())),
            }
        }
        Ok(counters)
    }

    /// Writes the counters. Where a clock that ran wild has made numbers longer than they ever are, ranges go first,
    /// then decisions admitted.
    pub(super) fn write(&mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = self.write_whole()?;
        if bytes.len() > MAX_COUNTER_BYTES {
            self.guard.ranges.clear();
            bytes = self.write_whole()?;
        }
        if bytes.len() > MAX_COUNTER_BYTES {
            self.admitted.0.clear();
            bytes = self.write_whole()?;
        }
        Ok(bytes)
    }

    fn write_whole(&self) -> Result<Vec<u8>, Fault> {
        let mut writer = Writer::new();
        writer.section(SPEND, &self.spend)?;
        writer.section(PACES, &self.paces)?;
        writer.section(GUARD, &self.guard)?;
        writer.section(ADMITTED, &self.admitted)?;
        if !self.guard.ranges.is_empty() {
            writer.section(RANGES, &self.guard.ranges)?;
        }
        writer.finish(&self.unknown)
    }
}

impl Admitted {
    pub(super) fn knows(&self, decision: &Digest) -> bool {
        self.0.contains(&decision.short())
    }

    pub(super) fn note(&mut self, decision: &Digest) {
        self.0.push(decision.short());
        let surplus = self.0.len().saturating_sub(MAX_ADMITTED);
        self.0.drain(..surplus);
    }
}
