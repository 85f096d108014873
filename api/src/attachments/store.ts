import type { Ms } from "@docket/core/time";
import { and, count, eq, gt, sql } from "drizzle-orm";
import { lostStatement } from "../db/client.ts";
import { attachments } from "../db/schema/messages.ts";
import type { Attempt, Call } from "../context.ts";
import { idempotencyQuery, keepResult } from "../http/idempotency-query.ts";
import { RepeatedRequest } from "../http/once.ts";
import type { AttachmentRow } from "./bind.ts";

/** The uploader has as many files as may wait to be used. */
export class TooManyWaiting extends Error {}

interface Uploader {
  readonly id: string;
  /** How many files since when may wait to be used. */
  readonly most: number;
  readonly since: Ms;
}

const waiting = ({ id, since }: Uploader) =>
  and(eq(attachments.uploaderId, id), gt(attachments.createdAt, since), sql`${attachments.bound} = 0`);

/** Whether there is room for one more file, or this one came a moment ago under the same key. */
export const hasRoom = async (
  { services: { db } }: Call,
  uploader: Uploader,
  attempt: Attempt | null,
): Promise<boolean> => {
  const counted = db.orm.select({ waiting: count() }).from(attachments).where(waiting(uploader));
  if (attempt === null) return ((await db.read(counted))[0][0]?.waiting ?? 0) < uploader.most;
  const [[row], earlier] = await db.read(counted, idempotencyQuery(db, attempt));
  return (row?.waiting ?? 0) < uploader.most || earlier.length > 0;
};

/** Writes down a file whose bytes are kept already. Throws `RepeatedRequest` or `TooManyWaiting`; then nothing was written. */
export const insertAttachment = async (call: Call, row: AttachmentRow, uploader: Uploader): Promise<void> => {
  const { id, most } = uploader;
  const { services, idempotency } = call;
  const { db } = services;
  const kept = idempotency ? [keepResult(db, idempotency, { attachmentId: row.id }, row.createdAt)] : [];
  // A NULL where there must be none breaks the batch, so the bound holds however many files come at once.
  const uploaderId = sql`CASE WHEN (SELECT count(*) FROM ${attachments} WHERE ${waiting(uploader)}) < ${most} THEN ${id} END`;
  try {
    await db.write(...kept, db.orm.insert(attachments).values({ ...row, uploaderId }));
  } catch (error) {
    const lost = lostStatement(error);
    if (lost === kept.length) throw new TooManyWaiting();
    throw lost === 0 ? new RepeatedRequest() : error;
  }
};
