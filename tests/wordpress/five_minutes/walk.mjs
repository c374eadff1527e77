// Owns somebody who walks through the owner's screens in Chromium: hands counted, time taken, each page looked at.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA: what axe can tell of it. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const OURS = ["#cartsignal-console", ".components-modal__screen-overlay"];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 780 };

/** The folder for screenshots, if any. */
const shots = process.env.CARTSIGNAL_SHOTS;

export class Walk {
  /** Clicks and fields so far. */
  hands = 0;
  /** @type {{ name: string, ms: number }[]} */
  steps = [];
  #since = Date.now();
  #looks = 0;

  /**
   * @param {import("../../store/shopper.mjs").Shopper} device logged in as somebody
   * @param {{ tongue?: string, narrow?: boolean }} [options] `narrow`: each look is one at a phone's width, too
   */
  constructor(device, { tongue = "en", narrow = true } = {}) {
    this.device = device;
    this.page = device.page;
    this.tongue = tongue;
    this.narrow = narrow;
  }

  async click(locator) {
    this.hands += 1;
    await locator.click();
  }

  async fill(locator, text) {
    this.hands += 1;
    await locator.fill(text);
  }

  button(name, within = this.page) {
    return within.getByRole("button", { name });
  }

  /** Ends a step of the stopwatch. */
  lap(name) {
    this.steps.push({ name, ms: Date.now() - this.#since });
    this.#since = Date.now();
  }

  get ms() {
    return this.steps.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Looks at the page as it is: no violation of axe's, nothing wider than the screen. The stopwatch stands meanwhile. */
  async look(name) {
    const begun = Date.now();
    this.#looks += 1;
    await this.#lookAt(name, "wide");
    if (this.narrow) {
      await this.page.setViewportSize(PHONE);
      try {
        await this.#lookAt(name, "360");
      } finally {
        await this.page.setViewportSize(WIDE);
      }
    }
    this.#since += Date.now() - begun;
  }

  async #lookAt(name, width) {
    await this.page.waitForFunction(() => document.querySelectorAll(".cartsignal-loading").length === 0);
    if (shots) {
      const folder = join(shots, this.tongue);
      mkdirSync(folder, { recursive: true });
      const file = `${String(this.#looks).padStart(2, "0")}-${name}-${width}.png`;
      await this.page.screenshot({ path: join(folder, file), fullPage: true });
    }
    if (!(await this.page.evaluate("Boolean(window.axe)"))) await this.page.evaluate(axe);
    const found = await this.page.evaluate(
      async ([tags, ours]) => {
        const include = ours.filter((each) => document.querySelector(each));
        const { violations } = await window.axe.run({ include }, { runOnly: tags });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
      },
      [TAGS, OURS],
    );
    assert.deepEqual(found, [], `${name} at ${width}`);
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${name} at ${width} is ${over} pixels too wide`);
  }

  /** Presses Tab until what has the focus bears a name, and returns how often. */
  async tabTo(name, most = 120) {
    for (let times = 1; times <= most; times += 1) {
      await this.page.keyboard.press("Tab");
      if (name.test(await this.page.evaluate(focused))) return times;
    }
    assert.fail(`no way by keyboard to ${name}`);
  }
}

/** Logs a device in by wp-admin's own form. */
export async function logIn(device, { user, password }) {
  await device.open("/wp-login.php");
  await device.page.fill("#user_login", user);
  await device.page.fill("#user_pass", password);
  await Promise.all([device.page.waitForURL(/wp-admin/), device.page.click("#wp-submit")]);
}

/** In the page: what has the focus is called, as a screen reader would say it. */
function focused() {
  const element = document.activeElement;
  if (!element) return "";
  const label = element.labels?.[0]?.textContent;
  return element.getAttribute("aria-label") ?? label ?? element.textContent?.trim().replace(/\s+/g, " ") ?? "";
}
