import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { serializeSigned } from "hono/utils/cookie";
import { sessions } from "../src/db/schema/auth.ts";
import type { Caller, Desk } from "./desk.ts";

/** The secret of a person's session, as the database keeps it. */
export const sessionTokenOf = async ({ services: { db } }: Desk, { id }: Caller): Promise<string> => {
  const [[session]] = await db.read(
    db.orm
      .select()
      .from(sessions)
      .where(eq(sessions.userId, id as Id<"person">)),
  );
  if (!session) throw new Error("this person has no session");
  return session.token;
};

/** The Cookie header of a person's browser; with another secret than the desk's, a forgery. */
export const cookieOf = async (desk: Desk, person: Caller, secret = desk.services.config.secret): Promise<string> => {
  const token = await sessionTokenOf(desk, person);
  const cookie = await serializeSigned(desk.services.auth.cookieName, token, secret, {});
  return cookie.split(";")[0] ?? "";
};
