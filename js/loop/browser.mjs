// Owns the browser of a simulated person: opens a short link on loopback as a phone would, and presses a button there.
import http from "node:http";

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const TAP = { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1", "User-Agent": PHONE };
/** What messengers call themselves when they fetch a link to show what is behind it. */
const PREVIEW = { "User-Agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0" };

export class Browser {
  #origin;
  #host;

  /**
   * @param {string} origin Where the links are answered on this machine.
   * @param {string} linkOrigin Where they say they lead.
   */
  constructor(origin, linkOrigin) {
    this.#origin = origin;
    this.#host = new URL(linkOrigin).host;
  }

  /** @param {string} key @param {string} locale */
  open(key, locale) {
    return this.#ask("GET", key, { ...TAP, "Accept-Language": locale });
  }

  /** @param {string} key */
  preview(key) {
    return this.#ask("GET", key, PREVIEW);
  }

  /**
   * Opens a page and presses a button on it; returns the page that follows.
   * @param {string} key
   * @param {"stop" | "yes"} act
   * @param {string} locale
   */
  async press(key, act, locale) {
    const { body } = await this.open(key, locale);
    if (!body.includes(`value="${act}"`)) return { status: 204, location: undefined, body };
    const hidden = [...body.matchAll(/<input type="hidden" name="(\w+)" value="(\w+)">/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    const form = new URLSearchParams([...hidden, ["act", act]]).toString();
    const headers = { ...TAP, "Accept-Language": locale, "Content-Type": "application/x-www-form-urlencoded" };
    return this.#ask("POST", key, headers, form);
  }

  /**
   * @param {string} method
   * @param {string} key
   * @param {Record<string, string>} headers
   * @param {string} [body]
   * @returns {Promise<{status: number, location: string | undefined, body: string}>}
   */
  #ask(method, key, headers, body = "") {
    return new Promise((resolve, reject) => {
      const all = { Host: this.#host, "Content-Length": String(Buffer.byteLength(body)), ...headers };
      const request = http.request(`${this.#origin}/${key}`, { method, headers: all }, async (response) => {
        const chunks = [];
        try {
          for await (const chunk of response) chunks.push(chunk);
        } catch (error) {
          return reject(error);
        }
        const { location } = response.headers;
        resolve({ status: Number(response.statusCode), location, body: Buffer.concat(chunks).toString("utf8") });
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}
