// Owns the time of a store: how far its clock is from the machine's, in a file that all its programs read.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFaketime } from "./places.mjs";

const SPAN = /^([+-])(\d+)$/;

/**
 * Returns the environment of every program that lives in the store's time; empty for a store in real time.
 * @param {string} folder the store's
 * @param {boolean} isFake
 */
export function clockEnvironment(folder, isFake) {
  if (!isFake) return {};
  const library = findFaketime();
  if (!library)
    throw new Error("libfaketime is not here: install it (Debian: faketime) or open the store with clock real");
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clockFile(folder),
    // Without it a jump is seen up to ten seconds late.
    FAKETIME_NO_CACHE: "1",
    // Waits of php-fpm and of MariaDB's threads count on a clock that never jumps.
    DONT_FAKE_MONOTONIC: "1",
    // OPcache compares the times of files with each other.
    NO_FAKE_STAT: "1",
    FAKETIME_DONT_RESET: "1",
  };
}

/**
 * Writes how far a store's clock is from the machine's. It goes on ticking from there.
 * @param {string} folder
 * @param {number} offsetMs
 */
export function writeOffset(folder, offsetMs) {
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(3);
  const file = clockFile(folder);
  // A program that reads while another writes must see the old or the new one, never half.
  writeFileSync(`${file}.next`, `${offsetMs < 0 ? "-" : "+"}${seconds}\n`);
  renameSync(`${file}.next`, file);
}

/**
 * Returns the clock of a store that runs.
 * @param {string} folder
 * @param {boolean} isFake
 */
export function openClock(folder, isFake) {
  const listeners = new Set();
  return {
    /** Whether it can jump. */
    isFake,
    /** The store's time now, ms. */
    now: () => Date.now() + readOffset(folder),
    /** How far it is ahead of the machine's clock, ms. */
    offset: () => readOffset(folder),
    /**
     * Jumps: a number is a moment in ms, a Date or an ISO text too; "+60000" and "-60000" are ms from now.
     * Answers how far it went, ms.
     * @param {number | string | Date} to
     */
    async jump(to) {
      if (!isFake) throw new Error("this store lives in real time: open it with clock fake to jump");
      const by = spanOf(to, this.now());
      writeOffset(folder, readOffset(folder) + by);
      for (const listener of listeners) await listener(by);
      return by;
    },
    /**
     * Calls back after each jump with its ms, awaited; returns how to end that.
     * @param {(byMs: number) => unknown} listener
     */
    onJump(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Returns a moment in ms from what `openStore` and the command line take. */
export function momentOf(value) {
  const moment = value instanceof Date ? value.getTime() : typeof value === "number" ? value : Date.parse(value);
  if (!Number.isFinite(moment))
    throw new Error(`\`${value}\` is no moment: expected ms, or a text as 2026-03-01T12:00Z`);
  return moment;
}

function spanOf(to, now) {
  const span = typeof to === "string" && SPAN.exec(to);
  if (span) return Number(span[2]) * (span[1] === "-" ? -1 : 1);
  return momentOf(to) - now;
}

function readOffset(folder) {
  try {
    return Math.round(Number(readFileSync(clockFile(folder), "utf8")) * 1000);
  } catch {
    return 0;
  }
}

function clockFile(folder) {
  return join(folder, "clock");
}
