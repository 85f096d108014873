import type { WebClient } from "@slack/web-api";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Args } from "../desk/command.ts";
import { create } from "../desk/commands/create.ts";
import type { DeskCall } from "../desk/desk.ts";
import { optionsFor } from "../desk/excerpt.ts";
import { isMoreThanShown, openFromMessage } from "../desk/open-from-message.ts";
import type { Outcome } from "../desk/outcome.ts";
import { readShown } from "../desk/shown-message.ts";
import type { Reading } from "./message-content.ts";
import { readMessage } from "./read-message.ts";
import type { FormState } from "./render/form.ts";
import { formView } from "./render/form.ts";
import { outcomeView, renderOutcome } from "./render/outcome.ts";
import { tellAlone } from "./tell-alone.ts";

type Origin = NonNullable<FormState["origin"]>;

/** Opens a ticket from a message of the channel. */
export const openFrom = (reading: Reading, call: DeskCall, args: Args, origin: Origin): Promise<Outcome> => {
  const { platform, workspaceId } = call.user;
  const { channelId, threadTs: threadId, messageId, url, excerpt, shownAs } = origin;
  const place = { platform, workspaceId, channelId, messageId, url };
  return openFromMessage(call, args, place, excerpt, () =>
    shownAs === undefined
      ? readMessage(reading, origin)
      : readShown(call, { platform, workspaceId, channelId, threadId, messageId: shownAs }),
  );
};

/** Whether that takes longer than Slack waits for the answer to a form. */
export const takesLong = ({ excerpt }: Origin): boolean => isMoreThanShown(excerpt);

/** A form that is shown again with what was written, and why it was not taken. */
const again = (state: FormState, { excerpt }: Origin, args: Args, outcome: Outcome) =>
  formView(create, optionsFor(excerpt), args, state, renderOutcome(outcome).blocks);

/** Shows in the place of a form what it came to; to whoever has closed it meanwhile, in the channel. */
export const showLater = async (
  client: WebClient,
  { viewId, userId: user }: { readonly viewId: string; readonly userId: string },
  { state, origin, args }: { readonly state: FormState; readonly origin: Origin; readonly args: Args },
  outcome: Outcome,
): Promise<void> => {
  const view = outcome.kind === "refused" ? again(state, origin, args, outcome) : outcomeView(outcome);
  await client.views
    .update({ view_id: viewId, view })
    .catch(() => tellAlone(client, { channel: origin.channelId, user }, outcome));
};

/** Says in the thread of a message which ticket it has become. */
export const tellThread = async (
  client: WebClient,
  { channelId, threadTs }: Origin,
  ticket: TicketView,
): Promise<void> => {
  // Its title may be of whoever opened it, and for the staff alone.
  const text = `This is ticket *#${ticket.number}* now.`;
  await client.chat
    .postMessage({ channel: channelId, thread_ts: threadTs, text, unfurl_links: false })
    // Where the bot is no member it cannot answer; the ticket is there all the same, and links back.
    .catch(() => undefined);
};
