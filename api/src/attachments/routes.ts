import { attachmentList, attachmentView, uploadQuery } from "@docket/core/contract/attachment";
import type { Id } from "@docket/core/ids";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { incomingBody } from "../http/body.ts";
import { compareAttempt } from "../http/idempotency.ts";
import { query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { sha256Of } from "../platform/digest.ts";
import type { AttachmentRow } from "./bind.ts";
import { contentDisposition } from "./content-disposition.ts";
import { getAttachment, getAttachmentView } from "./get-attachment.ts";
import { listAttachments } from "./list-attachments.ts";
import { readAttachment } from "./read-attachment.ts";
import { servedType } from "./sniff.ts";
import { uploadAttachment } from "./upload-attachment.ts";

const tag = "Files";

/** A file is saved, never shown; should a browser show it all the same, nothing in it runs. */
const headersOf = ({ name, contentType, size }: AttachmentRow): Record<string, string> => ({
  "content-type": servedType(contentType),
  "content-length": String(size),
  "content-disposition": contentDisposition(name),
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  // Packing a file again for each who asks costs far more than sending it.
  "cache-control": "private, no-store, no-transform",
});

export const attachmentRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post(
      "/attachments",
      ...route({
        tag,
        summary: "Upload a file, to be named when a ticket or a message is written",
        description: "The body is the bytes of the file, of any content type.",
        access: "attachment.upload",
        takes: "application/octet-stream",
        once: true,
        status: 201,
        answer: attachmentView,
      }),
      query(uploadQuery),
      async (c) => {
        const [call, attempt, { name }] = [c.get("call"), c.get("attempt"), c.req.valid("query")];
        const incoming = incomingBody(c);
        const compare = (digest: string) => compareAttempt(c, digest);
        // What was kept before is not kept again to find out whether it is the same.
        const { turn } = call.services;
        if (attempt?.earlier) await compare(await turn.outside(() => sha256Of(incoming.stream)));
        const view = await once(
          c,
          () => turn.outside(() => uploadAttachment(call, { ...incoming, name, attempt, compare })),
          ({ attachmentId }: { readonly attachmentId: Id<"attachment"> }) => getAttachmentView(call, attachmentId),
        );
        return c.json(view, 201);
      },
    )
    .get(
      "/attachments/:id",
      ...route({ tag, summary: "Download a file", access: "known", media: "application/octet-stream" }),
      async (c) => {
        const call = c.get("call");
        const file = await getAttachment(call, c.req.param("id"));
        if (c.req.method === "HEAD") return c.body(null, 200, headersOf(file));
        return c.body(await readAttachment(call, file), 200, headersOf(file));
      },
    )
    .get(
      "/tickets/:id/attachments",
      ...route({ tag, summary: "List the files of a ticket", access: "known", answer: attachmentList }),
      async (c) => c.json({ items: await listAttachments(c.get("call"), c.req.param("id")) }),
    );
