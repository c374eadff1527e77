// Owns who carries the texts: the account is typed, asked about live, and only then saved.
import { Button } from "@wordpress/components";
import { speak } from "@wordpress/a11y";
import { useState } from "@wordpress/element";
import { __, sprintf } from "@wordpress/i18n";
import { send } from "../api.mjs";
import { Choice, Text } from "../parts/Field.jsx";
import { useForm } from "../parts/form.mjs";
import { cost, country } from "../parts/shown.mjs";

/** What few need lies behind a fold. */
const RARE = ["api_key", "api_secret", "base", "messaging_base"];

const words = () => ({
  account_sid: [__("Account SID", "cartsignal"), __("On the first page of the Twilio console.", "cartsignal")],
  auth_token: [__("Auth token", "cartsignal"), __("On the same page.", "cartsignal")],
  api_key: [__("API key SID", "cartsignal"), __("To log in with a key instead of the auth token.", "cartsignal")],
  api_secret: [__("API key secret", "cartsignal"), ""],
  base: [__("Another address of the API", "cartsignal"), __("Only for a region of its own.", "cartsignal")],
  messaging_base: [__("Another address of the API of registrations", "cartsignal"), ""],
  url: [__("Address of your endpoint", "cartsignal"), __("It takes each text as JSON and sends it.", "cartsignal")],
  secret: [__("Signing secret", "cartsignal"), __("Both sides know it.", "cartsignal")],
});

const started = ({ provider, providers }) => ({
  name: provider?.name ?? "twilio",
  settings: Object.fromEntries(
    providers.flatMap(({ settings }) => settings).map(({ name }) => [name, provider?.settings[name] ?? ""]),
  ),
});

/** @param {{ settings: any, saved: (settings: any) => void }} props the answer of `/settings`, and who gets the next one */
export function Provider({ settings, saved }) {
  const { provider, providers } = settings;
  const [told, setTold] = useState(null);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState(null);
  const form = useForm(started(settings), { changesOf: (draft) => ({ provider: account(draft) }), saved });
  const chosen = providers.find(({ name }) => name === form.value("/name"));
  const fields = chosen.settings.map(({ name, ...rest }) => ({ name, ...rest, isRare: RARE.includes(name) }));
  const keeps = (name) => provider?.name === chosen.name && provider.kept.includes(name);

  function account({ name, settings: typed }) {
    const own = providers.find((one) => one.name === name).settings.map((one) => [one.name, typed[one.name]]);
    return { name, settings: Object.fromEntries(own) };
  }

  async function check() {
    setAsking(true);
    setFailure(null);
    try {
      const answer = await send("POST", "/provider/check", account(form.draft));
      // Whoever reads that it is well may go on at once: by then it is saved.
      if (answer.login && !(await form.save())) setTold(null);
      else {
        setTold(answer);
        speak(answer.sentence, "assertive");
      }
    } catch (error) {
      setTold(null);
      setFailure(error);
      speak([error.message, ...Object.values(error.errors)].join(" "), "assertive");
    }
    setAsking(false);
  }

  const errors = Object.fromEntries(
    Object.entries({ ...form.errors, ...failure?.errors }).map(([at, text]) => [at.replace(/^\/provider/, ""), text]),
  );
  const shown = { ...form, errors };
  const field = ({ name, secret, required, example }) => (
    <Text
      key={name}
      form={shown}
      at={`/settings/${name}`}
      label={
        required
          ? words()[name][0]
          : sprintf(/* translators: %s: a field's name. */ __("%s (optional)", "cartsignal"), words()[name][0])
      }
      hint={
        keeps(name)
          ? __("Kept, sealed, and never shown again. Leave it empty to keep it.", "cartsignal")
          : words()[name][1]
      }
      placeholder={secret ? undefined : example}
      {...(secret && { type: "password", autoComplete: "new-password" })}
    />
  );
  const busy = asking || form.busy;
  return (
    <form
      noValidate
      ref={form.place}
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <Choice
        form={shown}
        at="/name"
        label={__("Provider", "cartsignal")}
        choices={providers.map(({ name, title }) => [name, titles()[name] ?? title])}
        onChange={(value) => (form.set("/name", value), setTold(null), setFailure(null))}
      />
      {fields.filter(({ isRare }) => !isRare).map(field)}
      {fields.some(({ isRare }) => isRare) && (
        <details className="cartsignal-more">
          <summary>{__("More settings of the account", "cartsignal")}</summary>
          {fields.filter(({ isRare }) => isRare).map(field)}
        </details>
      )}
      <div className="cartsignal-save">
        <Button variant="primary" type="submit" isBusy={busy} disabled={busy}>
          {__("Check and save", "cartsignal")}
        </Button>
        <span className="cartsignal-hint">
          {__("Asks the provider about the account. Sends no text.", "cartsignal")}
        </span>
      </div>
      <div role="status">{told && <Told told={told} name={chosen.name} done={form.done} />}</div>
      {told && !told.login && (
        <Button variant="link" onClick={form.save} disabled={busy}>
          {__("Save it all the same", "cartsignal")}
        </Button>
      )}
      {(failure || form.failure) && (
        <p className="cartsignal-error" role="alert">
          {failure?.message ?? form.failure}
        </p>
      )}
    </form>
  );
}

const titles = () => ({
  twilio: "Twilio",
  webhook: __("Your own endpoint", "cartsignal"),
  log: __("Log (nothing is sent)", "cartsignal"),
});

/** What the provider said. */
function Told({ told, name, done }) {
  const { login, sentence, balance, senders } = told;
  const registered = {
    yes: __("registered with the carriers", "cartsignal"),
    no: __("not registered with the carriers: nothing is sent from it", "cartsignal"),
    pending: __("the carriers are looking at the registration", "cartsignal"),
    unknown: __("the provider does not tell whether it is registered", "cartsignal"),
  };
  return (
    <div className={`cartsignal-told ${login ? "is-good" : "is-bad"}`}>
      <p>
        <span aria-hidden="true">{login ? "✓" : "✗"}</span> <strong>{sentence}</strong> {done}
      </p>
      {login && name === "twilio" && (
        <ul>
          <li>
            {balance
              ? sprintf(
                  /* translators: %s: an amount of money. */ __("Balance: %s", "cartsignal"),
                  cost(balance.micros, { in: balance.currency }),
                )
              : __("The provider does not tell the balance.", "cartsignal")}
          </li>
          {senders.map(({ country: code, id, registered: state }) => (
            <li key={code}>
              {sprintf(
                /* translators: 1: a country, 2: the sender's name or number. */
                __("Sender for %1$s: %2$s", "cartsignal"),
                country(code),
                id,
              )}
              {state && `, ${registered[state] ?? state}`}
            </li>
          ))}
          {senders.length === 0 && (
            <li>{__("No sender is entered yet: each country asks for its own.", "cartsignal")}</li>
          )}
        </ul>
      )}
    </div>
  );
}
