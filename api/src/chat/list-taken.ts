import type { takenQuery, TakenPage } from "@docket/core/contract/chat";
import { chatId } from "@docket/core/contract/common";
import { toIso } from "@docket/core/time";
import { and, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { relayedMessages } from "../db/schema/chat.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { isTakenIn, selectTaken } from "./thread-query.ts";

/** A page of what was taken from a thread and not deleted since, newest first, or the one message that is named. */
export const listTaken = async (
  { services: { db } }: Call,
  { limit, cursor, messageId, ...thread }: z.output<typeof takenQuery>,
): Promise<TakenPage> => {
  const before = decodeCursor(cursor, z.tuple([chatId]))?.[0];
  const { externalId } = relayedMessages;
  const [rows] = await db.read(
    selectTaken(db, thread)
      .where(
        and(
          isTakenIn(db, thread),
          messageId === undefined ? undefined : eq(externalId, messageId),
          before === undefined ? undefined : lt(externalId, before),
        ),
      )
      .limit(limit + 1),
  );
  return pageOf(
    rows,
    limit,
    (row) => [row.messageId],
    ({ editedAt, files, ...row }) => ({
      ...row,
      files: files && [...files],
      editedAt: editedAt === 0 ? null : toIso(editedAt),
    }),
  );
};
