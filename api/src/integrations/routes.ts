import {
  addChannelInput,
  channelListQuery,
  channelPage,
  channelView,
  chatList,
  connectInput,
  installLink,
  integrationListQuery,
  integrationPage,
  integrationView,
  updateChannelInput,
  workspaceList,
  workspaceListQuery,
} from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import type { Context } from "hono";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { addChannel } from "./add-channel.ts";
import { beginInstall } from "./begin-install.ts";
import { connect } from "./connect.ts";
import { disconnect } from "./disconnect.ts";
import { getChannel, getIntegration } from "./get-integration.ts";
import { listChats } from "./list-chats.ts";
import { listWorkspaces } from "./list-workspaces.ts";
import { listChannels, listIntegrations } from "./list-integrations.ts";
import { removeChannel } from "./remove-channel.ts";
import { resume } from "./resume.ts";
import { updateChannel } from "./update-channel.ts";

const spec = { tag: "Integrations", access: "integration.manage" } as const;

/** What the path names; there may be no channel of this id. */
const channelIdOf = (c: Context<AppEnv>): Id<"channel"> => (c.req.param("id") ?? "") as Id<"channel">;

interface Kept<N extends "integration" | "channel"> {
  readonly id: Id<N>;
}

const workspaceRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/integrations",
      ...route({ ...spec, summary: "List the workspaces that are connected", answer: integrationPage }),
      query(integrationListQuery),
      async (c) => c.json(await listIntegrations(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/integrations",
      ...route({
        ...spec,
        summary: "Connect a workspace of Slack or a server of Discord",
        description:
          "With the token of the desk's settings. When the bot is in several workspaces, `workspaceId` says which; `GET " +
          "/workspaces` lists them. One that is connected already is looked at again.",
        once: true,
        answer: integrationView,
      }),
      jsonBody(connectInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => connect(call, c.req.valid("json"));
        return c.json(await once(c, perform, ({ id }: Kept<"integration">) => getIntegration(call, id)));
      },
    )
    .post(
      "/integrations/slack/install",
      ...route({
        ...spec,
        summary: "Begin to install the Slack app into a workspace",
        description: "Open the address in the browser of the session that asked for it, soon, and once.",
        once: true,
        answer: installLink,
      }),
      async (c) => c.json(await beginInstall(c.get("call"))),
    )
    .delete(
      "/integrations/:id",
      ...route({
        ...spec,
        summary: "Disconnect a workspace",
        description: "Its channels go with it. What stands in them stays as it is.",
        status: 204,
      }),
      async (c) => {
        await disconnect(c.get("call"), c.req.param("id") as Id<"integration">);
        return c.body(null, 204);
      },
    )
    .post(
      "/integrations/:id/resume",
      ...route({
        ...spec,
        summary: "Try now what waits for a workspace that was broken",
        description:
          "It and its channels count as sound again; what is not is marked with its next failure. Where the app was taken out " +
          "of the workspace the chat is asked first whether it is back.",
        once: true,
        answer: integrationView,
      }),
      async (c) => {
        const call = c.get("call");
        const perform = () => resume(call, c.req.param("id") as Id<"integration">);
        return c.json(await once(c, perform, ({ id }: Kept<"integration">) => getIntegration(call, id)));
      },
    );

const channelRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/channels",
      ...route({ ...spec, summary: "List the channels in which cards are shown", answer: channelPage }),
      query(channelListQuery),
      async (c) => c.json(await listChannels(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/channels",
      ...route({
        ...spec,
        summary: "Show cards in a channel",
        description:
          "A ticket is shown there from its next change on, as long as somebody works on it. A channel that was there " +
          "before comes back with its cards and their threads, and with what it was where nothing else is said.",
        once: true,
        status: 201,
        answer: channelView,
      }),
      jsonBody(addChannelInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => addChannel(call, c.req.valid("json"));
        return c.json(await once(c, perform, ({ id }: Kept<"channel">) => getChannel(call, id)), 201);
      },
    )
    .get("/channels/:id", ...route({ ...spec, summary: "Get a channel", answer: channelView }), async (c) =>
      c.json(await getChannel(c.get("call"), channelIdOf(c))),
    )
    .patch(
      "/channels/:id",
      ...route({
        ...spec,
        summary: "Change which tickets a channel gets, and what plain messages are there",
        description:
          "A ticket is looked at with its next change: then it gets the cards that it lacks. Cards that stand somewhere " +
          "stay and go on, also where they would not be made any more.",
        versioned: true,
        answer: channelView,
      }),
      jsonBody(updateChannelInput),
      async (c) => c.json(await updateChannel(c.get("call"), channelIdOf(c), c.req.valid("json"))),
    )
    .delete(
      "/channels/:id",
      ...route({
        ...spec,
        summary: "Show no cards in a channel any more",
        description: "Those that stand there stay as they are.",
        versioned: true,
        status: 204,
      }),
      async (c) => {
        await removeChannel(c.get("call"), channelIdOf(c));
        return c.body(null, 204);
      },
    );

const chatRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/chats",
      ...route({ ...spec, summary: "Say what the settings let an admin do with each chat", answer: chatList }),
      (c) => c.json(listChats(c.get("call"))),
    )
    .get(
      "/workspaces",
      ...route({
        ...spec,
        summary: "List the workspaces in which the bot of the settings is",
        description: "Asks the chat. Whichever is wanted goes as `workspaceId` into `POST /integrations`.",
        answer: workspaceList,
      }),
      query(workspaceListQuery),
      async (c) => c.json(await listWorkspaces(c.get("call"), c.req.valid("query").platform)),
    );

export const integrationRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().route("/", chatRoutes()).route("/", workspaceRoutes()).route("/", channelRoutes());
