import { listUntold } from "../integrations/outage-query.ts";
import type { Services } from "../services.ts";
import { owe } from "./owe.ts";

/** Asks for an email to the admins where something of the chats does not work and nobody was told. */
export const oweAlerts = async (services: Services): Promise<void> => {
  const kinds = new Set((await listUntold(services)).map(({ kind }) => kind));
  if (kinds.size === 0) return;
  await services.db.write(
    owe(
      services,
      [...kinds].map((kind) => ({ type: "email.send_alert", kind }) as const),
    ),
  );
  services.wake();
};
