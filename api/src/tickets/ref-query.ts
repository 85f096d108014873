import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { eq } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import { notFound } from "../http/problem.ts";

const isId = (text: string): text is Id<"ticket"> => idPattern("ticket").test(text);
const numberPattern = /^#?([1-9]\d{0,14})$/;

/** The condition for a ticket named in a path by id or by number. Throws `resource.not_found` for anything else. */
export const refCondition = (ref: string): SQL => {
  if (isId(ref)) return eq(tickets.id, ref);
  const number = numberPattern.exec(ref)?.[1];
  if (number === undefined) throw notFound("ticket");
  return eq(tickets.number, Number(number));
};
