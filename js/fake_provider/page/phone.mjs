// Owns the page as a whole: which phone is open, what is asked of the server, and keeping it live.
import { showList } from "./list.mjs";
import { showEmpty, showThread } from "./thread.mjs";
import { setZone } from "./words.mjs";

const texts = document.getElementById("texts");
const app = document.getElementById("app");
const search = document.getElementById("search");
const filter = document.getElementById("filter");
let showing;
let isStale = false;
let lastOpen;

addEventListener("hashchange", async () => {
  await refresh();
  placeFocus();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  texts.focus();
});
document.addEventListener("visibilitychange", refresh);
search.addEventListener("input", refresh);
filter.addEventListener("change", refresh);
document.getElementById("write").addEventListener("submit", write);
new EventSource("/phone/stream").addEventListener("message", refresh);
refresh();

/** Resolves once what is shown is newer than the call; many calls at once are one or two rounds. */
function refresh() {
  isStale = true;
  showing ??= (async () => {
    while (isStale) {
      isStale = false;
      await show();
    }
    showing = undefined;
  })();
  return showing;
}

async function show() {
  const query = search.value;
  const only = filter.querySelector(":checked").value;
  const list = await ask("list", { query, only });
  const id = openId();
  const thread = id === undefined ? undefined : await ask("open", { thread: id });
  if (!list) return;
  setZone(list.zone);
  document.title = `${list.unread > 0 ? `(${list.unread}) ` : ""}Fake phone · Cartsignal`;
  app.dataset.view = thread ? "thread" : list.total > 0 ? "list" : "empty";
  showList(list, { open: thread?.id, isNarrowed: query.trim() !== "" || only !== "all" });
  if (!thread) return showEmpty(texts, list);
  lastOpen = thread.id;
  showThread(texts, thread, { reply: (to, body) => send(thread.number, to, body) });
  if (thread.unread > 0 && !document.hidden) await ask("read", { thread: thread.id });
}

/** On a narrow screen the list and the texts take turns: focus follows instead of being lost. */
function placeFocus() {
  if (document.activeElement !== document.body && document.activeElement?.checkVisibility()) return;
  const row = document.querySelector(`.phone[href="#${lastOpen}"]`) ?? document.querySelector(".phone");
  (openId() === undefined ? row : texts.querySelector(".back"))?.focus();
}

function openId() {
  return /^#(t\d+)$/.exec(location.hash)?.[1];
}

async function write(event) {
  event.preventDefault();
  const form = event.target;
  const { from, to, body } = Object.fromEntries(new FormData(form));
  const sent = await send(from, to, body);
  if (!sent) return;
  form.elements.body.value = "";
  if (sent.thread) location.hash = sent.thread;
}

/** Returns what the server made of it, or undefined when it took nothing. */
async function send(from, to, body) {
  const answer = await ask("write", { from, to, body }, say);
  if (!answer) return undefined;
  if (answer.status === null) say("Sent, but the store did not answer. Is its address for replies set?");
  else if (answer.status >= 400) say(`Sent. The store refused it with ${answer.status}.`);
  else say("Sent, and the store took it.");
  return answer;
}

async function ask(what, body, complain = () => {}) {
  try {
    const answer = await fetch(`/phone/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return await answer.json();
    complain(await answer.text());
  } catch {
    say("The fake provider does not answer. This page goes on once it is started again.");
  }
  return undefined;
}

function say(sentence) {
  const said = document.getElementById("said");
  said.textContent = sentence;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    said.textContent = "";
  }, 6000);
}
