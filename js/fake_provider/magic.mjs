// Owns the magic numbers: which endings choose which fault or which receipts, and Twilio's own test numbers.

const FAULTS = {
  9901: "21211",
  9902: "21612",
  9903: "21408",
  9904: "21610",
  9909: "21614",
  9911: "slow",
  9912: "timeout_before",
  9913: "timeout_after",
  9914: "reset_before",
  9915: "reset_after",
  9916: "429",
  9917: { fault: "429", retryAfter: 30 },
  9918: "500_before",
  9919: "500_after",
  9920: "503",
  9921: "garbage",
  9922: "truncated",
  9923: "unknown_fields",
  9924: "html",
  9925: "reset_mid",
};

const FIRST_TIME = { 9926: "503", 9927: "429" };

const PLANS = {
  9931: "30003",
  9932: "30005",
  9933: "30006",
  9934: "30007",
  9935: "30001",
  9936: "30008",
  9941: "duplicate",
  9942: "out_of_order",
  9943: "late",
  9944: "never",
  9945: "sent",
  9946: "stuck",
};

// Twilio's documented numbers for test credentials.
const TEST_TO = {
  "+15005550001": 21211,
  "+15005550002": 21612,
  "+15005550003": 21408,
  "+15005550004": 21610,
  "+15005550009": 21614,
};
const TEST_FROM = { "+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611 };

export function magicFault(to, nth) {
  const ending = to.slice(-4);
  if (nth === 1 && Object.hasOwn(FIRST_TIME, ending)) return FIRST_TIME[ending];
  return Object.hasOwn(FAULTS, ending) ? FAULTS[ending] : undefined;
}

export function magicPlan(to) {
  const ending = to.slice(-4);
  return Object.hasOwn(PLANS, ending) ? PLANS[ending] : undefined;
}

/** Returns the error of one of Twilio's test numbers, or undefined. */
export function testNumberError(to, from) {
  return TEST_TO[to] ?? TEST_FROM[from];
}
