import type { Actor, AnonymousActor } from "@docket/core/actor";
import type { TicketView } from "@docket/core/contract/ticket";
import { can } from "@docket/core/permissions/can";
import { decideOpen } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import { fieldError } from "@docket/core/field-errors";
import { link } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { keepMailbox } from "../email/unwanted-store.ts";
import { denied, problem, switchedOff } from "../http/problem.ts";
import type { Opening, Requester } from "./open-query.ts";
import { insertRequester, keepTypedName, loadForOpening } from "./open-query.ts";
import { keepOrigin } from "./origin-query.ts";
import { untilCommitted } from "./retry.ts";
import { sourceOf } from "./source.ts";
import { commit } from "./store.ts";
import { viewTicket } from "./view.ts";

type Loaded = Awaited<ReturnType<typeof loadForOpening>>;
type Known = Exclude<Actor, AnonymousActor>;

/** Who may name a requester, and who must: clients are it themselves, visitors have to say who they are. */
const checkInput = (call: Call, actor: Known, input: Opening): void => {
  const wrong = (code: "requester_needed" | "requester_yourself") =>
    problem("request.invalid", "Some fields are not right.", [fieldError("requester", code)]);
  const namesItself = actor.kind === "visitor";
  if (input.requester === undefined && (namesItself || call.identity === null)) throw wrong("requester_needed");
  if (input.requester === undefined || namesItself) return checkTriage(actor, input);
  if (!can(actor, "ticket.open_for_other")) throw wrong("requester_yourself");
  return checkTriage(actor, input);
};

const checkTriage = (actor: Known, input: Opening): void => {
  if (can(actor, "ticket.open_for_other")) return;
  const field = (["priority", "tags", "origin"] as const).find((name) => input[name] !== undefined);
  if (field === undefined) return;
  throw problem("permission.denied", "Only staff may set this.", [fieldError(field, "staff_only")]);
};

/** The address of a visitor is never proven by typing it, whoever it belongs to. */
const requesterOf = (
  call: Call,
  actor: Known,
  input: Opening,
  { found, isDisowned }: Pick<Loaded, "found" | "isDisowned">,
): Requester => {
  if (input.requester === undefined) {
    if (call.identity === null) throw denied();
    return { ...call.identity, emailProven: true, active: true, isDisowned: false, isNew: false };
  }
  const known = found ?? {
    ...input.requester,
    id: call.services.ids.next("person", call.services.clock.now()),
    emailProven: false,
    active: true,
  };
  return {
    ...known,
    emailProven: known.emailProven && actor.kind !== "visitor",
    isDisowned,
    isNew: found === undefined,
  };
};

const attempt = async (call: Call, input: Opening): Promise<TicketView | null> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  checkInput(call, actor, input);
  const loaded = await loadForOpening(call, input);
  if (actor.kind === "visitor" && loaded.found?.active === false) throw switchedOff();
  const { files, forgotten, mailbox } = loaded;
  const requester = requesterOf(call, actor, input, loaded);
  const now = services.clock.now();
  const ticketId = services.ids.next("ticket", now);
  const events = decideOpen(
    {
      type: "open",
      ticketId,
      title: input.title,
      description: input.description,
      category: input.category,
      priority: input.priority ?? "normal",
      tags: [...new Set(input.tags ?? [])],
      requesterId: requester.id,
      visitorId: actor.kind === "visitor" ? actor.id : null,
      siteId: actor.kind === "visitor" || actor.kind === "client" ? actor.siteId : null,
      source: sourceOf(actor),
      emailProven: requester.emailProven,
      followUpOf: input.followUpOf ?? null,
      origin: input.origin ? { platform: input.origin.platform, url: input.origin.url } : null,
    },
    { actor, now },
  );
  const ticket = replay(null, events);
  const number = await commit(call, {
    events,
    previous: null,
    ticket,
    ...(requester.isNew ? { requester: insertRequester(call, requester) } : {}),
    rest: [
      ...forgotten,
      ...keepTypedName(call, input, ticketId),
      ...(mailbox ? [keepMailbox(services.db, requester.email, mailbox)] : []),
    ],
    ...(input.origin ? { origin: keepOrigin(services.db, input.origin, ticketId) } : {}),
    ...(files.length > 0 ? { links: link(services.db, files, ticketId, null) } : {}),
    result: { ticketId, messageId: null },
  });
  return number === null ? null : viewTicket(call, { ...ticket, number }, { requester, assignee: null, unread: 0 });
};

/**
 * Opens a ticket. A new requester, the links to the files and the ticket are one batch. Fails with
 * `request.invalid`, `category.unknown`, `attachment.invalid` or `permission.denied`, and with `ticket.exists` when
 * there is a ticket for the same message of a chat.
 */
export const openTicket = (call: Call, input: Opening): Promise<TicketView> =>
  untilCommitted(call, () => attempt(call, input));
