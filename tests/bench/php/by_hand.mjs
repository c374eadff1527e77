// Owns what the decision written by hand reads: a configuration row as an owner's settings would stand in PHP, and texts.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { demo, fullConfiguration, smallConfiguration } from "./full_size.mjs";

const preset = (name) => JSON.parse(readFileSync(new URL(`../../../src/preset/${name}.json`, import.meta.url), "utf8"));
const presetTexts = preset("texts");
const germanDay = ["09:00", "20:00"];

/** The market as the core resolves it from its rules: by hand it is written down. */
const germany = {
  ...demo.markets.DE,
  language: "de",
  basis: "express",
  confirm: true,
  texts_per_abandonment: 1,
  zone: "Europe/Berlin",
  hours: [germanDay, germanDay, germanDay, germanDay, germanDay, germanDay, ["24:00", "24:00"]],
};

const settings = {
  shop: demo.shop.name,
  link_origin: demo.shop.link_origin,
  currency: demo.shop.currency,
  quiet_days_after_purchase: 7,
  oldest_start_hours: 48,
  caps: [
    { texts: 2, days: 7 },
    { texts: 4, days: 30 },
  ],
  holdout: 1_000,
};

/**
 * Writes the rows of one store into a folder.
 * @param {string} folder
 * @param {"small" | "full"} size
 * @returns {{row: string, texts: string}} The configuration's file, and what the names of the texts' files begin with.
 */
export function byHandRows(folder, size) {
  mkdirSync(folder, { recursive: true });
  const { segments, journeys, texts } = size === "small" ? small() : fullSize();
  const row = `${folder}/config.json`;
  writeFileSync(row, JSON.stringify({ settings, segments, journeys, markets: { ...demo.markets, DE: germany } }));
  for (const { name } of journeys) writeFileSync(`${folder}/${name}.de.opt_out_link`, JSON.stringify(texts));
  return { row, texts: `${folder}/` };
}

function small() {
  const { nodes, ...head } = preset("journeys").recover_carts;
  const usual = nodes.filter(({ option }) => option === undefined);
  const texts = Object.entries(presetTexts.texts).map(([name, bodies]) => [name, withWayOut(bodies.de)]);
  return {
    segments: smallConfiguration.segments,
    journeys: [{ ...head, nodes: usual }],
    texts: Object.fromEntries(texts),
  };
}

function fullSize() {
  const { segments, journeys, texts } = fullConfiguration;
  const bodies = Object.entries(texts).map(([name, { de }]) => [name, withWayOut(de)]);
  return { segments, journeys, texts: Object.fromEntries(bodies) };
}

function withWayOut(body) {
  return `${body} ${presetTexts.way_out.opt_out_link.de}`;
}
