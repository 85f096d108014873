import type { Role } from "@docket/core/actor";
import { roles } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { day, minute } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { sessions } from "../src/db/schema/auth.ts";
import { sites } from "../src/db/schema/sites.ts";
import { cookieOf, sessionTokenOf } from "./cookies.ts";
import { fakeChats } from "./chat-desk.ts";
import { Caller, Desk, deskUrl, shopOrigin } from "./desk.ts";
import type { FakeBoard } from "./fake-board.ts";
import { deactivate, unprove } from "./people.ts";
import type { Program } from "./security-programs.ts";
import { createPrograms, openToPrograms } from "./security-programs.ts";
import { idleBackground } from "../src/platform/background.ts";

export type Who = "visitor" | Role;

/** A desk in which nothing goes on in the background, and everybody who may call it. */
export interface World {
  readonly desk: Desk;
  readonly slack: FakeBoard;
  /** One of each kind. The visitor and the client own what a route works on. */
  readonly callers: Readonly<Record<Who, Caller>>;
  readonly programs: Readonly<Record<Program, Caller>>;
  /** Bots for accounts of a chat that are linked to nobody who works here. */
  readonly unlinked: readonly (readonly [string, Caller])[];
  /** Whoever says that they act for somebody else, and may not, or does not say it right. */
  readonly pretenders: readonly (readonly [string, Caller])[];
  /** Others of the same kind, to whom nothing belongs. */
  readonly strangers: readonly Caller[];
  /** Whoever shows something that does not, or not any more, say who they are. */
  readonly unknown: readonly (readonly [string, Caller])[];
  /** The Cookie header of the admin's browser. */
  readonly cookie: string;
}

const generous = {
  RATE_WRITES_PER_MINUTE: "1000000",
  RATE_ANONYMOUS_PER_MINUTE: "1000000",
  RATE_VISITOR_TICKETS_PER_HOUR: "1000000",
};

/** The same session as a bearer token. */
const bearerOf = (cookie: string): string => `Bearer ${decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1))}`;

/** People and a visitor whose sessions end while the clock is moved on. */
const expired = async (desk: Desk): Promise<World["unknown"]> => {
  const visitor = await desk.visitor();
  desk.clock.advance(90 * day - minute);
  const staff = await desk.person("admin", "Expired admin");
  const short = await desk.signIn(staff.id as Id<"person">, staff.email, minute);
  desk.clock.advance(minute);
  return [
    ["an expired widget session", visitor],
    ["an expired session", short],
  ];
};

const ended = async (desk: Desk): Promise<World["unknown"]> => {
  const { db } = desk.services;
  const gone = await Promise.all(roles.map((role) => desk.person(role, `Deactivated ${role}`)));
  const unproven = await desk.person("admin", "Unproven admin");
  const signedOut = await desk.person("admin", "Signed out admin");
  const site = await desk.site();
  const onDeadSite = await desk.visitor(site);
  const ofGone = await desk.visitor();
  await desk.prove(ofGone, gone[0] ?? unproven);
  for (const person of gone) await deactivate(desk, person);
  await unprove(desk, unproven);
  await db.write(
    db.orm.delete(sessions).where(eq(sessions.userId, signedOut.id as Id<"person">)),
    db.orm.update(sites).set({ active: false }).where(eq(sites.id, site)),
  );
  return [
    ...roles.map((role, i) => [`a deactivated ${role}`, gone[i] ?? unproven] as const),
    ["somebody whose address is not proven", unproven],
    ["somebody who signed out", signedOut],
    ["a widget session of a site that is switched off", onDeadSite],
    ["a widget session of a deactivated person", ofGone],
  ];
};

/** One character differs, whichever it was. */
const another = (bearer: string): string =>
  bearer.replace(/^(.{10})(.)/, (_, start: string, one: string) => start + (one === "_" ? "-" : "_"));

const forged = async (desk: Desk, admin: Caller): Promise<World["unknown"]> => {
  const caller = (headers: Record<string, string>) => new Caller(desk, headers);
  const cookie = await cookieOf(desk, admin);
  const other = await cookieOf(desk, admin, "a secret that somebody guessed");
  const token = await sessionTokenOf(desk, admin);
  const bearer = bearerOf(cookie);
  return [
    ["a token that is signed with another secret", caller({ authorization: bearerOf(other) })],
    ["a cookie that is signed with another secret", caller({ cookie: other, origin: deskUrl })],
    ["the signature of another token", caller({ authorization: another(bearer) })],
    ["a token without a signature", caller({ authorization: `Bearer ${token}` })],
    ["an empty signature", caller({ authorization: `Bearer ${token}.` })],
    ["a widget token that nobody was given", caller({ authorization: `Bearer dv_${"A".repeat(43)}` })],
    ["a widget token that is empty", caller({ authorization: "Bearer dv_" })],
    ["a session's token as a widget token", caller({ authorization: `Bearer dv_${token}` })],
    ["a half percent escape", caller({ authorization: "Bearer %E0%A4%A" })],
    ["quotes", caller({ authorization: "Bearer 'OR(1=1)--" })],
  ];
};

export const createWorld = async (): Promise<World> => {
  const { slack, chats } = fakeChats(() => desk.clock.now());
  const still = { wake: () => {}, background: idleBackground };
  const desk: Desk = await Desk.start(generous, { ...still, chats });
  const late = await expired(desk);
  const site = await desk.site();
  const callers = {
    visitor: await desk.visitor(site),
    client: await desk.person("client", "Client"),
    agent: await desk.person("agent", "Agent"),
    manager: await desk.person("manager", "Manager"),
    admin: await desk.person("admin", "Admin"),
  };
  const proven = await desk.visitor(site);
  const strangers = [await desk.visitor(site), await desk.person("client", "Stranger"), proven];
  await desk.prove(proven, await desk.person("client", "Stranger in a widget"));
  const { unknown, ...keys } = await createPrograms(desk, callers);
  return {
    ...keys,
    desk,
    slack,
    callers,
    strangers,
    unknown: [...late, ...(await ended(desk)), ...(await forged(desk, callers.admin)), ...unknown],
    cookie: await cookieOf(desk, callers.admin),
  };
};

/** Where pages come from that may not use somebody's cookie: not even those that carry the widget. */
export const foreignOrigins = [
  "https://evil.test",
  shopOrigin,
  "null",
  "http://desk.test.evil.test",
  "https://desk.test",
];

/** Whose thing a route is tried on: where things belong to clients and visitors, one of theirs. */
export const ownerFor = ({ callers }: World, { owned }: { readonly owned?: true }, caller: Caller): Caller =>
  owned && !caller.id.startsWith("vis_") ? callers.client : caller;

/** Everybody who may call a route, the weakest first, by name; a visitor without anything to their name. */
export const callersOf = async (
  { desk, callers, programs }: World,
  route: string,
  { allowed }: { readonly allowed: readonly Who[] },
): Promise<readonly (readonly [Who | Program, Caller])[]> => {
  const visitor = await desk.visitor();
  return [
    ...allowed.map((who) => [who, who === "visitor" ? visitor : callers[who]] as const),
    ...(openToPrograms[route] ?? []).map((name) => [name, programs[name]] as const),
  ];
};
