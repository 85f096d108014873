import type { Role } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { hour, minute } from "@docket/core/time";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import type { Case } from "./case.ts";
import { admin, agents, clients, manager, staff } from "./cast.ts";
import { beginning, planPast } from "./plan.ts";
import { createRandom } from "./random.ts";
import { Stage } from "./stage.ts";
import type { NewPerson, NewVisitor } from "./store.ts";
import { insertAll, isEmpty, settlePast } from "./store.ts";

/** People of the sample data whom one can sign in as. */
export type DemoAccounts = readonly {
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}[];

/** The public key of the sample shop's widget; the example page carries it. */
export const demoSite: Id<"site"> = "site_0000000000dem0000000000000";

const password = "trail-head-demo";

/** The same each time, so that they can be printed for a desk that was filled before. */
export const demoAccounts: DemoAccounts = [
  admin,
  manager,
  ...agents.slice(0, 2),
  ...clients.slice(0, 1).map((client) => ({ ...client, role: "client" as const })),
].map(({ role, name, email }) => ({ role, name, email, password }));

/** The staff and the clients with an account, who came one after the other. */
const makeCast = (services: Services, from: Ms, hash: string): readonly NewPerson[] => {
  const withPassword = new Set(demoAccounts.map(({ email }) => email));
  const everybody = [...staff, ...clients.map((client) => ({ ...client, role: "client" as const }))];
  return everybody.map(({ name, email, role }, i) => {
    const createdAt = from + i * 12 * hour;
    const passwordHash = withPassword.has(email) ? hash : null;
    return { id: services.ids.next("person", createdAt), name, email, role, createdAt, passwordHash };
  });
};

/** Whoever writes in the widget has a session there, of which nobody holds the token. */
const makeVisitors = async (
  { ids }: Services,
  cases: Iterable<Case>,
  people: ReadonlyMap<string, Id<"person">>,
): Promise<ReadonlyMap<Case, NewVisitor>> => {
  const visitors = new Map<Case, NewVisitor>();
  for (const one of cases) {
    if (one.channel === "phone") continue;
    const createdAt = one.openedAt - 4 * minute;
    const personId = one.channel === "client" ? (people.get(one.requester.email) ?? null) : null;
    const id = ids.next("visitor", createdAt);
    visitors.set(one, { id, tokenHash: await sha256(ids.token()), siteId: demoSite, personId, createdAt });
  }
  return visitors;
};

/**
 * Fills an empty database, migrated before, with sixty days of a small shop's desk. `origins` are the pages
 * beside the desk's own that may show the sample widget. The same desk comes out each time for the same time
 * of the clock, apart from ids.
 */
export const seed = async (services: Services, origins: readonly string[] = []): Promise<DemoAccounts> => {
  const { db, clock, auth } = services;
  if (!(await isEmpty(db))) throw new Error("Sample data goes into an empty database only.");
  const now = clock.now();
  const from = beginning(now);
  const cast = makeCast(services, from, await auth.hashPassword(password));
  const people = new Map(cast.map(({ email, id }) => [email, id]));
  const random = createRandom(0x5eed);
  const steps = planPast(random, now);
  const visitors = await makeVisitors(services, new Set(steps.map(({ of }) => of)), people);
  const site = { id: demoSite, name: "Trailhead Outfitters", origins, createdAt: from };
  await insertAll(db, cast, site, [...visitors.values()]);
  const stage = new Stage(services, random, people, visitors);
  for (const step of steps) await stage.perform(step);
  await settlePast(db);
  return demoAccounts;
};
