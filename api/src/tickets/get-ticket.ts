import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { selectTicket } from "./select-ticket.ts";
import type { TicketRef } from "./ref-query.ts";
import { toTicket } from "./ticket-row.ts";
import { viewTicket } from "./view.ts";

/** One ticket by id or number, if the caller may see it; else `resource.not_found`. */
export const getTicket = async (call: Call, ref: TicketRef): Promise<TicketView> => {
  const { db } = call.services;
  const [rows] = await db.read(selectTicket(db, call.actor, ref));
  const row = rows[0];
  if (!row) throw notFound("ticket");
  return viewTicket(call, toTicket(row.ticket), row);
};
