import { sendingLimits } from "../auth/limits.ts";
import type { Call } from "../context.ts";
import { limit } from "../http/rate-limit.ts";
import { sessionOf } from "./session.ts";

/** Sends a code to an address that the caller says is theirs. Whether anybody has it shows nowhere. */
export const requestCode = async ({ services, actor }: Call, email: string): Promise<void> => {
  sessionOf(actor);
  await limit(services, await sendingLimits(services, email));
  await services.auth.sendCode(email);
};
