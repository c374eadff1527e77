// Owns a store's database as a file: the backup that a host's owner makes and puts back.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Writes the whole database into a file. */
export async function dumpDatabase({ folder, file, program }) {
  const args = [...account(folder), "--single-transaction", "--hex-blob", "--add-drop-table", "wordpress"];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  await Promise.all([pipeline(child.stdout, createWriteStream(file)), ended(child)]);
  return file;
}

/** Empties the database and fills it from a file: tables that are not in the file are gone. */
export async function loadDatabase({ folder, file, program }) {
  const fresh = "DROP DATABASE wordpress; CREATE DATABASE wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
  await ended(spawn(program, [...account(folder), "-e", fresh], { stdio: ["ignore", "ignore", "pipe"] }));
  const child = spawn(program, [...account(folder), "wordpress"], { stdio: ["pipe", "ignore", "pipe"] });
  await Promise.all([pipeline(createReadStream(file), child.stdin), ended(child)]);
}

function account(folder) {
  return ["--no-defaults", `--socket=${join(folder, "database.sock")}`, "--user=root"];
}

async function ended(child) {
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`the database's tool ended with ${code}: ${said.trim()}`);
}
