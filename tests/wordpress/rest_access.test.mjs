// Owns the proof of who may use the REST interface: a manager with an application password, and nobody else, on every path.
import assert from "node:assert/strict";
import { openStore } from "../store/store.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const ROOT = "/wp-json/cartsignal/v1";

let store;
let basic;
let document;
before(async () => {
  store = await openStore({ plugin: "linked" });
  // WordPress hands these out over https, or where a site says that it is a developer's.
  await store.call(
    "file_put_contents(WPMU_PLUGIN_DIR . '/passwords.php', \"<?php add_filter('wp_is_application_passwords_available', '__return_true');\");",
  );
  const passwords = await store.call(
    `return array_map(fn ($login) => WP_Application_Passwords::create_new_application_password(get_user_by('login', $login)->ID, ['name' => 'test'])[0], ['admin' => 'admin', 'ada' => 'ada']);`,
  );
  basic = Object.fromEntries(
    Object.entries(passwords).map(([login, password]) => [
      login,
      `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`,
    ]),
  );
  document = (await ask("GET", "/openapi", "admin")).body;
});
after(async () => {
  const ours = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(ours, []);
});

async function ask(method, path, login, body) {
  const answer = await fetch(`${store.origin}${ROOT}${path}`, {
    method,
    headers: { ...(login && { authorization: basic[login] }), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = text;
  }
  return { status: answer.status, body: parsed, headers: answer.headers };
}

/** Something that a schema takes. */
function sample({ type, enum: choices, minimum = 1, properties = {}, required = [], pattern, format }) {
  const [kind] = [type].flat();
  if (choices) return choices[0];
  if (kind === "integer" || kind === "number") return minimum;
  if (kind === "boolean") return false;
  if (kind === "array") return [];
  if (kind === "object") return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
  if (format === "date") return "2026-11-01";
  return pattern?.includes("A-Z") ? "DE" : "1";
}

/** Every operation that the description names, with something in each place. */
function operations() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const wanted = (operation.parameters ?? []).filter(({ required }) => required);
      const place = (name) => sample(wanted.find((each) => each.name === name).schema);
      const query = new URLSearchParams(
        wanted.filter((each) => each.in === "query").map(({ name }) => [name, place(name)]),
      );
      const schema = operation.requestBody?.content["application/json"].schema;
      return {
        method: method.toUpperCase(),
        path: path.replace(/\{(\w+)\}/g, (_, name) => place(name)) + (query.size > 0 ? `?${query}` : ""),
        isAbout: path.includes("{"),
        body: schema && sample(schema),
        operation,
      };
    }),
  );
}

test("the description is OpenAPI 3.1 and names the paths that WordPress knows", async () => {
  assert.equal(document.openapi, "3.1.0");
  const { routes } = await (await fetch(`${store.origin}${ROOT}`, { headers: { authorization: basic.admin } })).json();
  const known = Object.keys(routes)
    .map((route) => route.replace("/cartsignal/v1", "").replace(/\(\?P<(\w+)>.*?\)/g, "{$1}"))
    .filter((route) => route !== "" && !route.startsWith("/hooks/"));
  assert.deepEqual(known.sort(), Object.keys(document.paths).sort());
  assert.ok(operations().length >= 5);
});

test("without a password, with a wrong one, and as a customer every operation is refused, and nothing changes", async () => {
  const kept = () => store.sql("SELECT option_value FROM wp_options WHERE option_name = 'cartsignal'");
  const before = await kept();
  const refused = await Promise.all(
    operations().flatMap(({ method, path, body: fields }, nth) =>
      [undefined, "ada", ...(nth % 8 === 0 ? ["nobody"] : [])].map(async (login) => {
        basic.nobody = `Basic ${Buffer.from("admin:wrong").toString("base64")}`;
        const { status, body } = await ask(method, path, login, fields);
        return [method, path, login, status, body?.code];
      }),
    ),
  );
  // WordPress looks at the fields before it asks who it is: what does not fit gets no further either.
  const isUnread = (status, code) => status === 400 && /^rest_(missing_callback|invalid)_param$/.test(code);
  for (const [method, path, login, status, code] of refused)
    assert.ok(
      [401, 403].includes(status) || isUnread(status, code),
      `${method} ${path} as ${login ?? "nobody"}: ${status} ${code}`,
    );
  assert.ok(refused.filter(([, , , status]) => status !== 400).length > refused.length / 2);
  const open = await store.call(
    `$open = [];
     foreach (rest_get_server()->get_routes('cartsignal/v1') as $path => $handlers) {
       foreach (str_contains($path, '/hooks/') || $path === '/cartsignal/v1' ? [] : $handlers as $handler) {
         foreach ([0, get_user_by('login', 'ada')->ID] as $user) {
           wp_set_current_user($user);
           if ($handler['permission_callback'](new WP_REST_Request()) !== false) { $open[] = $path; }
         }
       }
     }
     return $open;`,
  );
  assert.deepEqual(open, [], "each of them asks who it is");
  assert.deepEqual(await kept(), before);
});

test("with a manager's application password every operation answers what its schema says, in no cache", async () => {
  for (const { method, path, isAbout, operation } of operations().filter((each) => each.method === "GET")) {
    const { status, body, headers } = await ask(method, path, "admin");
    // Of something that is not there it says so.
    if (isAbout && [400, 404, 409].includes(status)) continue;
    assert.equal(status, 200, `${path}: ${JSON.stringify(body).slice(0, 300)}`);
    if (operation.responses[200].content["application/json"].schema.type === "object")
      assert.equal(typeof body, "object", path);
    assert.match(headers.get("cache-control") ?? "", /no-store|no-cache/, path);
  }
  const saved = await ask("PUT", "/webhook", "admin", { url: null });
  assert.deepEqual([saved.status, saved.body.state], [200, "off"]);
});

test("a field that no operation takes is refused by name", async () => {
  const { status, body } = await ask("PUT", "/webhook", "admin", { url: null, secrets: "x" });
  assert.deepEqual([status, body.code], [400, "unknown_field"]);
});
