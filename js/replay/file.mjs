// Owns opening a file: unpacks gzip by its magic bytes, decodes its text, counts what has been read.
import { createReadStream, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Complaint } from "./complaint.mjs";

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Bytes looked at to tell the character encoding. */
const PROBE_BYTES = 65_536;

export class TextFile {
  /** Bytes of the file as it lies on disk that have been read so far. */
  bytesRead = 0;

  /** @param {string} path */
  constructor(path) {
    this.path = path;
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) throw new Complaint(`${path}: is a folder. Name a file in it`);
      /** Size on disk, or 0 where it can't be told (a pipe). */
      this.size = stat.isFile() ? stat.size : 0;
    } catch (error) {
      if (error instanceof Complaint) throw error;
      throw new Complaint(`${path}: ${reason(error)}. Check the path`);
    }
  }

  /**
   * Yields the file's text in pieces.
   * @returns {AsyncGenerator<string>}
   */
  async *text() {
    const head = await firstBytes(this.path);
    if (head.length === 0) throw new Complaint(`${this.path}: is empty`);
    if (startsWith(head, ZIP)) {
      throw new Complaint(`${this.path}: is a zip file or an Excel sheet. Unpack it, or save the sheet as CSV`);
    }
    this.bytesRead = 0;
    const file = createReadStream(this.path, { highWaterMark: 256 * 1024 });
    file.on("data", (/** @type {string | Buffer} */ chunk) => {
      this.bytesRead += chunk.length;
    });
    const packed = startsWith(head, GZIP);
    const bytes = packed ? pipeline(file, createGunzip(), () => {}) : file;
    /** @type {TextDecoder | undefined} */
    let decoder;
    try {
      for await (const chunk of bytes) {
        decoder ??= this.#decoder(chunk);
        yield decoder.decode(chunk, { stream: true });
      }
    } catch (error) {
      if (error instanceof Complaint) throw error;
      const what = packed ? "can't be unpacked; the gzip file is damaged or cut off" : "can't be read";
      throw new Complaint(`${this.path}: ${what} (${reason(error)}). Fetch it again`);
    } finally {
      file.destroy();
    }
    const rest = decoder?.decode();
    if (rest) yield rest;
  }

  /** @param {Buffer} chunk */
  #decoder(chunk) {
    if (startsWith(chunk, [0xff, 0xfe])) return new TextDecoder("utf-16le");
    if (startsWith(chunk, [0xfe, 0xff])) return new TextDecoder("utf-16be");
    const probe = chunk.subarray(0, PROBE_BYTES);
    if (probe.includes(0)) {
      throw new Complaint(`${this.path}: is not text. Give event JSONL or a CSV file, plain or as gzip`);
    }
    try {
      // A character may be cut at the end of the probe: `stream` forgives that, and only that.
      new TextDecoder("utf-8", { fatal: true }).decode(probe, { stream: true });
      return new TextDecoder("utf-8");
    } catch {
      return new TextDecoder("windows-1252");
    }
  }
}

/** @param {string} path */
async function firstBytes(path) {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Complaint(`${path}: ${reason(error)}. Check its permissions`);
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number[]} magic
 */
function startsWith(bytes, magic) {
  return magic.every((byte, place) => bytes[place] === byte);
}

/** @param {unknown} error */
function reason(error) {
  const code = /** @type {{code?: string}} */ (error).code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "may not be read";
  return error instanceof Error ? error.message : String(error);
}
