// Owns the page `settings`: everything that is chosen once and seldom again; countries and journeys have their own pages.
import { __ } from "@wordpress/i18n";
import { useResource } from "../api.mjs";
import { Loaded, Page } from "../parts/Page.jsx";
import { MoneyFields, useMoney } from "../settings/Money.jsx";
import { Moving } from "../settings/Moving.jsx";
import { Asks, Leaving, Mails, Shop, Statuses } from "../settings/Parts.jsx";
import { Provider } from "../settings/Provider.jsx";
import { Section } from "../settings/Section.jsx";
import { Webhook } from "../settings/Webhook.jsx";
import "../settings/settings.css";

export default function Settings() {
  const settings = useResource("/settings");
  return (
    <Page
      title={__("Settings", "cartsignal")}
      lead={__(
        "Each part is saved by itself. What does not fit changes nothing and says so at its field.",
        "cartsignal",
      )}
    >
      <Loaded of={settings}>{(value) => <Parts value={value} put={settings.put} />}</Loaded>
    </Page>
  );
}

function Parts({ value, put }) {
  const both = { settings: value, saved: put };
  return (
    <>
      <Shop {...both} />
      <Section
        title={__("Who carries the texts", "cartsignal")}
        lead={__("The account's secrets are sealed before they are kept, and never shown again.", "cartsignal")}
      >
        <Provider {...both} />
      </Section>
      <Asks {...both} />
      <Money {...both} />
      <Statuses {...both} />
      <Mails {...both} />
      <Moving />
      <Webhook />
      <Leaving {...both} />
    </>
  );
}

function Money({ settings, saved }) {
  const form = useMoney(settings, saved);
  return (
    <Section
      title={__("Money", "cartsignal")}
      lead={__("What texts may cost, and how you learn what they bring.", "cartsignal")}
      form={form}
    >
      <MoneyFields form={form} settings={settings} />
    </Section>
  );
}
