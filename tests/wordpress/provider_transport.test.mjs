// Owns the tests of the plugin's requests to a provider by WordPress's HTTP: once, unredirected, bounded, honest about silence.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openStore } from "../store/store.mjs";

/** @type {Awaited<ReturnType<typeof openStore>>} */
let store;
const servers = [];

before(async () => {
  store = await openStore({ woocommerce: false, cron: "none", clock: "real" });
});

after(async () => {
  for (const server of servers) {
    server.closeAllConnections?.();
    server.close();
  }
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

/** Listens on loopback; returns the address and what came in. */
async function listen(server, scheme = "http") {
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${scheme}://127.0.0.1:${server.address().port}`;
}

/** A server that notes each request and answers it. */
async function answering(answer) {
  const came = [];
  const url = await listen(
    http.createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        came.push({ method: request.method, path: request.url, headers: request.rawHeaders, body });
        answer(response, request);
      });
    }),
  );
  return { url, came };
}

/** Has the plugin perform a request; `setUp` is PHP that other plugins might have run. */
function perform(url, { timeout = 2_000, method = "POST", body = "To=%2B44&Body=Hi", setUp = "" } = {}) {
  const headers = [
    ["content-type", "application/x-www-form-urlencoded"],
    ["authorization", "Basic QUM6MTIz"],
  ];
  const asked = { method, url, headers, body, timeout_ms: timeout };
  return store.call(
    `${setUp}
     $heard = (new Cartsignal\\Provider\\WordPressTransport())->perform(json_decode(json_encode($args[0])), static fn () => null);
     return ['heard' => $heard->heard, 'body' => substr($heard->body, 0, 60), 'bytes' => strlen($heard->body)];`,
    [asked],
  );
}

test("a request goes out as the core words it, once, and its answer comes back whole", async () => {
  const { url, came } = await answering((response) => {
    response.writeHead(
      201,
      [
        ["X-Two", "a"],
        ["X-Two", "b"],
        ["Content-Type", "application/json"],
      ].flat(),
    );
    response.end('{"sid":"SM1"}');
  });
  const { heard, body } = await perform(`${url}/2010-04-01/Messages.json?a=1`);
  assert.equal(heard.answered.status, 201);
  assert.equal(body, '{"sid":"SM1"}');
  assert.ok(
    heard.answered.headers.every((pair) => pair.length === 2 && pair.every((part) => typeof part === "string")),
  );
  assert.equal(came.length, 1);
  const [{ method, path, headers, body: sent }] = came;
  assert.deepEqual([method, path, sent], ["POST", "/2010-04-01/Messages.json?a=1", "To=%2B44&Body=Hi"]);
  const names = headers.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase());
  assert.ok(
    !names.includes("accept-encoding") && !names.includes("referer") && !names.includes("cookie"),
    names.join(),
  );
  assert.equal(headers[headers.findIndex((name) => name.toLowerCase() === "user-agent") + 1], "Cartsignal");
});

test("an answer that lies about its encoding is no reason to send the text a second time", async () => {
  const { url, came } = await answering((response) => {
    response.writeHead(201, { "content-encoding": "gzip" });
    response.end('{"sid":"SM1"}');
  });
  const { heard } = await perform(url);
  assert.equal(came.length, 1);
  assert.equal(heard.answered.status, 201);
});

test("a redirect is not followed, whatever other plugins want", async () => {
  const { url, came } = await answering((response) => response.writeHead(307, { location: "/elsewhere" }).end());
  const setUp =
    "add_filter('http_request_redirection_count', fn () => 5); add_filter('http_request_args', fn ($a) => ['redirection' => 5] + $a);";
  const { heard } = await perform(url, { setUp });
  assert.equal(heard.answered.status, 307);
  assert.deepEqual(
    came.map(({ path }) => path),
    ["/"],
  );
});

test("an answer without end is cut, one that never comes is given up in time", async () => {
  const { url } = await answering((response) => {
    response.writeHead(201);
    for (let part = 0; part < 64; part += 1) response.write("a".repeat(65_536));
    response.end();
  });
  assert.equal((await perform(url)).bytes, 262_145);
  const silent = await answering(() => {});
  const begun = Date.now();
  const setUp =
    "add_filter('http_request_timeout', fn () => 60); add_filter('http_request_args', fn ($a) => ['timeout' => 60] + $a);";
  assert.deepEqual((await perform(silent.url, { timeout: 1_500, setUp })).heard, { silent: { left: true } });
  assert.ok(Date.now() - begun < 15_000);
  assert.equal(silent.came.length, 1);
});

test("a connection that breaks leaves it open whether the text went", async () => {
  const { url } = await answering((_, request) => request.socket.destroy());
  assert.deepEqual((await perform(url)).heard, { silent: { left: true } });
  const half = await answering((response) => {
    response.writeHead(201, { "content-length": "100" });
    response.write("{");
    setTimeout(() => response.destroy(), 50);
  });
  assert.deepEqual((await perform(half.url)).heard, { silent: { left: true } });
});

test("only where no byte can have left is it said so", async () => {
  const taken = net.createServer();
  const url = await listen(taken);
  await new Promise((resolve) => taken.close(resolve));
  assert.deepEqual((await perform(url)).heard, { silent: { left: false } }, "nobody listens");
  assert.deepEqual((await perform("http://nowhere.invalid/")).heard, { silent: { left: false } }, "no such name");
  const plain = await answering((response) => response.end());
  const secure = plain.url.replace("http:", "https:");
  assert.deepEqual((await perform(secure)).heard, { silent: { left: false } }, "no TLS there");
  assert.equal(plain.came.length, 0);
  const blocked = await perform(url, {
    setUp: "define('WP_HTTP_BLOCK_EXTERNAL', true); add_filter('block_local_requests', '__return_true');",
  });
  assert.deepEqual(blocked.heard, { silent: { left: false } }, "the owner blocks outgoing calls");
  const deaf = await listen(net.createServer(() => {}));
  assert.deepEqual(
    (await perform(deaf.replace("http:", "https:"), { timeout: 1_000 })).heard,
    { silent: { left: false } },
    "a handshake that never ends",
  );
});

test("a certificate that nobody vouches for is refused, even where another plugin switched that off", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-tls-"));
  const [key, cert] = [join(folder, "key"), join(folder, "cert")];
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "9",
      "-subj",
      "/CN=127.0.0.1",
      "-keyout",
      key,
      "-out",
      cert,
    ],
    { stdio: "ignore" },
  );
  let requests = 0;
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    requests += 1;
    response.end();
  });
  rmSync(folder, { recursive: true });
  const url = await listen(server, "https");
  const setUp =
    "add_filter('https_ssl_verify', '__return_false'); add_filter('http_request_args', fn ($a) => ['sslverify' => false] + $a);";
  assert.deepEqual((await perform(url, { setUp })).heard, { silent: { left: false } });
  assert.equal(requests, 0);
});
