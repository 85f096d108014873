import { afterEach, beforeEach, expect, test } from "vitest";
import { FakePostmark } from "../../test/ports/fake-postmark.ts";
import { letter } from "../../test/ports/mailer.contract.ts";
import { readConfig } from "../config.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import type { Mailer } from "./mailer.ts";
import { NotTaken } from "./mailer.ts";
import { createPostmarkMailer } from "./postmark.ts";

let postmark: FakePostmark;
let mailer: Mailer;

beforeEach(async () => {
  postmark = await new FakePostmark().start();
  mailer = mailerWith(postmark.token);
});
afterEach(() => postmark.stop());

const reach = (token: string) => ({ token, requestHost: postmark.host, useHttps: false });

const mailerWith = (token: string): Mailer =>
  createPostmarkMailer({ from: "Docket <support@desk.test>", ...reach(token) });

test("a letter goes out with our Message-ID and thread, and nothing in it is tracked", async () => {
  await mailer.send(letter);
  const [{ body }] = postmark.requests as [(typeof postmark.requests)[0]];
  expect(body).toMatchObject({
    From: "Docket <support@desk.test>",
    To: "ada@example.test",
    MessageStream: "outbound",
    TrackOpens: false,
    TrackLinks: "None",
  });
  expect(body.Headers).toEqual([
    { Name: "Message-ID", Value: "<tkt_1.3@desk.test>" },
    { Name: "X-PM-KeepID", Value: "true" },
    { Name: "In-Reply-To", Value: "<tkt_1.1@desk.test>" },
    { Name: "References", Value: "<tkt_1.1@desk.test> <tkt_1.2@desk.test>" },
    { Name: "Auto-Submitted", Value: "auto-generated" },
  ]);
});

test("a letter is found again by its Message-ID, and one that was never taken is not", async () => {
  const { providerId } = await mailer.send(letter);
  await mailer.send({ ...letter, messageId: "tkt_1.4@desk.test" });
  expect(await mailer.find(letter.messageId)).toEqual({ providerId });
  expect(await mailer.find("tkt_1.5@desk.test")).toBeNull();
});

test("so is one of a desk whose name is longer than what Postmark keeps", async () => {
  const messageId = `tkt_00000000000000000000000000.1@${"long-name.".repeat(20)}test`;
  const { providerId } = await mailer.send({ ...letter, messageId });
  expect(await mailer.find(messageId)).toEqual({ providerId });
});

test("a look that Postmark does not answer is a failure, and not a letter that was never taken", async () => {
  postmark.refuse(503, 100, "Down for maintenance.");
  await expect(mailer.find(letter.messageId)).rejects.toThrow("down for maintenance");
});

test("a sender whose name needs quotes is taken", async () => {
  const { mail } = readConfig({
    DOCKET_URL: "http://localhost",
    DOCKET_SECRET: "x".repeat(32),
    MAIL_FROM: "Acme, Inc. <support@desk.test>",
  });
  await createPostmarkMailer({ ...mail, ...reach(postmark.token) }).send(letter);
  expect(postmark.requests.map(({ body }) => body.From)).toEqual(['"Acme, Inc." <support@desk.test>']);
});

test("nothing is sent when the time was over before", async () => {
  await expect(mailer.send(letter, AbortSignal.abort())).rejects.toThrow("aborted");
  expect(postmark.requests).toEqual([]);
});

test("an address that Postmark will never take is a permanent failure that does not tell the address", async () => {
  for (const code of [300, 406]) {
    postmark.refuse(422, code, "Found inactive addresses: ada@example.test.");
    const failure: unknown = await mailer.send(letter).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(String(failure)).not.toContain("ada@");
  }
});

const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => null,
    (error: unknown) => error,
  );

test("what Postmark refuses for another reason is tried again, and says so", async () => {
  postmark.refuse(422, 412, "Account is pending.");
  const failure = await failureOf(mailer.send(letter));
  expect(failure).toBeInstanceOf(NotTaken);
  expect(String(failure)).toContain("status 422, code 412): Account is pending.");
});

test.each([
  [429, 429, "Postmark takes no more emails for now"],
  [503, 100, "Postmark is down for maintenance"],
  [401, 10, "Postmark does not accept the token"],
  [422, 400, "Postmark does not know the sender"],
  [422, 405, "Postmark sends nothing more for this account"],
])("status %i with code %i is about all emails, of which none was taken", async (status, code, words) => {
  for (const ask of [() => mailer.send(letter), () => mailer.find(letter.messageId)]) {
    postmark.refuse(status, code);
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ name: "Postponed", until: null, concernsAll: true });
    expect(String(failure)).toContain(words);
  }
});

test.each([
  [500, 0],
  [500, 500],
  [502, 0],
  [403, 0],
])("status %i with code %i says nothing of whether it was taken", async (status, code) => {
  postmark.refuse(status, code);
  const failure = await failureOf(mailer.send(letter));
  expect(failure).toMatchObject({ concernsAll: false });
  expect(String(failure)).toContain(`did not answer as it should (status ${status})`);
});

test("nor does a connection that breaks, although it was", async () => {
  postmark.breakOff();
  expect(await failureOf(mailer.send(letter))).toMatchObject({ concernsAll: false });
  expect(postmark.letters()).toEqual([letter]);
});

test("a wrong token is told to the admin, who can put it right, without the token", async () => {
  const failure: unknown = await mailerWith("a-wrong-token")
    .send(letter)
    .catch((error: unknown) => error);
  expect(String(failure)).toContain("check POSTMARK_TOKEN");
  expect(String(failure)).not.toContain("a-wrong-token");
});

test("a name that is not found cannot have taken anything", async () => {
  const elsewhere = createPostmarkMailer({ token: "t", from: "a@desk.test", requestHost: "postmark.invalid" });
  const failure = await failureOf(elsewhere.send(letter));
  expect(failure).toMatchObject({ concernsAll: true });
  expect(String(failure)).toMatch(/cannot be reached: .+ \((ENOTFOUND|EAI_AGAIN)\)\. It is tried again by itself\.$/);
});

test.each(["<html>proxy</html>", "", "{}", "null", '{"MessageID":""}'])(
  "a success that is no answer of Postmark counts as nothing: %s",
  async (page) => {
    postmark.standIn(page);
    const away = {
      concernsAll: false,
      message: expect.stringContaining("no answer of Postmark") as string,
    };
    await expect(mailer.send(letter)).rejects.toMatchObject(away);
    await expect(mailer.find(letter.messageId)).rejects.toMatchObject(away);
  },
);
