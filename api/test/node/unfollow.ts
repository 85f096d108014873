import type { Ms } from "@docket/core/time";
import { createClient } from "@libsql/client";

/**
 * Lets so much time pass for the desk with this database in which it follows no chat. Until `takenUpUntil` somebody was
 * to look for what was missed, who may be dead.
 */
export const unfollow = async (url: string, time: Ms, takenUpUntil: Ms = 0): Promise<void> => {
  const client = createClient({ url });
  const sql = "UPDATE integrations SET followed_until = coalesce(followed_until, created_at) - ?, catch_up_after = ?";
  const { rowsAffected } = await client.execute({ sql, args: [time, takenUpUntil] });
  client.close();
  if (rowsAffected === 0) throw new Error("the desk is connected to no chat");
};
