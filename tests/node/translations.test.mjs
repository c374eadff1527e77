// Owns the tests of translations: every sentence has words in every language, and what WordPress loads holds them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compiled, LANGUAGES, languageFaults, sentenceFaults } from "../../js/tools/translations/catalogue.mjs";

test("every sentence can be translated: plain text, in the plugin's text domain", () => {
  assert.deepEqual(sentenceFaults(), []);
});

for (const language of Object.keys(LANGUAGES)) {
  test(`every sentence is translated, with the same places for values (${language})`, () => {
    assert.deepEqual(languageFaults(language), []);
  });

  test(`the sentences of the screens, and no others, are in their script's file (${language})`, () => {
    const file = compiled(language).get(`cartsignal-${language}-cartsignal-console.json`);
    const messages = JSON.parse(file.toString("utf8")).locale_data.messages;
    assert.ok(Object.hasOwn(messages, "Journeys"));
    assert.ok(!Object.hasOwn(messages, "Stop all text messages and delete my number"));
  });
}
