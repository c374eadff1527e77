#!/usr/bin/env node
// Owns the fake provider's command line: starts it on real time and prints where it is.
import { parseArgs } from "node:util";
import { createFakeProvider } from "./index.mjs";

const HELP = `node js/fake_provider/main.mjs [--port 0] [--account AC…] [--token …] [--sms-url URL] [--callback-base URL]
                                  [--zone Europe/Berlin] [--journal FILE] [--magic] [--answers-keywords]

A fake SMS provider on this machine that speaks Twilio's API. Its page shows the texts as a phone would.`;

const OPTIONS = {
  port: { type: "string", default: "0" },
  account: { type: "string" },
  token: { type: "string" },
  "sms-url": { type: "string" },
  "callback-base": { type: "string" },
  zone: { type: "string", default: Intl.DateTimeFormat().resolvedOptions().timeZone },
  journal: { type: "string" },
  magic: { type: "boolean", default: false },
  "answers-keywords": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
};

try {
  await main(parseArgs({ options: OPTIONS }).values);
} catch (error) {
  console.error(`fake provider: ${error.message}`);
  process.exitCode = 1;
}

async function main(asked) {
  if (asked.help) return console.log(HELP);
  if (!/^\d{1,5}$/.test(asked.port)) throw new Error(`\`${asked.port}\` is no port; expected a number, 0 for any`);
  const provider = createFakeProvider({
    accountSid: asked.account,
    authToken: asked.token,
    smsUrl: asked["sms-url"],
    callbackBase: asked["callback-base"],
    zone: asked.zone,
    journal: asked.journal,
    magic: asked.magic,
    answersKeywords: asked["answers-keywords"],
    timers: true,
  });
  const url = await provider.listen(Number(asked.port));
  console.log(`fake provider  ${url}`);
  console.log(`phone page     ${url}/phone`);
  console.log(`account        ${provider.accountSid}`);
  console.log(`token          ${provider.authToken}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => provider.close());
}
