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
])("of IPv6 the network counts: %s is %s", (address, network) => {
  expect(callerAddress(request(), address, undefined)).toBe(network);
});
