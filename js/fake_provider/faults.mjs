// Owns the scripted faults: which words there are, what they do to an answer, and which happen before anything is made.
import { isRefusal, refusal } from "./errors.mjs";

const HUGE_BYTES = 10_000_000;
const SLOW_MS = 2000;

// `makes`: whether the message exists afterwards.
const FAULTS = {
  slow: { makes: true },
  hold: { makes: true },
  timeout_before: { makes: false },
  timeout_after: { makes: true },
  reset_before: { makes: false },
  reset_after: { makes: true },
  reset_mid: { makes: true },
  truncated: { makes: true },
  garbage: { makes: true },
  empty: { makes: true },
  wrong_types: { makes: true },
  unknown_fields: { makes: true },
  huge: { makes: true },
  429: { makes: false },
  "500_before": { makes: false },
  "500_after": { makes: true },
  503: { makes: false },
  html: { makes: false },
  redirect: { makes: false },
};

/**
 * Returns a fault as `{ word, makes, ms, retryAfter }`, or undefined for none.
 * @param {string | { fault: string, ms?: number, retryAfter?: number } | null | undefined} choice
 */
export function readFault(choice) {
  if (choice === undefined || choice === null) return undefined;
  const { fault, ms = SLOW_MS, retryAfter } = typeof choice === "object" ? choice : { fault: String(choice) };
  if (isRefusal(fault)) return { word: fault, makes: false, code: Number(fault), ms, retryAfter };
  if (Object.hasOwn(FAULTS, fault)) return { word: fault, ...FAULTS[fault], ms, retryAfter };
  throw new TypeError(`\`${fault}\` is no fault; expected one of ${Object.keys(FAULTS).join(", ")} or an error's code`);
}

/** Returns the answer instead of the one there would be; a function of the wire where no answer is sent whole. */
export function spoil(fault, answer) {
  switch (fault?.word) {
    case undefined:
      return answer;
    case "slow":
      return { ...answer, wire: { kind: "slow", ms: fault.ms } };
    case "hold":
      return { ...answer, wire: { kind: "hold" } };
    case "timeout_before":
    case "timeout_after":
      return { ...answer, wire: { kind: "never" } };
    case "reset_before":
    case "reset_after":
      return { ...answer, wire: { kind: "reset" } };
    case "reset_mid":
      return { ...answer, wire: { kind: "half", reset: true } };
    case "truncated":
      return { ...answer, wire: { kind: "half", reset: false } };
    case "garbage":
      return { ...answer, json: undefined, text: '{"sid": "SM, \u0000]]} <Response>' };
    case "empty":
      return { ...answer, json: undefined, text: "" };
    case "wrong_types":
      return { ...answer, json: wrongTypes(answer.json) };
    case "unknown_fields":
      return { ...answer, json: unknownFields(answer.json) };
    case "huge":
      return { ...answer, json: { ...answer.json, padding: "x".repeat(HUGE_BYTES) } };
    case "429":
      return later(refusal(20429), fault);
    case "500_before":
    case "500_after":
      return refusal(20500);
    case "503":
      return later(refusal(20503), fault);
    case "html":
      return { status: 502, headers: { "Content-Type": "text/html" }, text: "<html><h1>502 Bad Gateway</h1></html>" };
    case "redirect":
      return { status: 307, headers: { Location: "/redirected" }, text: "" };
    default:
      return later(refusal(fault.code), fault);
  }
}

function later(answer, { retryAfter }) {
  const headers = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function wrongTypes(json) {
  return { ...json, sid: 42, status: ["queued"], num_segments: { parts: 1 }, price: true, error_code: "none" };
}

function unknownFields(json) {
  return { ...json, risk_score: 0.25, carrier: { name: "Example Mobile", mcc: null }, ["__proto__"]: { sid: "SM0" } };
}
