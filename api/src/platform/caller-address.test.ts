import { expect, test } from "vitest";
import { callerAddress } from "./caller-address.ts";

const request = (headers: Record<string, string> = {}): Request => new Request("http://desk.test/", { headers });

test("is the one of the connection, whatever headers claim", () => {
  const claims = request({ "x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7" });
  expect(callerAddress(claims, "192.0.2.1", undefined)).toBe("192.0.2.1");
  expect(callerAddress(request(), undefined, undefined)).toBe("unknown");
});

test("is the last one that the proxy tells, and the proxy's own when it tells none", () => {
  const told = request({ "x-forwarded-for": "203.0.113.9, 198.51.100.7" });
  expect(callerAddress(told, "127.0.0.1", "X-Forwarded-For")).toBe("198.51.100.7");
  for (const header of ["", " , "]) {
    expect(callerAddress(request({ "x-forwarded-for": header }), "127.0.0.1", "x-forwarded-for")).toBe("127.0.0.1");
  }
});

test.each([
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"],
  ["2001:0DB8:0000:0001:0:0:0:2", "2001:db8:0:1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:192.0.2.1", "192.0.2.1"],
  ["::ffff:c000:201", "192.0.2.1"],
  ["0:0:0:0:0:ffff:c000:201", "192.0.2.1"],
])("of IPv6 the network counts: %s is %s", (address, network) => {
  expect(callerAddress(request(), address, undefined)).toBe(network);
});

test.each([
  ["5.6.7.8:1001", "5.6.7.8"],
  ['"5.6.7.8:1002"', "5.6.7.8"],
  ["[2001:db8:0:1::1]:4711", "2001:db8:0:1::/64"],
  ["[2001:db8:0:1::2]", "2001:db8:0:1::/64"],
  ["203.0.113.9, 5.6.7.8:80", "5.6.7.8"],
  ['for=203.0.113.9, for="[2001:db8:0:1::9]:80";proto=https', "2001:db8:0:1::/64"],
  ["proto=https;for=5.6.7.8", "5.6.7.8"],
])("a port, brackets and quotes are not part of it: %s is %s", (told, address) => {
  expect(callerAddress(request({ forwarded: told }), "127.0.0.1", "forwarded")).toBe(address);
});

test.each(["unknown", "anything", "5.6.7", "5.6.7.8:port", "_hidden", "for=unknown", "[::1", "5.6.7.8, x"])(
  "what is no address counts as the connection's: %s",
  (told) => {
    expect(callerAddress(request({ "x-real-ip": told }), "127.0.0.1", "x-real-ip")).toBe("127.0.0.1");
  },
);
