// Owns a line to the store's database that stays open: a soak looks thousands of times at what is due next.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { programs } from "../store/places.mjs";

export class Look {
  #folder;
  #child;
  /** Who waits for an answer, in order. @type {{ resolve: (line: string) => void, reject: (error: Error) => void }[]} */
  #waiting = [];

  /** @param {string} folder the store's */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * Answers the one row of a query, as texts; null where the database says NULL. Rejects where there is no database.
   * @param {string} query on one line, with one row
   * @returns {Promise<(string | null)[]>}
   */
  async row(query) {
    const child = this.#child ?? this.#open();
    const line = await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      child.stdin.write(`${query.replaceAll(/\s+/g, " ")};\n`);
    });
    return line.split("\t").map((value) => (value === "NULL" ? null : value));
  }

  close() {
    this.#child?.stdin.end();
  }

  #open() {
    const { client } = programs();
    if (!client) throw new Error("mariadb is not here: run npm run setup");
    const to = ["--no-defaults", `--socket=${join(this.#folder, "database.sock")}`, "--user=root", "wordpress"];
    const child = spawn(
      client,
      [...to, "--batch", "--raw", "--skip-column-names", "--unbuffered", "--skip-reconnect"],
      {
        stdio: ["pipe", "pipe", "ignore"],
      },
    );
    this.#child = child;
    child.stdin.on("error", () => {});
    createInterface({ input: child.stdout }).on("line", (line) => this.#waiting.shift()?.resolve(line));
    const gone = () => {
      this.#child = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("the database is not there"));
    };
    child.once("error", gone);
    child.once("close", gone);
    return child;
  }
}
