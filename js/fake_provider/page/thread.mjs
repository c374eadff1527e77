// Owns one phone's texts: bubbles, what became of each, why it was sent, and the box to reply.
import { element, linked, reconcile } from "./elements.mjs";
import { costOf, dayOf, partsOf, readable, stateOf, timeOf, wholeTimeOf } from "./words.mjs";

const QUICK = ["YES", "STOP", "HELP"];

/**
 * Shows one phone's texts.
 * @param {HTMLElement} texts The pane.
 * @param {{ id: string, number: string, messages: object[], earlier: number }} thread
 * @param {{ reply: (to: string, body: string) => Promise<boolean> }} acts
 */
export function showThread(texts, thread, acts) {
  if (texts.dataset.thread !== thread.id) frame(texts, thread);
  const log = texts.querySelector(".bubbles");
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  texts.querySelector(".thread-count").textContent = countWords(thread);
  reconcile(log.firstElementChild, rowsOf(thread), ({ key }) => key, row);
  showReply(texts, thread, acts);
  if (wasAtEnd) log.scrollTop = log.scrollHeight;
}

/** Shows what the page is for, as long as there is nothing else. */
export function showEmpty(texts, { total, account }) {
  const look = `${total}|${account}`;
  if (texts.dataset.thread === look) return;
  texts.dataset.thread = look;
  texts.replaceChildren(total > 0 ? pickOne() : teach(account));
}

function frame(texts, thread) {
  texts.dataset.thread = thread.id;
  texts.replaceChildren(
    element(
      "header",
      { class: "thread-head" },
      element("a", { class: "back", href: "#" }, element("span", { "aria-hidden": "true" }, "‹ "), "Phones"),
      element("h2", {}, readable(thread.number)),
      element("p", { class: "thread-count" }),
    ),
    element(
      "div",
      { class: "bubbles", role: "log", "aria-label": "Texts on this phone", tabindex: "0" },
      element("ol"),
    ),
    element("div", { class: "reply" }),
  );
  // A new frame is at its end.
  requestAnimationFrame(() => {
    const log = texts.querySelector(".bubbles");
    if (log) log.scrollTop = log.scrollHeight;
  });
}

/** A day is told where it starts, a sender where it changes. */
function rowsOf({ messages, linkBase }) {
  let [day, sender] = ["", ""];
  return messages.flatMap((message) => {
    const rows = [];
    const itsDay = dayOf(message.at);
    if (itsDay !== day) rows.push({ key: `day-${itsDay}-${message.sid}`, day: itsDay });
    const named = !message.mine && (message.sender !== sender || itsDay !== day);
    day = itsDay;
    if (!message.mine) sender = message.sender;
    return [...rows, { key: message.sid, message, named, linkBase }];
  });
}

function row({ day, message, named, linkBase }, old) {
  if (day) return element("li", { class: "day" }, day);
  const { mine, sender, text, at } = message;
  const who = mine ? "From this phone" : `From ${readable(sender ?? "")}`;
  const wasOpen = old?.querySelector("details")?.open ?? false;
  return element(
    "li",
    { class: mine ? "text is-mine" : "text" },
    element("p", { class: named ? "sender" : "visually-hidden" }, named ? readable(sender ?? "") : who),
    element("p", { class: "bubble", dir: "auto" }, ...linked(text, linkBase)),
    element(
      "p",
      { class: "fate" },
      element("time", { datetime: new Date(at).toISOString(), title: wholeTimeOf(at) }, timeOf(at)),
      ...fate(message),
    ),
    message.explained ? why(message.explained, wasOpen) : null,
  );
}

function fate(message) {
  const { words, icon, trouble } = stateOf(message);
  const cost = message.mine ? "" : costOf(message.price);
  const facts = message.mine ? [] : [partsOf(message.parts), ...(cost ? [cost] : [])];
  const state = element(
    "span",
    { class: trouble ? "state is-trouble" : "state" },
    element("span", { "aria-hidden": "true", class: "state-icon" }, icon),
    words,
  );
  return [...facts.map((fact) => element("span", {}, fact)), state];
}

function why({ why: sentence, clauses, decision, journey }, wasOpen) {
  const facts = [journey && `Journey: ${journey}`, decision && `Decision: ${decision}`].filter(Boolean);
  const reason = [element("strong", {}, "Why: "), sentence];
  if (clauses.length === 0 && facts.length === 0) return element("p", { class: "why" }, ...reason);
  return element(
    "details",
    { class: "why", open: wasOpen },
    element("summary", {}, ...reason),
    element("ul", { class: "clauses" }, ...clauses.map(clause)),
    facts.length > 0 ? element("p", { class: "why-facts" }, facts.join(" · ")) : null,
  );
}

function clause({ rule, holds, saw, allows }) {
  const detail = [saw && `saw ${saw}`, allows && `allows ${allows}`].filter(Boolean).join(" · ");
  return element(
    "li",
    { class: holds ? "holds" : "fails" },
    element("span", { class: "clause-mark", "aria-hidden": "true" }, holds ? "✓" : "✗"),
    element("span", { class: "visually-hidden" }, holds ? "holds: " : "does not hold: "),
    element("span", { class: "clause-rule" }, rule),
    detail ? element("span", { class: "clause-detail" }, detail) : null,
  );
}

function showReply(texts, { messages }, { reply }) {
  const box = texts.querySelector(".reply");
  const to = messages.findLast(({ canReply }) => canReply)?.sender;
  if (box.dataset.to === (to ?? "none")) return;
  box.dataset.to = to ?? "none";
  const draft = box.querySelector("textarea")?.value ?? "";
  box.replaceChildren(...(to === undefined ? [noReply()] : replyForm(to, reply, draft)));
}

function replyForm(to, reply, draft) {
  const field = element("textarea", { id: "reply", rows: "1", maxlength: "1600", placeholder: "Reply" });
  field.value = draft;
  const send = async (body) => {
    if (body.trim() !== "" && (await reply(to, body))) field.value = "";
    field.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(field.value);
  });
  const submit = (event) => {
    event.preventDefault();
    send(field.value);
  };
  const quick = QUICK.map((word) => element("button", { type: "button", onclick: () => reply(to, word) }, word));
  return [
    element("div", { class: "quick", role: "group", "aria-label": "Reply with one word" }, ...quick),
    element(
      "form",
      { class: "reply-form", onsubmit: submit },
      element("label", { for: "reply", class: "visually-hidden" }, `Reply to ${readable(to)}`),
      field,
      element("button", { type: "submit", class: "primary" }, "Send"),
    ),
  ];
}

function noReply() {
  return element(
    "p",
    { class: "no-reply" },
    "This sender is a name. A phone cannot reply to it; texts need a link to opt out.",
  );
}

function pickOne() {
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, "Pick a phone"),
    element("p", {}, "Its texts show here: what became of each, what it cost, and why it was sent."),
  );
}

function teach(account) {
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, "No texts yet"),
    element("p", {}, "Every text the store sends shows up here the moment the provider takes it."),
    element(
      "ol",
      {},
      element("li", {}, "Set the provider's address to ", element("code", {}, location.origin)),
      element("li", {}, "Set the account to ", element("code", {}, account), " and its token as printed at the start."),
      element("li", {}, "Let the store send a text, or write one from a phone yourself: “Write from another phone”."),
    ),
  );
}

function countWords({ messages, earlier }) {
  const count = messages.length + earlier;
  const texts = count === 1 ? "1 text" : `${count} texts`;
  return earlier > 0 ? `${texts}, the last ${messages.length} shown` : texts;
}
