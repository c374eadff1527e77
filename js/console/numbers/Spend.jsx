// Owns the picture of what was spent of the budget, today and this month.
import { __, sprintf } from "@wordpress/i18n";
import { Chart } from "../parts/Chart.jsx";
import { cost, share } from "../parts/shown.mjs";

const ROW = 46;
/** Where the owner gets a mail. */
const WARNS = 0.8;

/** @param {{ spend: any }} props as the host's `spending`; null where it can't be told */
export function Spend({ spend }) {
  if (!spend) return null;
  const parts = [
    { name: "day", label: __("Today", "cartsignal"), ...spend.day },
    { name: "month", label: __("This month", "cartsignal"), ...spend.month },
  ];
  const told = ({ spent_micros: spent, limit_micros: limit }) =>
    /* translators: 1: an amount spent, 2: the most that may be spent. */
    sprintf(__("%1$s of %2$s", "cartsignal"), cost(spent, { in: spend.currency }), cost(limit, { in: spend.currency }));
  return (
    <Chart
      title={__("Spend against budget", "cartsignal")}
      says={parts.map((part) => `${part.label}: ${told(part)}`).join(", ")}
      hint={__(
        "At the limit nothing more is sent until the next day or month (in UTC). You get a mail at 80 %.",
        "cartsignal",
      )}
      height={parts.length * ROW}
      table={{
        heads: [
          { key: "label", label: __("Time", "cartsignal") },
          { key: "told", label: __("Spent", "cartsignal") },
          { key: "share", label: __("Share", "cartsignal"), number: true },
        ],
        rows: parts.map((part) => ({
          label: part.label,
          told: told(part),
          share: share(part.spent_micros, part.limit_micros, 0),
        })),
      }}
    >
      {({ width, x }) =>
        parts.map((part, place) => {
          const full = part.limit_micros > 0 ? Math.min(1, part.spent_micros / part.limit_micros) : 0;
          const top = place * ROW;
          return (
            <g key={part.name}>
              <text x={x(0)} y={top + 14}>
                {part.label}
              </text>
              <text className="is-quiet" x={x(width)} y={top + 14} textAnchor="end">
                {told(part)}
              </text>
              <rect className="ground" x={0} y={top + 20} width={width} height={14} rx={3} />
              <rect
                className={full >= WARNS ? "bad" : "bar"}
                x={x(0, full * width)}
                y={top + 20}
                width={full * width}
                height={14}
                rx={3}
              />
              <line className="line" x1={x(width * WARNS)} x2={x(width * WARNS)} y1={top + 17} y2={top + 37} />
            </g>
          );
        })
      }
    </Chart>
  );
}
