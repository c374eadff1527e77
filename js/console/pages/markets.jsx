// Owns the page `markets`.
export default function Markets() {
  return null;
}
