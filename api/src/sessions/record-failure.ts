import type { Services } from "../services.ts";
import { countFailure } from "./store.ts";

/**
 * Keeps that somebody could not sign in with this address, for its owner to see. It is begun when the answer is
 * on its way, which takes as long for an address that nobody has.
 */
export const recordFailure = (services: Services, email: string, client: string | null): void => {
  const { db, clock, background, clientIp } = services;
  const [address, at] = [clientIp(), clock.now()];
  background.run("failed sign-in", async () => {
    // A file is written at once, and the answer would wait for that.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    await countFailure(db, { email, address, client, at });
  });
};
