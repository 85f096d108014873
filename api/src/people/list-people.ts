import { staffRoles } from "@docket/core/actor";
import type { personListQuery, PersonPage } from "@docket/core/contract/person";
import { email, idOf } from "@docket/core/contract/common";
import type { SQL } from "drizzle-orm";
import { asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { identityLinks } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { viewPerson } from "./person-row.ts";
import { notDeleted, selectPeople } from "./select-person.ts";

type Query = z.output<typeof personListQuery>;

const starts = (text: string): string => `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const like = (column: typeof people.name | typeof people.email, pattern: string): SQL =>
  sql`${column} LIKE ${pattern} ESCAPE '\\'`;

/** SQLite ignores the case of ASCII only, so other letters are looked for as names usually have them. */
const spellings = (text: string): string[] => {
  const small = text.toLowerCase();
  const [first = ""] = small;
  return [...new Set([text, small, first.toUpperCase() + small.slice(first.length)])];
};

const matching = (text: string): SQL | undefined =>
  or(
    like(people.email, starts(text)),
    eq(people.email, email.safeParse(text).data ?? ""),
    ...spellings(text).flatMap((spelling) => [
      like(people.name, starts(spelling)),
      like(people.name, `% ${starts(spelling)}`),
      like(people.name, `%-${starts(spelling)}`),
    ]),
  );

const roleCondition = (role: NonNullable<Query["role"]>): SQL =>
  role === "staff" ? inArray(people.role, staffRoles) : eq(people.role, role);

const linkedTo = (db: Db, chatUser: string): SQL =>
  inArray(
    people.id,
    db.orm.select({ id: identityLinks.personId }).from(identityLinks).where(eq(identityLinks.chatUser, chatUser)),
  );

const place = z.tuple([z.string(), idOf("person")]);

/** A page of the people of the desk by name. */
export const listPeople = async (
  { services: { db } }: Call,
  { role, active, q, chatUser, limit, cursor }: Query,
): Promise<PersonPage> => {
  const after = decodeCursor(cursor, place);
  const [rows] = await db.read(
    selectPeople(
      db,
      notDeleted,
      role && roleCondition(role),
      active && eq(people.active, active === "true"),
      q === undefined ? undefined : matching(q),
      chatUser === undefined ? undefined : linkedTo(db, chatUser),
      after ? sql`(${people.name}, ${people.id}) > (${after[0]}, ${after[1]})` : undefined,
    )
      .orderBy(asc(people.name), asc(people.id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ name, id }) => [name, id], viewPerson);
};
