import { Hono } from "hono";
import type { AppEnv } from "../../src/context.ts";
import type { HubState } from "../../src/realtime/durable-hub.ts";
import { DurableHub as Hub } from "../../src/realtime/durable-hub.ts";
import { readBindings } from "../../src/worker/bindings.ts";
import { createWorker } from "../../src/worker/create-worker.ts";

interface State extends HubState {
  readonly storage: HubState["storage"] & {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
  };
}

/** What a hub says of itself. */
export interface Waking {
  /** Names what is in memory: another one was made anew. */
  readonly made: string;
  /** Who closed sockets that were too old, if anybody did. */
  readonly alarmBy: string | null;
}

/** The hub of the desk, which tells whether it was there all along, and whose sockets may grow old sooner. */
export class DurableHub extends Hub {
  readonly #storage: State["storage"];
  readonly #made = crypto.randomUUID();
  protected override readonly socketAge: number;

  constructor(state: State, { SOCKET_AGE = "1800000" }: { readonly SOCKET_AGE?: string }) {
    super(state);
    this.#storage = state.storage;
    this.socketAge = Number(SOCKET_AGE);
  }

  override async fetch(request: Request): Promise<Response> {
    if (request.method !== "PUT") return super.fetch(request);
    const alarmBy = ((await this.#storage.get("alarmBy")) as string | undefined) ?? null;
    return Response.json({ made: this.#made, alarmBy } satisfies Waking);
  }

  override async alarm(): Promise<void> {
    await this.#storage.put("alarmBy", this.#made);
    await super.alarm();
  }
}

export default createWorker({
  more: (env) => [
    new Hono<AppEnv>().get("/test/hub", async (c) => {
      const answer = await readBindings(env).hub.getByName("desk").fetch(new URL("https://hub"), { method: "PUT" });
      return c.json((await answer.json()) as Waking);
    }),
  ],
});
