// Owns tables: with a caption, headers, and a scroll of their own on a phone, by keyboard too.

/**
 * @param {{ caption: string, hideCaption?: boolean, heads: { key: string, label: string, number?: boolean }[],
 *   rows: Record<string, import("react").ReactNode>[], keyOf?: (row: any, place: number) => string | number }} props
 * The first cell of a row is its header.
 */
export function Table({ caption, hideCaption = false, heads, rows, keyOf = (_, place) => place }) {
  return (
    <div className="cartsignal-wide" tabIndex={0} role="region" aria-label={caption}>
      <table className="cartsignal-table">
        <caption className={hideCaption ? "screen-reader-text" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ key, label, number }) => (
              <th key={key} scope="col" className={number ? "is-number" : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={keyOf(row, place)}>
              {heads.map(({ key, number }, column) =>
                column === 0 ? (
                  <th key={key} scope="row">
                    {row[key]}
                  </th>
                ) : (
                  <td key={key} className={number ? "is-number" : undefined}>
                    {row[key]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
