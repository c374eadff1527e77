// Owns the sign-up forms in a page: the wording of the chosen country, sending without a reload, and the question after the
// first add. Nothing leaves the page before it is sent; a no is remembered by the browser alone.
(() => {
  const ask = window.cartsignalAsk;
  const SAID_NO = "cartsignal-no";
  const ASKED = "cartsignal-asked";

  /** Other words are another box: what was ticked in the old ones is not ticked in the new ones. */
  function word(form) {
    const languages = JSON.parse(form.dataset.countries);
    const language = languages[form.elements.cartsignal_country?.value] ?? Object.values(languages)[0];
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      for (const words of box.parentElement.querySelectorAll("[data-wording]")) {
        words.hidden = words.dataset.wording !== language;
        if (words.hidden || words.dataset.version === box.value) continue;
        box.value = words.dataset.version;
        box.checked = false;
      }
    }
  }

  async function send(form, isSecond = false) {
    const body = new URLSearchParams(new FormData(form));
    body.set("cartsignal_zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    const { said, sentence, nonce } = await answer.json();
    if (said === "again" && nonce && !isSecond) {
      form.elements.cartsignal_nonce.value = nonce;
      return send(form, true);
    }
    return { said, sentence };
  }

  /** Shows what became of it, where a screen reader hears it. */
  function say(form, { said, sentence }) {
    const status = form.querySelector("[role=status]");
    status.textContent = sentence;
    if (said !== "thanks") return;
    for (const part of [...form.children]) if (!part.contains(status)) part.remove();
    status.parentElement.querySelector("button")?.remove();
    keep(localStorage, SAID_NO);
    form.dispatchEvent(new Event("cartsignal-thanks", { bubbles: true }));
  }

  addEventListener("change", ({ target }) => {
    const form = target.closest?.("form.cartsignal-sign-up");
    if (form && target.name === "cartsignal_country") word(form);
  });
  addEventListener("submit", (event) => {
    const form = event.target.closest?.("form.cartsignal-sign-up");
    if (!form || form.dataset.isSending) return;
    event.preventDefault();
    form.dataset.isSending = "1";
    send(form)
      .then((answer) => say(form, answer))
      // Without an answer the form goes as it would without this script.
      .catch(() => form.submit())
      .finally(() => delete form.dataset.isSending);
  });
  // A browser that goes back keeps the country that was chosen.
  addEventListener("pageshow", () => document.querySelectorAll("form.cartsignal-sign-up").forEach(word));

  function keep(storage, name) {
    try {
      storage.setItem(name, "1");
    } catch {
      // Nothing may be kept here: then it is asked again another time.
    }
  }
  function has(storage, name) {
    try {
      return storage.getItem(name) !== null;
    } catch {
      return true;
    }
  }

  async function show() {
    if (has(sessionStorage, ASKED) || has(localStorage, SAID_NO)) return;
    keep(sessionStorage, ASKED);
    const { form, title, close, done, news } = await (await fetch(ask.ask)).json();
    if (!form) return;
    const panel = document.createElement("section");
    panel.className = "cartsignal-ask";
    panel.setAttribute("aria-labelledby", "cartsignal-ask-title");
    panel.innerHTML = `<p role="status" class="screen-reader-text"></p><h2 id="cartsignal-ask-title"></h2>${form}<p><button type="button" class="button wp-element-button"></button></p>`;
    panel.querySelector("h2").textContent = title;
    const button = panel.querySelector("button[type=button]");
    button.textContent = close;
    // Not modal: the page stays as it is, and so does the focus.
    document.body.append(panel);
    word(panel.querySelector("form"));
    setTimeout(() => (panel.querySelector("[role=status]").textContent = news), 100);
    const dismiss = () => {
      keep(localStorage, SAID_NO);
      panel.remove();
    };
    panel.addEventListener("cartsignal-thanks", () => (button.textContent = done));
    button.addEventListener("click", dismiss);
    panel.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  }

  if (!ask) return;
  const asked = () => show().catch(() => {});
  window.jQuery?.(document.body).on("added_to_cart", asked);
  document.body.addEventListener("wc-blocks_added_to_cart", asked);
  if (ask.now) asked();
})();
