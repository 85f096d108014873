import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { button, items, networkComesBack } from "../../test/hands.ts";
import { Stage, textOf } from "../../test/stage.ts";
import "./app.ts";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.leave());

const prove = async (email: string): Promise<void> => {
  await button("Get a code by email").click();
  await page.getByLabelText("Your email").fill(email);
  await button("Send me a code").click();
  await page.getByLabelText("Code").fill("424242");
  await button("Show my requests").click();
};
const keptSession = () => stage.storage.getItem(`docket:${stage.desk.site}:session`) ?? "";

test("whoever proves their address in a shared browser sees nothing that somebody else wrote there", async () => {
  const shared = stage.returning();
  const theirs = stage.desk.ticket(shared, "A private matter", "Of Ann alone", "ann@example.com");
  stage.desk.ticket(stage.desk.session(), "From the other device", "Hello", "ben@example.com");
  await stage.open();
  await expect.element(items()).toMatchTextContent("A private matter");
  await prove("ben@example.com");
  await expect.element(items()).toMatchTextContent("From the other device");
  expect(textOf(stage.widget)).not.toContain("A private matter");
  expect(keptSession()).not.toContain(shared);
  expect(keptSession()).not.toContain("mia@example.com");
  // The old socket is gone, and the new one is of the new session.
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);

  await stage.widget.openTicket(theirs.id);
  await expect.element(page.getByRole("alert")).toBeVisible();
  expect(textOf(stage.widget)).not.toContain("Of Ann alone");

  await stage.reload();
  await expect.element(items()).toMatchTextContent("From the other device");
  expect(textOf(stage.widget)).not.toContain("A private matter");
});

test("whoever proves the address that they gave keeps what they wrote", async () => {
  stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await expect.element(items()).toMatchTextContent("The zip is broken");
  await prove("mia@example.com");
  await expect.poll(() => stage.desk.count("POST /widget/session/verify")).toBe(1);
  await expect.element(items()).toMatchTextContent("The zip is broken");
  await items().click();
  await expect.element(page.getByRole("log")).toMatchTextContent("It does not work.");
});

test.each([
  ["mailto:mia@example.com", "If we know mia@example.com,"],
  ["jörg@example.org", "If we know jörg@example.org,"],
])("the desk, and not the browser, judges the address %j", async (typed, shown) => {
  await stage.open();
  await button("Get a code by email").click();
  await page.getByLabelText("Your email").fill(typed);
  await button("Send me a code").click();
  await expect.poll(() => textOf(stage.widget)).toContain(shown);
  expect(stage.desk.count("POST /widget/session/code")).toBe(1);
});

test("whoever finds no code is told where to look, and asks again with the address that stands there", async () => {
  await stage.open();
  await button("Get a code by email").click();
  await page.getByLabelText("Your email").fill("mia@example.com");
  await button("Send me a code").click();
  await expect
    .poll(() => textOf(stage.widget))
    .toContain("Nothing there after a minute? Look in spam, or ask for another.");
  await button("Ask again or use another address").click();
  await expect.element(page.getByLabelText("Your email")).toHaveValue("mia@example.com");
  await button("Send me a code").click();
  await expect.poll(() => stage.desk.count("POST /widget/session/code")).toBe(2);
});

test("while no emails go out, whoever asks for a code is told so, whatever the address", async () => {
  stage.desk.mailIsAway = true;
  await stage.open();
  await button("Get a code by email").click();
  await page.getByLabelText("Your email").fill("mia@example.com");
  await button("Send me a code").click();
  await expect
    .poll(() => textOf(stage.widget))
    .toContain("Emails are delayed at the moment. If we know mia@example.com and no code comes within ten minutes");
  expect(textOf(stage.widget)).not.toContain("on its way");
});

test("a proof whose answer was lost is sent again with the same key, and the session is there", async () => {
  stage.desk.ticket(stage.desk.session(), "From the other device", "Hello", "mia@example.com");
  await stage.open();
  stage.desk.losesAnswerTo = "POST /widget/session/verify";
  await prove("mia@example.com");
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk does not answer just now.");
  networkComesBack();
  await expect.element(items()).toMatchTextContent("From the other device");
  const sent = stage.desk.seen.filter(({ route }) => route === "POST /widget/session/verify");
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(keptSession()).not.toContain(sent[0]?.token);
});

test("the socket that ends with a proof whose answer was lost does not take the session away before it is known", async () => {
  stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await expect.element(items()).toMatchTextContent("The zip is broken");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.losesAnswerTo = "POST /widget/session/verify";
  await prove("mia@example.com");
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk does not answer just now.");
  const before = keptSession();
  const asked = stage.desk.count("GET /me");
  const tries = stage.desk.live.tries.length;
  stage.desk.live.end();
  await expect.poll(() => stage.desk.live.tries.length).toBeGreaterThan(tries);
  expect([stage.desk.count("GET /me"), keptSession()]).toEqual([asked, before]);
  stage.desk.live.refuses = false;
  networkComesBack();
  await expect.element(items()).toMatchTextContent("The zip is broken");
  expect(keptSession()).not.toBe(before);
});

test("what another tab asked before the proof, and is answered after it, does not end the new session", async () => {
  const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await expect.element(items()).toMatchTextContent("The zip is broken");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  const next = stage.desk.session();
  stage.desk.ticket(next, "In the new session");
  stage.desk.refuseNext = { route: "GET /tickets", status: 401, code: "auth.invalid_session" };
  stage.desk.answer(id, "Hello");
  stage.returning(next);
  await expect.poll(() => stage.desk.refuseNext).toBeNull();
  await button("New request").click();
  await button("Back").click();
  await expect.element(items()).toMatchTextContent("In the new session");
  expect(keptSession()).toContain(next);
});
