import type { InvitationOffer, InvitationPage, InvitationView, Me, PersonView } from "@docket/core/contract/person";
import type { ParkedPage } from "@docket/core/contract/outbox";
import type { Id } from "@docket/core/ids";
import { day } from "@docket/core/time";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { afterReading, meeting } from "../../test/after-reading.ts";
import { callerOf, postAuth, register, signInByCode } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import { events } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import { firstAdminLink } from "./first-admin.ts";
import { invitationToken } from "./invitation-token.ts";

const email = "ines@desk.test";
const password = "a long password";
const invalid = { status: 410, body: { code: "invitation.invalid" } };

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start();
});
afterEach(() => desk.stop());

const accept = (token: string, more: object = {}) =>
  desk.anonymous.post<PersonView>("/invitations/accept", { token, name: "Ines", password, ...more });
const lookUp = (token: string) => desk.anonymous.post<InvitationOffer>("/invitations/lookup", { token });

/** The tokens in the letters to an address, the newest last. */
const tokensTo = async (address: string): Promise<string[]> => {
  await desk.settled();
  return desk.mailer.to(address).flatMap(({ text }) => /\/join#(\S+)/.exec(text)?.[1] ?? []);
};
const lastTokenTo = async (address: string): Promise<string> => (await tokensTo(address)).at(-1) ?? "";

describe("an invitation", () => {
  let admin: Caller;
  beforeEach(async () => {
    admin = await desk.person("admin");
  });
  const inviteIt = (input: object = {}) =>
    admin.post<InvitationView>("/invitations", { email, role: "agent", ...input });

  test("comes by letter and makes its holder staff with a password", async () => {
    const invited = await inviteIt({ email: "Ines@Desk.test" });
    expect(invited).toMatchObject({ status: 201, body: { email, role: "agent" } });
    const token = await lastTokenTo(email);
    expect(await lookUp(token)).toMatchObject({
      status: 200,
      body: { email, role: "agent", expiresAt: invited.body.expiresAt },
    });

    const joined = await accept(token);
    expect(joined).toMatchObject({
      status: 200,
      body: { name: "Ines", email, role: "agent", emailProven: true, active: true },
    });
    const session = callerOf(desk, await postAuth(desk, "/sign-in/email", { email, password }));
    expect((await session.get<Me>("/me")).body).toMatchObject({ kind: "staff", role: "agent", id: joined.body.id });

    const history = await desk.services.db.orm
      .select({ streamId: events.streamId, seq: events.seq, type: events.type })
      .from(events)
      .orderBy(asc(events.position));
    expect(history).toEqual([
      { streamId: invited.body.id, seq: 1, type: "invitation.created" },
      { streamId: invited.body.id, seq: 2, type: "invitation.accepted" },
      { streamId: joined.body.id, seq: 1, type: "person.joined" },
    ]);
  });

  test("is sent again as a new one, with the role that it has, and only while it waits for an answer", async () => {
    const { body: first } = await inviteIt({ role: "manager" });
    const again = await admin.post<InvitationView>(`/invitations/${first.id}/send`);
    expect(again).toMatchObject({ status: 201, body: { email, role: "manager", invitedBy: { id: admin.id } } });
    const [old = "", now = ""] = await tokensTo(email);
    expect([(await lookUp(old)).status, (await lookUp(now)).status]).toEqual([410, 200]);
    expect((await admin.post(`/invitations/${first.id}/send`)).status).toBe(404);
    await admin.delete(`/invitations/${again.body.id}`);
    expect((await admin.post(`/invitations/${again.body.id}/send`)).status).toBe(404);
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);
  });

  test("whose email does not go out says why, and one does not outlive the other", async () => {
    const parked = async () => (await admin.get<ParkedPage>("/outbox/parked")).body.items;
    desk.mailer.fail(3, new PermanentFailure("The mailbox does not exist."));
    const { body: taken } = await inviteIt();
    await desk.settled();
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toMatchObject([
      { id: taken.id, undelivered: expect.stringContaining("The mailbox does not exist.") as string },
    ]);
    await admin.delete(`/invitations/${taken.id}`);
    expect(await parked()).toEqual([]);

    await inviteIt();
    await desk.settled();
    const [email1] = await parked();
    expect((await admin.delete(`/outbox/${email1?.id}`)).status).toBe(204);
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);

    await inviteIt();
    await desk.settled();
    desk.clock.advance(8 * day);
    admin = await desk.person("admin");
    const [late] = await parked();
    expect(late).toMatchObject({ outdated: true });
    expect(await admin.post(`/outbox/${late?.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: "email.outdated" },
    });
  });

  test("proves the address: what was held back for it goes out", async () => {
    const visitor = await desk.visitor();
    for (let i = 0; i < 4; i++) await visitor.open({ requester: { name: "Ines", email } });
    await desk.settled();
    expect(desk.mailer.to(email)).toHaveLength(3);
    await inviteIt();
    expect((await accept(await lastTokenTo(email))).status).toBe(200);
    await desk.settled();
    expect(desk.mailer.to(email).at(-1)?.subject).toMatch(/Your request to /);
    expect(desk.mailer.to(email)).toHaveLength(5);
  });

  test("takes effect once, even when it is accepted twenty times at once", async () => {
    await inviteIt();
    const token = await lastTokenTo(email);
    afterReading(desk, meeting(20));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => accept(token, { name: `Ines ${i}` })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
    const rows = await desk.services.db.orm.select().from(people).where(eq(people.email, email));
    expect(rows.map(({ name }) => name)).toEqual([answers.find(({ status }) => status === 200)?.body.name]);
    expect(await accept(token)).toMatchObject(invalid);
    expect(await lookUp(token)).toMatchObject(invalid);
  });

  test("upgrades a client, whose old password and sessions end", async () => {
    const client = callerOf(desk, await register(desk, email, "the old password"));
    const { id } = (await client.get<Me>("/me")).body;
    await inviteIt({ role: "manager" });
    expect((await accept(await lastTokenTo(email))).body).toMatchObject({ id, role: "manager", version: 1 });
    expect((await client.get("/me")).status).toBe(401);
    expect((await postAuth(desk, "/sign-in/email", { email, password: "the old password" })).status).toBe(401);
    expect((await postAuth(desk, "/sign-in/email", { email, password })).status).toBe(200);
  });

  test("is replaced by the next one of the same address", async () => {
    await inviteIt();
    const first = await lastTokenTo(email);
    await inviteIt({ role: "manager" });
    const open = (await admin.get<InvitationPage>("/invitations")).body.items;
    expect(open.map(({ role }) => role)).toEqual(["manager"]);
    expect(await accept(first)).toMatchObject(invalid);
    expect(await accept(await lastTokenTo(email))).toMatchObject({ status: 200, body: { role: "manager" } });
  });

  test("can be taken back, but not after it was used", async () => {
    const { id } = (await inviteIt()).body;
    const token = await lastTokenTo(email);
    expect((await admin.delete(`/invitations/${id}`)).status).toBe(204);
    expect(await accept(token)).toMatchObject(invalid);
    expect((await admin.delete(`/invitations/${id}`)).status).toBe(404);
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);

    const second = (await inviteIt()).body.id;
    await accept(await lastTokenTo(email));
    expect((await admin.delete(`/invitations/${second}`)).status).toBe(404);
  });

  test("is either accepted or taken back when both happen at once", async () => {
    const { id } = (await inviteIt()).body;
    const token = await lastTokenTo(email);
    afterReading(desk, meeting(2));
    const [accepted, revoked] = await Promise.all([accept(token), admin.delete(`/invitations/${id}`)]);
    expect([accepted.status === 200, revoked.status === 204].filter(Boolean)).toHaveLength(1);
    const joined = await desk.services.db.orm.select().from(people).where(eq(people.email, email));
    expect(joined).toHaveLength(accepted.status === 200 ? 1 : 0);
  });

  test("runs out after seven days", async () => {
    await inviteIt();
    const token = await lastTokenTo(email);
    desk.clock.advance(7 * day);
    expect(await lookUp(token)).toMatchObject(invalid);
    expect(await accept(token)).toMatchObject(invalid);
    const later = await desk.signIn(admin.id as Id<"person">, admin.email);
    const listed = async (by: Caller) => (await by.get<InvitationPage>("/invitations")).body.items;
    const [late] = await listed(later);
    expect(late?.email).toBe(email);
    const again = await later.post<InvitationView>(`/invitations/${late?.id}/send`);
    expect(again.status).toBe(201);
    expect((await listed(later)).map(({ id }) => id)).toEqual([again.body.id]);
    expect(await lookUp(await lastTokenTo(email))).toMatchObject({ status: 200 });
    desk.clock.advance(37 * day);
    expect(await listed(await desk.signIn(admin.id as Id<"person">, admin.email))).toEqual([]);
  });

  test("cannot be guessed, bent or redirected", async () => {
    const { id } = (await inviteIt()).body;
    const token = await lastTokenTo(email);
    const bent = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
    for (const wrong of [id, `${id}.`, `${id}.${"A".repeat(43)}`, bent])
      expect(await accept(wrong)).toMatchObject(invalid);
    expect(await accept("short")).toMatchObject({ status: 422 });
    expect(await accept(token, { email: "else@desk.test" })).toMatchObject({
      status: 422,
      body: { errors: [{ field: "email" }] },
    });
    for (const extra of [{ role: "admin" }, { id: "per_x" }, { emailVerified: false }]) {
      expect((await accept(token, extra)).status).toBe(422);
    }
    expect(await accept(token, { email })).toMatchObject({ status: 200, body: { role: "agent" } });
    const { rows } = await desk.services.db.orm.run("SELECT * FROM invitations");
    expect(JSON.stringify(rows)).not.toContain(token.split(".")[1]);
  });

  test("is not for those who work here, and only admins invite", async () => {
    const agent = await desk.person("agent");
    expect(await inviteIt({ email: agent.email })).toMatchObject({ status: 409, body: { code: "person.email_taken" } });
    expect((await inviteIt({ role: "client" })).status).toBe(422);
    for (const caller of [agent, await desk.person("manager"), await desk.person("client")]) {
      expect((await caller.post("/invitations", { email, role: "agent" })).status).toBe(403);
      expect((await caller.get("/invitations")).status).toBe(403);
    }
    await desk.settled();
    expect(desk.mailer.letters).toEqual([]);
  });

  test("of somebody who became staff in the same moment changes nothing", async () => {
    const client = await desk.person("client");
    afterReading(desk, () => admin.patch(`/people/${client.id}`, { role: "agent" }));
    await inviteIt({ email: client.email, role: "admin" });
    const token = await lastTokenTo(client.email);
    expect(await accept(token)).toMatchObject({ status: 409, body: { code: "person.email_taken" } });
    expect((await admin.get<PersonView>(`/people/${client.id}`)).body.role).toBe("agent");
  });

  test("is made once for one idempotency key, also at the same moment", async () => {
    const send = () =>
      admin.post<InvitationView>("/invitations", { email, role: "agent" }, { "idempotency-key": "the-same-key" });
    const twins = await Promise.all([send(), send()]);
    const third = await send();
    expect([...twins, third].map(({ status }) => status)).toEqual([201, 201, 201]);
    const ids = [...twins, third].map(({ body }) => body.id);
    expect(new Set(ids).size).toBe(1);
    expect(third.headers.get("idempotent-replayed")).toBe("true");
    expect(await tokensTo(email)).toHaveLength(1);
  });

  test("costs three round trips at most", async () => {
    const quiet = await Desk.start({}, { wake: () => {} });
    const inviter = await quiet.person("admin");
    const before = quiet.trips();
    const { id } = (await inviter.post<InvitationView>("/invitations", { email, role: "agent" })).body;
    expect(quiet.trips() - before).toBeLessThanOrEqual(3);
    const token = await invitationToken(quiet.services.config.secret, id);
    const invited = quiet.trips();
    expect((await quiet.anonymous.post("/invitations/accept", { token, name: "Ines", password })).status).toBe(200);
    expect(quiet.trips() - invited).toBeLessThanOrEqual(3);
    await quiet.stop();
  });
});

describe("the first admin", () => {
  const tokenOf = (link: string | null) => link?.split("#")[1] ?? "";
  const first = { name: "Alma", email: "alma@desk.test" };

  test("comes by the link that the server prints, once", async () => {
    const link = await firstAdminLink(desk.services);
    expect(link).toMatch(new RegExp(`^${deskUrl}/join#inv_[0-9a-z]{26}\\.`));
    const token = tokenOf(link);
    expect((await lookUp(token)).body).toMatchObject({ email: null, role: "admin" });
    expect(await accept(token)).toMatchObject({ status: 422, body: { errors: [{ field: "email" }] } });
    expect(await accept(token, first)).toMatchObject({ status: 200, body: { role: "admin", email: first.email } });
    const session = callerOf(desk, await postAuth(desk, "/sign-in/email", { email: first.email, password }));
    expect((await session.get<Me>("/me")).body).toMatchObject({ kind: "staff", role: "admin" });
    expect(await firstAdminLink(desk.services)).toBeNull();
    expect(await accept(token, { ...first, email: "two@desk.test" })).toMatchObject(invalid);
  });

  test("has one link: a new one ends the one before", async () => {
    const old = tokenOf(await firstAdminLink(desk.services));
    const now = tokenOf(await firstAdminLink(desk.services));
    expect(await accept(old, first)).toMatchObject(invalid);
    expect((await accept(now, first)).status).toBe(200);
  });

  test("cannot come any more when there is an admin", async () => {
    const token = tokenOf(await firstAdminLink(desk.services));
    const admin = await desk.person("admin");
    expect(await lookUp(token)).toMatchObject(invalid);
    expect(await accept(token, first)).toMatchObject(invalid);
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);
  });

  test("cannot come when somebody else became admin in the same moment", async () => {
    const token = tokenOf(await firstAdminLink(desk.services));
    afterReading(desk, () => desk.person("admin"));
    expect(await accept(token, first)).toMatchObject(invalid);
    expect(await desk.services.db.orm.select().from(people).where(eq(people.email, first.email))).toEqual([]);
  });

  test("is one person when the link is used many times at once", async () => {
    const token = tokenOf(await firstAdminLink(desk.services));
    afterReading(desk, meeting(20));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => accept(token, { name: `A${i}`, email: `a${i}@desk.test` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await desk.services.db.orm.select().from(people)).toHaveLength(1);
  });

  test("may be a client of before", async () => {
    const client = callerOf(desk, await signInByCode(desk, first.email));
    const { id } = (await client.get<Me>("/me")).body;
    const token = tokenOf(await firstAdminLink(desk.services));
    expect((await accept(token, first)).body).toMatchObject({ id, role: "admin" });
  });
});
