import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { commandOf } from "../../desk/commands/all.ts";
import type { DeskCall } from "../../desk/desk.ts";
import { openTicket } from "../../desk/open-ticket.ts";
import type { Outcome } from "../../desk/outcome.ts";
import { done } from "../../desk/outcome.ts";
import { attempt, run } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import type { FormState } from "../render/form.ts";
import { formId, noticeView, readForm } from "../render/form.ts";
import { clip, escapeText } from "../render/mrkdwn.ts";

/** Opens a ticket from a message of the channel, and says so in the thread of that message. */
const fromMessage = (
  client: WebClient,
  call: DeskCall,
  args: Readonly<Record<string, string | undefined>>,
  origin: NonNullable<FormState["origin"]>,
): Promise<Outcome> =>
  attempt(async () => {
    const { platform, workspaceId } = call.user;
    const ticket = await openTicket(call, args, { platform, workspaceId, ...origin });
    const text = `This is ticket *#${ticket.number}* now: ${clip(escapeText(ticket.title), 200)}`;
    await client.chat
      .postMessage({ channel: origin.channelId, thread_ts: origin.messageId, text, unfurl_links: false })
      // Where the bot is no member it cannot answer; the ticket is there all the same, and links back.
      .catch(() => undefined);
    return done(ticket, "opened.");
  });

/** Forms that were sent. A refusal leaves the form open with what was written; what worked closes it. */
export const listenToViews = (app: App): void => {
  app.view({ callback_id: formId, type: "view_submission" }, async ({ ack, body, view, context, client }) => {
    const state = JSON.parse(view.private_metadata) as FormState;
    const command = commandOf(state.command);
    if (command === null) {
      await ack({
        response_action: "update",
        view: noticeView("This form is from an older Docket. Please start again."),
      });
      return;
    }
    const call = callOf(context, {
      userId: body.user.id,
      userName: body.user.name,
      channelId: state.channelId,
      threadTs: state.threadTs,
      key: `view.${view.id}`,
    });
    const args = { ...state.args, ...readForm(view.state.values) };
    const outcome = state.origin ? await fromMessage(client, call, args, state.origin) : await run(command, call, args);
    if (outcome.kind !== "refused") {
      await ack({ response_action: "clear" });
      return;
    }
    const field = Object.keys(view.state.values).at(-1) ?? "";
    await ack({ response_action: "errors", errors: { [field]: clip(outcome.text, 2000) } });
  });
};
