import type { AttachmentView } from "@docket/core/contract/attachment";
import { toIso } from "@docket/core/time";
import type { AttachmentRow } from "./bind.ts";

/** A file as the API shows it. */
export const attachmentView = ({ id, name, contentType, size, createdAt }: AttachmentRow): AttachmentView => ({
  id,
  name,
  contentType,
  size,
  createdAt: toIso(createdAt),
});
