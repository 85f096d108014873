import { actorRef } from "@docket/core/actor";
import { platformNames } from "@docket/core/chat/platform";
import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import type { Call } from "../context.ts";
import { denied } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import { viewIdentityLink } from "./identity-link-row.ts";
import { invalidLink } from "./link-code.ts";
import { openLinkCode } from "./select-identity-link.ts";
import { commitLink } from "./store.ts";

/**
 * Links the account of a chat that a code was made for to the caller, and to nobody else any more. It takes effect once;
 * fails with `identity_link.invalid`. The caller is told by email, with the browser that did it: it may be somebody else who
 * has their session.
 */
export const createIdentityLink = async (
  call: Call,
  code: string,
  client: string | null,
): Promise<IdentityLinkView> => {
  const { services, actor, identity } = call;
  if (actor.kind === "anonymous" || identity === null) throw denied();
  const { db, clock, ids } = services;
  const now = clock.now();
  const hash = await sha256(code);
  const [[open]] = await db.read(openLinkCode(db, hash, now));
  if (!open) throw invalidLink();
  const { chatUser, platform, name } = open;
  const link = { id: ids.next("identityLink", now), chatUser, platform, name, personId: identity.id, createdAt: now };
  const told = {
    type: "email.send_notice",
    kind: "chat_linked",
    personId: identity.id,
    email: identity.email,
    address: services.clientIp(),
    client,
    name: `${name} (${platformNames[platform]})`,
  } as const;
  if (!(await commitLink(call, actorRef(actor), link, hash, told))) throw invalidLink();
  return viewIdentityLink(link);
};
