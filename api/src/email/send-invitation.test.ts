import type { InvitationOffer, InvitationView } from "@docket/core/contract/person";
import type { ParkedPage } from "@docket/core/contract/outbox";
import { day, hour, second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { drain } from "../outbox/drain.ts";
import { sweep } from "../outbox/sweep.ts";

let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin", "Grace Hopper");
});
afterEach(() => desk.stop());

const email = "new.agent@desk.test";

const invite = async (address = email): Promise<InvitationView> => {
  const { body } = await admin.post<InvitationView>("/invitations", { email: address, role: "agent" });
  await desk.settled();
  return body;
};

test("an invitation says who invites, and its link is accepted", async () => {
  await invite();
  const [letter] = desk.mailer.to(email);
  expect(letter?.text).toContain("Grace Hopper invites you to work at Docket as an agent.");
  const token = /http:\/\/desk\.test\/join#(\S+)/.exec(letter?.text ?? "")?.[1];
  const offer = await desk.anonymous.post<InvitationOffer>("/invitations/lookup", { token });
  expect(offer).toMatchObject({ status: 200, body: { email, role: "agent" } });
});

test("an invitation that was taken back or ran out before its letter could go is not sent", async () => {
  desk.mailer.fail(1);
  const { id } = await invite();
  await admin.delete(`/invitations/${id}`);
  desk.clock.advance(day);
  await drain(desk.services);
  expect(desk.mailer.letters).toEqual([]);

  desk.mailer.fail(1);
  await invite();
  desk.clock.advance(365 * day);
  await drain(desk.services);
  expect(desk.mailer.letters).toEqual([]);
});

test("one mailbox gets five invitations in an hour; the next is held, shown to admins, and comes later", async () => {
  for (let i = 0; i < 5; i++) await invite();
  const sorted = "new.agent+desk@desk.test";
  await invite(sorted);
  await invite("other.agent@desk.test");
  const reached = [email, sorted, "other.agent@desk.test"].map((address) => desk.mailer.to(address).length);
  expect(reached).toEqual([5, 0, 1]);
  const held = async () => (await admin.get<ParkedPage>("/outbox/parked")).body.items;
  expect(await held()).toMatchObject([
    {
      type: "email.send_invitation",
      ticket: null,
      email: { kind: "invitation", to: sorted },
      lastError: "More than 5 invitations to this address in an hour.",
      heldUntil: expect.any(String) as string,
    },
  ]);

  desk.clock.advance(hour + second);
  await sweep(desk.services);
  await desk.settled();
  expect(desk.mailer.to(sorted)).toHaveLength(1);
  expect(await held()).toEqual([]);
});
