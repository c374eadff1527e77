// Owns what `cartsignal help` says.

export const COMMANDS = ["demo", "replay", "help"];

const GENERAL = `cartsignal: which cart gets a text, when, and why not

  cartsignal                    a demo day of one store (the same as cartsignal demo)
  cartsignal replay FILE        decides over your own past: events or orders; without FILE the demo day
  cartsignal help [COMMAND]     this, or all options of a command
  cartsignal --version

Nothing leaves this machine: both commands decide in virtual time. The demo sends its texts to a fake provider
that runs beside it, whose page shows them as phones would.

Exit codes: 0 done · 1 a fault of the tool · 2 wrong options · 3 a file that can't be read
            4 a configuration that is refused · 5 the core is not built`;

const DEMO = `cartsignal demo [--seed N] [--days N] [--shoppers N] [--all | --limit N] [--json] [--quiet]
                [--serve] [--port N] [--no-loop]

First the day is told as the core decides it, then it goes through the real loop: a host on SQLite, HTTP to a
provider that is fake, receipts, answers, opt-out pages, an outage. On a terminal the phones' page stays open.

  --seed N       another day; the same seed is the same day (1)
  --days N       days in a row, from Saturday 21 November 2026 (1)
  --shoppers N   per day (140)
  --limit N      entries of the timeline shown (40; with --json 1,000); --all: all of them
  --json         one object with timeline, summary, decisions_sha256 and loop; loop is null where it is left out
  --quiet        the summary only
  --serve        the phones' page stays open until Ctrl+C, on a terminal or not
  --port N       where that page is (4775, or any free one)
  --no-loop      the told day only; so it is with more than 400 shoppers`;

const REPLAY = `cartsignal replay FILE [options]

FILE, plain or gzip, is told by its content:
  event JSONL   one input of the core per line, with the host's fields beside it:
                {"id":"e1","occurred_at":1732190000000,"trust":"server","what":{"cart.updated":{…}},
                 "shopper":"s1","recipient":"r1"?,"contact":{"first_name":"Anna","locale":"de","country":"DE",
                 "browser_zone":"Europe/Berlin","number":{"kind":"mobile","country":"DE"}}?,"received_at":…?}
                trust: browser, signed or server. received_at: when it reached the host, if later.
  Shopify       Orders > Export, as CSV
  WooCommerce   the CSV of "Customer / Order / Coupon Export" or "Advanced Order Export"
  any CSV       with --map, --currency and --zone

Rows of one order may be mixed with others, as long as fewer than 5,000 rows lie between two of them. Rows
may be in any order of time: they are sorted, on disk where they are many. An order of negative quantities
is a credit note: it takes back the shopper's latest order with that product.

  --map F=C,…       which column says what: order and at, and shopper email phone first_name country region
                    locale currency status product variant category quantity unit_price line_total total
                    discount refunded paid_at cancelled_at cart items method
  --currency GBP    of amounts whose row has none      --zone Europe/London   of times without an offset
  --dates dmy       order of day and month where it can't be told: iso, dmy, mdy or epoch
  --assume WHAT     what the file can't know; may be repeated, and is echoed:
                    consent=cart,offers  confirmed  phone  live  registered  country=DE  zone=Europe/Berlin  no-holdout
  --config FILE     the store's configuration; without it the demo's, with all markets in watch mode
  --from, --to      2011-11-01: only what arrived from then on, and before then
  --limit N         entries of the timeline shown (40; with --json 1,000); --all: all of them
  --segments        segments entered and left, too
  --record FILE     the configuration, then every call of the core, a line of JSON each, to run again elsewhere
  --json            one object with timeline, summary and decisions_sha256: SHA-256 over each decision as
                    canonical JSON (keys sorted, no blanks) and a line feed, in order
  --quiet           the summary only, no progress bar

A row that can't be read is counted, named by its line and left out. A file that is not what it seems stops
the run. A local time that the clock skips counts as after the jump, one that comes twice as the first.`;

/** @param {string | undefined} command */
export function help(command) {
  if (command === "demo") return DEMO;
  return command === "replay" ? REPLAY : GENERAL;
}
