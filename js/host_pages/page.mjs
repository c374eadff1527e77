// Owns what a page looks like and the headers it goes with: one heading, some sentences, buttons, no script.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const STYLE = readFileSync(new URL("page.css", import.meta.url), "utf8").trim();

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** What every answer of a short link goes with: the address is a secret, and what it leads to changes. */
const GUARDS = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow",
  "X-Content-Type-Options": "nosniff",
};

/**
 * @typedef {{act: string, label: string, look?: "other" | "stop"}} Button
 * @typedef {{status: number, headers: Record<string, string>, body: string}} Answer
 *
 * @typedef {object} Shown
 * @property {number} status
 * @property {string} language
 * @property {{title: string, text: string[], heading: string, otherwise?: string, wayOut: string[]}} words
 * @property {Record<string, string>} [hidden] Fields that travel with any button.
 * @property {Button[]} [buttons]
 * @property {boolean} [wayOut] Whether it says how else to opt out.
 * @property {Record<string, string>} [headers]
 */

/**
 * Returns a page.
 * @param {Shown} shown
 * @returns {Answer}
 */
export function page({ status, language, words, hidden = {}, buttons = [], wayOut = false, headers = {} }) {
  const { title, text, heading, otherwise } = words;
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${e(name)}" value="${e(value)}">`,
  );
  const presses = buttons.map(({ act, label, look }) => {
    const kind = look ? ` class="${look}"` : "";
    return `<button type="submit" name="act" value="${e(act)}"${kind}>${e(label)}</button>`;
  });
  const form = buttons.length > 0 ? `<form method="post">${fields.join("")}${presses.join("")}</form>` : "";
  const small = [...(otherwise ? [otherwise] : []), ...(wayOut ? words.wayOut : [])];
  const body = `<!doctype html>
<html lang="${e(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${e(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="shop">${e(heading)}</p>
<h1>${e(title)}</h1>
${text.map((sentence) => `<p>${e(sentence)}</p>`).join("\n")}
${form}
${small.length > 0 ? `<div class="small">${small.map((sentence) => `<p>${e(sentence)}</p>`).join("")}</div>` : ""}
</main>
</body>
</html>
`;
  return {
    status,
    headers: {
      ...GUARDS,
      "Content-Security-Policy": POLICY,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Language": language,
      Vary: "Accept-Language",
      ...headers,
    },
    body,
  };
}

/**
 * Returns a redirect that tells its target nothing of where it came from.
 * @param {string} url
 * @returns {Answer}
 */
export function redirect(url) {
  return { status: 302, headers: { ...GUARDS, Location: url }, body: "" };
}

/**
 * Escapes a text for markup and for attributes in double quotes.
 * @param {string} text
 */
function e(text) {
  const named = /** @type {Record<string, string>} */ ({
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  });
  return String(text).replaceAll(/[&<>"']/g, (letter) => named[letter]);
}
