import { z } from "zod";
import { limits } from "../limits.ts";
import { cleanFileName } from "../text/clean.ts";
import { idOf, time, written } from "./common.ts";
import { fault } from "./fault.ts";

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

/** The file's bytes are the body of the request; its name is in the query. */
export const uploadQuery = z.strictObject({
  name: written(cleanFileName, limits.fileName).refine((name) => !/^\.\.?$/.test(name), fault("file_name")),
});
export type UploadQuery = z.input<typeof uploadQuery>;
