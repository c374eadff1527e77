// Owns the boxes of the block checkout: below the phone field, never ticked by themselves; told while the page is open and
// with the order. Nothing leaves the page before a tick.
(({ blocksCheckout, wcSettings }, { apiFetch, data, element }) => {
  const words = wcSettings.getSetting("cartsignal_data", {});
  if (!words.boxes) return;
  const { createElement: create, useEffect, useRef, useState } = element;
  const { CheckboxControl } = blocksCheckout;

  /** Forms that show the boxes: those of the first one count, as the phone field is in both. */
  const shown = new Set();
  const listeners = new Set();
  const announce = () => listeners.forEach((listener) => listener({}));

  /** One request at a time, after WooCommerce's own: two at once would overwrite each other's session. */
  let queue = Promise.resolve();
  const isBusy = () => data.select("wc/store/cart").isCustomerDataUpdating?.();
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  function post(fields) {
    const send = async (tries = 20) => {
      if (isBusy() && tries > 0) return pause(250).then(() => send(tries - 1));
      const request = { namespace: "cartsignal", data: fields };
      return apiFetch({ path: "/wc/store/v1/cart/extensions", method: "POST", data: request, keepalive: true });
    };
    queue = queue.then(() => send()).catch(() => {});
  }

  const hasNumber = (text) => (text ?? "").replace(/\P{Nd}/gu, "").length > 5;

  function Words({ parts, lang }) {
    const link = ({ href }, key) => create("a", { key, href, target: "_blank", rel: "noopener" }, href);
    return create("span", { lang }, ...parts.map((part, key) => (typeof part === "string" ? part : link(part, key))));
  }

  function Boxes({ kind, cart, checkoutExtensionData }) {
    const [, refresh] = useState({});
    const [ticked, setTicked] = useState([]);
    const told = useRef({ ticked: new Set(), body: "" });
    useEffect(() => {
      shown.add(kind);
      listeners.add(refresh);
      announce();
      return () => {
        shown.delete(kind);
        listeners.delete(refresh);
        announce();
      };
    }, []);

    const address = cart[`${kind}Address`] ?? {};
    // A customer who comes back may have a number in one of the two addresses only.
    const other = cart[kind === "shipping" ? "billingAddress" : "shippingAddress"];
    const number = hasNumber(address.phone) ? address.phone : (other?.phone ?? "");
    const language = address.country ? words.countries[address.country] : words.unknown;
    const isFirst = kind === "shipping" || !shown.has("shipping");
    const boxes = (isFirst && words.boxes[language]) || [];
    // Other words are another box: what was ticked in the old ones is not ticked in the new ones.
    const versions = boxes.map(({ version }) => version).filter((version) => ticked.includes(version));
    const counted = hasNumber(number) ? versions : [];
    const unticked = [...told.current.ticked].filter((version) => !counted.includes(version));
    const fields = {
      number,
      country: address.country ?? "",
      region: address.state ?? "",
      first_name: address.first_name ?? "",
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
      locale: words.locale,
      ticked: counted.join(" "),
      unticked: unticked.join(" "),
    };
    const body = JSON.stringify(fields);

    useEffect(() => {
      if (!isFirst) return undefined;
      checkoutExtensionData.setExtensionData("cartsignal", "ticked", fields.ticked);
      checkoutExtensionData.setExtensionData("cartsignal", "unticked", fields.unticked);
      checkoutExtensionData.setExtensionData("cartsignal", "beside", kind);
      if (body === told.current.body || !(fields.ticked || fields.unticked)) return undefined;
      const tell = () => {
        clearTimeout(timer);
        if (told.current.body === body) return;
        told.current.body = body;
        if (counted.length === 0) told.current.ticked.clear();
        counted.forEach((version) => told.current.ticked.add(version));
        post(fields);
      };
      const changedBox = JSON.parse(told.current.body || "{}").ticked !== fields.ticked;
      const timer = setTimeout(tell, changedBox ? 0 : 800);
      addEventListener("pagehide", tell);
      return () => {
        clearTimeout(timer);
        removeEventListener("pagehide", tell);
      };
    }, [body, isFirst]);

    if (boxes.length === 0 || !document.getElementById(`${kind}-phone`)) return null;
    const toggle = (version) => (on) =>
      setTicked((before) => [...before.filter((each) => each !== version), ...(on ? [version] : [])]);
    const box = ({ purpose, version, parts, lang }) =>
      create(CheckboxControl, {
        key: purpose,
        id: `cartsignal-${purpose}`,
        label: create(Words, { parts, lang }),
        checked: ticked.includes(version),
        onChange: toggle(version),
        "aria-describedby": "cartsignal-note",
      });
    const isMissing = versions.length > 0 && counted.length === 0;
    return create(
      "div",
      { className: "cartsignal-boxes", role: "group", "aria-label": words.title },
      ...boxes.map(box),
      create("small", { id: "cartsignal-note" }, words.note),
      create("small", { role: "status" }, isMissing ? ` ${words.missing}` : ""),
    );
  }

  for (const kind of ["shipping", "billing"])
    blocksCheckout.registerCheckoutBlock({
      metadata: { name: `cartsignal/consent-${kind}`, parent: [`woocommerce/checkout-${kind}-address-block`] },
      component: (props) => create(Boxes, { ...props, kind }),
      force: true,
    });
})(window.wc, window.wp);
