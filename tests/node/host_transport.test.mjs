// Owns the tests of performing HTTP: what left and what certainly did not, with real sockets.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { test } from "node:test";
import { perform } from "../../js/host/transport.mjs";

const GATEWAY = new URL("../../src/gateway/mod.rs", import.meta.url);

test("a whole answer is heard, its headers as they were sent", async (context) => {
  const url = await serve(context, (request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const { host, "content-type": type } = request.headers;
      response.writeHead(201, { "X-Made": "yes" }).end(JSON.stringify([request.method, type, host, body]));
    });
  });
  const headers = /** @type {[string, string][]} */ ([["Content-Type", "text/plain"]]);
  const { heard, body } = await perform({ ...post(url), headers, body: "grüße" });
  assert.ok("answered" in heard);
  assert.equal(heard.answered.status, 201);
  assert.ok(heard.answered.headers.some(([name, value]) => name === "X-Made" && value === "yes"));
  assert.deepEqual(JSON.parse(Buffer.from(body ?? []).toString()), ["POST", "text/plain", new URL(url).host, "grüße"]);
});

test("a port nobody listens on was certainly not reached", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  assert.deepEqual(await perform(post(`http://127.0.0.1:${port}/`)), silent(false));
});

test("a TLS handshake that fails sent nothing of the request", async (context) => {
  const url = await listen(context, (socket) => socket.end("this is no TLS\r\n"));
  assert.deepEqual(await perform(post(url.replace("http:", "https:"))), silent(false));
});

test("an address Node does not take sent nothing", async () => {
  assert.deepEqual(await perform(post("http://127.0.0.1:99999999/")), silent(false));
});

test("a connection that breaks before an answer may have carried the request", async (context) => {
  const url = await listen(context, (socket) => socket.once("data", () => socket.resetAndDestroy()));
  assert.deepEqual(await perform(post(url)), silent(true));
});

test("half an answer is none, and the request was there", async (context) => {
  const half = 'HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"sid":';
  const reset = await listen(context, (socket) =>
    socket.once("data", () => socket.write(half, () => socket.resetAndDestroy())),
  );
  assert.deepEqual(await perform(post(reset)), silent(true));
  const ended = await listen(context, (socket) => socket.once("data", () => socket.end(half)));
  assert.deepEqual(await perform(post(ended)), silent(true));
});

test("a server that never answers is given up, and the request was there", async (context) => {
  const url = await listen(context, () => {});
  assert.deepEqual(await perform({ ...post(url), timeout_ms: 30 }), silent(true));
});

test("a server that answers in drops without end is given up", async (context) => {
  const url = await listen(context, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const drops = setInterval(() => socket.write("."), 5);
    socket.on("close", () => clearInterval(drops));
    socket.on("error", () => {});
  });
  assert.deepEqual(await perform({ ...post(url), timeout_ms: 50 }), silent(true));
});

test("a redirect is an answer like any other and is not followed", async (context) => {
  let calls = 0;
  const url = await serve(context, (_, response) => {
    calls += 1;
    response.writeHead(307, { Location: "/elsewhere" }).end();
  });
  const { heard } = await perform(post(url));
  assert.ok("answered" in heard);
  assert.deepEqual([heard.answered.status, calls], [307, 1]);
});

test("of an answer without end only as much is read as the core can use, and a byte", async (context) => {
  const url = await serve(context, (_, response) => {
    response.writeHead(200);
    response.end(Buffer.alloc(10_000_000, 32));
  });
  const { body } = await perform(post(url));
  const [, kibibytes] = /MOST_ANSWER_BYTES: usize = (\d+) \* 1_024/.exec(readFileSync(GATEWAY, "utf8")) ?? [];
  assert.equal(body?.length, Number(kibibytes) * 1_024 + 1);
});

/** @param {string} url @returns {import("../../js/host/transport.mjs").Request} */
function post(url) {
  return { method: "POST", url, headers: [], body: "To=x", timeout_ms: 5_000 };
}

/** @param {boolean} left */
function silent(left) {
  return { heard: { silent: { left } } };
}

/**
 * @param {import("node:test").TestContext} context
 * @param {http.RequestListener} answer
 */
async function serve(context, answer) {
  const server = http.createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;
}

/**
 * @param {import("node:test").TestContext} context
 * @param {(socket: net.Socket) => void} met
 */
async function listen(context, met) {
  /** @type {Set<net.Socket>} */
  const sockets = new Set();
  const server = net
    .createServer((socket) => {
      sockets.add(socket.on("error", () => {}));
      met(socket);
    })
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;
}
