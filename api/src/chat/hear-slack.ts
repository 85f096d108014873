import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { Config } from "../config.ts";
import type { Arrival } from "../integrations/chat-setup.ts";
import type { Services } from "../services.ts";
import { lookSoon, markForeign, markHeard, markSigned, noteEvery } from "./follow-store.ts";

/** So many requests in a row that another secret signed are more than a mishap. */
const many = 5;
/** How long such a run may stand still, and how long after one that was written down the next one may be. */
const span = 10 * minute;
/** As many workspaces as one run can be about. */
const mostNamed = 10;

/** Requests in a row that say they are Slack's and are signed with another secret. */
interface Run {
  readonly since: Ms;
  last: Ms;
  count: number;
  /** The workspaces that they name. */
  readonly named: Set<string>;
}

/** What a process remembers of what came, so that not each request writes. */
interface Memory {
  /** When something of a kind was noted last. */
  readonly noted: Map<string, Ms>;
  run: Run | null;
  markedAt: Ms;
}

type Hearing = Pick<Services, "db" | "clock" | "config">;

/** By the settings, which live as long as the process: on Workers nothing else outlives a request. */
const memories = new WeakMap<Config, Memory>();

const memoryOf = ({ config }: Hearing): Memory => {
  const memory = memories.get(config) ?? { noted: new Map(), run: null, markedAt: -Infinity };
  memories.set(config, memory);
  return memory;
};

/** Whether something is to be noted, which it is once in a while only. */
const isDue = ({ noted }: Memory, what: string, now: Ms): boolean => {
  if (now - (noted.get(what) ?? -Infinity) < noteEvery) return false;
  noted.set(what, now);
  return true;
};

const hearSigned = async (hearing: Hearing, { workspaceId, isEvent, isRetry }: Arrival): Promise<void> => {
  const { db, clock } = hearing;
  const memory = memoryOf(hearing);
  const now = clock.now();
  memory.run = null;
  const isFor = (what: string, applies: boolean): boolean => applies && isDue(memory, `${what} ${workspaceId}`, now);
  const writes = [
    ...(isDue(memory, "signed", now) ? [markSigned(db)] : []),
    ...(workspaceId !== null && isFor("event", isEvent)
      ? [markHeard(db, { platform: "slack", workspaceId }, now)]
      : []),
    ...(workspaceId !== null && isFor("retry", isRetry) ? [lookSoon(db, workspaceId, now)] : []),
  ];
  if (writes.length > 0) await db.write(...writes);
};

/** Anybody can send such a request: of a whole run one write is made, and of the next one none for a while. */
const hearForeign = async (hearing: Hearing, workspaceId: string): Promise<void> => {
  const { db, clock } = hearing;
  const memory = memoryOf(hearing);
  const now = clock.now();
  const goesOn = memory.run !== null && now - memory.run.last <= span;
  const run: Run = goesOn && memory.run ? memory.run : { since: now, last: now, count: 0, named: new Set() };
  memory.run = run;
  run.last = now;
  run.count++;
  if (run.named.size < mostNamed) run.named.add(workspaceId);
  if (run.count < many || now - memory.markedAt < span) return;
  memory.run = null;
  memory.markedAt = now;
  memory.noted.clear();
  await db.write(markForeign(db, [...run.named], run.since, now));
};

/** Hears of a request of Slack, or of one that says it is: whether Slack reaches the desk, and signs as it should. */
export const hearSlack = async (hearing: Hearing, arrival: Arrival): Promise<void> => {
  if (arrival.isSigned) await hearSigned(hearing, arrival);
  else if (arrival.workspaceId !== null) await hearForeign(hearing, arrival.workspaceId);
};
