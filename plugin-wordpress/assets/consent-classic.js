// Owns telling the store, while the classic checkout is open, which boxes are ticked beside which number. Nothing leaves
// the page before a tick.
(($) => {
  const group = document.getElementById("cartsignal_boxes_field");
  if (!group || !$) return;
  const { url, nonce, locale, countries, unknown } = group.dataset;
  const languages = JSON.parse(countries);
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  const status = group.querySelector("[role=status]");
  const withdrawn = group.querySelector("[name=cartsignal_unticked]");
  /** Versions of boxes that were told as ticked. */
  const told = new Set();
  let last = "";
  let timer;

  const value = (name) => document.getElementById(`billing_${name}`)?.value.trim() ?? "";
  const versions = (filter) => boxes.filter(filter).map((box) => box.value);

  function fields() {
    const hasNumber = value("phone").replace(/\P{Nd}/gu, "").length > 5;
    const ticked = hasNumber ? versions((box) => box.checked) : [];
    withdrawn.value = [...told].filter((version) => !ticked.includes(version)).join(" ");
    return {
      number: value("phone"),
      country: value("country"),
      region: value("state"),
      first_name: value("first_name"),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
      locale,
      ticked: ticked.join(" "),
      unticked: withdrawn.value,
    };
  }

  function tell() {
    clearTimeout(timer);
    const now = fields();
    const body = new URLSearchParams(now).toString();
    if (body === last || !(now.ticked || now.unticked)) return;
    last = body;
    for (const version of now.ticked.split(" ")) if (version) told.add(version);
    if (!now.ticked) told.clear();
    fetch(url, { method: "POST", body: new URLSearchParams({ ...now, nonce }), keepalive: true }).catch(() => {
      last = "";
    });
  }

  // Two requests at once would overwrite each other's session: WooCommerce's own comes first.
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => ($.active ? soon(200) : tell()), wait);
  };

  /** Other words are another box: what was ticked in the old ones is not ticked in the new ones. */
  function wording() {
    const country = value("country");
    const language = country ? languages[country] : unknown;
    group.hidden = !language;
    for (const box of boxes) {
      for (const words of box.parentElement.querySelectorAll("[data-wording]")) {
        words.hidden = words.dataset.wording !== (language ?? unknown);
        if (words.hidden || words.dataset.version === box.value) continue;
        box.value = words.dataset.version;
        box.checked = false;
      }
      if (!language) box.checked = false;
    }
  }

  $(document.body).on("input change", "#billing_phone, #billing_first_name, #billing_country, #billing_state", () => {
    wording();
    soon(800);
  });
  group.addEventListener("change", () => {
    const { ticked } = fields();
    status.textContent = boxes.some((box) => box.checked) && !ticked ? status.dataset.say : "";
    soon(0);
  });
  addEventListener("pagehide", tell);
  wording();
})(window.jQuery);
