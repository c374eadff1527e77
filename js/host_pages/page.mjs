// Owns what a page looks like and the headers it goes with: one heading, some sentences, buttons, no script.
import { createHash } from "node:crypto";

const STYLE = `
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#50565e;--paper:#f4f5f7;--card:#fff;--edge:#c9ced6;--act:#0b57d0;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebee;--soft:#b4bac3;--paper:#101214;--card:#1b1e22;--edge:#4a515b;--act:#a8c7fa;--on:#062e6f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:1rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:30rem;margin:auto;padding:1.5rem;background:var(--card);border:1px solid var(--edge);border-radius:1rem}
.shop{margin:0 0 .75rem;color:var(--soft);font-size:.9375rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
p{margin:0 0 1rem}
form{margin:1.25rem 0 0;display:grid;gap:.75rem}
button{min-height:3rem;padding:.625rem 1rem;border:2px solid var(--act);border-radius:.625rem;background:var(--act);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button.other{background:transparent;color:var(--act)}
button:focus-visible,main:focus-visible{outline:3px solid var(--act);outline-offset:3px}
.small{margin:1.25rem 0 0;padding-top:1rem;border-top:1px solid var(--edge);color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
.small p{margin:0 0 .25rem}
`.trim();

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
