import { expect, test } from "vitest";
import { contentDisposition } from "./content-disposition.ts";

test("a plain name stands in both forms", () => {
  expect(contentDisposition("plan b.pdf")).toBe(`attachment; filename="plan b.pdf"; filename*=UTF-8''plan%20b.pdf`);
});

test("a name in another script is whole in the second form", () => {
  expect(contentDisposition("Übersicht 📎.png")).toBe(
    `attachment; filename="_bersicht _.png"; filename*=UTF-8''%C3%9Cbersicht%20%F0%9F%93%8E.png`,
  );
});

test.each([`a"; filename="b.exe`, "a\r\nSet-Cookie: x=1", "a\\b%41.txt", "it's (1)*.txt", "\ud800.txt", "a;b,c=d"])(
  "a hostile name ends no string and no line: %j",
  (name) => {
    const header = contentDisposition(name);
    expect(header).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*$/,
    );
    expect(() => new Headers({ "content-disposition": header })).not.toThrow();
    expect(decodeURIComponent(header.split("UTF-8''")[1] ?? "")).toBe(name.toWellFormed());
  },
);
