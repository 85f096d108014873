import type { TicketView } from "@docket/core/contract/ticket";
import { ApiError } from "@docket/api/client";
import type { ModalView } from "@slack/types";
import type { ViewsOpenResponse, WebClient } from "@slack/web-api";
import type { Args, CommandSpec, OptionSpec } from "../desk/command.ts";
import type { DeskCall } from "../desk/desk.ts";
import { reasonOf } from "../desk/run.ts";
import { numberIn, numbered, ticketName } from "../desk/ticket-name.ts";
import { findTicket } from "../desk/ticket-ref.ts";
import { hintOf, optionFor } from "../desk/form-words.ts";
import { unprovenAsker } from "../desk/words.ts";
import type { FormState } from "./render/form.ts";
import { formView, nameBlock, noticeView } from "./render/form.ts";

/** Where a form opens: Slack gives three seconds for it. */
interface Opening {
  readonly client: WebClient;
  readonly triggerId: string;
  readonly call: DeskCall;
  /** Tells whoever asked that the form could not be opened; not there where Slack has no place for it. */
  readonly tell?: (text: string) => Promise<unknown>;
}

/**
 * What can be known of a form once it is open: what its ticket is called, that who asked is not known for sure, the ticket itself, or why this
 * person cannot use it.
 */
interface Found {
  readonly name?: string;
  readonly asker?: string | null;
  readonly ticket?: TicketView;
  readonly reason?: string;
}

/** Nothing where there is no ticket yet, and when nobody can say now. */
const lookUp = async (call: DeskCall, args: Args): Promise<Found> => {
  try {
    if (args["ticket"]) {
      const ticket = await findTicket(call, args);
      return { name: ticketName(ticket), asker: unprovenAsker(ticket), ticket };
    }
    await call.api.request("GET /me");
    return {};
  } catch (error) {
    // What somebody has begun to write is not taken from them because the desk is slow.
    if (error instanceof ApiError && error.problem.code === "server.unavailable") return {};
    const reason = reasonOf(error, call);
    if (reason === null) throw error;
    return { reason };
  }
};

/** Opens a modal. */
export const openView = async ({ client, triggerId, tell }: Opening, view: ModalView): Promise<ViewsOpenResponse> => {
  try {
    return await client.views.open({ trigger_id: triggerId, view });
  } catch (error) {
    await tell?.("Slack could not open the form in time. Please try again.");
    throw error;
  }
};

/** What a form comes from. */
interface Source extends Pick<FormState, "origin" | "card"> {
  /** What the pressed card calls its ticket. */
  readonly name?: string | null;
}

/**
 * Opens a modal that asks for some options of a command. It opens at once; for somebody who may not use it, the reason
 * takes its place. It names its ticket: as the card does, or else as soon as the desk has said what it is called.
 */
export const openForm = async (
  opening: Opening,
  command: CommandSpec,
  options: readonly OptionSpec[],
  given: Args,
  { name = null, ...from }: Source = {},
): Promise<void> => {
  const { client, call, tell } = opening;
  const asked = new Set(options.map((option) => option.name));
  const known = Object.fromEntries(Object.entries(given).filter(([option]) => !asked.has(option)));
  const number = numberIn(name ?? known["ticket"]);
  const state: FormState = {
    command: command.name,
    args: known,
    ...(number === null ? {} : { number }),
    channelId: call.place?.channelId ?? null,
    threadTs: call.place?.thread?.threadId ?? null,
    ...from,
  };
  const named = tell ? { tell: (text: string) => tell(numbered(number, text)) } : {};
  const viewFor = (shown: readonly OptionSpec[], ...lines: readonly (string | null)[]) =>
    formView(command, shown, given, state, lines.filter((line) => line !== null).map(nameBlock));
  const [opened, found] = await Promise.all([
    openView({ ...opening, ...named }, viewFor(options, name)),
    lookUp(call, known),
  ]);
  if (!opened.view?.id) return;
  const { id, hash } = opened.view;
  const replace = (view: ModalView) => client.views.update({ view_id: id, ...(hash ? { hash } : {}), view });
  if (found.reason !== undefined) await replace(noticeView(numbered(number, found.reason)));
  // Whoever has sent or closed it meanwhile needs no name.
  else if (found.ticket !== undefined && found.name !== undefined) {
    const { asker = null, ticket } = found;
    const told = options.map((option) => optionFor(option, ticket));
    if (name !== null && asker === null && told.every((one, i) => hintOf(one) === hintOf(options[i] ?? one))) return;
    await replace(viewFor(told, name ?? found.name, asker)).catch(() => undefined);
  }
};
