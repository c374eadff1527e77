#!/usr/bin/env node
// Owns the command `cartsignal`: picks the subcommand, turns errors into a sentence and an exit code.
import { readFileSync } from "node:fs";
import { Complaint, exitCodes } from "../replay/complaint.mjs";
import { asksForDemo, demo } from "./demo.mjs";
import { COMMANDS, help } from "./help.mjs";
import { nearest } from "./nearest.mjs";
import { flush, line } from "./out.mjs";
import { replay } from "./replay.mjs";

const OLDEST_NODE = 22;

/** @param {string[]} args */
async function main(args) {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new Complaint(
      `Node ${process.versions.node} is too old; install Node ${OLDEST_NODE} or newer`,
      exitCodes.usage,
    );
  }
  const [command, ...rest] = args;
  if (command === undefined) return demo([]);
  if (command === "--version" || command === "-v") return line(version());
  if (command === "help" || command === "--help" || command === "-h") return helpFor(rest[0]);
  if (command.startsWith("--")) return demo(args);
  if (rest.includes("--help") || rest.includes("-h")) return helpFor(command);
  if (command === "demo") return demo(rest);
  // Without a file there is the demo day: npm start relies on it.
  if (command === "replay") return asksForDemo(rest) ? demo(rest) : replay(rest);
  throw unknown(command);
}

/** @param {string | undefined} command */
function helpFor(command) {
  if (command !== undefined && !COMMANDS.includes(command)) throw unknown(command);
  line(help(command));
}

/** @param {string} command */
function unknown(command) {
  const meant = nearest(command, COMMANDS);
  const hint = meant ? `did you mean \`${meant}\`?` : `commands are ${COMMANDS.join(", ")}`;
  return new Complaint(`\`${command}\` is no command; ${hint}`, exitCodes.usage);
}

function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

try {
  await main(process.argv.slice(2));
  flush();
} catch (error) {
  flush();
  if (error instanceof Complaint) {
    process.stderr.write(`cartsignal: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(
      `cartsignal: a fault of the tool, please report it\n${error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = exitCodes.fault;
  }
}
