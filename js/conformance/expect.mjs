// Owns how an answer is compared with what a step expects of it; every mismatch says where and what.
import { isObject, only, unhex } from "./json.mjs";

const FIELDS =
  "decisions wakes facts folded points_at wake_pointing opt_outs topics survivor alias answer warnings parts error errors states";
const STATE_FIELDS = "same_as differs_from ends_with at_most_bytes absent";
const encoder = new TextEncoder();
const EXECUTED = ["send", "issue_coupon", "show_on_site", "credit_order"];

/**
 * Compares an answer with the (resolved) expectation of its step; throws at the first mismatch. `parts` are the bytes
 * that came with it.
 */
export function check(expected, call, answer, earlier, state, parts) {
  only(expected, FIELDS, "expect");
  for (const [name, about] of Object.entries(expected.states ?? {})) checkState(name, about, state);
  if (expected.errors !== undefined) {
    if (!answer.errors) throw new Error(`expected errors, found ${JSON.stringify(answer)}`);
    subset(expected.errors, answer.errors, "/errors");
    return;
  }
  if (expected.error !== undefined) {
    if (!answer.error) throw new Error(`expected an error, found ${JSON.stringify(answer)}`);
    const error = typeof expected.error === "string" ? { code: expected.error } : expected.error;
    subset(error, answer.error, "/error");
    return;
  }
  const { ok } = answer;
  if (ok === undefined) throw new Error(`not answered: ${JSON.stringify(answer)}`);
  if (expected.answer !== undefined) subset(expected.answer, ok, "/answer");
  if (expected.parts !== undefined) checkParts(expected.parts, parts);
  if (call === "compile") subset(expected.warnings ?? [], ok.warnings, "/warnings");
  const found = stepped(call, ok);
  if (!found) return;
  checkDecisions(expected.decisions ?? [], found, earlier);
  if (expected.wakes) {
    for (const of of ["shopper", "recipient"]) subset(expected.wakes[of] ?? null, found.wakes[of], `/wakes/${of}`);
  }
  for (const field of ["facts", "folded", "points_at", "wake_pointing", "opt_outs", "topics"]) {
    if (expected[field] !== undefined) subset(expected[field], found[field] ?? null, `/${field}`);
  }
  for (const field of ["survivor", "alias"]) {
    if (expected[field] !== undefined) subset(expected[field], ok[field], `/${field}`);
  }
}

/** Returns the part of an answer that has decisions. */
export function stepped(call, ok) {
  if (call === "step") return ok;
  return call === "merge" ? ok.stepped : undefined;
}

/** Returns a decision with the fields of its act and of its place beside its own. */
export function flat(decision) {
  const [tag, body] = isObject(decision.does) ? Object.entries(decision.does)[0] : [decision.does, {}];
  const failed = decision.trace.filter((clause) => !clause.holds).map((clause) => clause.rule);
  return { ...decision, ...body, ...body.place, does: tag, failed };
}

function checkDecisions(expected, found, earlier) {
  const decisions = found.decisions.map(flat);
  for (const [place, decision] of decisions.entries()) {
    const pointer = `/decisions/${place}`;
    if (place >= expected.length) throw new Error(`${pointer}: unexpected ${brief(decision)}`);
    const { failed, trace, ...wanted } = expected[place];
    if (failed) subset(failed, decision.failed, `${pointer}/failed`);
    for (const [rule, clause] of Object.entries(trace ?? {})) checkClause(rule, clause, decision, pointer);
    subset(wanted, decision, pointer);
    if (EXECUTED.includes(decision.does) && wanted.id === undefined && earlier.includes(decision.id))
      throw new Error(`${pointer}/id: the id of an earlier decision came again`);
  }
  if (expected.length > decisions.length)
    throw new Error(`/decisions/${decisions.length}: missing ${JSON.stringify(expected[decisions.length])}`);
}

/** Compares all parts behind part 0, each given as text or hex. */
function checkParts(expected, parts) {
  const wanted = expected.map((part) => (part.hex === undefined ? encoder.encode(part) : unhex(part.hex)));
  if (wanted.length !== parts.length) throw new Error(`/parts: expected ${wanted.length}, found ${parts.length}`);
  for (const [place, bytes] of wanted.entries())
    if (!equal(bytes, parts[place]))
      throw new Error(`/parts/${place}: found ${JSON.stringify(new TextDecoder().decode(parts[place]))}`);
}

function checkClause(rule, wanted, decision, pointer) {
  let why = new Error(`${pointer}/trace/${rule}: no such clause`);
  for (const clause of decision.trace.filter((each) => each.rule === rule)) {
    try {
      subset(wanted, clause, `${pointer}/trace/${rule}`);
      return;
    } catch (mismatch) {
      why = mismatch;
    }
  }
  throw why;
}

function checkState(name, about, state) {
  only(about, STATE_FIELDS, "a state");
  const bytes = state(name);
  const wrong = (what) => {
    throw new Error(`/states/${name}: ${what}; it has ${bytes.length} bytes`);
  };
  const end = about.ends_with === undefined ? [] : unhex(about.ends_with);
  if (about.same_as !== undefined && !equal(state(about.same_as), bytes)) wrong("differs from the one it should equal");
  if (about.differs_from !== undefined && equal(state(about.differs_from), bytes))
    wrong("equals the one it should not");
  if (end.length > 0 && !equal(bytes.subarray(Math.max(0, bytes.length - end.length)), end)) wrong("ends otherwise");
  if (bytes.length > (about.at_most_bytes ?? Infinity)) wrong("is too long");
  if (about.absent && bytes.length > 0) wrong("should not be there");
}

function equal(a, b) {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}

/** Compares as far as `expected` says: objects may have more fields, lists may not have more entries. */
function subset(expected, found, pointer) {
  if (isObject(expected) && isObject(found)) {
    for (const [name, value] of Object.entries(expected)) subset(value, found[name] ?? null, `${pointer}/${name}`);
    return;
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length) {
    expected.forEach((value, place) => subset(value, found[place], `${pointer}/${place}`));
    return;
  }
  const both = typeof expected === "object" && expected !== null;
  if (both || expected !== found)
    throw new Error(`${pointer}: expected ${JSON.stringify(expected)}, found ${brief(found)}`);
}

/** Returns a value without its trace, which is long. */
function brief(value) {
  return isObject(value) ? JSON.stringify({ ...value, trace: undefined }) : JSON.stringify(value);
}
