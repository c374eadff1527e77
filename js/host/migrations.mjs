// Owns the tables, as migrations in order; each is carried out once, in the transaction that raises `user_version`.

/*
 * Sealed columns hold what is personal, encrypted with the data key of one person (vault.mjs). What is left in clear when
 * that key is erased: keyed hashes, times, states, reasons, and the opt-outs.
 */
const first = `
CREATE TABLE settings (shop TEXT, name TEXT, value TEXT, PRIMARY KEY (shop, name)) WITHOUT ROWID, STRICT;
CREATE TABLE programs (shop TEXT, hash TEXT, bytes BLOB NOT NULL, link_origin TEXT NOT NULL, currency TEXT NOT NULL, at INTEGER NOT NULL,
  in_force INTEGER NOT NULL, PRIMARY KEY (shop, hash)) STRICT;
CREATE TABLE counters (shop TEXT PRIMARY KEY, bytes BLOB) STRICT;

CREATE TABLE data_keys (shop TEXT, side TEXT, key TEXT, wrapped BLOB NOT NULL,
  PRIMARY KEY (shop, side, key)) WITHOUT ROWID, STRICT;
CREATE TABLE contacts (shop TEXT, side TEXT, key TEXT, sealed BLOB NOT NULL, PRIMARY KEY (shop, side, key)) STRICT;
CREATE TABLE consents (shop TEXT, evidence TEXT, recipient TEXT, shopper TEXT, at INTEGER NOT NULL, shown BLOB NOT NULL,
  PRIMARY KEY (shop, evidence)) STRICT;
CREATE TABLE opt_outs (shop TEXT, recipient TEXT, channel TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (shop, recipient, channel)) WITHOUT ROWID, STRICT;

CREATE TABLE inbox (place INTEGER PRIMARY KEY, shop TEXT NOT NULL, natural_key TEXT NOT NULL, kind TEXT NOT NULL,
  shopper TEXT, recipient TEXT, sealed BLOB, at INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'pending'
  CHECK (state IN ('pending', 'done', 'quarantined')), attempts INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL
  DEFAULT 0, error TEXT, done_at INTEGER, UNIQUE (shop, natural_key)) STRICT;
CREATE INDEX inbox_next ON inbox (shop, place) WHERE state = 'pending';
CREATE INDEX inbox_stuck ON inbox (shop, place) WHERE state = 'quarantined';
CREATE INDEX inbox_recipient ON inbox (shop, recipient) WHERE state <> 'done';
CREATE INDEX inbox_shopper ON inbox (shop, shopper) WHERE state <> 'done';

CREATE TABLE shoppers (shop TEXT, shopper TEXT, state BLOB, points_at TEXT, PRIMARY KEY (shop, shopper)) STRICT;
CREATE INDEX shoppers_pointing ON shoppers (shop, points_at) WHERE points_at IS NOT NULL;
CREATE TABLE aliases (shop TEXT, alias TEXT, survivor TEXT NOT NULL, PRIMARY KEY (shop, alias)) WITHOUT ROWID, STRICT;
CREATE TABLE recipients (shop TEXT, recipient TEXT, state BLOB, PRIMARY KEY (shop, recipient)) STRICT;
CREATE TABLE wakes (shop TEXT, side TEXT, key TEXT, at INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (shop, side, key)) WITHOUT ROWID, STRICT;
CREATE INDEX wakes_due ON wakes (shop, at);
CREATE TABLE topics (shop TEXT, shopper TEXT, name TEXT, rank INTEGER NOT NULL,
  PRIMARY KEY (shop, shopper, name)) WITHOUT ROWID, STRICT;
CREATE INDEX topics_listeners ON topics (shop, name, rank, shopper);
CREATE TABLE facts (shop TEXT, id TEXT, counts TEXT NOT NULL, day INTEGER NOT NULL, key TEXT NOT NULL,
  value INTEGER NOT NULL, PRIMARY KEY (shop, id)) WITHOUT ROWID, STRICT;

CREATE TABLE decisions (shop TEXT, decision TEXT, at INTEGER NOT NULL, shopper TEXT, recipient TEXT, act TEXT NOT NULL,
  reason TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (shop, decision)) STRICT;
CREATE INDEX decisions_recipient ON decisions (shop, recipient, at);
CREATE TABLE outbox (place INTEGER PRIMARY KEY, shop TEXT NOT NULL, decision TEXT NOT NULL, act TEXT NOT NULL,
  shopper TEXT, recipient TEXT, class TEXT, country TEXT, decided_at INTEGER NOT NULL, not_after INTEGER, sealed BLOB,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'attempting', 'accepted', 'refused', 'unknown')),
  cancelled INTEGER NOT NULL DEFAULT 0, why TEXT, code TEXT, reference TEXT, provider TEXT, provider_id TEXT,
  attempted_at INTEGER, due_at INTEGER, parts INTEGER, charged INTEGER NOT NULL DEFAULT 0, receipt TEXT,
  settled_at INTEGER, UNIQUE (shop, decision)) STRICT;
CREATE INDEX outbox_open ON outbox (shop, state, place) WHERE state IN ('waiting', 'attempting', 'unknown');
CREATE INDEX outbox_recipient ON outbox (shop, recipient);
CREATE UNIQUE INDEX outbox_reference ON outbox (shop, reference) WHERE reference IS NOT NULL;
CREATE INDEX outbox_provider_id ON outbox (shop, provider_id) WHERE provider_id IS NOT NULL;
CREATE TABLE outcomes (place INTEGER PRIMARY KEY, shop TEXT NOT NULL, decision TEXT NOT NULL, at INTEGER NOT NULL,
  what TEXT NOT NULL, why TEXT, code TEXT) STRICT;
CREATE INDEX outcomes_decision ON outcomes (shop, decision, place);
CREATE TABLE links (shop TEXT, hash BLOB, kind TEXT NOT NULL, decision TEXT NOT NULL, recipient TEXT, shopper TEXT,
  cart TEXT, expires_at INTEGER NOT NULL, used_at INTEGER, PRIMARY KEY (shop, hash)) WITHOUT ROWID, STRICT;

CREATE TABLE hook_keys (shop TEXT, provider TEXT, key TEXT, until INTEGER NOT NULL,
  PRIMARY KEY (shop, provider, key)) WITHOUT ROWID, STRICT;
CREATE INDEX hook_keys_until ON hook_keys (shop, until);
CREATE TABLE hook_counts (shop TEXT, provider TEXT, day INTEGER, what TEXT, times INTEGER NOT NULL,
  PRIMARY KEY (shop, provider, day, what)) WITHOUT ROWID, STRICT;
CREATE TABLE replies (place INTEGER PRIMARY KEY, shop TEXT NOT NULL, recipient TEXT NOT NULL, at INTEGER NOT NULL,
  kind TEXT NOT NULL, sealed BLOB, state TEXT NOT NULL CHECK (state IN ('waiting', 'noted', 'cleared', 'stop')),
  provider_id TEXT NOT NULL, UNIQUE (shop, provider_id)) STRICT;
CREATE INDEX replies_waiting ON replies (shop, place) WHERE state = 'waiting';
`;

/** What each text cost, or is thought to cost. */
const second = "ALTER TABLE outbox ADD COLUMN cost_micros INTEGER";

export const migrations = Object.freeze([first, second]);
