import { isIPv6 } from "node:net";

/** A network of IPv6 that one household or one rented server has for itself, as `2001:db8:0:1::/64`. */
const networkOf = (address: string): string => {
  const [head = [], tail = []] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const left = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return `${[...head, ...left, ...tail]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
};

/**
 * The address of the caller: what a proxy of ours says in `header`, or the address of the connection.
 * Without a setting no header is believed, since anybody can send one. Of IPv6 the network counts: within
 * it everybody has more addresses than there are requests to send.
 */
export const callerAddress = (request: Request, connection: string | undefined, header: string | undefined): string => {
  const claimed = header === undefined ? null : request.headers.get(header);
  // The last entry is the one that the nearest proxy added.
  const address = claimed?.split(",").at(-1)?.trim() || (connection ?? "unknown");
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? networkOf(address) : address;
};
