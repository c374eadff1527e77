// Owns sending a file to be imported: in pieces, so that no limit of the server on uploads matters, and reading its columns.
import { send } from "../api.mjs";

/** As the interface takes it. */
const PIECE_BYTES = 262_144;

/**
 * Sends a file, or numbers that were pasted, and returns the import once its columns are read.
 * @param {"opt_outs" | "consents"} kind
 * @param {File | Blob | string} file
 * @param {(share: number) => void} [progress] told the share that has arrived, 0 to 1
 * @returns {Promise<any>}
 */
export async function upload(kind, file, progress = () => {}) {
  const blob = typeof file === "string" ? new Blob([file]) : file;
  const name = /** @type {File} */ (blob).name || "pasted";
  const { id } = await send("POST", "/imports", { kind, name, bytes: blob.size });
  for (let place = 0; place * PIECE_BYTES < blob.size; place += 1) {
    const from = place * PIECE_BYTES;
    const piece = await base64(blob.slice(from, from + PIECE_BYTES));
    await send("POST", `/imports/${id}/pieces`, { place, piece });
    progress(Math.min(1, (from + PIECE_BYTES) / blob.size));
  }
  return send("POST", `/imports/${id}/read`, {});
}

/** @param {Blob} blob */
function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
