import type { BatchItem } from "drizzle-orm/batch";
import { routeTicket } from "../chat/route-ticket.ts";
import { showCard } from "../chat/show-card.ts";
import { tellAssignee } from "../chat/tell-assignee.ts";
import { tellMode } from "../chat/tell-mode.ts";
import type { outbox } from "../db/schema/events.ts";
import { sendAlert } from "../email/send-alert.ts";
import { sendCode } from "../email/send-code.ts";
import { sendInvitation } from "../email/send-invitation.ts";
import { sendNotice } from "../email/send-notice.ts";
import { sendUpdate } from "../email/send-update.ts";
import type { Services } from "../services.ts";
import { releaseTickets } from "../tickets/release-tickets.ts";
import type { Handler, Job, Parking } from "./handler.ts";
import { publishHints } from "./hint.ts";
import type { OwedOf, OwedType } from "./owe.ts";

/** Who does what is owed; a type that is missing here does not compile. */
const handlers: { readonly [T in OwedType]: Handler<OwedOf<T>> } = {
  "email.send_update": sendUpdate,
  "email.send_invitation": sendInvitation,
  "email.send_code": sendCode,
  "email.send_alert": sendAlert,
  "email.send_notice": sendNotice,
  "realtime.hint": { run: (services, changed) => publishHints(services, [changed]) },
  "people.release_tickets": { run: (services, { personId }) => releaseTickets(services, personId) },
  "chat.route": routeTicket,
  "chat.show": showCard,
  "chat.tell": tellAssignee,
  "chat.mode": tellMode,
};

/** A handler together with the row that it works on. */
export interface BoundHandler {
  run(services: Services, job: Job): Promise<void>;
  record(services: Services, outcome: Parking): readonly BatchItem<"sqlite">[];
}

const bind = <O>(handler: Handler<O>, owed: O): BoundHandler => ({
  run: (services, job) => handler.run(services, owed, job),
  record: (services, outcome) => handler.record?.(services, owed, outcome) ?? [],
});

/** A newer version of Docket wrote it, and will do it. */
const unknown = (type: string): BoundHandler => ({
  run: () => Promise.reject(new Error(`There is no handler for ${type}.`)),
  record: () => [],
});

const isKnown = (type: string): type is OwedType => Object.hasOwn(handlers, type);

/** The handler for a row of the outbox. */
export const handlerOf = ({ type, payload }: Pick<typeof outbox.$inferSelect, "type" | "payload">): BoundHandler =>
  isKnown(type) ? bind(handlers[type] as Handler<unknown>, { type, ...(payload as object) }) : unknown(type);
