// Owns the page `settings`.
export default function Settings() {
  return null;
}
