import { z } from "zod";
import { limits } from "../limits.ts";
import { idOf, line, time } from "./common.ts";

export const attachmentView = z
  .strictObject({
    id: idOf("attachment"),
    name: z.string(),
    contentType: z.string().describe("What the bytes look like, whatever the sender said."),
    size: z.int().min(0).describe("Bytes."),
    createdAt: time,
  })
  .meta({ id: "Attachment" });
export type AttachmentView = z.infer<typeof attachmentView>;

export const attachmentList = z.strictObject({ items: z.array(attachmentView) });
export type AttachmentList = z.infer<typeof attachmentList>;

/** No path, and no character that turns the direction of writing, with which `gpj.exe` poses as `exe.jpg`. */
const isFileName = (name: string): boolean => !/^\.\.?$|[/\\\u202d\u202e]/.test(name);

/** The file's bytes are the body of the request; its name is in the query. */
export const uploadQuery = z.strictObject({
  name: line(limits.fileName).refine(isFileName, "must be a plain file name"),
});
export type UploadQuery = z.input<typeof uploadQuery>;
