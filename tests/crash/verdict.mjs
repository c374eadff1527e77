// Owns the judgement of an interrupted story: what the provider has, against what the host's database says.
import assert from "node:assert/strict";
import { Store } from "../../js/host/store.mjs";

/**
 * Throws where a text was sent twice, an input lost, or an outcome hidden; returns the figures.
 * @param {string} path
 * @param {Awaited<ReturnType<typeof import("./world.mjs").play>>} story
 */
export function judge(path, { created, known, stopped, kills }) {
  const store = new Store(path, "shop");
  try {
    assert.deepEqual(store.all("SELECT integrity_check AS found FROM pragma_integrity_check WHERE ?1 <> ''"), [
      { found: "ok" },
    ]);
    const sends = store.all("SELECT * FROM outbox WHERE shop = ?1 AND act = 'send'");
    const doubles = twice(created.map(({ statusCallback }) => reference(statusCallback)));
    assert.deepEqual(doubles, [], "an attempt was made twice");
    const byReference = new Map(sends.filter(({ reference: own }) => own !== null).map((row) => [row.reference, row]));
    const sent = new Set();
    for (const message of created) {
      const row = byReference.get(reference(message.statusCallback));
      assert.ok(row, "the provider has a text of which the host knows nothing");
      assert.ok(!sent.has(row.decision), "a decision was sent twice");
      sent.add(row.decision);
      assert.notEqual(row.state, "refused", `a text that was sent counts as refused: ${row.why} ${row.code}`);
    }
    const marketing = created.filter(
      (message) => byReference.get(reference(message.statusCallback)).class === "marketing",
    );
    assert.deepEqual(twice(marketing.map(({ to }) => to)), [], "somebody got two texts for one cart");
    for (const { to, createdAt } of marketing)
      assert.ok(!(stopped.get(to) < createdAt), "a marketing text went to somebody who had said STOP");
    for (const { decision, state, why } of sends) {
      assert.ok(["accepted", "refused", "unknown"].includes(state), `a decision is left ${state}`);
      if (state === "accepted") assert.ok(sent.has(decision), "a text counts as accepted that the provider has not");
      if (state === "refused") assert.ok(why, "a refusal without a reason");
    }
    const open = store.all("SELECT natural_key, state, error FROM inbox WHERE shop = ?1 AND state <> 'done'");
    assert.deepEqual(open, [], "an input was not taken in");
    const keys = new Set(store.all("SELECT natural_key FROM inbox WHERE shop = ?1").map((row) => row.natural_key));
    assert.deepEqual(
      known.filter((key) => !keys.has(key)),
      [],
      "an input was lost that the host had taken",
    );
    const count = (/** @type {string} */ state) => sends.filter((row) => row.state === state).length;
    return {
      kills: kills.length,
      texts: created.length,
      doubles: doubles.length,
      accepted: count("accepted"),
      refused: count("refused"),
      unknown: count("unknown"),
    };
  } finally {
    store.close();
  }
}

/**
 * Returns what was decided for whom, but for those of whom a text's fate is unknown or was refused for now: what
 * follows from that differs with the fate. Answers to a text have ids made of the provider's, which are made by chance.
 * @param {string} path
 */
export function decided(path) {
  const store = new Store(path, "shop");
  const sql = `SELECT recipient, act, reason, iif(reason = 'opt_out_confirmed', '', decision) AS decision FROM decisions WHERE shop = ?1 AND recipient NOT IN
    (SELECT recipient FROM outbox WHERE shop = ?1 AND (state <> 'accepted' OR EXISTS (SELECT 1 FROM outcomes
      WHERE outcomes.shop = ?1 AND outcomes.decision = outbox.decision AND outcomes.what IN ('unknown', 'refused'))))
    ORDER BY recipient, reason, decision`;
  const rows = store.all(sql);
  store.close();
  return new Map(Map.groupBy(rows, (row) => row.recipient));
}

/**
 * Throws where an interrupted story led to other decisions than the same story undisturbed; returns how many people's
 * were compared.
 * @param {ReturnType<typeof decided>} interrupted
 * @param {ReturnType<typeof decided>} undisturbed
 */
export function compare(interrupted, undisturbed) {
  const both = [...interrupted.keys()].filter((recipient) => undisturbed.has(recipient));
  for (const recipient of both)
    assert.deepEqual(interrupted.get(recipient), undisturbed.get(recipient), "a crash changed what was decided");
  return both.length;
}

/** @param {string[]} all */
function twice(all) {
  return all.filter((each, place) => all.indexOf(each) !== place);
}

/** @param {string} callback */
function reference(callback) {
  return new URL(callback).searchParams.get("ref") ?? "";
}
