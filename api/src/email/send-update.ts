import type { TicketEventData } from "@docket/core/tickets/events";
import { unreached } from "@docket/core/tickets/reach";
import type { Id } from "@docket/core/ids";
import { isOpen, stageOf } from "@docket/core/tickets/transitions";
import type { Handler, Job } from "../outbox/handler.ts";
import { publishHints } from "../outbox/hint.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { owe, payable } from "../outbox/owe.ts";
import { OverBudget } from "../outbox/over-budget.ts";
import type { Services } from "../services.ts";
import { getUpdate } from "./get-update.ts";
import { holdOne, noteSuperseded } from "./hold-one.ts";
import { changesOf, changesThatHold, isTrue } from "./is-true.ts";
import { queueAgain, setDelivery } from "./letters-store.ts";
import type { Letter } from "./mailer.ts";
import { automaticHeaders } from "./mailer.ts";
import { rootMessageId, updateMessageId } from "./message-id.ts";
import { notMeLink } from "./not-me.ts";
import { postLetter } from "./post-letter.ts";
import type { UpdateFacts } from "./render.ts";
import { renderUpdate } from "./render.ts";
import { isUnwanted, keepMailbox, mailboxKeys } from "./unwanted-store.ts";

type Owed = OwedOf<"email.send_update">;
type Update = NonNullable<Awaited<ReturnType<typeof getUpdate>>>;

const stageAfter = (data: unknown): UpdateFacts["stage"] => {
  const { status } = data as Partial<TicketEventData["ticket.status_changed"]>;
  return status ? stageOf(status.to) : null;
};

const changesIn = ({ event: { data, category }, ticket }: Update, hasWaited: boolean): UpdateFacts["changes"] => {
  const changes = hasWaited ? changesThatHold(data, ticket) : changesOf(data);
  return changes.map(({ field, to }) => ({
    field,
    to: field === "category" ? (category ?? to) : to,
  }));
};

/** What is told of who takes care: what is true by now where the email waited, so that it need not have one of its own. */
const assigneeIn = (kind: Owed["kind"], { event, ticket, holder }: Update, hasWaited: boolean): string | null => {
  if (kind === "assigned") return event.assignee;
  return hasWaited && kind !== "replied" && isOpen(ticket.status) ? holder : null;
};

const factsOf = (kind: Owed["kind"], update: Update, notMe: string | null, hasWaited: boolean): UpdateFacts => {
  const { ticket, requester, event, reply, files } = update;
  return {
    kind,
    ticket,
    requesterName: requester.name,
    reply: reply && { author: reply.author, body: reply.body },
    files,
    assignee: assigneeIn(kind, update, hasWaited),
    notMe,
    stage: kind === "status_changed" ? stageAfter(event.data) : null,
    changes: kind === "updated" ? changesIn(update, hasWaited) : [],
  };
};

/** Only a reply was written by a person. */
const headersOf = (kind: Owed["kind"]): Letter["headers"] =>
  kind === "replied" ? {} : automaticHeaders(kind === "created" ? "auto-replied" : "auto-generated");

const letterFor = async (
  { config }: Services,
  owed: Owed,
  update: Update,
  { hasWaited }: Pick<Job, "hasWaited">,
): Promise<Letter> => {
  const { ticketId, kind } = owed;
  const { email } = update.requester;
  const notMe = update.ticket.emailProven ? null : await notMeLink(config, email);
  const messageId = updateMessageId(config.baseUrl, owed);
  const root = rootMessageId(config.baseUrl, ticketId);
  const references = new Set([root, update.previousLetter ?? root]);
  references.delete(messageId);
  return {
    messageId,
    to: email,
    ...renderUpdate(factsOf(kind, update, notMe, hasWaited), config),
    inReplyTo: messageId === root ? null : root,
    references: [...references],
    headers: headersOf(kind),
  };
};

const isThere = ({ messageId }: Owed, { ticket, reply }: Update): boolean =>
  ticket.deletedAt === null && (messageId === null || (reply?.kind === "reply" && reply.deletedAt === null));

const isReached = async ({ db }: Services, { ticket, requester }: Update): Promise<boolean> => {
  const isDisowned = !ticket.emailProven && (await isUnwanted(db, await mailboxKeys(requester.email)));
  return unreached({ ...requester, isDisowned }, ticket) === null;
};

/** What the thread of a card shows of how far a reply got. */
const owedToCards = (services: Services, { ticketId }: Owed) => {
  const cards = payable(services, [{ type: "chat.route", ticketId }]);
  return cards.length > 0 ? [owe(services, cards)] : [];
};

/** Says of a reply that no email went out, and keeps with its client by what staff see why. */
const keepUnsent = async (services: Services, owed: Owed, messageId: Id<"message">, update: Update | null) => {
  const { db } = services;
  const email = update?.requester.email;
  await db.write(
    setDelivery(db, messageId, "none"),
    ...(email === undefined ? [] : [keepMailbox(db, email, await mailboxKeys(email))]),
    ...owedToCards(services, owed),
  );
};

/** Tells the client of a ticket what happened to it. */
export const sendUpdate: Handler<Owed> = {
  async run(services, owed, job) {
    const { db } = services;
    const { ticketId, kind, messageId } = owed;
    const update = await getUpdate(db, owed);
    const news = update && { kind, ...update.event, ticket: update.ticket };
    if (news && job.hasWaited && !isTrue(news)) {
      noteSuperseded(services, [job]);
    } else if (update && isThere(owed, update) && (await isReached(services, update))) {
      const sent = messageId === null ? [] : [setDelivery(db, messageId, "sent")];
      const automatic = kind !== "replied";
      const isProven = update.ticket.emailProven || owed.proven === true;
      const budget = automatic ? (isProven ? "proven" : "unproven") : null;
      const letter = await letterFor(services, owed, update, job);
      try {
        await postLetter(services, letter, { kind, automatic, budget, job }, sent);
      } catch (error) {
        if (!(error instanceof OverBudget)) throw error;
        await holdOne(services, owed, job, error);
      }
    } else if (messageId !== null) {
      await keepUnsent(services, owed, messageId, update);
    }
    // The screens of the staff show with a reply how far it got.
    if (messageId !== null) await publishHints(services, [{ ticketId, audience: "staff" }]);
  },

  record(services, owed, outcome) {
    const { messageId } = owed;
    if (messageId === null) return [];
    const { db } = services;
    return [
      outcome === "retried" ? queueAgain(db, messageId) : setDelivery(db, messageId, "failed"),
      ...owedToCards(services, owed),
    ];
  },
};
