import { z } from "zod";
import { channelKinds, channelModes, chatPlatforms } from "../chat/platform.ts";
import { priorities } from "../tickets/ticket.ts";
import { chatId, idOf, pageOf, pageQuery, slug, tag, time } from "./common.ts";
import { fault } from "./fault.ts";

export const integrationStates = ["active", "broken"] as const;

const health = {
  state: z.enum(integrationStates),
  reason: z.string().nullable().describe("Why it is broken; what it should show waits and is not lost."),
  since: time.nullable().describe("Since when it is broken, as far as that is known."),
};

/** Whether what people do in a workspace reaches the desk. */
const listening = z
  .strictObject({
    state: z.enum(integrationStates),
    reason: z.string().nullable().describe("Why it does not: what people do there has no effect until it is mended."),
    since: time.nullable().describe("Since when it does not, as far as that is known."),
  })
  .meta({ id: "Listening" });

/** Whether the app can send people of a workspace direct messages, as far as it has tried. */
const directs = z
  .strictObject({
    state: z.enum(integrationStates),
    reason: z.string().nullable().describe("Why it cannot: people are told of their tickets in threads alone."),
    since: time.nullable().describe("Since when it cannot, as far as that is known."),
  })
  .meta({ id: "DirectMessages" });

/** A workspace of Slack or a server of Discord that Docket is connected to. */
export const integrationView = z
  .strictObject({
    id: idOf("integration"),
    platform: z.enum(chatPlatforms),
    workspaceId: z.string(),
    name: z.string(),
    ...health,
    listening,
    directs,
    createdAt: time,
  })
  .meta({ id: "Integration" });
export type IntegrationView = z.infer<typeof integrationView>;

export const integrationPage = pageOf(integrationView).meta({ id: "IntegrationPage" });
export type IntegrationPage = z.infer<typeof integrationPage>;
export const integrationListQuery = z.strictObject(pageQuery);

export const connectInput = z
  .strictObject({
    platform: z.enum(chatPlatforms),
    workspaceId: chatId.optional().describe("Needed when the bot is in several workspaces."),
  })
  .meta({ id: "Connect" });
export type ConnectInput = z.input<typeof connectInput>;

const listOf = <T extends z.ZodType>(item: T) => z.array(item).max(50).default([]);

/** Which tickets a channel gets: those that fit every list that is not empty. */
const channelFilter = z.strictObject({
  categories: listOf(slug),
  priorities: listOf(z.enum(priorities)),
  tags: listOf(tag),
  sites: listOf(idOf("site")),
});

export const channelView = z
  .strictObject({
    id: idOf("channel"),
    integrationId: idOf("integration"),
    platform: z.enum(chatPlatforms),
    workspaceId: z.string(),
    channelId: z.string(),
    name: z.string(),
    kind: z.enum(channelKinds),
    mode: z.enum(channelModes),
    filter: channelFilter,
    fallback: z.boolean().describe("Whether it gets what no other channel of its platform gets."),
    ...health,
    createdAt: time,
    version: z.int().min(0),
  })
  .meta({ id: "Channel" });
export type ChannelView = z.infer<typeof channelView>;

export const channelPage = pageOf(channelView).meta({ id: "ChannelPage" });
export type ChannelPage = z.infer<typeof channelPage>;
export const channelListQuery = z.strictObject({
  ...pageQuery,
  off: z
    .enum(["true", "false"])
    .optional()
    .describe("`true`: those that showed cards before and are off now, with what they come back with."),
});
export type ChannelListQuery = z.input<typeof channelListQuery>;

const rules = {
  mode: z.enum(channelModes),
  filter: channelFilter,
  fallback: z.boolean(),
};

export const addChannelInput = z
  .strictObject({
    integrationId: idOf("integration"),
    channelId: chatId,
    ...z.strictObject(rules).partial().shape,
  })
  .meta({ id: "AddChannel" });
export type AddChannelInput = z.input<typeof addChannelInput>;

export const updateChannelInput = z
  .strictObject(rules)
  .partial()
  .refine((input) => Object.keys(input).length > 0, fault("no_change"))
  .meta({ id: "UpdateChannel" });
export type UpdateChannelInput = z.input<typeof updateChannelInput>;

/** A chat, and what the settings of this desk let an admin do with it. */
export const chatView = z
  .strictObject({
    platform: z.enum(chatPlatforms),
    canConnect: z.boolean().describe("Whether the settings have a token for it."),
    canInstall: z.boolean().describe("Whether its app can be installed into more workspaces."),
  })
  .meta({ id: "Chat" });
export type ChatView = z.infer<typeof chatView>;

export const chatList = z.strictObject({ items: z.array(chatView) }).meta({ id: "ChatList" });
export type ChatList = z.infer<typeof chatList>;

/** A workspace of Slack or a server of Discord that the token of the settings reaches. */
export const workspaceView = z
  .strictObject({
    workspaceId: z.string(),
    name: z.string(),
    integrationId: idOf("integration").nullable().describe("As what it is connected; null when it is not."),
  })
  .meta({ id: "Workspace" });
export type WorkspaceView = z.infer<typeof workspaceView>;

export const workspaceList = z.strictObject({ items: z.array(workspaceView) }).meta({ id: "WorkspaceList" });
export type WorkspaceList = z.infer<typeof workspaceList>;
export const workspaceListQuery = z.strictObject({ platform: z.enum(chatPlatforms) });
export type WorkspaceListQuery = z.input<typeof workspaceListQuery>;

/** Where an admin is sent to install the Slack app into one more workspace. */
export const installLink = z.strictObject({ url: z.string() }).meta({ id: "InstallLink" });
export type InstallLink = z.infer<typeof installLink>;
