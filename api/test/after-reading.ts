import type { Db } from "../src/db/client.ts";
import type { Desk } from "./desk.ts";

/** From now on something happens between every read of the desk and what is done with its answer. */
export const afterReading = (desk: Desk, happens: () => Promise<unknown>): void => {
  const { db } = desk.services;
  const read = (async (...queries: never[]) => {
    const answers: unknown = await db.read(...queries);
    await happens();
    return answers;
  }) as Db["read"];
  Object.assign(desk.services, { db: { ...db, read } });
};

/** Lets nobody go on before this many have come. */
export const meeting = (size: number): (() => Promise<void>) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let present = 0;
  return () => {
    present++;
    if (present >= size) resolve();
    return promise;
  };
};
