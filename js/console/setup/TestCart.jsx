// Owns the step with the test cart: the shop opens in a new tab, and what is made of the cart is shown as it happens.
import { Button } from "@wordpress/components";
import { useEffect, useState } from "@wordpress/element";
import { __, _n, sprintf } from "@wordpress/i18n";
import { send, useResource } from "../api.mjs";
import { Loaded } from "../parts/Page.jsx";
import { away, moment } from "../parts/shown.mjs";
import { Ticks } from "./Ticks.jsx";

const POLL_MS = 3_000;

export function TestCart({ ready }) {
  const [isUnderway, setUnderway] = useState(false);
  const cart = useResource("/trial/cart", { every: isUnderway ? POLL_MS : undefined });
  const [error, setError] = useState(null);
  const [link, setLink] = useState(null);
  const ticked = Boolean(cart.value?.ticked);
  const state = cart.value?.state;
  useEffect(() => setUnderway(state === "on"), [state]);
  useEffect(() => {
    if (ticked) ready();
  }, [ticked]);
  async function begin() {
    // Opened by the press itself: a tab that opens later is stopped by browsers.
    const tab = window.open("about:blank", "_blank");
    if (tab) tab.opener = null;
    try {
      const answer = await send("POST", "/trial/cart");
      cart.put(answer);
      setError(null);
      if (tab) tab.location.replace(answer.url);
      else setLink(answer.url);
    } catch (failure) {
      tab?.close();
      setError(failure);
    }
  }
  return (
    <>
      <p>
        {__(
          "The shop opens in a new tab. Put something into the cart, go to the checkout, type your own number and tick the box; then close the tab.",
          "cartsignal",
        )}
      </p>
      <Button variant="primary" onClick={begin}>
        {__("Place a test cart (opens a new tab)", "cartsignal")}
      </Button>
      {link && (
        <p>
          <a href={link} target="_blank" rel="noreferrer">
            {__("Your browser kept the tab closed: open the shop here", "cartsignal")}
          </a>
        </p>
      )}
      {error && (
        <p className="cartsignal-error" role="alert">
          {error.message}
        </p>
      )}
      <p className="cartsignal-hint">
        {__(
          "A test cart is marked as one and counts in no number. It may be shopped with for three hours.",
          "cartsignal",
        )}
      </p>
      <Loaded of={cart}>{(value) => <Told cart={value} />}</Loaded>
    </>
  );
}

function Told({ cart }) {
  if (cart.state === "none") return null;
  const { opened, in_cart: inCart, ticked, due_at: dueAt, sentence, answer, last } = cart;
  return (
    <>
      <Ticks
        ticks={[
          { name: __("The shop is open in a test", "cartsignal"), is: opened },
          {
            name:
              inCart > 0
                ? sprintf(
                    /* translators: %d: how many things. */ _n(
                      "%d thing is in the cart",
                      "%d things are in the cart",
                      inCart,
                      "cartsignal",
                    ),
                    inCart,
                  )
                : __("Something is in the cart", "cartsignal"),
            is: opened && inCart > 0,
          },
          {
            name: __("A number was typed beside a ticked box", "cartsignal"),
            is: ticked,
            hint: __("Before that nothing is kept of a customer at all.", "cartsignal"),
          },
        ]}
      />
      {ticked && (
        <div className="cartsignal-told is-good" role="status">
          {sentence && <p>{sentence}</p>}
          {dueAt && (
            <p>
              <strong>
                {moment(dueAt)} ({away(dueAt)})
              </strong>
            </p>
          )}
          {answer && <p>{answer}</p>}
          {last && <p className="cartsignal-hint">{last}</p>}
          <p>
            <a href="#/activity">{__("See it under Activity", "cartsignal")}</a>
          </p>
        </div>
      )}
    </>
  );
}
