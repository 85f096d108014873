import type { AttachmentView } from "@docket/core/contract/attachment";
import { limits } from "@docket/core/limits";
import { day, hour } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { Call } from "../context.ts";
import { RepeatedRequest } from "../http/once.ts";
import { problem } from "../http/problem.ts";
import { uploaderOf } from "./bind.ts";
import { sniff } from "./sniff.ts";
import { TooManyWaiting, insertAttachment } from "./store.ts";
import { attachmentView } from "./view.ts";

/** Files of one uploader that may wait to be used. */
const mostUnbound = 50;

const check = (bytes: Uint8Array): void => {
  if (bytes.length > limits.fileBytes) {
    throw problem("attachment.too_large", `A file may have at most ${limits.fileBytes} bytes.`);
  }
  if (bytes.length === 0) {
    throw problem("attachment.invalid", "The file is empty.", [fieldError("body", "empty")]);
  }
};

/**
 * Keeps a file until a ticket or a message takes it. The bytes go first, so that no row is without
 * them. Fails with `attachment.too_large`, `attachment.invalid` or `request.rate_limited`.
 */
export const uploadAttachment = async (
  call: Call,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<AttachmentView> => {
  check(bytes);
  const { blobs, clock, ids } = call.services;
  const createdAt = clock.now();
  const uploader = { id: uploaderOf(call), most: mostUnbound, since: createdAt - day };
  const id = ids.next("attachment", createdAt);
  const row = { id, name, contentType: await sniff(bytes), size: bytes.length, createdAt };
  await blobs.put(id, bytes);
  try {
    await insertAttachment(call, row, uploader);
  } catch (error) {
    if (error instanceof RepeatedRequest || error instanceof TooManyWaiting) await blobs.delete(id);
    if (!(error instanceof TooManyWaiting)) throw error;
    const detail = `You have uploaded ${mostUnbound} files that are in no ticket yet. Use them first.`;
    throw problem("request.rate_limited", detail, undefined, { retryAfter: hour / 1000 });
  }
  return attachmentView(row);
};
