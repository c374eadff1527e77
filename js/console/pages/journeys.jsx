// Owns the page `journeys`.
export default function Journeys() {
  return null;
}
