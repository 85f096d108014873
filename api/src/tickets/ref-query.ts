import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { eq } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import { notFound } from "../http/problem.ts";

const isId = (text: string): text is Id<"ticket"> => idPattern("ticket").test(text);
const numberPattern = /^#?([1-9]\d{0,14})$/;

/** A ticket's id or number, or what picks one anew each time that it is asked. */
export type TicketRef = string | (() => SQL);

/** The condition for a ticket, such as one named in a path. Throws `resource.not_found` for what names none. */
export const refCondition = (ref: TicketRef): SQL => {
  if (typeof ref === "function") return ref();
  if (isId(ref)) return eq(tickets.id, ref);
  const number = numberPattern.exec(ref)?.[1];
  if (number === undefined) throw notFound("ticket");
  return eq(tickets.number, Number(number));
};
