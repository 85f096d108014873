import type { InvitationView } from "@docket/core/contract/person";
import type { ProvenSession, SiteView, WidgetSession } from "@docket/core/contract/site";
import type { SessionList } from "@docket/core/contract/session";
import { day, minute } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callerOf, lastCodeTo, postAuth, register, sessionsOf as tokensOf } from "../../test/auth-calls.ts";
import type { Answer } from "../../test/desk.ts";
import { Caller, Desk, shopOrigin } from "../../test/desk.ts";
import { sessions } from "../db/schema/auth.ts";
import { sweep } from "../outbox/sweep.ts";
import { closeEnded } from "../realtime/close-ended.ts";

const email = "ada@shop.test";
const password = "correct horse battery";
const next = "another horse battery";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start({ RATE_ANONYMOUS_PER_MINUTE: "100000" });
});
afterEach(() => desk.stop());

const signIn = () => postAuth<{ token: string }>(desk, "/sign-in/email", { email, password });
const bearer = (answer: Answer) => ({ authorization: `Bearer ${tokensOf(answer).bearer}` });
const listed = async (caller: Caller) => (await caller.get<SessionList>("/me/sessions")).body.items;
/** The session of whoever an answer signed in. */
const sessionOf = async (answer: Answer): Promise<string> =>
  (await listed(callerOf(desk, answer))).find(({ current }) => current)?.id ?? "";
const codeFor = async (type: string): Promise<string> => {
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type });
  return lastCodeTo(desk, email);
};
const closed = async (): Promise<readonly string[]> => {
  await desk.settled();
  return desk.hub.disconnected.toSorted();
};
const socketsOf = (...ids: readonly string[]) => ids.map((id) => `session:${id}`).toSorted();

const openWidget = async (): Promise<Caller> => {
  const { token } = (await desk.anonymous.post<WidgetSession>("/widget/sessions", { site: await desk.site() })).body;
  return new Caller(desk, { authorization: `Bearer ${token}`, origin: shopOrigin });
};
/** Proves in a widget who is there; whoever that is then. */
const proveIn = async (widget: Caller): Promise<Caller> => {
  await widget.post("/widget/session/code", { email });
  const proof = { email, code: await lastCodeTo(desk, email) };
  const { session } = (await widget.post<ProvenSession>("/widget/session/verify", proof)).body;
  return new Caller(desk, { authorization: `Bearer ${session.token}`, origin: shopOrigin });
};

