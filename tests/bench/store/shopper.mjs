// Owns a shopper's session over HTTP: cookies kept, redirects not followed, the plugins of a variant named in each request.

let asked = 0;

/** Returns a new session at a store, for one variant. */
export function newShopper(/** @type {string} */ origin, /** @type {string} */ variant) {
  /** @type {Map<string, string>} */
  const cookies = new Map();
  return {
    /**
     * Asks and returns what came, in how many milliseconds, and the id under which the meter wrote it down.
     * @param {string} path
     * @param {RequestInit & {json?: unknown}} [options]
     */
    async ask(path, { json, headers, ...options } = {}) {
      asked += 1;
      const id = `${process.pid}-${asked}`;
      const began = performance.now();
      const response = await fetch(origin + path, {
        ...options,
        ...(json !== undefined && { body: JSON.stringify(json), method: "POST" }),
        redirect: "manual",
        headers: {
          "X-Bench-Variant": variant,
          "X-Bench-Id": id,
          "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36",
          Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(json !== undefined && { "Content-Type": "application/json" }),
          ...headers,
        },
      });
      const text = await response.text();
      const wall = performance.now() - began;
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name !== undefined) cookies.set(name, value ?? "");
      }
      return { id, status: response.status, text, wall };
    },
  };
}
