import { randomUUID } from "node:crypto";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { CreatedApiKey } from "@docket/core/contract/api-key";
import type { LinkCodeView } from "@docket/core/contract/identity-link";
import type { MessageWritten } from "@docket/core/contract/message";
import type { InvitationView } from "@docket/core/contract/person";
import type { SiteView } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { minute } from "@docket/core/time";
import { desc, eq, inArray, like, max, sql } from "drizzle-orm";
import { sessions } from "../src/db/schema/auth.ts";
import { channels } from "../src/db/schema/chat.ts";
import { outbox } from "../src/db/schema/events.ts";
import { invitationToken } from "../src/people/invitation-token.ts";
import { addChannel, addThread } from "./chat-desk.ts";
import type { Caller } from "./desk.ts";
import { link } from "./keys.ts";
import type { Who, World } from "./security-world.ts";

/** How a route is called so that it works. */
export interface Target {
  readonly path: string;
  readonly body?: unknown;
}

export interface Entry {
  /** Who may do it; `openToPrograms` says which keys. Others who are known get 403, or 404 where it is hidden from them. */
  readonly allowed: readonly Who[];
  /** Makes what the route works on: `owner`'s, where it belongs to somebody. */
  readonly target: (world: World, owner: Caller) => Promise<Target> | Target;
  /** Belongs to its owner: to other clients and visitors it does not exist. */
  readonly owned?: true;
  /** Belongs to whoever asks, whatever their role: nobody else's can be named. */
  readonly personal?: true;
  /** Nobody has to be known. */
  readonly open?: true;
  /** The status of success, where it is not 200, 201 or 204. */
  readonly status?: number;
}

export const everybody: readonly Who[] = ["visitor", "client", "agent", "manager", "admin"];
const staff: readonly Who[] = ["agent", "manager", "admin"];
const bosses: readonly Who[] = ["manager", "admin"];
const admins: readonly Who[] = ["admin"];

let count = 0;
const address = (): string => `somebody-${++count}@shop.test`;

/** Neither a visitor nor a key is a person for whom a ticket could be. */
const isNobody = ({ id }: Caller): boolean => !id.startsWith("per_");
const requesterOf = (owner: Caller) =>
  isNobody(owner) ? { requester: { name: "Vera", email: "vera@shop.test" } } : {};

/** A new ticket of the owner, after these steps of the admin. */
const ticket = async (world: World, owner: Caller, ...steps: readonly string[]): Promise<string> => {
  const { id } = await owner.open(requesterOf(owner));
  for (const step of steps) await world.callers.admin.post(`/tickets/${id}/${step}`);
  return id;
};

const onTicket =
  (suffix: string, body?: unknown, ...steps: readonly string[]): Entry["target"] =>
  async (world, owner) => ({ path: `/tickets/${await ticket(world, owner, ...steps)}${suffix}`, body });

/** What the agent replied to a ticket of the owner. */
const said = async (world: World, owner: Caller): Promise<string> => {
  const id = await ticket(world, owner);
  const { body } = await world.callers.agent.post<MessageWritten>(`/tickets/${id}/replies`, { body: "Hello" });
  return `/tickets/${id}/messages/${body.message.id}`;
};

const draft = { kind: "note", body: "Between us", seen: 1 };

/** What the owner has begun to write, where they may, on a ticket of the client. */
const drafted =
  (body?: unknown): Entry["target"] =>
  async (world, owner) => {
    const path = `/tickets/${(await world.callers.client.open()).id}/draft`;
    await owner.put(path, draft);
    return { path, body };
  };

const upload = async (owner: Caller): Promise<string> => {
  const answer = await owner.post<AttachmentView>("/attachments?name=a.txt", new TextEncoder().encode("Hello"));
  return answer.body.id;
};

const invitation = async ({ callers: { admin } }: World): Promise<InvitationView> =>
  (await admin.post<InvitationView>("/invitations", { email: address(), role: "agent" })).body;

const invited = async (world: World): Promise<string> =>
  invitationToken(world.desk.services.config.secret, (await invitation(world)).id);

const newSite = async ({ callers: { admin } }: World): Promise<SiteView> =>
  (await admin.post<SiteView>("/sites", { name: "Blog", origins: ["https://blog.test"] })).body;

