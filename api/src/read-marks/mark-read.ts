import { fieldError } from "@docket/core/field-errors";
import type { UnreadCount } from "@docket/core/contract/ticket";
import { can } from "@docket/core/permissions/can";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import { versionFor } from "../tickets/view.ts";
import { readerOf, screensOf } from "./reader.ts";
import { selectPlace } from "./select-place.ts";
import { markRead } from "./store.ts";

/**
 * Says that the caller has read a ticket up to one of its events, and tells their other screens. Earlier ones than before
 * change nothing. Fails with `request.invalid` beyond the last one.
 */
export const readUpTo = async (call: Call, ref: string, seq: number): Promise<UnreadCount> => {
  const { services, actor } = call;
  const { db, hub, background } = services;
  const reader = readerOf(actor);
  if (reader === null || !can(actor, "read_mark.own")) throw denied();
  const [[found], [place]] = await db.read(selectTicket(db, actor, ref), selectPlace(db, actor, ref, seq));
  if (!found) throw notFound("ticket");
  const ticket = toTicket(found.ticket);
  const { version } = versionFor(actor, ticket);
  if (seq > version) {
    throw problem("request.invalid", "Some fields are not right.", [fieldError("seq", "too_large", { max: version })]);
  }
  const [moved, [after]] = await db.write(
    markRead(db, reader, ticket.id, place?.seq ?? 0),
    selectTicket(db, actor, ticket.id),
  );
  if (moved.length > 0) {
    background.run("read", () => hub.publish([screensOf(actor, reader)], { type: "ticket.read", id: ticket.id }));
  }
  return { unread: after?.unread ?? 0 };
};
