import { expect, test } from "vitest";
import { readAll } from "./pages.ts";

test("pages are read until there is no next one", async () => {
  const pages: Record<string, { items: number[]; nextCursor: string | null }> = {
    first: { items: [1, 2], nextCursor: "a" },
    a: { items: [], nextCursor: "b" },
    b: { items: [3], nextCursor: null },
  };
  expect(await readAll(async (cursor) => pages[cursor ?? "first"] ?? { items: [], nextCursor: null })).toEqual([
    1, 2, 3,
  ]);
});
