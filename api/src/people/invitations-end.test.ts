import type { InvitationPage, InvitationView, PersonView } from "@docket/core/contract/person";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { afterReading } from "../../test/after-reading.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { events } from "../db/schema/events.ts";

const email = "ines@desk.test";
const invalid = { status: 410, body: { code: "invitation.invalid" } };

let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin");
});
afterEach(() => desk.stop());

const invite = (by: Caller, to: string, role = "agent") => by.post<InvitationView>("/invitations", { email: to, role });
const accept = (token: string) =>
  desk.anonymous.post<PersonView>("/invitations/accept", { token, name: "Ines", password: "a long password" });
const lastTokenTo = async (address: string): Promise<string> => {
  await desk.settled();
  return (
    desk.mailer
      .to(address)
      .flatMap(({ text }) => /\/join#(\S+)/.exec(text)?.[1] ?? [])
      .at(-1) ?? ""
  );
};

test("an invitation ends with another decision about its address, in the history too; one made later counts", async () => {
  const client = await desk.person("client");
  const path = `/people/${client.id}`;
  for (const decision of [{ active: false }, { active: true, role: "agent" }]) {
    const { body } = await invite(admin, client.email, "admin");
    const token = await lastTokenTo(client.email);
    expect((await admin.patch(path, decision)).status).toBe(200);
    expect(await accept(token)).toMatchObject(invalid);
    expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);
    const history = await desk.services.db.orm.select().from(events).where(eq(events.streamId, body.id));
    expect(history.map(({ type, actor }) => [type, actor.id])).toEqual([
      ["invitation.created", admin.id],
      ["invitation.revoked", admin.id],
    ]);
    expect((await admin.get<PersonView>(path)).body).toMatchObject({ email: client.email, ...decision });
  }
  await admin.patch(path, { role: "client" });
  await admin.patch(path, { active: false });
  await invite(admin, client.email);
  expect((await accept(await lastTokenTo(client.email))).body).toMatchObject({ role: "agent", active: true });
});

test.each<[string, (other: Caller, maker: Caller) => Promise<unknown>]>([
  ["let out", (other, maker) => other.patch(`/people/${maker.id}`, { active: false })],
  ["no admin any more", (other, maker) => other.patch(`/people/${maker.id}`, { role: "manager" })],
  ["deleted", (other, maker) => other.delete(`/people/${maker.id}`)],
])("an invitation ends when whoever made it is %s, and is named by its maker until then", async (_, lets) => {
  const maker = await desk.person("admin", "Mona Maker");
  await invite(maker, "backdoor@mail.test", "admin");
  desk.clock.advance(1);
  await invite(admin, email);
  const listed = async () =>
    (await admin.get<InvitationPage>("/invitations")).body.items.map((one) => [one.email, one.invitedBy?.id]);
  expect(await listed()).toEqual([
    [email, admin.id],
    ["backdoor@mail.test", maker.id],
  ]);
  const token = await lastTokenTo("backdoor@mail.test");
  await lets(admin, maker);
  expect(await accept(token)).toMatchObject(invalid);
  expect(await listed()).toEqual([[email, admin.id]]);
  await admin.patch(`/people/${maker.id}`, { role: "admin", active: true });
  expect(await accept(token)).toMatchObject(invalid);
  expect((await accept(await lastTokenTo(email))).status).toBe(200);
});

test("an invitation counts for nothing when its maker was let out while it was made", async () => {
  const maker = await desk.person("admin", "Mona Maker");
  afterReading(desk, () => admin.patch(`/people/${maker.id}`, { active: false }));
  expect((await invite(maker, "late@mail.test", "admin")).status).toBe(201);
  expect(await accept(await lastTokenTo("late@mail.test"))).toMatchObject(invalid);
  expect((await admin.get<InvitationPage>("/invitations")).body.items).toEqual([]);
});
