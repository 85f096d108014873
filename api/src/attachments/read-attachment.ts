import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import type { AttachmentRow } from "./bind.ts";

/** The bytes of a file. That they are missing is the desk's fault; to the caller there is no such file. */
export const readAttachment = async ({ services, log }: Call, { id }: AttachmentRow): Promise<ReadableStream> => {
  const bytes = await services.blobs.get(id);
  if (bytes !== null) return bytes;
  log.error("the bytes of a file are missing", { attachmentId: id });
  throw notFound("file");
};
