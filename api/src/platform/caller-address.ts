import { isIPv4, isIPv6 } from "node:net";

/** The eight groups of an address of IPv6, in the shortest hexadecimal form each. */
const groupsOf = (address: string): readonly string[] => {
  // The parser of URLs knows every way to write one, also with dotted decimals at its end; zones it does not.
  const short = new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = short.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail];
};

/** An address of IPv4 that is written as one of IPv6 (RFC 4291, 2.5.5.2); null when it is none. */
const mapped = (groups: readonly string[]): string | null => {
  if (!groups.slice(0, 5).every((group) => group === "0") || groups[5] !== "ffff") return null;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
};

/** What names a caller: an address of IPv4, or the network of IPv6 that one household or one rented server has for itself. */
const callerOf = (address: string): string => {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  return mapped(groups) ?? `${groups.slice(0, 4).join(":")}::/64`;
};

/** The address in what a proxy wrote, which may stand in quotes, with a port, and after `for=` (RFC 7239); or null. */
const addressIn = (entry: string): string | null => {
  const named = /(?:^|;)\s*for=([^;]*)/i.exec(entry)?.[1] ?? entry;
  const bare = named.trim().replaceAll('"', "");
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(bare)?.[1] ?? bare.replace(/^([\d.]+):\d+$/, "$1");
  return isIPv4(address) || isIPv6(address) ? address : null;
};

/** What is asked of a request. */
interface Asking {
  readonly headers: Pick<Headers, "get">;
}

/** The address that `header` tells, null if it tells none that is one. The last entry is the nearest proxy's. */
export const claimedAddress = ({ headers }: Asking, header: string): string | null =>
  addressIn(headers.get(header)?.split(",").at(-1) ?? "");

/**
 * The address of the caller: what a proxy of ours says in `header`, or the address of the connection.
 * Without a setting no header is believed, since anybody can send one, and what is no address never counts: each
 * other word would be a caller of its own. Of IPv6 the network counts: within it everybody has more addresses than
 * there are requests to send.
 */
export const callerAddress = (request: Asking, connection: string | undefined, header: string | undefined): string =>
  callerOf((header === undefined ? null : claimedAddress(request, header)) ?? connection ?? "unknown");

/**
 * The network that a caller is in: of IPv6 what a provider gives one site, which is 65,536 of those that name a caller. An
 * address of IPv4 is a network of its own.
 */
export const networkOf = (caller: string): string =>
  caller.endsWith("::/64") ? `${caller.split(":").slice(0, 3).join(":")}::/48` : caller;
