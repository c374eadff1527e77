// Owns the header of every page: whether texts go out, why not, and the button that stops them all.
export function Standing() {
  return null;
}
