import type { FailedSignIn } from "@docket/core/contract/session";
import { toIso } from "@docket/core/time";
import { desc, eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { failedSignIns } from "../db/schema/auth.ts";
import { denied } from "../http/problem.ts";

/** From where somebody tried to sign in as the caller and could not, the last attempt first. */
export const listFailedSignIns = async ({ services: { db }, identity }: Call): Promise<FailedSignIn[]> => {
  if (identity === null) throw denied();
  const [rows] = await db.read(
    db.orm
      .select()
      .from(failedSignIns)
      .where(eq(failedSignIns.personId, identity.id))
      .orderBy(desc(failedSignIns.lastAt)),
  );
  return rows.map(({ ipAddress, userAgent, times, firstAt, lastAt }) => ({
    address: ipAddress || null,
    client: ipAddress ? userAgent : null,
    times,
    firstAt: toIso(firstAt),
    lastAt: toIso(lastAt),
  }));
};
