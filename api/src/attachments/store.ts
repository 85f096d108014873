import type { Ms } from "@docket/core/time";
import { and, count, eq, gt, isNull } from "drizzle-orm";
import { lostStatement } from "../db/client.ts";
import { attachmentLinks, attachments } from "../db/schema/messages.ts";
import type { Call } from "../context.ts";
import { keepResult } from "../http/idempotency-query.ts";
import { RepeatedRequest } from "../http/once.ts";
import type { AttachmentRow } from "./bind.ts";

/** How many files of this uploader since then belong nowhere yet. */
export const countUnbound = async ({ services: { db } }: Call, uploaderId: string, since: Ms): Promise<number> => {
  const [[row]] = await db.read(
    db.orm
      .select({ unbound: count() })
      .from(attachments)
      .leftJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id))
      .where(
        and(
          eq(attachments.uploaderId, uploaderId),
          gt(attachments.createdAt, since),
          isNull(attachmentLinks.attachmentId),
        ),
      ),
  );
  return row?.unbound ?? 0;
};

/** Writes down a file whose bytes are kept already. Throws `RepeatedRequest`. */
export const insertAttachment = async (call: Call, row: AttachmentRow, uploaderId: string): Promise<void> => {
  const { services, idempotency } = call;
  const { db } = services;
  const kept = idempotency ? [keepResult(db, idempotency, { attachmentId: row.id }, row.createdAt)] : [];
  try {
    await db.write(...kept, db.orm.insert(attachments).values({ ...row, uploaderId }));
  } catch (error) {
    throw idempotency && lostStatement(error) === 0 ? new RepeatedRequest() : error;
  }
};
