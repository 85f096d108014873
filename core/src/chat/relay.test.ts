import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channelModes } from "./platform.ts";
import { markerFirst, noteMarker, relayed } from "./relay.ts";

describe("a plain message", () => {
  test("is a note where the staff discuss, with or without the marker", () => {
    expect(relayed("discuss", " Who knows this? ")).toEqual({ kind: "note", body: "Who knows this?" });
    expect(relayed("discuss", "// Who knows this?")).toEqual({ kind: "note", body: "Who knows this?" });
  });

  test("is a reply where they answer, unless it is marked", () => {
    expect(relayed("reply", "Have you tried water?")).toEqual({ kind: "reply", body: "Have you tried water?" });
    expect(relayed("reply", "//not for the client")).toEqual({ kind: "note", body: "not for the client" });
    expect(relayed("reply", "\n // a\n// b")).toEqual({ kind: "note", body: "a\n// b" });
  });

  test("is no note because of a marker further on", () => {
    expect(relayed("reply", "See https://desk.test")).toEqual({ kind: "reply", body: "See https://desk.test" });
    expect(relayed("reply", "a // b")).toEqual({ kind: "reply", body: "a // b" });
  });

  test.each([
    ["<@U1> // ask bo", "<@U1> ask bo"],
    ["<@123>// ask bo", "<@123> ask bo"],
    ["<@&9> <#7> <!subteam^S1|@team> <!here> // all", "<@&9> <#7> <!subteam^S1|@team> <!here> all"],
    ["@everyone // look", "@everyone look"],
    ["*// bold*", "*bold*"],
    ["**// bold**", "**bold**"],
    ["`// code`", "`code`"],
    ["> // quoted", "> quoted"],
    ["&gt; // quoted", "&gt; quoted"],
    ["|| // hidden ||", "|| hidden ||"],
    ["-# // small", "-# small"],
    ["1. // listed", "1. listed"],
    ["• _// listed_", "• _listed_"],
    [":memo: // by its name", ":memo: by its name"],
    [":+1::skin-tone-2: // two", ":+1::skin-tone-2: two"],
    ["📝 // a sign", "📝 a sign"],
    ["👩🏽‍💻 // of several", "👩🏽‍💻 of several"],
    ["<:lock:123> // of the server", "<:lock:123> of the server"],
    ["```js // code", "```js code"],
    ["(// aside", "(aside"],
    ["“// said", "“said"],
    ["／／ 難しい", "難しい"],
    ["\u200b\u3000// unseen", "unseen"],
  ])("is a note with the marker behind mentions and marks: %s", (text, body) => {
    expect(relayed("reply", text)).toEqual({ kind: "note", body });
    expect(relayed("reply", markerFirst(text))).toEqual({ kind: "note", body });
  });

  test.each([
    "https://desk.test",
    "> https://desk.test",
    "<@U1> <https://desk.test|here>",
    "@https://desk.test",
    "<https://desk.test> // here",
    "`npm test` // runs it",
    "<@U1> a // b",
    "/ /",
  ])("is a reply where words or an address come first: %s", (text) => {
    expect(relayed("reply", text)).toEqual({ kind: "reply", body: text });
    expect(markerFirst(text)).toBe(text);
  });

  test("of nothing but the marker says nothing", () => {
    expect(relayed("reply", " // ")).toEqual({ kind: "note", body: "" });
  });
});

test("what is marked never reaches the client, in whatever mode", () => {
  fc.assert(
    fc.property(fc.constantFrom(...channelModes), fc.string(), fc.string(), (mode, space, text) => {
      fc.pre(space.trim() === "");
      expect(relayed(mode, `${space}${noteMarker}${text}`).kind).toBe("note");
    }),
  );
});

test("what is marked stays marked behind whatever mentions and marks, which stay too", () => {
  const before = fc.array(fc.constantFrom("<@U1>", "<@&2>", "<#3>", "@here ", "&gt;", ">", "*", "||", "`", " ", "\n"));
  fc.assert(
    fc.property(before, fc.constantFrom("//", "／／", "/／"), (marks, slashes) => {
      const text = `${marks.join("")}${slashes}for us`;
      const { kind, body } = relayed("reply", text);
      expect(kind).toBe("note");
      expect(body.replaceAll(/\s/g, "")).toBe(`${marks.join("")}forus`.replaceAll(/\s/g, ""));
      expect(relayed("reply", markerFirst(text))).toEqual({ kind, body });
    }),
  );
});

test("no word is lost", () => {
  fc.assert(
    fc.property(fc.constantFrom(...channelModes), fc.string(), (mode, text) => {
      fc.pre(relayed("reply", text).kind === "reply");
      expect(relayed(mode, text).body).toBe(text.trim());
    }),
  );
});
