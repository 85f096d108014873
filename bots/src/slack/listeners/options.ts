import type { App } from "@slack/bolt";
import type { OptionSpec } from "../../desk/command.ts";
import { commandOf } from "../../desk/commands/all.ts";
import type { Choice } from "../../desk/choices.ts";
import { choicesFor } from "../../desk/choices.ts";
import { reasonOf } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import type { FormState } from "../render/form.ts";
import { clip } from "../render/mrkdwn.ts";

const optionOf = ({ label, value }: Choice) =>
  ({ text: { type: "plain_text", text: clip(label, 75) }, value }) as const;

const wanted = (state: FormState, name: string): OptionSpec | null =>
  commandOf(state.command)?.options.find((option) => option.name === name) ?? null;

/** Fills the menus of forms while somebody types into them. */
export const listenToOptions = (app: App): void => {
  app.options(/^[a-z]+$/, async ({ ack, body, context }) => {
    const state = JSON.parse(body.view?.private_metadata ?? "{}") as FormState;
    const option = wanted(state, body.action_id);
    if (option === null) {
      await ack({ options: [] });
      return;
    }
    const call = callOf(context, {
      userId: body.user.id,
      userName: body.user.name ?? body.user.id,
      channelId: state.channelId,
      threadTs: state.threadTs,
      key: `options.${body.view?.id ?? ""}`,
    });
    const choices = await choicesFor(call, option, body.value, state.args).catch((error: unknown) => {
      if (reasonOf(error, call) === null) throw error;
      return [];
    });
    await ack({ options: choices.map(optionOf) });
  });
};
