// Owns the page `numbers`.
export default function Numbers() {
  return null;
}
