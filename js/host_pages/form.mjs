// Owns what a page's form says: reading it, bounded, and the proof that it came from the page of this very link.
import { createHash, createHmac } from "node:crypto";

/** The most of a form that is read: three short fields. */
const MOST_BYTES = 2_048;

/** How long a press can be taken back. Chosen: long enough to notice, too short to be found on an old phone. */
export const UNDO_MS = 60 * 60_000;

/**
 * Returns the nonce of a link's form. Who knows the key may press the button, so the nonce needs no secret of its own; it
 * keeps a form of one link from being sent to another one, and machines from pressing without having seen the page.
 * @param {string} key
 * @param {{kind: string, decision: string}} link
 */
export function nonceOf(key, { kind, decision }) {
  return createHash("sha256").update(`cartsignal form\n${key}\n${kind}\n${decision}\n`).digest("hex").slice(0, 32);
}

/**
 * Returns the nonce that takes a press back. It has a secret: who could reckon it would name any moment for the press, and
 * lift a STOP that was said in another way.
 * @param {string} key
 * @param {{kind: string, decision: string}} link
 * @param {Uint8Array} secret
 * @param {number} pressedAt The moment of the press.
 */
export function undoNonceOf(key, { kind, decision }, secret, pressedAt) {
  const said = `cartsignal undo\n${key}\n${kind}\n${decision}\n${pressedAt}`;
  return createHmac("sha256", secret).update(said).digest("hex").slice(0, 32);
}

/**
 * Returns what a form says, or undefined where it is none, or too long.
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<{act: string, nonce: string, at?: number} | undefined>}
 */
export async function readForm(request) {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) return undefined;
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length <= MOST_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  if (length > MOST_BYTES) return undefined;
  const fields = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const at = fields.get("at");
  return {
    act: fields.get("act") ?? "",
    nonce: fields.get("nonce") ?? "",
    ...(at !== null && /^\d{1,15}$/.test(at) && { at: Number(at) }),
  };
}
