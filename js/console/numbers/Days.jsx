// Owns the picture of texts and orders over time.
import { __, _n, sprintf } from "@wordpress/i18n";
import { Chart } from "../parts/Chart.jsx";
import { day as shownDay, number } from "../parts/shown.mjs";

const HEIGHT = 150;
const BASE = 120;
const TOP = 18;
/** More columns than this are summed by weeks. */
const MOST_COLUMNS = 62;
const NOON = "T12:00:00Z";

/** @param {{ days: { day: string, sent: number, bought: number }[] }} props */
export function Days({ days }) {
  const columns = days.length > MOST_COLUMNS ? weeks(days) : days;
  const most = Math.max(1, ...columns.map(({ sent, bought }) => Math.max(sent, bought)));
  const sum = (name) => columns.reduce((total, column) => total + column[name], 0);
  const [sent, bought] = [sum("sent"), sum("bought")];
  const says = [
    /* translators: %s: a number of texts. */
    sprintf(_n("%s text sent", "%s texts sent", sent, "cartsignal"), number(sent)),
    /* translators: %s: a number of orders. */
    sprintf(_n("%s order after a click", "%s orders after a click", bought, "cartsignal"), number(bought)),
  ].join(", ");
  const label = ({ day }) => shownDay(Date.parse(day + NOON));
  return (
    <Chart
      title={days.length > MOST_COLUMNS ? __("Week by week", "cartsignal") : __("Day by day", "cartsignal")}
      says={says}
      height={HEIGHT}
      table={{
        heads: [
          { key: "day", label: __("From", "cartsignal") },
          { key: "sent", label: __("Texts sent", "cartsignal"), number: true },
          { key: "bought", label: __("Orders after a click", "cartsignal"), number: true },
        ],
        rows: columns.map((column) => ({
          day: label(column),
          sent: number(column.sent),
          bought: number(column.bought),
        })),
      }}
    >
      {({ width, x }) => {
        const room = width / columns.length;
        const breadth = Math.max(1, Math.min(18, room * 0.36));
        const tall = (count) => (count / most) * (BASE - TOP);
        return (
          <>
            <rect className="bar" x={x(0, 10)} y={2} width={10} height={10} />
            <text x={x(16)} y={12}>
              {__("Texts sent", "cartsignal")}
            </text>
            <rect className="bar-other" x={x(width / 2, 10)} y={2} width={10} height={10} />
            <text x={x(width / 2 + 16)} y={12}>
              {__("Orders after a click", "cartsignal")}
            </text>
            <line className="line" x1={0} x2={width} y1={BASE} y2={BASE} />
            {columns.map((column, place) => (
              <g key={column.day}>
                <rect
                  className="bar"
                  x={x(place * room + room / 2 - breadth, breadth)}
                  y={BASE - tall(column.sent)}
                  width={breadth}
                  height={tall(column.sent)}
                />
                {column.bought > 0 && (
                  <rect
                    className="bar-other"
                    x={x(place * room + room / 2, breadth)}
                    y={BASE - tall(column.bought)}
                    width={breadth}
                    height={tall(column.bought)}
                  />
                )}
              </g>
            ))}
            <text className="is-quiet" x={x(0)} y={HEIGHT - 8}>
              {label(columns[0])}
            </text>
            <text className="is-quiet" x={x(width)} y={HEIGHT - 8} textAnchor="end">
              {label(columns.at(-1))}
            </text>
          </>
        );
      }}
    </Chart>
  );
}

function weeks(days) {
  const found = [];
  days.forEach((each, place) => {
    if (place % 7 === 0) found.push({ ...each });
    else for (const name of ["sent", "bought"]) found.at(-1)[name] += each[name];
  });
  return found;
}
