import type { Id } from "@docket/core/ids";
import { idPattern } from "@docket/core/ids";
import { second } from "@docket/core/time";
import type { ChangedTicket } from "../outbox/hint.ts";
import { publishHints, publishPeople } from "../outbox/hint.ts";
import { changesNames } from "../people/changes-names.ts";
import { endsSessions } from "../people/ends-sessions.ts";
import type { Services } from "../services.ts";
import { takesAway } from "../sites/takes-away.ts";
import type { Change } from "./changes-query.ts";
import { changesAfter, lastPosition } from "./changes-query.ts";
import { endSocketsOf } from "./end-sockets.ts";
import type { Audience, Hub } from "./hub.ts";

const pace = second;
const longestPause = 30 * second;
/** How many events are read at a time. */
const page = 500;

/** The sockets of this process, and whatever else the follower uses. */
type Uses = Pick<Services, "db" | "log" | "background"> & {
  readonly hub: Pick<Hub, "publish" | "disconnect"> & { readonly isEmpty: boolean };
};

const changedTickets = (changes: readonly Change[]): readonly ChangedTicket[] =>
  changes
    .filter(({ streamId }) => idPattern("ticket").test(streamId))
    .map(({ streamId, publicSeq }) => ({
      ticketId: streamId as Id<"ticket">,
      audience: publicSeq === null ? "staff" : "client",
    }));

const shutOut = ({ streamId, siteDiff }: Change): readonly Audience[] =>
  siteDiff !== null && takesAway(JSON.parse(siteDiff)) ? [`site:${streamId}`] : [];

/**
 * Tells the sockets of this process what any process that shares its database did: reads what was added to the events
 * once a second while there are sockets, and less often while the database is away.
 */
export class EventFollower {
  readonly #uses: Uses;
  #position = 0;
  #begun: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(uses: Uses) {
    this.#uses = uses;
  }

  /** For each socket that opens: resolves when it will hear of everything that happens from then on. */
  begin(): Promise<void> {
    this.#begun ??= this.#start();
    return this.#begun;
  }

  /** Looks no more. A look that is under way belongs to the background. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #start(): Promise<void> {
    const { db } = this.#uses;
    try {
      const [[last]] = await db.read(lastPosition(db));
      this.#position = last?.position ?? 0;
    } catch (error) {
      this.#begun = null;
      throw error;
    }
    this.#lookAfter(pace);
  }

  #lookAfter(pause: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#uses.background.run("follow", () => this.#look(pause)), pause);
    this.#timer.unref();
  }

  async #look(pause: number): Promise<void> {
    const { hub, log } = this.#uses;
    if (hub.isEmpty) {
      this.#begun = null;
      return;
    }
    let next = pace;
    try {
      await this.#tellChanges();
    } catch (error) {
      log.warn("live updates wait for the database", { error });
      next = Math.min(longestPause, 2 * pause);
    }
    this.#lookAfter(next);
  }

  async #tellChanges(): Promise<void> {
    const { db } = this.#uses;
    for (;;) {
      const [changes] = await db.read(changesAfter(db, this.#position, page));
      await this.#tell(changes);
      this.#position = changes.at(-1)?.position ?? this.#position;
      if (changes.length < page) return;
    }
  }

  async #tell(changes: readonly Change[]): Promise<void> {
    const { hub } = this.#uses;
    const people = changes.filter(endsSessions).map(({ streamId }) => streamId);
    await endSocketsOf(this.#uses, people);
    const sites = changes.flatMap(shutOut);
    if (sites.length > 0) await hub.disconnect(sites);
    const named = changes.filter(changesNames).map(({ streamId }) => streamId);
    await publishPeople(this.#uses, named);
    await publishHints(this.#uses, changedTickets(changes));
  }
}
