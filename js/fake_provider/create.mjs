// Owns what POST Messages.json accepts: a form becomes a draft of a message, or one of Twilio's errors.
import { readNumber, senderKind } from "./account.mjs";
import { testNumberError } from "./magic.mjs";
import { countParts } from "./parts.mjs";

const MAX_LETTERS = 1600;
const MAX_URL = 4000;
const MAX_VALIDITY_SECONDS = 36_000;

/**
 * @param {URLSearchParams} form
 * @param {import("./account.mjs").Account} account
 * @param {import("./archive.mjs").Archive} archive
 * @returns {{ code: number, offender?: string } | { draft: object, sender: object }}
 */
export function judge(form, account, archive) {
  const text = form.get("Body") ?? "";
  const to = readNumber(form.get("To") ?? "");
  if (!form.get("To")) return { code: 21604 };
  if (to === undefined) return { code: 21211, offender: form.get("To") };
  if (account.status !== "active") return { code: 20005 };
  const chosen = chooseSender(form, account, to);
  if (chosen.code !== undefined) return chosen;
  const { sender, service } = chosen;
  if (text === "") return { code: 21602 };
  if (text.length > MAX_LETTERS) return { code: 21617 };
  if (account.regions && !account.regions.some((prefix) => to.startsWith(prefix))) return { code: 21408, offender: to };
  if (senderKind(sender.from) === "name" && to.startsWith("+1")) return { code: 21612, offender: to };
  const statusCallback = form.get("StatusCallback") || null;
  if (statusCallback !== null && !isCallback(statusCallback)) return { code: 21609, offender: statusCallback };
  const validity = form.get("ValidityPeriod");
  if (validity !== null && !isValidity(validity)) return { code: 20001, offender: "ValidityPeriod" };
  const isOut = archive.isOptedOut(sender.from, to) || (service !== null && archive.isOptedOut(service, to));
  if (isOut) return { code: 21610, offender: to };
  const validityMs = validity === null ? null : Number(validity) * 1000;
  const draft = { to, from: sender.from, service, body: text, parts: countParts(text), statusCallback, validityMs };
  return { draft, sender };
}

function chooseSender(form, account, to) {
  const from = form.get("From");
  const service = form.get("MessagingServiceSid") || null;
  if (service !== null && !/^MG[0-9a-f]{32}$/i.test(service)) return { code: 21701, offender: service };
  if (!from && service === null) return { code: 21603 };
  const testError = testNumberError(to, from);
  if (testError !== undefined) return { code: testError, offender: testError === 21212 ? from : to };
  if (!from) return ofService(service, account);
  if (senderKind(from) === undefined) return { code: 21212, offender: from };
  const sender = account.sender(from);
  if (sender) return { sender, service };
  return { code: senderKind(from) === "name" ? 21606 : 21659, offender: from };
}

function ofService(service, account) {
  const [sender] = account.service(service) ?? [];
  return sender ? { sender, service } : { code: 21701, offender: service };
}

function isCallback(text) {
  if (text.length > MAX_URL || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && !hostname.includes("_");
}

function isValidity(text) {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_VALIDITY_SECONDS;
}
