// Owns the routes of Twilio's API and what each answers; making a message and its faults is `submission.mjs`.
import { refusal } from "./errors.mjs";
import * as registrations from "./registrations.mjs";
import { messageJson, messagesJson } from "./resource.mjs";

/** @typedef {{ account: import("./account.mjs").Account, archive: import("./archive.mjs").Archive }} Parts */

const ROUTES = [
  [/^\/2010-04-01\/Accounts\/(\w+)\.json$/, ({ account }) => found(registrations.accountJson(account))],
  [/^\/2010-04-01\/Accounts\/(\w+)\/Balance\.json$/, ({ account }) => found(registrations.balanceJson(account))],
  [
    /^\/2010-04-01\/Accounts\/(\w+)\/IncomingPhoneNumbers\.json$/,
    ({ account }, _, query) => found(registrations.numbersJson(account, query)),
  ],
  [/^\/2010-04-01\/Accounts\/(\w+)\/Messages\.json$/, list],
  [/^\/2010-04-01\/Accounts\/(\w+)\/Messages\/(\w+)\.json$/, fetchMessage],
  [
    /^\/v1\/Tollfree\/Verifications$/,
    ({ account }, _, query, url) => found(registrations.verificationsJson(account, query, url)),
  ],
  [
    /^\/v1\/Tollfree\/Verifications\/(\w+)$/,
    ({ account }, [sid]) => found(registrations.verificationJson(account, sid)),
  ],
  [
    /^\/v1\/Services\/(\w+)\/Compliance\/Usa2p$/,
    ({ account }, [service], _, url) => found(registrations.campaignsJson(account, service, url)),
  ],
  [
    /^\/v1\/Services\/(\w+)\/Compliance\/Usa2p\/(\w+)$/,
    ({ account }, [service, sid]) => found(registrations.campaignJson(account, service, sid)),
  ],
  [
    /^\/v1\/Services\/(\w+)\/PhoneNumbers$/,
    ({ account }, [service], _, url) => found(registrations.serviceNumbersJson(account, service, url)),
  ],
];

/** Returns whether a request is for the API at all. */
export function isApiPath(path) {
  return path.startsWith("/2010-04-01/") || path.startsWith("/v1/");
}

/** Returns whether a request makes a message. */
export function isCreate(method, path) {
  return method === "POST" && /^\/2010-04-01\/Accounts\/\w+\/Messages\.json$/.test(path);
}

/**
 * Returns the error of a caller who may not come in, or undefined.
 * @param {Parts} parts
 */
export function gatekeep({ account }, path, authorization) {
  if (!account.admits(authorization)) return refusal(20003);
  const [, sid] = /^\/2010-04-01\/Accounts\/(\w+)/.exec(path) ?? [];
  return sid === undefined || sid === account.sid ? undefined : refusal(20003);
}

/**
 * Answers everything but the making of a message.
 * @param {Parts} parts
 * @param {URL} url
 */
export function answer(parts, method, url) {
  for (const [pattern, act] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    return method === "GET" ? act(parts, match.slice(1), url.searchParams, url.href) : refusal(20004);
  }
  return refusal(20404, url.pathname);
}

function list({ account, archive }, _, query) {
  const page = messagesJson(archive.all(), query, account);
  return page.json ? found(page.json) : refusal(page.code, page.offender);
}

function fetchMessage({ account, archive }, [, sid]) {
  const message = archive.find(sid);
  return found(message && messageJson(message, account));
}

function found(json) {
  return json ? { status: 200, headers: {}, json } : refusal(20404);
}
