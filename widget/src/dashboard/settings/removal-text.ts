import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import { msg, str } from "@lit/localize";
import { platformText } from "./platform-text.ts";

/** Whoever has several chats reads which of them a workspace is in. */
const workspaceText = ({ platform, name }: IntegrationView): string =>
  ({ slack: msg(str`the Slack workspace ${name}`), discord: msg(str`the Discord server ${name}`) })[platform];

const channelText = ({ platform, name }: ChannelView): string =>
  msg(str`the ${platformText(platform)} channel ${name}`);

/** What is asked before a workspace is disconnected. */
export const disconnectQuestion = (workspace: IntegrationView) => {
  const place = workspaceText(workspace);
  return {
    heading: msg(str`Disconnect ${place}?`),
    text: msg(
      str`The channels of ${place} are removed from the desk. The cards that stand there stay as they are and do nothing until the chat is connected and their channel is added again.`,
    ),
    action: msg("Disconnect"),
  };
};

/** What is asked before a channel is removed; `workspace` is the one that it is in, as far as that is known. */
export const removeQuestion = (channel: ChannelView, workspace: IntegrationView | undefined) => {
  const place = channelText(channel);
  const full = workspace === undefined ? place : msg(str`${place} of ${workspaceText(workspace)}`);
  return {
    heading: msg(str`Remove ${place}?`),
    text: msg(
      str`No more tickets come to ${full}. The cards that stand there stay as they are and do nothing until the channel is added again.`,
    ),
    action: msg("Remove the channel"),
  };
};
