import { ApiError } from "@docket/api/client";
import type { ModalView } from "@slack/types";
import type { ViewsOpenResponse, WebClient } from "@slack/web-api";
import type { Args, CommandSpec, OptionSpec } from "../desk/command.ts";
import type { DeskCall } from "../desk/desk.ts";
import { reasonOf } from "../desk/run.ts";
import { findTicket } from "../desk/ticket-ref.ts";
import type { FormState } from "./render/form.ts";
import { formView, noticeView } from "./render/form.ts";

/** Where a form opens: Slack gives three seconds for it. */
interface Opening {
  readonly client: WebClient;
  readonly triggerId: string;
  readonly call: DeskCall;
  /** Tells whoever asked that the form could not be opened; not there where Slack has no place for it. */
  readonly tell?: (text: string) => Promise<unknown>;
}

/** Why this person cannot use a form about this ticket, if any; null when they can, and when nobody can say now. */
const refusal = async (call: DeskCall, args: Args): Promise<string | null> => {
  try {
    await (args["ticket"] ? findTicket(call, args) : call.api.request("GET /me"));
    return null;
  } catch (error) {
    // What somebody has begun to write is not taken from them because the desk is slow.
    if (error instanceof ApiError && error.problem.code === "server.unavailable") return null;
    const text = reasonOf(error);
    if (text === null) throw error;
    return text;
  }
};

const show = async ({ client, triggerId, tell }: Opening, view: ModalView): Promise<ViewsOpenResponse> => {
  try {
    return await client.views.open({ trigger_id: triggerId, view });
  } catch (error) {
    await tell?.("Slack could not open the form in time. Please try again.");
    throw error;
  }
};

/**
 * Opens a modal that asks for some options of a command. It opens at once; for somebody who may not use it, the reason
 * takes its place.
 */
export const openForm = async (
  opening: Opening,
  command: CommandSpec,
  options: readonly OptionSpec[],
  given: Args,
  from: Pick<FormState, "origin" | "card"> = {},
): Promise<void> => {
  const { client, call } = opening;
  const asked = new Set(options.map(({ name }) => name));
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => !asked.has(name)));
  const state: FormState = {
    command: command.name,
    args: known,
    channelId: call.place?.channelId ?? null,
    threadTs: call.place?.thread?.threadId ?? null,
    ...from,
  };
  const view = formView(command, options, given, state);
  const [opened, reason] = await Promise.all([show(opening, view), refusal(call, known)]);
  if (reason === null || !opened.view?.id) return;
  const { id, hash } = opened.view;
  await client.views.update({ view_id: id, ...(hash ? { hash } : {}), view: noticeView(reason) });
};
