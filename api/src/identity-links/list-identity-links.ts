import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import { asc, eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { identityLinks } from "../db/schema/keys.ts";
import { denied } from "../http/problem.ts";
import { viewIdentityLink } from "./identity-link-row.ts";

/** More accounts than anybody has. */
const most = 100;

/** The caller's own accounts in chats, oldest link first. */
export const listIdentityLinks = async ({ services: { db }, identity }: Call): Promise<IdentityLinkView[]> => {
  if (identity === null) throw denied();
  const [rows] = await db.read(
    db.orm
      .select()
      .from(identityLinks)
      .where(eq(identityLinks.personId, identity.id))
      .orderBy(asc(identityLinks.createdAt), asc(identityLinks.id))
      .limit(most),
  );
  return rows.map(viewIdentityLink);
};
