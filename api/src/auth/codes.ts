import { createHMAC } from "@better-auth/utils/hmac";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { verifications } from "../db/schema/auth.ts";
import { owe } from "../outbox/owe.ts";
import type { Services } from "../services.ts";
import type { Auth } from "./auth.ts";
import { codeLife, codeTries } from "./limits.ts";

/** Codes have six digits, so only the key of this hash keeps them from being found by trying them all. */
export const hashCode = (secret: string, text: string): Promise<string> =>
  createHMAC("SHA-256", "base64urlnopad").sign(secret, `code:${text}`);

const sixDigits = (): string => {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(random % 1_000_000).padStart(6, "0");
};

const tries = sql`substr(${verifications.value}, -1)`;

/** Codes that prove an address within a widget session. The row keeps the hash and how often it was tried. */
export const createCodes = (
  services: Pick<Services, "config" | "db" | "clock" | "ids" | "wake">,
): Pick<Auth, "sendCode" | "takeCode"> => {
  const { config, db, clock, wake } = services;
  const rowOf = (email: string) => `widget-code:${email}`;
  return {
    async sendCode(email) {
      const code = sixDigits();
      const now = clock.now();
      const row = {
        value: `${await hashCode(config.secret, `${email}:${code}`)}:0`,
        expiresAt: new Date(now + codeLife),
        createdAt: new Date(now),
        updatedAt: new Date(now),
      };
      await db.write(
        db.orm
          .insert(verifications)
          .values({ id: rowOf(email), identifier: rowOf(email), ...row })
          .onConflictDoUpdate({ target: verifications.id, set: row }),
        owe(services, [{ type: "email.send_code", email, code }]),
      );
      wake();
    },

    async takeCode(email, code) {
      const hash = await hashCode(config.secret, `${email}:${code}`);
      const right = Array.from({ length: codeTries }, (_, tried) => `${hash}:${tried}`);
      const isThis = eq(verifications.id, rowOf(email));
      const [taken] = await db.write(
        db.orm
          .delete(verifications)
          .where(and(isThis, inArray(verifications.value, right), gt(verifications.expiresAt, new Date(clock.now()))))
          .returning({ id: verifications.id }),
        db.orm
          .update(verifications)
          .set({ value: sql`substr(${verifications.value}, 1, length(${verifications.value}) - 1) || (${tries} + 1)` })
          .where(and(isThis, sql`${tries} < ${String(codeTries)}`)),
      );
      return taken.length > 0;
    },
  };
};