/** The last email that was owed, as if it had failed for good. */
const parked = async ({ desk, callers: { client } }: World): Promise<string> => {
  await client.open();
  const { db } = desk.services;
  const last = db.orm
    .select({ position: max(outbox.position) })
    .from(outbox)
    .where(like(outbox.type, "email.%"));
  const [[row]] = await db.write(
    db.orm.update(outbox).set({ attempts: 10, parkedAt: 1 }).where(inArray(outbox.position, last)).returning(),
  );
  return row?.id ?? "";
};

const newKeyOf = async ({ callers: { admin } }: World): Promise<string> =>
  (await admin.post<CreatedApiKey>("/api-keys", { name: "Reports", scopes: ["tickets:read"] })).body.id;

const chatUser = () => ({ platform: "slack", workspaceId: "T1", userId: `U${++count}`, name: "Nora in Slack" });

const linkCode = async ({ programs: { bot } }: World): Promise<string> =>
  (await bot.post<LinkCodeView>("/chat/link-codes", chatUser())).body.url.split("#")[1] ?? "";

/** A channel of Slack in which cards are shown. */
const shownIn = async ({ desk }: World): Promise<{ readonly id: string; readonly integrationId: string }> => {
  const added = await addChannel(desk, `C${++count}`);
  const { db } = desk.services;
  const { id, integrationId } = channels;
  const [[row]] = await db.read(db.orm.select({ id, integrationId }).from(channels).where(eq(id, added)));
  if (!row) throw new Error("no channel was added");
  return row;
};

/** The thread of a ticket of the client. */
const thread = async ({ desk, callers: { client } }: World): Promise<Record<string, string>> =>
  addThread(desk, (await client.open()).id, `C${++count}`, `1.${++count}`);

/** What the agent wrote in a thread. */
const relayed = async (world: World): Promise<Record<string, string>> => {
  const message = { ...(await thread(world)), messageId: `1.${++count}` };
  await world.programs.botForAgent.post("/chat/messages", { ...message, body: "Hello" });
  return message;
};

const somebody = async ({ desk }: World): Promise<string> => `/people/${(await desk.person("agent")).id}`;

/** An address with the code that a letter would bring there. */
const withCode = async (
  { desk: { services } }: World,
  asker: Caller,
): Promise<{ readonly email: string; readonly code: string }> => {
  const email = address();
  await services.auth.sendCode(email, asker.id, []);
  const { db } = services;
  const [[row]] = await db.read(
    db.orm
      .select()
      .from(outbox)
      .where(eq(outbox.lane, `email.send_code:${email}`)),
  );
  if (!row) throw new Error("no code is owed");
  return { email, code: (row.payload as { readonly code: string }).code };
};

/** Another session of the owner, or of the client where the owner is nobody in person. */
const sessionOf = async ({ desk, callers }: World, owner: Caller): Promise<string> => {
  const whose = isNobody(owner) ? callers.client : owner;
  await desk.signIn(whose.id as Id<"person">, whose.email, minute);
  const { db } = desk.services;
  const theirs = eq(sessions.userId, whose.id as Id<"person">);
  const [[row]] = await db.read(
    db.orm
      .select({ id: sessions.id })
      .from(sessions)
      .where(theirs)
      .orderBy(desc(sql`rowid`))
      .limit(1),
  );
  return row?.id ?? "";
};

const at =
  (path: string, body?: unknown): Entry["target"] =>
  () => ({ path, body });

