import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** The lane in which the email of the invitation of this id goes out: nothing else does. */
export const invitationLane = (id: SQLiteColumn): SQL<string> => sql<string>`'email.send_invitation:' || ${id}`;
