// Owns the page `activity`.
export default function Activity() {
  return null;
}
