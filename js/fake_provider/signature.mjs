// Owns Twilio's signature of a form POST: HMAC-SHA1 over the URL, then each parameter's name and value by name.
import { createHmac } from "node:crypto";

/**
 * Returns the value of X-Twilio-Signature.
 * @param {string} authToken
 * @param {string} url The whole URL, query included, as the callback was told.
 * @param {Record<string, string>} params
 */
export function sign(authToken, url, params) {
  const names = Object.keys(params).sort();
  const signed = names.reduce((text, name) => `${text}${name}${params[name]}`, url);
  return createHmac("sha1", authToken).update(signed, "utf8").digest("base64");
}
