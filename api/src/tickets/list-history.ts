import { speaksForStaff } from "@docket/core/actor";
import type { HistoryEntry, HistoryPage } from "@docket/core/contract/history";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import type { TicketEvent } from "@docket/core/tickets/events";
import { toIso } from "@docket/core/time";
import { and, asc, getTableColumns, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { events } from "../db/schema/events.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { notFound } from "../http/problem.ts";
import { authorOf } from "./message-view.ts";
import { selectTicket } from "./select-ticket.ts";
import { refCondition } from "./ref-query.ts";
import { keyIn, keyOf, viaOf } from "./via-query.ts";

type Change = HistoryEntry["changes"][number];
type Names = ReadonlyMap<string, string>;

const asText = (value: unknown): string | null => {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
};

const nameOf = (value: unknown, names: Names): string | null =>
  typeof value === "string" ? (names.get(value) ?? "Somebody") : null;

const isChange = (value: unknown): value is { readonly from: unknown; readonly to: unknown } =>
  typeof value === "object" && value !== null && "from" in value && "to" in value;

/** What an event changed, field by field; a person is shown by name. */
const changesOf = (data: object, names: Names): Change[] =>
  Object.entries(data).flatMap(([field, value]: [string, unknown]) => {
    if (!isChange(value)) return [];
    if (field === "assigneeId")
      return [{ field: "assignee", from: nameOf(value.from, names), to: nameOf(value.to, names) }];
    const change = { field, from: asText(value.from), to: asText(value.to) };
    return change.from === change.to ? [] : [change];
  });

const byId = (rows: readonly { readonly id: string; readonly name: string }[]): Names =>
  new Map(rows.map(({ id, name }) => [id, name]));

/** A page of what happened to a ticket, oldest first, with who and when. Clients see, and count, what concerns them. */
export const listHistory = async (
  call: Call,
  ref: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<HistoryPage> => {
  const { db } = call.services;
  const after = decodeCursor(cursor, z.tuple([z.literal("history"), z.number()]))?.[1] ?? 0;
  const isStaff = speaksForStaff(call.actor);
  const wanted = and(
    sql`${events.streamId} = (SELECT ${tickets.id} FROM ${tickets} WHERE ${and(refCondition(ref), scopeCondition(ticketScope(call.actor)))})`,
    gt(isStaff ? events.seq : events.publicSeq, after),
  );
  const page = db.orm
    .select({ actor: events.actor, data: events.data })
    .from(events)
    .where(wanted)
    .orderBy(asc(events.seq))
    .limit(limit + 1);
  // Of this page only: a ticket may have any number of events, and they are as long as what people wrote.
  const named = sql`(SELECT value FROM ${page} p, json_each(json_array(
    p.actor ->> '$.id', p.data ->> '$.assigneeId.from', p.data ->> '$.assigneeId.to')))`;
  const throughKeys = sql`(SELECT ${keyIn(sql`p.actor`)} FROM ${page} p)`;
  const [[ticket], rows, persons, keyNames] = await db.read(
    selectTicket(db, call.actor, ref),
    db.orm
      .select(getTableColumns(events))
      .from(events)
      .where(wanted)
      .orderBy(asc(events.seq))
      .limit(limit + 1),
    db.orm
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(sql`${people.id} IN ${named}`),
    db.orm
      .select({ id: apiKeys.id, name: apiKeys.name })
      .from(apiKeys)
      .where(sql`${apiKeys.id} IN ${throughKeys}`),
  );
  if (!ticket) throw notFound("ticket");
  const seqOf = ({ seq, publicSeq }: (typeof rows)[number]) => (isStaff ? seq : (publicSeq ?? 0));
  const [names, keys] = [byId(persons), byId(keyNames)];
  return pageOf(
    rows,
    limit,
    (row) => ["history", seqOf(row)],
    (row) => {
      const data = row.data as TicketEvent["data"];
      return {
        seq: seqOf(row),
        type: row.type,
        at: toIso(row.at),
        actor: authorOf(call.actor, row.actor, names.get(row.actor.id) ?? null, ticket),
        via: isStaff ? viaOf(row.actor, keys.get(keyOf(row.actor) ?? "") ?? null) : null,
        messageId: "messageId" in data ? data.messageId : null,
        changes: changesOf(data, names),
      };
    },
  );
};
