import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Id } from "@docket/core/ids";
import { day, hour } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { Attempt, Call } from "../context.ts";
import type { Incoming } from "../http/body.ts";
import { RepeatedRequest } from "../http/once.ts";
import { ProblemError, problem } from "../http/problem.ts";
import { FlowingDigest, seenBy } from "../platform/digest.ts";
import { uploaderOf } from "./bind.ts";
import { Sniffer } from "./sniff.ts";
import { TooManyWaiting, insertAttachment, hasRoom } from "./store.ts";
import { attachmentView } from "./view.ts";

/** Files of one uploader that may wait to be used. */
const mostUnbound = 50;

const tooManyWaiting = () => {
  const detail = `You have uploaded ${mostUnbound} files that are in no ticket yet. Use them first.`;
  return problem("request.rate_limited", detail, undefined, { retryAfter: hour / 1000 });
};

/** A file on its way. */
export interface Upload extends Incoming {
  readonly name: string;
  readonly attempt: Attempt | null;
  /** Says what the SHA-256 of its bytes is; the answer knows what was done under the same key. */
  readonly compare: (digest: string) => Promise<Call>;
}

/** Lets the bytes flow to where they are kept, and says what they were. */
const keep = async ({ services: { blobs } }: Call, id: Id<"attachment">, { stream, size: said }: Upload) => {
  const [digest, sniffer] = [new FlowingDigest(), new Sniffer()];
  let size = 0;
  const look = (chunk: Uint8Array): void => {
    size += chunk.length;
    digest.add(chunk);
    sniffer.add(chunk);
  };
  await blobs.put(id, seenBy(stream, look), said);
  return { size, digest: digest.end(), contentType: await sniffer.end() };
};

/** These say for certain that nothing was written down. */
const wroteNothing = (error: unknown): boolean =>
  error instanceof RepeatedRequest || error instanceof TooManyWaiting || error instanceof ProblemError;

/**
 * Keeps a file until a ticket or a message takes it. The bytes go first, so that no row is without
 * them. Fails with `attachment.too_large`, `attachment.invalid` or `request.rate_limited`.
 */
export const uploadAttachment = async (call: Call, upload: Upload): Promise<AttachmentView> => {
  const { blobs, clock, ids } = call.services;
  const createdAt = clock.now();
  const uploader = { id: uploaderOf(call), most: mostUnbound, since: createdAt - day };
  if (!(await hasRoom(call, uploader, upload.attempt))) throw tooManyWaiting();
  const id = ids.next("attachment", createdAt);
  const { digest, ...kept } = await keep(call, id, upload);
  const row = { id, name: upload.name, createdAt, ...kept };
  try {
    if (row.size === 0) throw problem("attachment.invalid", "The file is empty.", [fieldError("body", "empty")]);
    await insertAttachment(await upload.compare(digest), row, uploader);
  } catch (error) {
    if (wroteNothing(error)) await blobs.delete(id);
    throw error instanceof TooManyWaiting ? tooManyWaiting() : error;
  }
  return attachmentView(row);
};
