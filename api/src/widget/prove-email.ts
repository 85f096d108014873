import type { Me } from "@docket/core/contract/person";
import type { proveEmailInput } from "@docket/core/contract/site";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Call, Identity } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { problem } from "../http/problem.ts";
import { writeOnce } from "../http/write-once.ts";
import { viewMe } from "../people/get-me.ts";
import { needActive, proveAddress } from "../people/prove-address.ts";
import { sessionOf } from "./session.ts";

/**
 * Binds the caller's widget session to the person of an address, proven by the code that was sent there:
 * from now on it sees all tickets of that person, as a client whatever they are elsewhere. Fails with
 * `auth.invalid_code`, and with `permission.denied` when the person may not sign in.
 */
export const proveEmail = async (call: Call, { email, code }: z.output<typeof proveEmailInput>): Promise<Me> => {
  const { services, actor } = call;
  const { db, ids, clock, auth } = services;
  const visitorId = sessionOf(actor);
  if (!(await auth.takeCode(email, code))) {
    throw problem("auth.invalid_code", "It may have run out, or been tried too often. Ask for a new one.", [
      { field: "code", message: "is not right" },
    ]);
  }
  const now = clock.now();
  const personId = sql`(SELECT ${people.id} FROM ${people} WHERE ${people.email} = ${email})`;
  const statements = [
    needActive(db, email),
    ...proveAddress(db, email, ids.next("person", now), now),
    db.orm.update(visitors).set({ personId }).where(eq(visitors.id, visitorId)),
    db.orm.select({ id: people.id, name: people.name, email: people.email }).from(people).where(eq(people.email, email)),
  ];
  try {
    const answers = await writeOnce(call, {}, statements);
    const [identity] = answers[statements.length - 1] as Identity[];
    if (!identity) throw new Error("a proven address belongs to somebody");
    const siteId = actor.kind === "visitor" || actor.kind === "client" ? actor.siteId : null;
    return viewMe({ kind: "client", id: identity.id, visitorId, siteId }, identity);
  } catch (error) {
    if (lostStatement(error) === 0) throw problem("permission.denied", "This person cannot sign in.");
    throw error;
  }
};
