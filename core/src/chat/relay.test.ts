import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channelModes } from "./platform.ts";
import { noteMarker, relayed } from "./relay.ts";

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

test("no word is lost", () => {
  fc.assert(
    fc.property(fc.constantFrom(...channelModes), fc.string(), (mode, text) => {
      fc.pre(!text.trim().startsWith(noteMarker));
      expect(relayed(mode, text).body).toBe(text.trim());
    }),
  );
});