describe("the sockets of a session are closed when it ends, and those of no other", () => {
  type One = Answer<{ token: string }>;
  const ways: readonly (readonly [string, string, (here: One, there: One) => Promise<Answer>])[] = [
    ["signing out", "here", (here) => postAuth(desk, "/sign-out", {}, bearer(here))],
    [
      "revoking one",
      "there",
      (here, { body }) => postAuth(desk, "/revoke-session", { token: body.token }, bearer(here)),
    ],
    ["revoking the others", "there third widget", (here) => postAuth(desk, "/revoke-other-sessions", {}, bearer(here))],
    [
      "a changed password",
      "there third widget",
      (here) => {
        const change = { currentPassword: password, newPassword: next };
        return postAuth(desk, "/change-password", change, bearer(here));
      },
    ],
    [
      "a forgotten password",
      "here there third widget",
      async () => {
        const otp = await codeFor("forget-password");
        return postAuth(desk, "/email-otp/reset-password", { email, otp, password: next });
      },
    ],
    [
      "a password that comes with a proof of the address",
      "here there third widget",
      async () => {
        const otp = await codeFor("email-verification");
        return postAuth(desk, "/email-otp/verify-email", { email, otp, password: next });
      },
    ],
    [
      "signing out somewhere",
      "there",
      async (here, there) => callerOf(desk, here).delete(`/me/sessions/${await sessionOf(there)}`),
    ],
    ["signing out everywhere else", "there third widget", (here) => callerOf(desk, here).delete("/me/sessions")],
  ];
  test.each(ways)("%s: %s", async (_, ended, act) => {
    const here = (await register(desk, email, password)) as One;
    const [there, third] = [await signIn(), await signIn()];
    const widget = await proveIn(await openWidget());
    await closed();
    desk.hub.disconnected.length = 0;
    const ids: Record<string, string> = {
      widget: (await listed(widget)).find(({ current }) => current)?.id ?? "",
      here: await sessionOf(here),
      there: await sessionOf(there),
      third: await sessionOf(third),
    };
    expect((await act(here, there)).status).toBeLessThan(300);
    const gone = ended.split(" ").map((name) => ids[name] ?? "");
    expect(await closed()).toEqual(socketsOf(...gone));
    expect((await widget.get("/me")).status).toBe(ended.includes("widget") ? 401 : 200);
  });

  test("in a widget, by its own end and by a proof, whatever else its person has", async () => {
    await register(desk, email, password);
    const proven = await proveIn(await openWidget());
    const [before] = await closed();
    expect([desk.hub.disconnected.length, before]).toEqual([1, expect.stringMatching(/^session:vis_/)]);

    const here = (await listed(proven)).find(({ current }) => current)?.id ?? "";
    expect(`session:${here}`).not.toBe(before);
    desk.hub.disconnected.length = 0;
    expect((await proven.delete("/widget/session")).status).toBe(204);
    expect(await closed()).toEqual(socketsOf(here));
  });

  test("when a client joins the staff, whose sessions of before end", async () => {
    const client = await register(desk, email, password);
    const id = await sessionOf(client);
    const widget = await proveIn(await openWidget());
    const inWidget = (await listed(widget)).find(({ current }) => current)?.id ?? "";
    await closed();
    desk.hub.disconnected.length = 0;
    const admin = await desk.person("admin");
    await admin.post<InvitationView>("/invitations", { email, role: "agent" });
    await desk.settled();
    const token = desk.mailer
      .to(email)
      .flatMap(({ text }) => /\/join#(\S+)/.exec(text)?.[1] ?? [])
      .at(-1);
    const joined = await desk.anonymous.post("/invitations/accept", { token, name: "Ada", password: next });
    expect(joined.status).toBe(200);
    expect(await closed()).toEqual(socketsOf(id, inWidget));
    expect((await widget.get("/me")).status).toBe(401);
  });
});

describe("once a minute the sockets are closed of sessions that", () => {
  test("ran out, were ended by another server, or are of a site that is off; the others stay", async () => {
    const { db } = desk.services;
    const admin = await desk.person("admin");
    const [kept, short, elsewhere] = [
      await desk.person("agent"),
      await desk.signIn(admin.id as `per_${string}`, admin.email, minute),
      await desk.person("client"),
    ];
    const off = (await admin.post<SiteView>("/sites", { name: "Shop", origins: [shopOrigin] })).body.id;
    const [visitor, onOff] = [await desk.visitor(), await desk.visitor(off)];
    const idOf = async (caller: Caller) => (await listed(caller)).find(({ current }) => current)?.id ?? "";
    const ids = [await idOf(admin), await idOf(kept), await idOf(short), await idOf(elsewhere), visitor.id, onOff.id];
    desk.hub.connected = ids;
    await sweep(desk.services);
    expect(await closed()).toEqual([]);

    await db.write(db.orm.delete(sessions).where(eq(sessions.id, await idOf(elsewhere))));
    expect((await admin.patch(`/sites/${off}`, { active: false })).status).toBe(200);
    expect(await closed()).toEqual([`site:${off}`]);
    desk.hub.disconnected.length = 0;
    desk.clock.advance(minute);
    await sweep(desk.services);
    expect(await closed()).toEqual(socketsOf(...[ids[2], ids[3], onOff.id].map((id) => id ?? "")));

    desk.hub.disconnected.length = 0;
    desk.clock.advance(90 * day);
    await sweep(desk.services);
    expect(await closed()).toEqual(socketsOf(...ids));
  });

  test("are gone, a thousand in one question; without sockets nothing is asked", async () => {
    const before = desk.trips();
    await closeEnded(desk.services);
    expect(desk.trips()).toBe(before);
    const visitor = await desk.visitor();
    const gone = Array.from({ length: 2500 }, (_, i) => `gone_${i}`);
    desk.hub.connected = [...gone.slice(0, 1200), visitor.id, ...gone.slice(1200)];
    const asked = desk.trips();
    await closeEnded(desk.services);
    expect(desk.trips() - asked).toBe(3);
    expect(await closed()).toEqual(socketsOf(...gone));
  });
});
