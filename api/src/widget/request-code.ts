import { askingLimits } from "../auth/limits.ts";
import type { Call } from "../context.ts";
import { sessionOf } from "./session.ts";

/** Sends a code to an address that the caller says is theirs. Whether anybody has it shows nowhere. */
export const requestCode = async ({ services, actor }: Call, email: string): Promise<void> => {
  const { id } = sessionOf(actor);
  await services.auth.sendCode(email, id, askingLimits(services));
};
