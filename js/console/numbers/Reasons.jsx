// Owns the list of why no text went out, the most frequent reason first.
import { __ } from "@wordpress/i18n";
import { Table } from "../parts/Table.jsx";
import { number } from "../parts/shown.mjs";

/** @param {{ row: any, reasons: Record<string, string> }} props */
export function Reasons({ row, reasons }) {
  const listed = [
    ...Object.entries(row.held_by_reason).map(([reason, times]) => ({ reason, times, waits: true })),
    ...Object.entries(row.dropped_by_reason).map(([reason, times]) => ({ reason, times, waits: false })),
  ];
  if (listed.length === 0) return null;
  return (
    <Table
      caption={__("Why no text went out", "cartsignal")}
      heads={[
        { key: "reason", label: __("Reason", "cartsignal") },
        { key: "times", label: __("Carts", "cartsignal"), number: true },
        { key: "state", label: __("State", "cartsignal") },
      ]}
      rows={listed
        .sort((one, other) => other.times - one.times)
        .map(({ reason, times, waits }) => ({
          reason: reasons[reason] ?? reason,
          times: number(times),
          state: waits ? __("waits", "cartsignal") : __("not sent", "cartsignal"),
        }))}
      keyOf={(_, place) => place}
    />
  );
}
