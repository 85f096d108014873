import type { SessionView } from "@docket/core/contract/session";
import { toIso } from "@docket/core/time";
import { and, desc, eq, gt } from "drizzle-orm";
import type { Call } from "../context.ts";
import { sessions } from "../db/schema/auth.ts";
import { sites, visitors } from "../db/schema/sites.ts";
import { denied } from "../http/problem.ts";

/** More sessions than anybody has. */
const most = 100;

/** Where the caller is signed in, newest first: on the desk's own pages and in widgets. */
export const listSessions = async ({ services: { db, clock }, identity, session }: Call): Promise<SessionView[]> => {
  if (identity === null) throw denied();
  const now = clock.now();
  const [onDesk, inWidgets] = await db.read(
    db.orm
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, identity.id), gt(sessions.expiresAt, new Date(now))))
      .orderBy(desc(sessions.createdAt))
      .limit(most),
    db.orm
      .select({ visitor: visitors, site: sites.name })
      .from(visitors)
      .innerJoin(sites, eq(sites.id, visitors.siteId))
      .where(and(eq(visitors.personId, identity.id), gt(visitors.expiresAt, now)))
      .orderBy(desc(visitors.createdAt))
      .limit(most),
  );
  const ofDesk = onDesk.map((row): SessionView => ({
    id: row.id,
    where: "desk",
    site: null,
    current: row.id === session,
    address: row.ipAddress,
    client: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
  const ofWidgets = inWidgets.map(({ visitor, site }): SessionView => ({
    id: visitor.id,
    where: "widget",
    site,
    current: visitor.id === session,
    address: visitor.ipAddress,
    client: visitor.userAgent,
    createdAt: toIso(visitor.createdAt),
    expiresAt: toIso(visitor.expiresAt),
  }));
  return [...ofDesk, ...ofWidgets].toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
};
