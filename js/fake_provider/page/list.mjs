// Owns the list of phones: last text, time, what is unread.
import { element, reconcile } from "./elements.mjs";
import { dayOf, readable, shortDayOf, timeOf } from "./words.mjs";

/**
 * Shows the phones a search found.
 * @param {{ threads: object[], found: number, total: number }} answer
 * @param {{ open: string | undefined, isNarrowed: boolean }} view
 */
export function showList(answer, { open, isNarrowed }) {
  const { threads, found, total } = answer;
  const list = document.getElementById("phones");
  const newest = threads.reduce((latest, { last }) => Math.max(latest, last.at), 0);
  const rows = threads.map((thread) => ({ ...thread, current: thread.id === open, today: isSameDay(thread, newest) }));
  reconcile(list, rows, ({ id }) => id, row);
  document.getElementById("total").textContent = total > 0 ? String(total) : "";
  document.getElementById("found").textContent = foundWords(isNarrowed, found, threads.length);
}

/** A list is all of one phone's name, time, last words and mark; the link's text says it in that order. */
function row({ id, number, unread, last, current, today }, old) {
  const mark = unread > 0 ? element("span", { class: "unread" }, String(unread), hidden(" unread")) : null;
  const isTrouble = last.state === "undelivered" || last.state === "failed";
  const trouble = isTrouble ? element("span", { class: "phone-trouble" }, "Not delivered: ") : null;
  const link = element(
    "a",
    { href: `#${id}`, class: "phone", "aria-current": current ? "true" : null },
    element("span", { class: "phone-number" }, readable(number)),
    element("span", { class: "phone-time" }, today ? timeOf(last.at) : shortDayOf(last.at)),
    element("span", { class: "phone-last", dir: "auto" }, trouble, last.mine ? `You: ${last.text}` : last.text),
    mark,
  );
  const made = element("li", { class: unread > 0 ? "is-unread" : null }, link);
  if (old?.contains(document.activeElement)) queueMicrotask(() => link.focus({ preventScroll: true }));
  return made;
}

function hidden(text) {
  return element("span", { class: "visually-hidden" }, text);
}

function isSameDay({ last }, newest) {
  return dayOf(last.at) === dayOf(newest);
}

function foundWords(isNarrowed, found, shown) {
  if (isNarrowed && found === 0) return "No phone fits.";
  if (found > shown) return `The ${shown} last active of ${found}. Search for the others.`;
  return isNarrowed ? `${found} found` : "";
}
