import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { hour, minute } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, isNotNull, lt, max, or, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { OutageKind } from "../db/schema/chat.ts";
import { integrations, toldOutages } from "../db/schema/chat.ts";
import { people } from "../db/schema/people.ts";
import type { Services } from "../services.ts";
import { deafness } from "./listening.ts";
import { isConnected } from "./select-integration.ts";

/** Something that an admin should know of. */
export interface Outage {
  readonly integrationId: Id<"integration">;
  readonly platform: ChatPlatform;
  readonly name: string;
  readonly kind: OutageKind;
  readonly reason: string;
  readonly since: Ms;
}

type Row = typeof integrations.$inferSelect;

/** What may be over in a moment is told only when it lasts for so long. */
const lasting = 10 * minute;
/** Of these the last can be brought about by anybody who knows the id of a workspace. */
const passing: readonly Row["trouble"][] = ["away", "fault", "signature"];
/** How many workspaces one email names at most; the others are told of with the next one. */
const atOnce = 50;
/** Of each kind there is one email in this time. */
export const between = hour;

const mayBeOut = (now: Ms): SQL | undefined => {
  const { state, trouble, heardAt, followedUntil, createdAt } = integrations;
  const heard = sql`coalesce(${heardAt}, ${followedUntil}, ${createdAt})`;
  return or(eq(state, "broken"), isNotNull(trouble), lt(heard, now - lasting));
};

const outagesOf = (services: Pick<Services, "clock" | "config">, row: Row): readonly Outage[] => {
  const { id: integrationId, platform, name, state, reason, brokenAt } = row;
  const about = { integrationId, platform, name };
  const deaf = deafness(services, row);
  const mayPass = deaf?.kind === "silent" || passing.includes(row.trouble);
  const isTold = deaf !== null && (!mayPass || services.clock.now() - deaf.since >= lasting);
  return [
    ...(state === "broken" ? [{ ...about, kind: "broken" as const, reason: reason ?? "", since: brokenAt ?? 0 }] : []),
    ...(isTold ? [{ ...about, ...deaf }] : []),
  ];
};

/** What admins were not told of yet. */
export const listUntold = async (services: Pick<Services, "db" | "clock" | "config">): Promise<readonly Outage[]> => {
  const { db, clock } = services;
  const [rows] = await db.read(
    db.orm
      .select()
      .from(integrations)
      .where(and(isConnected, mayBeOut(clock.now())))
      .orderBy(integrations.id)
      .limit(1000),
  );
  const outages = rows.flatMap((row) => outagesOf(services, row));
  if (outages.length === 0) return [];
  const ids = [...new Set(outages.map(({ integrationId }) => integrationId))];
  const [told] = await db.read(db.orm.select().from(toldOutages).where(inArray(toldOutages.integrationId, ids)));
  const keyOf = ({ integrationId, kind, since }: Pick<Outage, "integrationId" | "kind" | "since">) =>
    `${integrationId} ${kind} ${since}`;
  const known = new Set(told.map(keyOf));
  return outages.filter((outage) => !known.has(keyOf(outage))).slice(0, atOnce);
};

/** When admins were told of an outage of this kind last; null when they never were. */
export const toldLast = async ({ db }: Pick<Services, "db">, kind: OutageKind): Promise<Ms | null> => {
  const [[last]] = await db.read(
    db.orm
      .select({ at: max(toldOutages.toldAt) })
      .from(toldOutages)
      .where(eq(toldOutages.kind, kind)),
  );
  return last?.at ?? null;
};

/** Says that admins were told of an outage. */
export const keepTold = ({ db }: Pick<Services, "db">, outage: Outage, toldAt: Ms): BatchItem<"sqlite"> => {
  const { integrationId, kind, since } = outage;
  return db.orm
    .insert(toldOutages)
    .values({ integrationId, kind, since, toldAt })
    .onConflictDoUpdate({ target: [toldOutages.integrationId, toldOutages.kind], set: { since, toldAt } });
};

/** The admins who work here, and their addresses. */
export const listAdmins = async ({ db }: Pick<Services, "db">) => {
  const { id, email, role, active, emailVerified } = people;
  const [admins] = await db.read(
    db.orm
      .select({ id, email })
      .from(people)
      .where(and(eq(role, "admin"), eq(active, true), eq(emailVerified, true))),
  );
  return admins;
};
