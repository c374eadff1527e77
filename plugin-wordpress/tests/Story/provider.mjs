// Owns the fake provider's process in a story: it lives in the story's time, and does on stdin's word what is due.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createFakeProvider } from "../../../js/fake_provider/index.mjs";

const { port, clock, ...options } = JSON.parse(process.argv[2]);
const provider = createFakeProvider({ ...options, magic: true, clock: () => Number(readFileSync(clock, "utf8")) });
const say = (/** @type {any} */ line) => console.log(JSON.stringify(line));

say({ url: await provider.listen(port) });
for await (const line of createInterface({ input: process.stdin })) {
  const { inbound, tick } = JSON.parse(line);
  if (tick) say({ posted: await provider.tick(), next: provider.nextAt() ?? null });
  if (inbound) say({ status: (await provider.inbound(inbound)).status ?? 0 });
}
await provider.close();
