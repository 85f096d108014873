import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { viewIdentityLink } from "./identity-link-row.ts";
import { identityLinkById } from "./select-identity-link.ts";

/** A link of the caller's own; any other is not there (`resource.not_found`). */
export const getIdentityLink = async (
  { services: { db }, identity }: Call,
  id: Id<"identityLink">,
): Promise<IdentityLinkView> => {
  const [[link]] = await db.read(identityLinkById(db, id));
  if (!link || link.personId !== identity?.id) throw notFound("link");
  return viewIdentityLink(link);
};
