// Proves that a run of the vectors in PHP counts only where PHP was what it was meant to be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaint, testedPhp, verifiedPhp } from "./php_hosts.mjs";

const hosts = new Map([...testedPhp(), ...verifiedPhp()].map((host) => [host.name, host]));

test("every version is run with and without opcache", () => {
  for (const version of ["8.1", "8.2", "8.3", "8.4", "8.5"])
    for (const name of [`php-${version}`, `php-${version}-opcache`]) assert.ok(hosts.has(name), name);
});

test("a PHP that says nothing of itself does not count", () => {
  assert.match(complaint(hosts.get("php"), "321 vectors, sha256 ab\n"), /did not say/);
});

test("another version than the one meant does not count", () => {
  assert.equal(said("php-8.4", { version: "8.4.1" }), undefined);
  assert.match(said("php-8.4", { version: "8.5.1" }), /it is PHP 8\.5\.1, not 8\.4/);
});

test("opcache must have held the core where it was to be on, and only there", () => {
  assert.equal(said("php-8.5-opcache", { version: "8.5.1", core_scripts_in_opcache: 40 }), undefined);
  assert.match(said("php-8.5-opcache", { version: "8.5.1" }), /to be on/);
  assert.match(said("php-8.5", { version: "8.5.1", core_scripts_in_opcache: 40 }), /to be off/);
});

test("the function JIT must have compiled the core", () => {
  const jit = { core_scripts_in_opcache: 40, jit_on: true, jit_setting: "function" };
  assert.equal(said("php-function-jit", { ...jit, jit_bytes: 60_000_000 }), undefined);
  assert.match(said("php-function-jit", { ...jit, jit_bytes: 2_464 }), /not among what it compiled/);
  assert.match(said("php-function-jit", { ...jit, jit_on: false }), /expected function/);
});

test("the tracing JIT must have been switched off before it compiled the core", () => {
  const off = { core_scripts_in_opcache: 40, jit_setting: "off", jit_bytes: 6_064 };
  assert.equal(said("php-tracing-jit", off), undefined);
  assert.match(said("php-tracing-jit", { ...off, jit_setting: "tracing", jit_on: true }), /the guard let it/);
  assert.match(said("php-tracing-jit", { ...off, jit_bytes: 3_000_000 }), /before the guard/);
});

/** Returns the complaint about a PHP that says these things of itself. */
function said(name, things) {
  const usual = { version: "8.2.1", core_scripts_in_opcache: 0, jit_on: false, jit_setting: "off", jit_bytes: 0 };
  return complaint(hosts.get(name), `321 vectors, sha256 ab\nwitness ${JSON.stringify({ ...usual, ...things })}\n`);
}
