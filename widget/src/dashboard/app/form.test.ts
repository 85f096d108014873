import { email } from "@docket/core/contract/common";
import { limits } from "@docket/core/limits";
import { describe, expect, test } from "vitest";
import { rules } from "./form.ts";

const plain = "ada@example.com";

describe("the rule for an email address", () => {
  test.each([
    [plain, undefined],
    ["  Ada@Example.COM ", undefined],
    ["ada@example.com.", undefined],
    ["mailto:ada@example.com?subject=The printer is on fire", undefined],
    [`mailto:${plain}?subject=${"x".repeat(limits.email)}`, undefined],
    ["Ada Okafor <ada@example.com>", undefined],
    ["kunde@müller-bau.de", undefined],
    ["ada@пример.рф", undefined],
    ["ada@例え。jp", undefined],
    ["sales&support@example.com", undefined],
    ["ada", "not an email address"],
    ["ada@example", "not an email address"],
    ["ada@exam ple.com", "not an email address"],
    ["a@example.com, b@example.com", "not an email address"],
    ["ada..okafor@example.com", "not an email address"],
    ["ada@192.168.1.1", "not an email address"],
    ["ada@example.com:25", "not an email address"],
    [`${"a".repeat(limits.email)}@example.com`, "not an email address"],
    ["jörg@example.de", "letters from a to z before the @"],
  ])("says of %j what the desk would say", (text, wrong) => {
    expect(rules.email(text)).toEqual(wrong && expect.stringContaining(wrong));
    expect(email.safeParse(text).success).toBe(wrong === undefined);
  });
});
