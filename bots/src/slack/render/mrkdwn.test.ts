import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "../../../test/slack/any-text.ts";
import { showMrkdwn } from "../../../test/slack/shown.ts";
import { clip, escapeText, toPlainText } from "./mrkdwn.ts";

test.each([
  ["<@U1|ada> hi", "@ada hi"],
  ["<@U1>", "@U1"],
  ["<#C1|general>", "#general"],
  ["<!here> and <!subteam^S1|@team> and <!subteam^S2>", "@here and @team and @S2"],
  ["<!date^1392734382^{date}|18 Feb>", "18 Feb"],
  ["<https://x.example|the page>", "the page (https://x.example)"],
  ["<https://x.example>", "https://x.example"],
  ["<https://x.example/|x.example>", "https://x.example/"],
  ["<mailto:a@x.example|a@x.example>", "a@x.example"],
  ["<https://x.example/?a=1&amp;b=2>", "https://x.example/?a=1&b=2"],
  ["1 &lt; 2 &amp;amp; 3 &gt; 2", "1 < 2 &amp; 3 > 2"],
  ["`a &lt; b` ```x\n&amp;&amp; y```", "`a < b` ```x\n&& y```"],
  ["*bold* _it_", "*bold* _it_"],
  ["a < b", "a < b"],
])("reads %s", (mrkdwn, plain) => {
  expect(toPlainText(mrkdwn)).toBe(plain);
});

test("text of people calls nobody and hides no address, wherever mrkdwn is read", () => {
  fc.assert(
    fc.property(anyText(2000), (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>]/);
      expect(showMrkdwn(escaped, true).tricks).toEqual([]);
    }),
  );
});

test("what Slack sends back is the text that was escaped", () => {
  fc.assert(
    fc.property(anyText(2000), (text) => {
      expect(toPlainText(escapeText(text)).replaceAll("@\u2060", "@")).toBe(text.toWellFormed());
    }),
  );
});

test("reading anything never fails", () => {
  fc.assert(fc.property(anyText(2000), (text) => typeof toPlainText(text) === "string"));
});

test("clipped text keeps its bound and stays whole", () => {
  fc.assert(
    fc.property(anyText(500), fc.integer({ min: 2, max: 400 }), (text, max) => {
      const clipped = clip(escapeText(text), max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      expect(clipped.isWellFormed()).toBe(true);
    }),
  );
  expect(clip("a &amp; b", 8)).toBe("a &amp;…");
  expect(clip("a &amp; b", 6)).toBe("a…");
  expect(clip("short", 5)).toBe("short");
});
