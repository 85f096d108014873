import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { mailboxRoutes } from "../email/mailbox-routes.ts";
import type { Mailbox } from "../email/mailbox.ts";
import type { Letter } from "../email/mailer.ts";
import type { Config } from "../config.ts";
import { exampleRoutes } from "./example-routes.ts";

/** What Postmark is sent, as far as it makes a letter. */
interface PostmarkBody {
  readonly To: string;
  readonly Subject: string;
  readonly TextBody: string;
  readonly HtmlBody: string;
  readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
}

const idsIn = (value = ""): string[] => Array.from(value.matchAll(/<([^>]+)>/g), ([, id = ""]) => id);

const letterOf = ({ To, Subject, TextBody, HtmlBody, Headers }: PostmarkBody): Letter => {
  const {
    "Message-ID": id,
    "In-Reply-To": parent,
    References: references,
    "X-PM-KeepID": _,
    ...headers
  } = Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])) as Record<string, string | undefined>;
  return {
    messageId: idsIn(id)[0] ?? "",
    to: To,
    subject: Subject,
    text: TextBody,
    html: HtmlBody,
    inReplyTo: idsIn(parent)[0] ?? null,
    references: idsIn(references),
    headers: headers as Record<string, string>,
  };
};

/** What a Worker under development has no place for, in a server of its own. */
export interface Companion {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts what stands beside a Worker under development: Postmark's API in front of the mailbox, the pages of the mailbox,
 * and the example page.
 */
export const startCompanion = async (config: Config, mailbox: Mailbox, token: string): Promise<Companion> => {
  const app = new Hono<AppEnv>()
    .post("/email", async (c) => {
      if (c.req.header("x-postmark-server-token") !== token) {
        return c.json({ ErrorCode: 10, Message: "Bad or missing token." }, 401);
      }
      const { providerId } = await mailbox.send(letterOf(await c.req.json<PostmarkBody>()));
      return c.json({ ErrorCode: 0, Message: "OK", MessageID: providerId });
    })
    .get("/messages/outbound", async (c) => {
      const messageId = c.req.query("metadata_docket") ?? "";
      const found = await mailbox.find(messageId);
      const Messages = found ? [{ MessageID: found.providerId, Metadata: { docket: messageId } }] : [];
      return c.json({ TotalCount: Messages.length, Messages });
    })
    .route("/", mailboxRoutes(mailbox))
    .route("/", exampleRoutes());
  const server = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, Object.assign(bindings, { config })),
  }) as Server;
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
