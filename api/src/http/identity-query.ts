import type { Role } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { sessions } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { sites, visitors } from "../db/schema/sites.ts";
import type { Credential } from "./credential.ts";

const person = {
  personId: people.id,
  name: people.name,
  email: people.email,
  emailVerified: people.emailVerified,
  role: people.role,
  active: people.active,
};

/** Looks up what a credential stands for: one row, or none. */
export const identityQuery = (db: Db, credential: Credential) =>
  credential.kind === "session"
    ? db.orm
        .select({
          ...person,
          expiresAt: sql<number>`${sessions.expiresAt}`,
          visitorId: sql<Id<"visitor"> | null>`null`,
          siteId: sql<Id<"site"> | null>`null`,
          origins: sql<string | null>`null`,
        })
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.userId))
        .where(eq(sessions.token, credential.token))
    : db.orm
        .select({
          ...person,
          expiresAt: sql<number>`${visitors.expiresAt}`,
          visitorId: sql<Id<"visitor"> | null>`${visitors.id}`,
          siteId: sql<Id<"site"> | null>`${sites.id}`,
          origins: sql<string | null>`${sites.origins}`,
        })
        .from(visitors)
        .innerJoin(sites, and(eq(sites.id, visitors.siteId), eq(sites.active, true)))
        .leftJoin(people, eq(people.id, visitors.personId))
        .where(eq(visitors.tokenHash, credential.hash));

/** A row of `identityQuery`. */
export interface IdentityRow {
  readonly personId: Id<"person"> | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean | null;
  readonly role: Role | null;
  readonly active: boolean | null;
  readonly expiresAt: number;
  readonly visitorId: Id<"visitor"> | null;
  readonly siteId: Id<"site"> | null;
  readonly origins: string | null;
}
