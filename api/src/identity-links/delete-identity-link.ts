import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { identityLinkById } from "./select-identity-link.ts";
import { commitUnlinking } from "./store.ts";

/**
 * Unlinks an account of a chat: one's own, or anybody's for those who change people. Any other is not there
 * (`resource.not_found`).
 */
export const deleteIdentityLink = async (call: Call, id: Id<"identityLink">): Promise<void> => {
  const { services, actor, identity } = call;
  if (actor.kind === "anonymous") throw denied();
  const [[link]] = await services.db.read(identityLinkById(services.db, id));
  const mayEnd = link !== undefined && (link.personId === identity?.id || can(actor, "person.update"));
  const ended = mayEnd && (await commitUnlinking(services, actorRef(actor), link));
  if (!ended) throw notFound("link");
};
