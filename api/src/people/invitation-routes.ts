import {
  acceptInvitationInput,
  invitationListQuery,
  invitationOffer,
  invitationPage,
  invitationView,
  inviteInput,
  lookUpInvitationInput,
  personView,
} from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import type { Context } from "hono";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { mailHeaders } from "../http/emails-delayed.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { getInvitation } from "./get-invitation.ts";
import { getPerson } from "./get-person.ts";
import { invite } from "./invite.ts";
import { listInvitations } from "./list-invitations.ts";
import { lookUpInvitation } from "./look-up-invitation.ts";
import { sendAgain } from "./send-again.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

const tag = "People";
const access = "invitation.manage";

interface Kept<T extends "invitation" | "person"> {
  readonly id: Id<T>;
}

/** What the path names; there may be no invitation of this id. */
const idOf = (c: Context<AppEnv>): Id<"invitation"> => (c.req.param("id") ?? "") as Id<"invitation">;

export const invitationRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/invitations",
      ...route({
        tag,
        summary: "List the invitations that nobody answered yet",
        description: "Those that ran out stay for 30 days, so that they can be sent again.",
        access,
        answer: invitationPage,
      }),
      query(invitationListQuery),
      async (c) => c.json(await listInvitations(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/invitations",
      ...route({
        tag,
        summary: "Invite somebody to the staff",
        description:
          "They get a letter with a link that is good for seven days. An earlier invitation of theirs ends. It ends also when whoever made it is no admin any more, and when its address is somebody's who gets another role or is let out.",
        access,
        once: true,
        status: 201,
        mails: true,
        answer: invitationView,
      }),
      jsonBody(inviteInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => invite(call, c.req.valid("json"));
        const replay = ({ id }: Kept<"invitation">) => getInvitation(call, id);
        const { invitation, isDelayed } = await once(c, perform, replay);
        return c.json(invitation, 201, mailHeaders(isDelayed));
      },
    )
    .post(
      "/invitations/:id/send",
      ...route({
        tag,
        summary: "Send an invitation again",
        description: "As a new one, with the same role and a new link. The earlier one ends.",
        access,
        once: true,
        status: 201,
        mails: true,
        answer: invitationView,
      }),
      async (c) => {
        const call = c.get("call");
        const perform = () => sendAgain(call, idOf(c));
        const replay = ({ id }: Kept<"invitation">) => getInvitation(call, id);
        const { invitation, isDelayed } = await once(c, perform, replay);
        return c.json(invitation, 201, mailHeaders(isDelayed));
      },
    )
    .delete(
      "/invitations/:id",
      ...route({ tag, summary: "Take an invitation back", access, status: 204 }),
      async (c) => {
        await revokeInvitation(c.get("call"), idOf(c));
        return c.body(null, 204);
      },
    )
    .post(
      "/invitations/lookup",
      ...route({ tag, summary: "See what an invitation offers", access: "public", answer: invitationOffer }),
      jsonBody(lookUpInvitationInput),
      async (c) => c.json(await lookUpInvitation(c.env, c.req.valid("json").token)),
    )
    .post(
      "/invitations/accept",
      ...route({ tag, summary: "Join the staff", access: "public", answer: personView }),
      jsonBody(acceptInvitationInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => acceptInvitation(call, c.req.valid("json"));
        return c.json(await once(c, perform, ({ id }: Kept<"person">) => getPerson(call, id)));
      },
    );
