import { askingLimits } from "../auth/limits.ts";
import type { Call } from "../context.ts";
import { sessionOf } from "./session.ts";

/** Sends a code to an address that the caller says is theirs. Whether anybody has it shows nowhere; whether emails go out, does. */
export const requestCode = async (
  { services, actor }: Call,
  email: string,
): Promise<{ readonly isDelayed: boolean }> => {
  const { id } = sessionOf(actor);
  return services.auth.sendCode(email, id, askingLimits(services));
};
