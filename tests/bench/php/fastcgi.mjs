// Owns a FastCGI client: one request on a connection of its own, as a web server hands it to PHP-FPM.
// Source: FastCGI Specification 1.0. npm's `fastcgi-client` and `fastcgi-stream` were looked at: years without upkeep.
import { connect } from "node:net";

const VERSION = 1;
const REQUEST_ID = 1;
const BEGIN_REQUEST = 1;
const END_REQUEST = 3;
const PARAMS = 4;
const STDIN = 5;
const STDOUT = 6;
const STDERR = 7;
const RESPONDER = 1;
const HEADER_BYTES = 8;
const MOST = 65_535; // bytes of content in one record

/**
 * Posts a body to a script and returns its answer.
 * @param {string} socket Path of a Unix socket.
 * @param {string} script Path of a PHP file.
 * @param {string} [body]
 * @returns {Promise<{headers: string, body: string, errors: string, milliseconds: number}>}
 */
export function post(socket, script, body = "") {
  const content = Buffer.from(body);
  const params = {
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_PROTOCOL: "HTTP/1.1",
    REQUEST_METHOD: "POST",
    REQUEST_URI: "/",
    SCRIPT_NAME: "/",
    SCRIPT_FILENAME: script,
    CONTENT_TYPE: "application/json",
    CONTENT_LENGTH: String(content.length),
  };
  const request = Buffer.concat([
    record(BEGIN_REQUEST, Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0])),
    stream(PARAMS, Buffer.concat(Object.entries(params).flatMap(pair))),
    stream(STDIN, content),
  ]);
  return new Promise((settle, refuse) => {
    const began = process.hrtime.bigint();
    const connection = connect(socket, () => connection.write(request));
    const received = [];
    connection.on("data", (chunk) => received.push(chunk));
    connection.on("error", refuse);
    connection.on("close", () => {
      const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
      const { out, errors, ended } = read(Buffer.concat(received));
      if (!ended) return refuse(new Error(`\`${script}\` ended without an answer: ${errors}`));
      const gap = out.indexOf("\r\n\r\n");
      settle({ headers: out.slice(0, gap), body: out.slice(gap + 4), errors, milliseconds });
    });
  });
}

function record(type, content) {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeUInt8(type, 1);
  header.writeUInt16BE(REQUEST_ID, 2);
  header.writeUInt16BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** Content in as many records as it takes, and the empty one that ends a stream. */
function stream(type, content) {
  const records = [];
  for (let at = 0; at < content.length; at += MOST) records.push(record(type, content.subarray(at, at + MOST)));
  return Buffer.concat([...records, record(type, Buffer.alloc(0))]);
}

function pair([name, value]) {
  return [length(name), length(value), Buffer.from(name), Buffer.from(value)];
}

function length(text) {
  const bytes = Buffer.byteLength(text);
  if (bytes < 128) return Buffer.from([bytes]);
  const long = Buffer.alloc(4);
  long.writeUInt32BE(bytes + 2 ** 31);
  return long;
}

function read(received) {
  const parts = { [STDOUT]: [], [STDERR]: [], [END_REQUEST]: [] };
  for (let at = 0; at + HEADER_BYTES <= received.length;) {
    const from = at + HEADER_BYTES;
    const to = from + received.readUInt16BE(at + 4);
    parts[received[at + 1]]?.push(received.subarray(from, to));
    at = to + received[at + 6];
  }
  const text = (type) => Buffer.concat(parts[type]).toString("utf8");
  return { out: text(STDOUT), errors: text(STDERR), ended: parts[END_REQUEST].length > 0 };
}
