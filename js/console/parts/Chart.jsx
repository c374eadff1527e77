// Owns what every picture of numbers is made of: its title, a sentence for who does not see it, and the same as a table.
import { Button } from "@wordpress/components";
import { useEffect, useRef, useState } from "@wordpress/element";
import { __ } from "@wordpress/i18n";
import { Table } from "./Table.jsx";
import "./chart.css";

/** Until the page knows how wide it is. */
const FIRST_WIDTH = 600;
/** Of the narrowest phone's page. */
const FEWEST_WIDTH = 240;

/**
 * @param {{ title: string, says: string, table: { heads: any[], rows: any[] }, height: number, hint?: string,
 *   children: (place: { width: number, x: (left: number, breadth?: number) => number }) => import("react").ReactNode }} props
 * `says` is the picture in a sentence; `children` draw it: `x` mirrors where the page reads from right to left.
 */
export function Chart({ title, says, table, height, hint, children }) {
  const [isTable, setTable] = useState(false);
  const [ref, { width, isMirrored }] = useRoom();
  const x = (left, breadth = 0) => (isMirrored ? width - left - breadth : left);
  return (
    <figure className="cartsignal-chart" ref={ref}>
      <figcaption>
        <h3>{title}</h3>
        <Button variant="link" onClick={() => setTable(!isTable)}>
          {isTable ? __("Show as a picture", "cartsignal") : __("Show as a table", "cartsignal")}
        </Button>
      </figcaption>
      {hint && <p className="cartsignal-hint">{hint}</p>}
      {isTable ? (
        <Table caption={title} hideCaption heads={table.heads} rows={table.rows} />
      ) : (
        <svg role="img" aria-label={says} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {children({ width, x })}
        </svg>
      )}
    </figure>
  );
}

/** Returns a ref and the room of its element: letters in a picture stay as large, and run the same way, as elsewhere. */
function useRoom() {
  const ref = useRef(null);
  const [room, setRoom] = useState({ width: FIRST_WIDTH, isMirrored: false });
  useEffect(() => {
    const measured = new ResizeObserver(([{ target, contentRect }]) =>
      setRoom({
        width: Math.max(FEWEST_WIDTH, Math.floor(contentRect.width)),
        isMirrored: getComputedStyle(target).direction === "rtl",
      }),
    );
    measured.observe(ref.current);
    return () => measured.disconnect();
  }, []);
  return [ref, room];
}
