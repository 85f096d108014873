import { createHMAC } from "@better-auth/utils/hmac";
import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { Services } from "../services.ts";

/** How long an admin may take to install the app. */
const patience = 15 * minute;

const hmac = createHMAC("SHA-256", "base64urlnopad");

/** What is signed: whoever brings a state back must do so in the session that it was made in. */
const wordsOf = (caller: string, nonce: string, expiresAt: string): string =>
  `install:slack:${caller}:${nonce}:${expiresAt}`;

/** A state that goes with an admin to Slack and comes back: for this session, for a while. */
export const installState = async (
  { config, ids, clock }: Pick<Services, "config" | "ids" | "clock">,
  caller: string,
): Promise<string> => {
  const nonce = ids.token();
  const expiresAt = String(clock.now() + patience);
  return [nonce, expiresAt, await hmac.sign(config.secret, wordsOf(caller, nonce, expiresAt))].join(".");
};

/** What tells one state from all others, if it was made in this session and is not too old; null otherwise. */
export const readInstallState = async (
  { config, clock }: { readonly config: Services["config"]; readonly clock: { now(): Ms } },
  caller: string,
  state: string,
): Promise<string | null> => {
  const [nonce = "", expiresAt = "", signature = "", ...more] = state.split(".");
  if (more.length > 0 || !(Number(expiresAt) > clock.now())) return null;
  const isOurs = await hmac.verify(config.secret, wordsOf(caller, nonce, expiresAt), signature).catch(() => false);
  return isOurs ? nonce : null;
};
