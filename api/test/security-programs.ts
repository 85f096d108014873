import { builtInKey } from "../src/api-keys/key-secret.ts";
import type { Desk } from "./desk.ts";
import { Caller, deskUrl } from "./desk.ts";
import { link, newKey, onBehalfOf, program, revoke } from "./keys.ts";
import { deactivate, unprove } from "./people.ts";

/** Keys: one that reads tickets, one that writes them too, that of the bots, and that of the bots for a linked agent. */
export const programs = ["reader", "writer", "bot", "botForAgent"] as const;
export type Program = (typeof programs)[number];

const reading: readonly Program[] = ["reader", "writer", "botForAgent"];
const writing: readonly Program[] = ["writer", "botForAgent"];
const linked: readonly Program[] = ["botForAgent"];
const bots: readonly Program[] = ["bot", "botForAgent"];

/** Which keys may call a route of `securityRoutes`. To all others it is closed, unless nobody has to be known. */
export const openToPrograms: Readonly<Record<string, readonly Program[]>> = {
  "GET /me": linked,
  "PATCH /me": linked,
  "GET /people": linked,
  "GET /categories": reading,
  "GET /tickets": reading,
  "GET /tickets/counts": reading,
  "GET /tickets/{id}": reading,
  "GET /tickets/{id}/messages": reading,
  "GET /tickets/{id}/history": reading,
  "GET /tickets/{id}/attachments": reading,
  "GET /attachments/{id}": reading,
  "POST /attachments": writing,
  "POST /tickets": writing,
  "PATCH /tickets/{id}": writing,
  "PUT /tickets/{id}/assignee": writing,
  "DELETE /tickets/{id}/assignee": writing,
  "PUT /tickets/{id}/status": writing,
  "POST /tickets/{id}/resolve": writing,
  "POST /tickets/{id}/reopen": writing,
  "POST /tickets/{id}/cancel": writing,
  "POST /tickets/{id}/replies": writing,
  "POST /tickets/{id}/notes": writing,
  "PATCH /tickets/{id}/messages/{messageId}": linked,
  "DELETE /tickets/{id}/messages/{messageId}": linked,
  "POST /tickets/{id}/claim": linked,
  "POST /tickets/take-next": linked,
  "POST /chat/link-codes": bots,
  "GET /chat/cards": bots,
  "GET /chat/card": linked,
  "GET /chat/ticket": linked,
  "GET /chat/made-ticket": linked,
  "GET /chat/shown-message": linked,
  "GET /chat/channels": bots,
  "PUT /chat/bot": bots,
  "PUT /chat/changed": bots,
  "PUT /chat/followed": bots,
  "GET /chat/messages": bots,
  "POST /chat/messages": linked,
  "PATCH /chat/messages": linked,
  "DELETE /chat/messages": linked,
};

type Named = readonly (readonly [string, Caller])[];

interface Programs {
  readonly programs: Readonly<Record<Program, Caller>>;
  /** Bots for accounts of a chat that are linked to nobody who works here. */
  readonly unlinked: Named;
  /** Whoever says that they act for somebody else, and may not, or does not say it right. */
  readonly pretenders: Named;
  /** Whoever shows a key that is none, or none any more. */
  readonly unknown: Named;
}

const agentInSlack = "slack:T1/UAGENT";

const unlinkedAccounts = async (desk: Desk, bot: string): Promise<Named> => {
  const deactivated = await desk.person("agent", "Linked and deactivated");
  const unproven = await desk.person("admin", "Linked and unproven");
  const demoted = await desk.person("client", "Linked and no longer staff");
  const people = [deactivated, unproven, demoted];
  for (const [i, person] of people.entries()) await link(desk, person, `discord:${i}`);
  await deactivate(desk, deactivated);
  await unprove(desk, unproven);
  const builtIn = await builtInKey(desk.services.config.secret);
  return [
    ...people.map(({ email }, i) => [email, program(desk, bot, `discord:${i}`)] as const),
    ["the same id in another workspace", program(desk, bot, "slack:T2/UAGENT")],
    ["the same id in another chat", program(desk, bot, "discord:UAGENT")],
    ["an account that nobody linked, by the built-in key", program(desk, builtIn, "slack:T1/UNOBODY")],
  ];
};

const badKeys = async (desk: Desk, bot: string): Promise<Named> => {
  const revoked = await newKey(desk, ["chat", "tickets:read", "tickets:write"]);
  await revoke(desk, revoked);
  const foreign = await builtInKey("a secret of another desk, long enough");
  const cookie = `${desk.services.auth.cookieName}=${bot}`;
  return [
    ["a key that was revoked", program(desk, revoked)],
    ["a key that was revoked, for an agent", program(desk, revoked, agentInSlack)],
    ["a key that nobody made", program(desk, `dk_${"A".repeat(43)}`)],
    ["a key that is empty", program(desk, "dk_")],
    ["the built-in key of another desk", program(desk, foreign, agentInSlack)],
    ["a key as a cookie", new Caller(desk, { cookie, origin: deskUrl, [onBehalfOf]: agentInSlack })],
    ["a key as a widget token", program(desk, bot.replace("dk_", "dv_"), agentInSlack)],
  ];
};

const malformed = [
  "",
  "slack",
  "slack:",
  "slack:T1",
  "slack:T1/",
  "slack:/UAGENT",
  "slack:T1/UAGENT/x",
  "slack:T1/UAGENT, slack:T1/UAGENT",
  "Slack:T1/UAGENT",
  "slack:T1/U%41GENT",
  "slack:T1/' OR 1=1 --",
  "discord:",
  "discord:1/2",
  "teams:1",
  `discord:${"1".repeat(65)}`,
];

/** All kinds of keys. `callers` are the people and the visitor of the world. */
export const createPrograms = async (
  desk: Desk,
  callers: Readonly<Record<"visitor" | "client" | "agent" | "admin", Caller>>,
): Promise<Programs> => {
  await link(desk, callers.agent, agentInSlack);
  const reader = await newKey(desk, ["tickets:read"]);
  const writer = await newKey(desk, ["tickets:read", "tickets:write"]);
  const bot = await newKey(desk, ["chat"]);
  const people = (["visitor", "client", "agent", "admin"] as const).map(
    (who) => [who, callers[who].with({ [onBehalfOf]: agentInSlack })] as const,
  );
  return {
    programs: {
      reader: program(desk, reader),
      writer: program(desk, writer),
      bot: program(desk, bot),
      botForAgent: program(desk, bot, agentInSlack),
    },
    unlinked: await unlinkedAccounts(desk, bot),
    pretenders: [
      ...people,
      ["a key without the scope", program(desk, writer, agentInSlack)],
      ["a key without the scope, for nobody who is linked", program(desk, writer, "slack:T1/UNOBODY")],
      ...malformed.map((chatUser) => [JSON.stringify(chatUser), program(desk, bot, chatUser)] as const),
    ],
    unknown: await badKeys(desk, bot),
  };
};
