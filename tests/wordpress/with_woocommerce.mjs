// Owns tests that need WooCommerce: node:test's own functions where it can be had, else each test is skipped and says so.
import * as runner from "node:test";
import { woocommerceSource } from "../store/sources.mjs";

const { missing } = /** @type {{missing?: string}} */ (await woocommerceSource());
const skip = missing && `NO WOOCOMMERCE: ${missing}`;
const nothing = () => {};

export const test = skip ? (/** @type {string} */ name) => runner.test(name, { skip }) : runner.test;
export const describe = skip
  ? (/** @type {string} */ name) => runner.describe(name, { skip }, nothing)
  : runner.describe;
export const before = skip ? nothing : runner.before;
export const after = skip ? nothing : runner.after;
