import type { RouteInput } from "@docket/api/client";
import type { DeskCall } from "./desk.ts";
import type { Outcome } from "./outcome.ts";

/** How many tickets a list in a chat shows. */
const shown = 10;

interface Wanted {
  readonly title: string;
  readonly empty: string;
  readonly query: NonNullable<RouteInput<"GET /tickets">["query"]>;
}

/** The first tickets of a list. */
export const listTickets = async (call: DeskCall, { title, empty, query }: Wanted): Promise<Outcome> => {
  const page = await call.api.request("GET /tickets", { query: { ...query, limit: shown } });
  return { kind: "tickets", title, tickets: page.items, more: page.nextCursor !== null, empty };
};
