import type { Effect } from "@docket/core/tickets/effects";
import type { Id } from "@docket/core/ids";
import type { Services } from "../services.ts";
import { outbox } from "../db/schema/events.ts";

/** Everything that is done after a commit and outside the database. Handlers read the present state again. */
export type Owed =
  | Effect
  | { readonly type: "email.send_invitation"; readonly invitationId: Id<"invitation"> }
  | { readonly type: "email.send_code"; readonly email: string; readonly code: string }
  | { readonly type: "people.release_tickets"; readonly personId: Id<"person"> };

export type OwedType = Owed["type"];
export type OwedOf<T extends OwedType> = Extract<Owed, { readonly type: T }>;

/** The lane of the codes that are sent to one address. */
export const codeLane = (email: string): string => `email.send_code:${email}`;

/** Effects of one lane are done in order: letters of one ticket, hints of one ticket, and so on. */
const laneOf = (owed: Owed): string => {
  switch (owed.type) {
    case "email.send_update":
    case "realtime.hint":
      return `${owed.type}:${owed.ticketId}`;
    case "email.send_invitation":
      return `${owed.type}:${owed.invitationId}`;
    case "email.send_code":
      return codeLane(owed.email);
    case "people.release_tickets":
      return `${owed.type}:${owed.personId}`;
  }
};

/** Writes down what is owed; belongs into the write batch of the change. `owed` must not be empty. */
export const owe = ({ db, ids, clock }: Pick<Services, "db" | "ids" | "clock">, owed: readonly Owed[]) => {
  const now = clock.now();
  return db.orm.insert(outbox).values(
    owed.map((one) => {
      const { type, ...payload } = one;
      return {
        id: ids.next("outbox", now),
        lane: laneOf(one),
        type,
        ticketId: "ticketId" in one ? one.ticketId : null,
        payload,
        createdAt: now,
        runAfter: now,
      };
    }),
  );
};