/** Every route of the API by the way the OpenAPI document names it, without `/api/v1`. */
export const securityRoutes: Readonly<Record<string, Entry>> = {
  "GET /me": { allowed: everybody, target: at("/me") },
  "PATCH /me": { allowed: ["client", ...staff], target: at("/me", { name: "Another Name" }) },
  "GET /me/sessions": { allowed: ["client", ...staff], target: at("/me/sessions") },
  "DELETE /me/sessions": { allowed: ["client", ...staff], target: at("/me/sessions") },
  "DELETE /me/sessions/{id}": {
    allowed: ["client", ...staff],
    personal: true,
    target: async (world, owner) => ({ path: `/me/sessions/${await sessionOf(world, owner)}` }),
  },
  "GET /me/failed-sign-ins": { allowed: ["client", ...staff], target: at("/me/failed-sign-ins") },
  "GET /categories": { allowed: everybody, target: at("/categories") },

  "GET /tickets": { allowed: everybody, target: at("/tickets") },
  "POST /tickets": {
    allowed: everybody,
    target: (_, owner) => ({
      path: "/tickets",
      body: { title: "Hello", description: "It broke.", category: "problem", ...requesterOf(owner) },
    }),
  },
  "GET /tickets/counts": { allowed: everybody, target: at("/tickets/counts") },
  "GET /tickets/{id}": { allowed: everybody, owned: true, target: onTicket("") },
  "PATCH /tickets/{id}": { allowed: everybody, owned: true, target: onTicket("", { title: "Changed" }) },
  "DELETE /tickets/{id}": { allowed: admins, owned: true, target: onTicket("") },
  "GET /tickets/{id}/messages": { allowed: everybody, owned: true, target: onTicket("/messages") },
  "GET /tickets/{id}/history": { allowed: everybody, owned: true, target: onTicket("/history") },
  "GET /tickets/{id}/attachments": { allowed: everybody, owned: true, target: onTicket("/attachments") },
  "PUT /tickets/{id}/assignee": {
    allowed: staff,
    owned: true,
    target: async (world, owner) => ({
      path: `/tickets/${await ticket(world, owner)}/assignee`,
      body: { assigneeId: world.callers.agent.id },
    }),
  },
  "DELETE /tickets/{id}/assignee": { allowed: staff, owned: true, target: onTicket("/assignee", undefined, "claim") },
  "PUT /tickets/{id}/status": { allowed: staff, owned: true, target: onTicket("/status", { status: "waiting" }) },
  "POST /tickets/take-next": {
    allowed: staff,
    target: async (world) => {
      await world.callers.client.open();
      return { path: "/tickets/take-next" };
    },
  },
  "POST /tickets/{id}/claim": { allowed: staff, owned: true, target: onTicket("/claim") },
  "POST /tickets/{id}/resolve": { allowed: staff, owned: true, target: onTicket("/resolve") },
  "POST /tickets/{id}/close": { allowed: bosses, owned: true, target: onTicket("/close", undefined, "resolve") },
  "POST /tickets/{id}/reopen": { allowed: everybody, owned: true, target: onTicket("/reopen", undefined, "resolve") },
  "POST /tickets/{id}/cancel": { allowed: everybody, owned: true, target: onTicket("/cancel") },
  "POST /tickets/{id}/replies": { allowed: everybody, owned: true, target: onTicket("/replies", { body: "Hello" }) },
  "POST /tickets/{id}/notes": { allowed: staff, owned: true, target: onTicket("/notes", { body: "Between us" }) },

  "GET /me/unread": { allowed: everybody, target: at("/me/unread") },
  "PUT /tickets/{id}/read": { allowed: everybody, owned: true, target: onTicket("/read", { seq: 1 }) },
  "GET /me/drafts": { allowed: staff, target: at("/me/drafts") },
  "GET /tickets/{id}/draft": { allowed: staff, personal: true, target: drafted() },
  "PUT /tickets/{id}/draft": { allowed: staff, personal: true, target: drafted(draft) },
  "DELETE /tickets/{id}/draft": { allowed: staff, personal: true, target: drafted() },

  // An agent's: nobody else changes it, but an admin may take it away.
  "PATCH /tickets/{id}/messages/{messageId}": {
    allowed: ["agent"],
    owned: true,
    target: async (world, owner) => ({ path: await said(world, owner), body: { body: "Hello again" } }),
  },
  "DELETE /tickets/{id}/messages/{messageId}": {
    allowed: ["agent", "admin"],
    owned: true,
    target: async (world, owner) => ({ path: await said(world, owner) }),
  },

  "POST /attachments": {
    allowed: everybody,
    target: at("/attachments?name=a.txt", new TextEncoder().encode("Hello")),
  },
  "GET /attachments/{id}": {
    allowed: everybody,
    owned: true,
    target: async (_, owner) => {
      const id = await upload(owner);
      await owner.open({ attachmentIds: [id], ...requesterOf(owner) });
      return { path: `/attachments/${id}` };
    },
  },

  "GET /people": { allowed: staff, target: at("/people") },
  "GET /people/{id}": { allowed: staff, target: async (world) => ({ path: await somebody(world) }) },
  "PATCH /people/{id}": {
    allowed: admins,
    target: async (world) => ({ path: await somebody(world), body: { name: "Renamed", role: "manager" } }),
  },
  "DELETE /people/{id}": { allowed: admins, target: async (world) => ({ path: await somebody(world) }) },

  "GET /invitations": { allowed: admins, target: at("/invitations") },
  "POST /invitations": {
    allowed: admins,
    target: () => ({ path: "/invitations", body: { email: address(), role: "agent" } }),
  },
  "POST /invitations/{id}/send": {
    allowed: admins,
    target: async (world) => ({ path: `/invitations/${(await invitation(world)).id}/send` }),
  },
  "DELETE /invitations/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/invitations/${(await invitation(world)).id}` }),
  },
  "POST /invitations/lookup": {
    allowed: everybody,
    open: true,
    target: async (world) => ({ path: "/invitations/lookup", body: { token: await invited(world) } }),
  },
  "POST /invitations/accept": {
    allowed: everybody,
    open: true,
    target: async (world) => ({
      path: "/invitations/accept",
      body: { token: await invited(world), name: "Newcomer", password: "a long enough password" },
    }),
  },

  "GET /sites": { allowed: bosses, target: at("/sites") },
  "POST /sites": { allowed: admins, target: at("/sites", { name: "Blog", origins: ["https://blog.test"] }) },
  "GET /sites/{id}": {
    allowed: bosses,
    target: async (world) => ({ path: `/sites/${(await newSite(world)).id}` }),
  },
  "PATCH /sites/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/sites/${(await newSite(world)).id}`, body: { active: false } }),
  },

  "GET /api-keys": { allowed: admins, target: at("/api-keys") },
  "POST /api-keys": { allowed: admins, target: at("/api-keys", { name: "Reports", scopes: ["tickets:read"] }) },
  "DELETE /api-keys/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/api-keys/${await newKeyOf(world)}` }),
  },

  "GET /identity-links": { allowed: staff, target: at("/identity-links") },
  "POST /identity-links": {
    allowed: staff,
    target: async (world) => ({ path: "/identity-links", body: { code: await linkCode(world) } }),
  },
  "POST /identity-links/lookup": {
    allowed: staff,
    target: async (world) => ({ path: "/identity-links/lookup", body: { code: await linkCode(world) } }),
  },
  "DELETE /identity-links/{id}": {
    allowed: staff,
    target: async ({ desk, callers }, owner) => {
      const whose = owner.id.startsWith("per_") ? owner : callers.agent;
      return { path: `/identity-links/${await link(desk, whose, `discord:70${++count}`)}` };
    },
  },
  "GET /chats": { allowed: admins, target: at("/chats") },
  "GET /workspaces": { allowed: admins, target: at("/workspaces?platform=discord") },
  "GET /integrations": { allowed: admins, target: at("/integrations") },
  "POST /integrations": { allowed: admins, target: at("/integrations", { platform: "discord" }) },
  "DELETE /integrations/{id}": {
    allowed: admins,
    // Not that of the callers: nobody there would be heard any more.
    target: async ({ callers }) => {
      const { body } = await callers.admin.post<{ readonly id: string }>("/integrations", { platform: "discord" });
      return { path: `/integrations/${body.id}` };
    },
  },
  "POST /integrations/{id}/resume": {
    allowed: admins,
    target: async (world) => ({ path: `/integrations/${(await shownIn(world)).integrationId}/resume` }),
  },
  "POST /integrations/slack/install": { allowed: admins, target: at("/integrations/slack/install") },
  "GET /channels": { allowed: admins, target: at("/channels") },
  "POST /channels": {
    allowed: admins,
    target: async (world) => {
      const { integrationId } = await shownIn(world);
      const channelId = `C${++count}`;
      world.slack.channels.set(channelId, "general");
      return { path: "/channels", body: { integrationId, channelId } };
    },
  },
  "GET /channels/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/channels/${(await shownIn(world)).id}` }),
  },
  "PATCH /channels/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/channels/${(await shownIn(world)).id}`, body: { mode: "reply" } }),
  },
  "DELETE /channels/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/channels/${(await shownIn(world)).id}` }),
  },

  "GET /chat/cards": { allowed: [], target: at("/chat/cards") },
  "GET /chat/card": {
    allowed: [],
    target: async ({ callers: { client } }) => ({ path: `/chat/card?ticketId=${(await client.open()).id}` }),
  },
  "GET /chat/ticket": {
    allowed: [],
    target: async (world) => ({ path: `/chat/ticket?${new URLSearchParams(await thread(world))}` }),
  },
  "GET /chat/made-ticket": {
    allowed: [],
    target: async ({ callers: { agent } }) => {
      const message = { platform: "slack", workspaceId: "T1", channelId: "C1", messageId: randomUUID() };
      const url = "https://example.slack.test/archives/C1";
      const origin = { ...message, url };
      await agent.post("/tickets", { title: "Late", description: "Late", category: "question", origin });
      return { path: `/chat/made-ticket?${new URLSearchParams(message)}` };
    },
  },
  "GET /chat/shown-message": {
    allowed: [],
    target: async (world) => {
      const place = await thread(world);
      const message = { ...place, messageId: place["threadId"] ?? "" };
      return { path: `/chat/shown-message?${new URLSearchParams(message)}` };
    },
  },
  "GET /chat/channels": { allowed: [], target: at("/chat/channels?platform=slack") },
  "PUT /chat/bot": {
    allowed: [],
    target: () => ({ path: "/chat/bot", body: { platform: "slack", workspaceId: "T1", trouble: null } }),
  },
  "PUT /chat/changed": {
    allowed: [],
    target: () => ({ path: "/chat/changed", body: { platform: "slack", workspaceId: "T1" } }),
  },
  "PUT /chat/followed": {
    allowed: [],
    target: () => ({ path: "/chat/followed", body: { platform: "slack", workspaceId: "T1" } }),
  },
  "GET /chat/messages": {
    allowed: [],
    target: async (world) => ({ path: `/chat/messages?${new URLSearchParams(await thread(world))}` }),
  },
  "POST /chat/messages": {
    allowed: [],
    target: async (world) => ({
      path: "/chat/messages",
      body: { ...(await thread(world)), messageId: `1.${++count}`, body: "Hello" },
    }),
  },
  "PATCH /chat/messages": {
    allowed: [],
    target: async (world) => ({ path: "/chat/messages", body: { ...(await relayed(world)), body: "Hello again" } }),
  },
  "DELETE /chat/messages": {
    allowed: [],
    target: async (world) => ({ path: `/chat/messages?${new URLSearchParams(await relayed(world))}` }),
  },
  "POST /chat/link-codes": { allowed: [], target: () => ({ path: "/chat/link-codes", body: chatUser() }) },

  "GET /widget/config": {
    allowed: everybody,
    open: true,
    target: async (world) => ({ path: `/widget/config?site=${(await newSite(world)).id}` }),
  },
  "POST /widget/sessions": {
    allowed: everybody,
    open: true,
    target: async ({ desk }) => ({ path: "/widget/sessions", body: { site: await desk.site() } }),
  },
  "POST /widget/session/code": {
    allowed: ["visitor"],
    target: () => ({ path: "/widget/session/code", body: { email: address() } }),
  },
  "POST /widget/session/verify": {
    allowed: ["visitor"],
    target: async (world, owner) => ({ path: "/widget/session/verify", body: await withCode(world, owner) }),
  },
  "DELETE /widget/session": { allowed: ["visitor"], target: at("/widget/session") },

  "GET /outbox/parked": { allowed: admins, target: at("/outbox/parked") },
  "GET /outbox/retrying": { allowed: admins, target: at("/outbox/retrying") },
  "DELETE /outbox/{id}": {
    allowed: admins,
    target: async (world) => ({ path: `/outbox/${await parked(world)}` }),
  },
  "POST /outbox/{id}/retry": {
    allowed: admins,
    target: async (world) => ({ path: `/outbox/${await parked(world)}/retry` }),
  },

  // Without an upgrade everybody who may come in is told that this is a socket.
  "GET /live": { allowed: everybody, status: 426, target: at("/live") },
};
