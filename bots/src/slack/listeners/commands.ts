import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Args, OptionSpec } from "../../desk/command.ts";
import { help, tooMuch } from "../../desk/help.ts";
import type { Outcome } from "../../desk/outcome.ts";
import type { Parsed } from "../../desk/parse.ts";
import { missing, parse } from "../../desk/parse.ts";
import { run } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import { nameMentionsSoon } from "../name-mentions.ts";
import { openForm } from "../open-form.ts";
import { toPlainText } from "../render/mrkdwn.ts";
import { privateAnswer } from "../render/outcome.ts";

/** Slack puts ids, links and entities into what was typed; a mention stays one where it says who. */
const meant = async (client: WebClient, { kind }: OptionSpec, typed = ""): Promise<string> =>
  kind === "person" && typed.startsWith("<@") ? typed : toPlainText(await nameMentionsSoon(client, typed));

const argsOf = async (client: WebClient, { command: { options }, args }: Parsed): Promise<Args> => {
  const read = async (option: OptionSpec) => [option.name, await meant(client, option, args[option.name])] as const;
  return Object.fromEntries(await Promise.all(options.map(read)));
};

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
    const answer = (outcome: Outcome) => respond(privateAnswer(outcome));
    const parsed = parse(body.text);
    if (parsed === null) {
      await answer(help(toPlainText(body.text)));
      return;
    }
    const { command, rest } = parsed;
    if (rest !== "") {
      await answer(tooMuch(command, toPlainText(rest)));
      return;
    }
    const args = await argsOf(client, parsed);
    if (missing(command, args, false).length === 0) {
      await answer(await run(command, call, args));
      return;
    }
    // What was typed already stands in the form, to be looked at again; the ticket is known.
    const options = command.options.filter(({ name, kind }) => kind !== "ticket" || !args[name]);
    const tell = (text: string) => answer({ kind: "refused", text });
    await openForm({ client, triggerId: body.trigger_id, call, tell }, command, options, args);
  });
};
