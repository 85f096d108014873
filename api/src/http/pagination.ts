import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import { problem } from "./problem.ts";

const toText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** The place after an item in a list, as text that means nothing to the reader. */
export const encodeCursor = (place: readonly unknown[]): string =>
  btoa(toText(new TextEncoder().encode(JSON.stringify(place))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** The place that a cursor stands for, checked; throws `request.invalid` naming `cursor`. */
export const decodeCursor = <T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | null => {
  if (cursor === undefined) return null;
  const result = shape.safeParse(parse(cursor));
  if (result.success) return result.data;
  throw problem("request.invalid", "Some fields are not right.", [fieldError("cursor", "cursor")]);
};

const parse = (cursor: string): unknown => {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

/** One page out of `limit + 1` rows: the one too many only tells that there is a next page. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly unknown[],
  view: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null;
  return { items: shown.map(view), nextCursor };
};
