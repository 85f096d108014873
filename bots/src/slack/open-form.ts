import type { WebClient } from "@slack/web-api";
import type { Args, CommandSpec, OptionSpec } from "../desk/command.ts";
import type { DeskCall } from "../desk/desk.ts";
import { reasonOf } from "../desk/run.ts";
import type { FormState } from "./render/form.ts";
import { formView, noticeView } from "./render/form.ts";

/** Where a form opens: Slack gives three seconds for it. */
interface Opening {
  readonly client: WebClient;
  readonly triggerId: string;
  readonly call: DeskCall;
}

/** Why this person cannot use a form; null when they can. */
const refusal = async (call: DeskCall): Promise<string | null> => {
  try {
    await call.api.request("GET /me");
    return null;
  } catch (error) {
    const text = reasonOf(error);
    if (text === null) throw error;
    return text;
  }
};

/**
 * Opens a modal that asks for some options of a command. It opens at once; for somebody who may not use it, the reason
 * takes its place.
 */
export const openForm = async (
  { client, triggerId, call }: Opening,
  command: CommandSpec,
  options: readonly OptionSpec[],
  given: Args,
  origin?: FormState["origin"],
): Promise<void> => {
  const asked = new Set(options.map(({ name }) => name));
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => !asked.has(name)));
  const state: FormState = {
    command: command.name,
    args: known,
    channelId: call.place?.channelId ?? null,
    threadTs: call.place?.thread?.threadId ?? null,
    ...(origin ? { origin } : {}),
  };
  const view = formView(command, options, given, state);
  const [opened, reason] = await Promise.all([client.views.open({ trigger_id: triggerId, view }), refusal(call)]);
  if (reason === null || !opened.view?.id) return;
  const { id, hash } = opened.view;
  await client.views.update({ view_id: id, ...(hash ? { hash } : {}), view: noticeView(reason) });
};
