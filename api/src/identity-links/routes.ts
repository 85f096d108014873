import {
  identityLinkList,
  identityLinkView,
  linkCodeInput,
  linkCodeRef,
  linkCodeView,
  linkOffer,
} from "@docket/core/contract/identity-link";
import type { Id } from "@docket/core/ids";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { clientOf } from "../sessions/origin.ts";
import { createIdentityLink } from "./create-identity-link.ts";
import type { KeptCode } from "./create-link-code.ts";
import { createLinkCode, repeatLinkCode } from "./create-link-code.ts";
import { deleteIdentityLink } from "./delete-identity-link.ts";
import { getIdentityLink } from "./get-identity-link.ts";
import { listIdentityLinks } from "./list-identity-links.ts";
import { lookUpLinkCode } from "./look-up-link-code.ts";

const spec = { tag: "Identity links", access: "identity_link.own" } as const;

interface Kept {
  readonly id: Id<"identityLink">;
}

export const identityLinkRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post(
      "/chat/link-codes",
      ...route({
        tag: "Chat",
        summary: "Make an address where somebody of a chat links their account",
        description: "Give it to nobody but the owner of the account. It is good once, for ten minutes.",
        access: "chat.link",
        once: true,
        status: 201,
        answer: linkCodeView,
      }),
      jsonBody(linkCodeInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => createLinkCode(call, c.req.valid("json"));
        return c.json(await once(c, perform, (kept: KeptCode) => repeatLinkCode(call, kept)), 201);
      },
    )
    .get(
      "/identity-links",
      ...route({ ...spec, summary: "List your own accounts in chats", answer: identityLinkList }),
      async (c) => c.json({ items: await listIdentityLinks(c.get("call")) }),
    )
    .post(
      "/identity-links",
      ...route({
        ...spec,
        summary: "Link an account of a chat to yourself",
        description: "Whomever it was linked to before, from now on it acts for you.",
        once: true,
        status: 201,
        answer: identityLinkView,
      }),
      jsonBody(linkCodeRef),
      async (c) => {
        const call = c.get("call");
        const perform = () => createIdentityLink(call, c.req.valid("json").code, clientOf(c.req.raw.headers));
        return c.json(await once(c, perform, ({ id }: Kept) => getIdentityLink(call, id)), 201);
      },
    )
    .post(
      "/identity-links/lookup",
      ...route({ ...spec, summary: "See which account a code would link", answer: linkOffer }),
      jsonBody(linkCodeRef),
      async (c) => c.json(await lookUpLinkCode(c.get("call"), c.req.valid("json").code)),
    )
    .delete("/identity-links/:id", ...route({ ...spec, summary: "Unlink an account", status: 204 }), async (c) => {
      await deleteIdentityLink(c.get("call"), c.req.param("id") as Id<"identityLink">);
      return c.body(null, 204);
    });
