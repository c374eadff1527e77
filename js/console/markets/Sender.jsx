// Owns choosing who texts to a country come from, and how a customer gets out.
import { Button } from "@wordpress/components";
import { __, sprintf } from "@wordpress/i18n";
import { Choice, Text, Tick } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { Save } from "../settings/Section.jsx";
import { isService, kindOf, told, wayOutOf } from "./words.mjs";

export function Sender({ market, keep, done, store }) {
  const { help_contact: helpContact, hook_url: hookUrl } = store;
  const at = `/markets/${market.country}`;
  const form = useForm(
    { markets: { [market.country]: { sender: start(market.sender), help_contact: helpContact ?? "" } } },
    {
      path: at,
      changesOf: ({ markets }) => changes(markets[market.country], market, helpContact),
      saved: ({ market: answer }) => keep(answer),
    },
  );
  const id = (form.value(`${at}/sender/id`) ?? "").trim();
  const kind = told(id) ?? form.value(`${at}/sender/kind`) ?? null;
  const row = market.kinds.find((each) => each.kind === kind);
  const needsWord = row?.allowed === "with_registration";
  return (
    <form
      ref={form.place}
      className="cartsignal-panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <Text
        form={form}
        at={`${at}/sender/id`}
        label={__("Sender", "cartsignal")}
        hint={__(
          "A name, a number such as +18335550123, or a messaging service (MG…), as the provider knows it.",
          "cartsignal",
        )}
        maxLength={40}
      />
      <Taken id={id} kind={kind} row={row} market={market} />
      {isService(id) && (
        <Choice
          form={form}
          at={`${at}/sender/kind`}
          label={__("What is behind the service", "cartsignal")}
          choices={[["", __("Choose…", "cartsignal")], ...market.kinds.map((each) => [each.kind, kindOf(each.kind)])]}
        />
      )}
      <Choice
        form={form}
        at={`${at}/sender/way_out`}
        label={__("How a customer gets out", "cartsignal")}
        hint={__("A name can receive nothing, so it needs a link or a STOP number.", "cartsignal")}
        choices={waysOut(row, form.value(`${at}/sender/way_out`)).map((way) => [way, wayOutOf(way)])}
      />
      {form.value(`${at}/sender/way_out`) === "stop_number" && (
        <Text
          form={form}
          at={`${at}/sender/stop_number`}
          label={__("The provider's number for STOP", "cartsignal")}
          hint={__("Five digits, such as 36111. Your provider tells you.", "cartsignal")}
          narrow
          inputMode="numeric"
        />
      )}
      {kind !== "alphanumeric" && (
        <Tick
          form={form}
          at={`${at}/sender/two_way`}
          label={__("It can receive answers", "cartsignal")}
          hint={
            hookUrl &&
            /* translators: %s: an address. */
            sprintf(__("The provider must hand its incoming texts to %s", "cartsignal"), hookUrl)
          }
        />
      )}
      {kind !== "alphanumeric" && (
        <Text
          form={form}
          at={`${at}/help_contact`}
          label={__("Help contact", "cartsignal")}
          hint={__(
            "A mail address, phone number or page; told to whoever answers HELP. It is the same in all countries.",
            "cartsignal",
          )}
        />
      )}
      {(needsWord || market.country === "US") && (
        <Tick
          form={form}
          at={`${at}/sender/registered`}
          label={__("The provider says that it is registered", "cartsignal")}
          hint={__("Nothing is sent before you tick this.", "cartsignal")}
        />
      )}
      <Save form={form} label={__("Save the sender", "cartsignal")} />
      <Button variant="tertiary" onClick={done}>
        {__("Close", "cartsignal")}
      </Button>
    </form>
  );
}

/** Says at once what networks of the country think of such a sender. */
function Taken({ id, kind, row, market }) {
  if (id === "" || !kind) return null;
  const words = {
    /* translators: %s: a kind of sender, such as "a name". */
    yes: __("This is %s: networks take it here.", "cartsignal"),
    /* translators: %s: a kind of sender. */
    no: __("This is %s: networks do not take it here for such texts.", "cartsignal"),
    /* translators: %s: a kind of sender. */
    with_registration: __("This is %s: networks take it here once it is registered.", "cartsignal"),
    /* translators: %s: a kind of sender. */
    unknown: __("This is %s: no source says whether networks take it here. Ask your provider.", "cartsignal"),
  };
  const taken = market.kinds.filter(({ allowed }) => allowed === "yes" || allowed === "with_registration");
  return (
    <p className="cartsignal-hint" role="status">
      {sprintf(words[row?.allowed ?? "unknown"], kindOf(kind))}{" "}
      {row?.allowed === "no" &&
        /* translators: %s: a list of kinds of senders. */
        sprintf(__("Taken are: %s.", "cartsignal"), taken.map((each) => kindOf(each.kind)).join(", "))}{" "}
      {/* translators: %s: how long, as the provider says it. */}
      {row?.takes && sprintf(__("Getting one takes %s.", "cartsignal"), row.takes)}{" "}
      {row?.registry && (
        <a href={row.registry.url} target="_blank" rel="noreferrer">
          {row.registry.name}
        </a>
      )}
    </p>
  );
}

function start(sender) {
  const { id = "", kind = "", way_out: wayOut = "opt_out_link", two_way: twoWay = false } = sender ?? {};
  const { stop_number: stopNumber = "", registered = false } = sender ?? {};
  return { id, kind: kind ?? "", way_out: wayOut, two_way: twoWay, stop_number: stopNumber ?? "", registered };
}

/** Only what the sender can do; what was chosen before stays to be seen. */
function waysOut(row, chosen) {
  const all = ["opt_out_link", "stop_word", "stop_number"];
  const works = row?.ways_out?.length ? all.filter((way) => row.ways_out.includes(way)) : all;
  return works.includes(chosen) ? works : [...works, chosen];
}

function changes({ sender, help_contact: help }, market, before) {
  const { registered, kind, stop_number: stopNumber, ...rest } = sender;
  const own = told(rest.id.trim());
  const changed = registered !== (market.sender?.registered ?? false) || rest.id.trim() !== market.sender?.id;
  return {
    sender: {
      ...rest,
      two_way: own === "alphanumeric" ? false : rest.two_way,
      kind: own || kind === "" ? null : kind,
      stop_number: rest.way_out === "stop_number" ? stopNumber.trim() : null,
      ...(changed && { registered }),
    },
    ...(help.trim() !== (before ?? "") && { help_contact: help.trim() || null }),
  };
}
