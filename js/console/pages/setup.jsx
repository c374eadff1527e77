// Owns the page `setup`.
export default function Setup() {
  return null;
}
