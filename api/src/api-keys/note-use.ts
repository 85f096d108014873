import type { Ms } from "@docket/core/time";
import { hour } from "@docket/core/time";
import type { Services } from "../services.ts";
import { builtInActor } from "./key-secret.ts";
import { setLastUse } from "./store.ts";

interface Used {
  readonly keyId: string;
  readonly lastUsedAt: Ms | null;
}

/** Keeps when a key was last used, once an hour at most: a request does not wait for it. */
export const noteUse = (services: Services, { keyId, lastUsedAt }: Used, now: Ms): void => {
  if (keyId === builtInActor.id || (lastUsedAt !== null && now - lastUsedAt < hour)) return;
  services.background.run("key use", () => setLastUse(services.db, keyId, now));
};
