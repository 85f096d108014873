import type { Id } from "@docket/core/ids";
import type { Job } from "../outbox/handler.ts";
import { OverBudget } from "../outbox/over-budget.ts";
import type { OwedOf } from "../outbox/owe.ts";
import type { Services } from "../services.ts";
import { minorKinds } from "./budgets.ts";
import { isTrue } from "./is-true.ts";
import { dropRows, heldBeside, selectNews } from "./news-query.ts";

type Owed = OwedOf<"email.send_update">;

/** Says in the log which emails will not go out, since others tell how the ticket is now. */
export const noteSuperseded = (
  { log }: Pick<Services, "log">,
  emails: readonly { readonly id: Id<"outbox"> }[],
): void => {
  for (const { id } of emails) log.info("email superseded: its ticket has moved on", { effect: id });
};

/**
 * Of each ticket one email is held back: this one takes the place of what was, and throws `OverBudget` for it. Only what is
 * minor gives way to something that matters more and is still true; then it is done with.
 */
export const holdOne = async (
  services: Services,
  { ticketId, kind }: Owed,
  job: Job,
  error: OverBudget,
): Promise<void> => {
  const { db } = services;
  const held = heldBeside(error.lane, ticketId, job.id);
  const [others] = await db.read(selectNews(db, held));
  const better = minorKinds.includes(kind)
    ? others.find((other) => !minorKinds.includes(other.kind) && isTrue(other))
    : undefined;
  const superseded = others.filter((other) => other !== better);
  if (superseded.length > 0) {
    const ids = superseded.map(({ id }) => id);
    await db.write(dropRows(db, held, ids));
    noteSuperseded(services, superseded);
  }
  if (better) return noteSuperseded(services, [job]);
  const until = Math.min(error.until, ...others.map(({ heldUntil }) => heldUntil ?? error.until));
  throw new OverBudget(until, error.lane, error.message);
};
