// Owns an owner's way through WordPress's privacy tools: the request, and every page of every exporter or eraser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { AdminClient } from "../admin_client.mjs";

const KINDS = {
  export: { action: "export_personal_data", page: "/wp-admin/export-personal-data.php", part: "exporter" },
  erase: { action: "remove_personal_data", page: "/wp-admin/erase-personal-data.php", part: "eraser" },
};

/**
 * Makes a request that its person has confirmed, and carries it out as the button in wp-admin does.
 * @param {{ store: any, kind: "export" | "erase", email: string }} of
 * @returns {Promise<any[]>} what each page of each exporter or eraser answered
 */
export async function carryOut({ store, kind, email }) {
  // Days may have passed since the last login.
  const admin = await AdminClient.login(store, store.admin);
  const { action, page, part } = KINDS[kind];
  const id = await store.call(
    `$id = wp_create_user_request($args[0], $args[1]);
     if (is_wp_error($id)) { throw new RuntimeException($id->get_error_message()); }
     wp_update_post(['ID' => $id, 'post_status' => 'request-confirmed']);
     return $id;`,
    [email, action],
  );
  const { text } = await admin.request(page);
  const button = new RegExp(`data-request-id="${id}"[^>]*`).exec(text)?.[0] ?? "";
  const row = text.slice(text.indexOf(button) - 400, text.indexOf(button) + 400);
  const nonce = /data-nonce="([^"]+)"/.exec(row)?.[1];
  const count = Number(new RegExp(`data-${part}s-count="(\\d+)"`).exec(row)?.[1]);
  assert.ok(nonce && count > 0, "wp-admin offers the request");
  const answers = [];
  for (let index = 1; index <= count; index += 1)
    for (let number = 1; ; number += 1) {
      const body = { action: `wp-privacy-${kind}-personal-data`, [part]: index, id, page: number, security: nonce };
      const answer = JSON.parse((await admin.request("/wp-admin/admin-ajax.php", { body })).text);
      assert.equal(answer.success, true, JSON.stringify(answer));
      answers.push(answer.data);
      if (answer.data.done) break;
    }
  return answers;
}

/** Returns the file that a person is sent, as an object and as text. */
export function exported(store, answers) {
  const { url } = answers.at(-1);
  const path = join(store.site, decodeURIComponent(new URL(url).pathname));
  const text = strFromU8(unzipSync(readFileSync(path))["export.json"]);
  const [groups] = Object.values(JSON.parse(text));
  return { text, groups };
}
