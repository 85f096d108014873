import type { Ms } from "@docket/core/time";
import { second } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import type { Services } from "../services.ts";
import type { Drained } from "./drain.ts";
import { drain } from "./drain.ts";
import { shortestTurn } from "./in-time.ts";

/** What becomes due later than this is left to the sweep of every minute; the pauses of a service that is away are shorter. */
const soon = 55 * second;
/** A timer may go off a moment too early. */
const leeway = 5;
/** Who finds nothing to do this often in a row leaves the rest to the process that does it. */
const mostIdle = 3;

const alarms = new WeakMap<Db, Ms>();

const drainNow = (services: Services): Promise<Drained> => drain(services, (next) => comeBack(services, next));

const comeBack = (services: Services, at: Ms, idle = 0): void => {
  const { db, clock, background } = services;
  const now = clock.now();
  const set = alarms.get(db) ?? 0;
  const isTooLate = background.timeLeft() - (at - now) < shortestTurn;
  if (at - now > soon || isTooLate || (set > now && set <= at)) return;
  alarms.set(db, at);
  background.later("drain", Math.max(0, at - now) + leeway, async () => {
    if (alarms.get(db) === at) alarms.delete(db);
    const { worked, next } = await drainNow(services);
    if (next !== null && (worked > 0 || idle < mostIdle)) comeBack(services, next, worked > 0 ? 0 : idle + 1);
  });
};

/** Does everything that is owed and due, and comes back for what becomes due within the next seconds. */
export const keepDraining = async (services: Services): Promise<void> => {
  const { next } = await drainNow(services);
  if (next !== null) comeBack(services, next);
};
