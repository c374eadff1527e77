// Owns the answers about the account itself: account, balance, numbers, toll-free verifications, US campaigns.
import { fixedSid, senderKind } from "./account.mjs";
import { decimals, rfc2822 } from "./resource.mjs";

const OPENED = Date.UTC(2026, 0, 5, 9);

export function accountJson(account) {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  return {
    sid: account.sid,
    // Twilio answers with the token too: a client has to keep it out of its logs.
    auth_token: account.authToken,
    owner_account_sid: account.sid,
    friendly_name: "Fake account",
    status: account.status,
    type: "Full",
    date_created: rfc2822(OPENED),
    date_updated: rfc2822(OPENED),
    uri: `${uri}.json`,
    subresource_uris: { messages: `${uri}/Messages.json`, balance: `${uri}/Balance.json` },
  };
}

export function balanceJson(account) {
  const { micros, currency } = account.balance;
  return { account_sid: account.sid, balance: decimals(micros), currency };
}

export function numbersJson(account, query) {
  const wanted = query.get("PhoneNumber");
  const numbers = account
    .senders()
    .filter(({ from }) => ["number", "toll_free"].includes(senderKind(from)) && (!wanted || from === wanted))
    .map((sender) => ({
      sid: fixedSid("PN", sender.from),
      account_sid: account.sid,
      phone_number: sender.from,
      friendly_name: sender.from,
      capabilities: { voice: false, sms: true, mms: false },
      sms_url: sender.smsUrl ?? "",
      sms_method: "POST",
      status: "in-use",
    }));
  const uri = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`;
  const links = { uri, first_page_uri: uri, next_page_uri: null, previous_page_uri: null };
  return { incoming_phone_numbers: numbers, ...links, page: 0, page_size: 50, start: 0, end: numbers.length };
}

export function verificationsJson(account, query, url) {
  const number = query.get("TollfreePhoneNumberSid");
  const status = query.get("Status");
  const found = verifications(account)
    .filter((row) => !number || row.tollfree_phone_number_sid === number)
    .filter((row) => !status || row.status === status);
  return paged("verifications", found, url);
}

export function verificationJson(account, sid) {
  return verifications(account).find((row) => row.sid === sid);
}

/** Returns a page of the service's US campaigns, or undefined when there is no such service. */
export function campaignsJson(account, service, url) {
  const found = campaigns(account, service);
  return found && paged("compliance", found, url);
}

export function campaignJson(account, service, sid) {
  return campaigns(account, service)?.find((row) => row.sid === sid);
}

/** Returns a page of the service's numbers, or undefined when there is no such service. */
export function serviceNumbersJson(account, service, url) {
  const senders = account.service(service);
  if (!senders) return undefined;
  const numbers = senders
    .filter(({ from }) => from.startsWith("+"))
    .map(({ from }) => ({
      sid: fixedSid("PN", from),
      account_sid: account.sid,
      service_sid: service,
      phone_number: from,
      country_code: from.startsWith("+1") ? "US" : "",
      capabilities: ["SMS"],
    }));
  return paged("phone_numbers", numbers, url);
}

function verifications(account) {
  return account
    .senders()
    .filter(({ from, verification }) => senderKind(from) === "toll_free" && verification !== undefined)
    .map(({ from, verification }) => ({
      sid: fixedSid("HH", from),
      account_sid: account.sid,
      tollfree_phone_number_sid: fixedSid("PN", from),
      tollfree_phone_number: from,
      status: verification,
      rejection_reason: verification === "TWILIO_REJECTED" ? "the opt-in could not be seen" : null,
      error_code: verification === "TWILIO_REJECTED" ? 30491 : null,
      edit_allowed: null,
      date_created: new Date(OPENED).toISOString(),
      date_updated: new Date(OPENED).toISOString(),
    }));
}

function campaigns(account, service) {
  return account
    .service(service)
    ?.filter(({ campaign }) => campaign !== undefined)
    .slice(0, 1)
    .map(({ campaign }) => ({
      sid: fixedSid("QE", service),
      account_sid: account.sid,
      brand_registration_sid: fixedSid("BN", account.sid),
      messaging_service_sid: service,
      campaign_status: campaign,
      campaign_id: campaign === "VERIFIED" ? "CFAKE01" : null,
      us_app_to_person_usecase: "MARKETING",
      is_externally_registered: false,
      mock: false,
      errors: campaign === "FAILED" ? [{ error_code: 30893, description: "sample text without opt-out" }] : [],
      date_created: new Date(OPENED).toISOString(),
      date_updated: new Date(OPENED).toISOString(),
    }));
}

function paged(key, rows, url) {
  const meta = { page: 0, page_size: 50, first_page_url: url, previous_page_url: null, url, next_page_url: null, key };
  return { [key]: rows, meta };
}
