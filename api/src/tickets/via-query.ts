import type { ActorRef } from "@docket/core/actor";
import type { Via } from "@docket/core/contract/message";
import type { SQL, SQLWrapper } from "drizzle-orm";
import { sql } from "drizzle-orm";

/** The key through which somebody acted; null where they did in person. */
export const keyOf = ({ kind, id, viaKey }: ActorRef): string | null => viaKey ?? (kind === "key" ? id : null);

/** The same of an actor in the database; in its place another id, which no key has, where they did in person. */
export const keyIn = (actor: SQLWrapper): SQL<string> =>
  sql<string>`coalesce(${actor} ->> '$.viaKey', ${actor} ->> '$.id')`;

/** Through what somebody acted who did not in person. Keys of the server itself have no name. */
export const viaOf = (ref: ActorRef, keyName: string | null): Via | null =>
  keyOf(ref) === null ? null : { chat: ref.viaChat ?? null, key: keyName };
