import type { App } from "@slack/bolt";
import { help } from "../../desk/help.ts";
import { missing, parse } from "../../desk/parse.ts";
import { run } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import { openForm } from "../open-form.ts";
import { renderOutcome } from "../render/outcome.ts";

/** `/ticket …`: help when it is no command, a form when something is missing, else the command itself. */
export const listenToCommands = (app: App): void => {
  app.command("/ticket", async ({ ack, body, context, client, respond }) => {
    await ack();
    const call = callOf(context, {
      userId: body.user_id,
      userName: body.user_name,
      channelId: body.channel_id,
      threadTs: null,
      key: body.trigger_id,
    });
    const answer = (outcome: Parameters<typeof renderOutcome>[0]) =>
      respond({ response_type: "ephemeral", ...renderOutcome(outcome) });
    const parsed = parse(body.text);
    if (parsed === null) {
      await answer(help());
      return;
    }
    const { command, args } = parsed;
    if (missing(command, args, false).length === 0) {
      await answer(await run(command, call, args));
      return;
    }
    // What was typed already stands in the form, to be looked at again; the ticket is known.
    const options = command.options.filter(({ name, kind }) => kind !== "ticket" || !args[name]);
    await openForm({ client, triggerId: body.trigger_id, call }, command, options, args);
  });
};
