// Owns how many parts a text is: GSM 7-bit where every letter is in its alphabet, else UCS-2.
// Numbers: 3GPP TS 23.038 (alphabets) and TS 23.040 (six bytes of header in each of several parts).

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");
const GSM = { whole: 160, part: 153 };
const UCS2 = { whole: 70, part: 67 };

/**
 * Returns the parts of a text; an empty one is one part.
 * @param {string} text
 */
export function countParts(text) {
  const letters = [...text];
  const isGsm = letters.every((letter) => BASIC.has(letter) || EXTENDED.has(letter));
  const width = (letter) => (isGsm ? (EXTENDED.has(letter) ? 2 : 1) : letter.length);
  const { whole, part } = isGsm ? GSM : UCS2;
  return fill(letters.map(width), whole, part);
}

/** A letter of two units is not torn between two parts. */
function fill(widths, whole, part) {
  if (widths.reduce((sum, width) => sum + width, 0) <= whole) return 1;
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > part) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
