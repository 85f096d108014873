import { expect, test } from "vitest";
import { createLogger } from "../platform/logger.ts";
import { createProxyWarning } from "./proxy-warning.ts";

const warningsOf = (clientIpHeader: string | undefined, requests: readonly Record<string, string>[]): string[] => {
  const lines: string[] = [];
  const warn = createProxyWarning(
    createLogger(
      (line) => lines.push(line),
      () => 0,
    ),
    clientIpHeader,
  );
  for (const headers of requests) warn(new Request("http://desk.test/", { headers }));
  return lines;
};

test.each(["X-Forwarded-For", "Forwarded"])("a proxy that tells the caller's address in %s is noticed once", (name) => {
  const told = { [name]: "198.51.100.7" };
  const lines = warningsOf(undefined, [{}, told, told]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("CLIENT_IP_HEADER");
  expect(lines[0]).not.toContain("198.51.100.7");
});

test("nothing is said without a proxy, or when its header is believed", () => {
  expect(warningsOf(undefined, [{}, { "user-agent": "test" }])).toEqual([]);
  expect(warningsOf("X-Real-IP", [{ "x-forwarded-for": "198.51.100.7" }])).toEqual([]);
});

test("a header that gives no address is noticed once", () => {
  const lines = warningsOf("X-Real-IP", [
    {},
    { "x-real-ip": "198.51.100.7:80" },
    { "x-real-ip": "x" },
    { "x-real-ip": "y" },
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("CLIENT_IP_HEADER");
});
