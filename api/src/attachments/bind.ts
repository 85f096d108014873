import type { FieldError } from "@docket/core/field-errors";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { attachmentLinks, attachments } from "../db/schema/messages.ts";
import { problem } from "../http/problem.ts";

/** A file as the database knows it; whose it is stays there. */
export type AttachmentRow = Omit<typeof attachments.$inferSelect, "uploaderId" | "bound" | "keptUntil">;

/** The columns of an `AttachmentRow`. */
export const attachmentColumns = {
  id: attachments.id,
  name: attachments.name,
  contentType: attachments.contentType,
  size: attachments.size,
  createdAt: attachments.createdAt,
};

type Uploading = Pick<Call, "identity" | "caller">;

/** Who uploads: a person, in whatever session, or else this session. */
export const uploaderOf = ({ identity, caller }: Uploading): string => identity?.id ?? caller ?? "nobody";

/** Whose files this caller may use: a person's own, and those of this session from before it was known whose it is. */
export const uploadersOf = ({ identity, caller }: Uploading): readonly string[] => [
  ...(identity ? [identity.id] : []),
  ...(caller === null ? [] : [caller]),
];

/** The files among `ids`, in that order, that this uploader may still bind; for use in a batch. */
export const bindable = (db: Db, uploaders: readonly string[], ids: readonly Id<"attachment">[]) =>
  db.orm
    .select(attachmentColumns)
    .from(attachments)
    .leftJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id))
    .where(
      and(
        inArray(attachments.id, [...ids]),
        inArray(attachments.uploaderId, [...uploaders]),
        isNull(attachmentLinks.attachmentId),
      ),
    )
    .orderBy(sql`instr(${ids.join()}, ${attachments.id})`);

/** Throws `attachment.invalid`, naming each of `ids` that is not among the files that may be bound. */
export const checkBindable = (ids: readonly Id<"attachment">[], files: readonly Pick<AttachmentRow, "id">[]): void => {
  const found = new Set(files.map(({ id }) => id));
  const errors = ids.flatMap((id, i): FieldError[] =>
    found.has(id) ? [] : [fieldError(`attachmentIds.${i}`, "file_not_yours")],
  );
  if (errors.length > 0) throw problem("attachment.invalid", "A file cannot be used.", errors);
};

/**
 * Binds files, in their order and from that place on, to a ticket or one of its messages; belongs into the write batch of the
 * change, which fails when another request bound one of them first. `files` must not be empty.
 */
export const link = (
  db: Db,
  files: readonly Pick<AttachmentRow, "id">[],
  ticketId: Id<"ticket">,
  messageId: Id<"message"> | null,
  first = 0,
) =>
  db.orm
    .insert(attachmentLinks)
    .values(files.map(({ id }, i) => ({ attachmentId: id, ticketId, messageId, position: first + i })));

/**
 * Takes files of a message, all if none are named, away from everybody; belongs into the write batch of the change. The sweep deletes them
 * as it does those that nobody used, as long after this as after an upload: a backup that is under way finds them. No draft keeps them for longer.
 */
export const discard = (
  db: Db,
  messageId: Id<"message">,
  at: Ms,
  only?: readonly Id<"attachment">[],
): readonly BatchItem<"sqlite">[] => {
  const named = only && inArray(attachmentLinks.attachmentId, [...only]);
  const ofMessage = and(eq(attachmentLinks.messageId, messageId), named);
  const ids = db.orm.select({ id: attachmentLinks.attachmentId }).from(attachmentLinks).where(ofMessage);
  return [
    db.orm
      .update(attachments)
      .set({ uploaderId: "", createdAt: at, keptUntil: null })
      .where(inArray(attachments.id, ids)),
    db.orm.delete(attachmentLinks).where(ofMessage),
  ];
};
