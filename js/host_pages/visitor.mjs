// Owns telling a person who opens a link from a machine that looks at it: previews of messengers, scanners, crawlers.

/** Programs that fetch links by themselves and say so. Their makers document these names. (Cubot makes phones.) */
const MACHINES =
  /(?<!\bcu)bot\b|crawl|spider|preview|facebookexternalhit|facebot|whatsapp|telegram|slack|discord|skype|viber|linkedin|embedly|proxy|scanner|monitor|headless|curl|wget|python|okhttp|java\/|go-http|\bnode\b|axios|libwww|httpclient|postman/i;

/**
 * Returns whether a request is most likely a person's tap: a navigation of a browser (Fetch Metadata, sent by all current
 * ones over HTTPS), not made ahead of time, by no program that names itself as one. In doubt it is not: an opening that is
 * not counted costs a statistic, one that is made up credits an order to a text.
 * @param {import("node:http").IncomingMessage} request
 */
export function isPerson({ method, headers }) {
  const agent = headers["user-agent"] ?? "";
  const ahead = `${headers["sec-purpose"] ?? ""} ${headers.purpose ?? ""} ${headers["x-moz"] ?? ""}`;
  return (
    method === "GET" &&
    headers["sec-fetch-mode"] === "navigate" &&
    (headers["sec-fetch-dest"] ?? "document") === "document" &&
    !/prefetch|preview|prerender/i.test(ahead) &&
    agent !== "" &&
    !MACHINES.test(agent)
  );
}

/**
 * Returns the network an address belongs to, as far as one household or office may have it: /24 of IPv4, /56 of IPv6.
 * @param {string | undefined} address
 */
export function networkOf(address = "") {
  const four = /(?:^|:)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address);
  if (four) return four[1];
  const [before, after = ""] = address.split("%")[0].split("::");
  const [front, back] = [before.split(":").filter(Boolean), after.split(":").filter(Boolean)];
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  const groups = [...front, ...(address.includes("::") ? zeros : []), ...back].slice(0, 4);
  return groups.map((group, place) => (place === 3 ? group.padStart(4, "0").slice(0, 2) : group)).join(":");
}
