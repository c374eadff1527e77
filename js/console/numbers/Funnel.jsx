// Owns the picture of the way from carts to orders, with the largest loss.
import { __, _n, sprintf } from "@wordpress/i18n";
import { Chart } from "../parts/Chart.jsx";
import { number, share } from "../parts/shown.mjs";
import { STEPS } from "./words.mjs";

const ROW = 40;

/** @param {{ row: any, title: string }} props `row` as /numbers has it for a country or the total. */
export function Funnel({ row, title }) {
  const steps = Object.entries(STEPS).map(([name, label]) => ({ name, label: label(), count: row.steps[name] ?? 0 }));
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const waiting = Object.values(row.waiting ?? {}).reduce((sum, count) => sum + count, 0);
  const shares = steps.map(({ count }, place) => (place === 0 ? "" : share(count, steps[place - 1].count, 0)));
  const says = steps.map(({ label, count }) => `${label}: ${number(count)}`).join(", ");
  const rows = steps.map(({ label, count }, place) => ({ step: label, count: number(count), share: shares[place] }));
  return (
    <>
      <Chart
        title={title}
        says={says}
        height={steps.length * ROW}
        table={{
          heads: [
            { key: "step", label: __("Step", "cartsignal") },
            { key: "count", label: __("Carts", "cartsignal"), number: true },
            { key: "share", label: __("Of the step before", "cartsignal"), number: true },
          ],
          rows,
        }}
      >
        {({ width, x }) =>
          steps.map(({ name, label, count }, place) => (
            <Step
              key={name}
              top={place * ROW}
              label={label}
              told={place === 0 ? number(count) : `${number(count)} · ${shares[place]}`}
              isLoss={row.loss?.step === name}
              breadth={(count / most) * width}
              width={width}
              x={x}
            />
          ))
        }
      </Chart>
      {waiting > 0 && (
        <p className="cartsignal-hint">
          {sprintf(
            /* translators: %s: a number of carts. */
            _n("%s cart still waits and is not lost.", "%s carts still wait and are not lost.", waiting, "cartsignal"),
            number(waiting),
          )}
        </p>
      )}
      <p className="cartsignal-hint">
        {__(
          "Of people without a number or a tick nothing is kept. Their carts are counted once a day in WooCommerce's own sessions: how many, and nothing else.",
          "cartsignal",
        )}
      </p>
    </>
  );
}

function Step({ top, label, told, isLoss, breadth, width, x }) {
  return (
    <g>
      <text x={x(0)} y={top + 14} fontWeight={isLoss ? 600 : 400}>
        {isLoss ? `▼ ${label}` : label}
      </text>
      <text className="is-quiet" x={x(width)} y={top + 14} textAnchor="end">
        {told}
      </text>
      <rect className="ground" x={0} y={top + 20} width={width} height={10} rx={2} />
      <rect className={isLoss ? "bad" : "bar"} x={x(0, breadth)} y={top + 20} width={breadth} height={10} rx={2} />
    </g>
  );
}
