import { fieldError } from "@docket/core/field-errors";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { atTicket, attach, button, fillIn, heading, items, networkComesBack, reply } from "../../test/hands.ts";
import { Stage, textOf } from "../../test/stage.ts";
import { ApiError } from "../client/api.ts";
import "./app.ts";
import { explainForeign } from "./foreign-page.ts";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.leave());

test("what was said while the connection was down is there once it is back", async () => {
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.live.refuses = true;
  stage.desk.live.drop();
  stage.desk.answer(id, "Did you get this?");
  stage.desk.live.refuses = false;
  networkComesBack();
  await expect.element(page.getByRole("log")).toMatchTextContent("Did you get this?");
});

test("without a network the ticket is kept, and sent by itself once, with the same key, when it is back", async () => {
  await stage.open();
  await fillIn();
  attach("zip.jpg");
  stage.desk.losesAnswerTo = "POST /tickets";
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk does not answer just now.");
  await expect.element(page.getByLabelText("Subject")).toHaveValue("The zip is broken");
  await expect.element(button("Remove zip.jpg")).toBeVisible();
  networkComesBack();
  await expect.element(page.getByRole("log")).toMatchTextContent("After one night.");
  expect(stage.desk.tickets.length).toBe(1);
  expect(stage.desk.uploads.size).toBe(1);
});

test("a reply whose answer was lost is sent again with the same key and stands there once", async () => {
  const id = await atTicket(stage);
  await reply().fill("Only once.");
  stage.desk.losesAnswerTo = "POST /tickets/{id}/replies";
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk does not answer just now.");
  await button("Try again").click();
  await expect.element(reply()).toHaveValue("");
  const keys = stage.desk.seen.filter(({ route }) => route === "POST /tickets/{id}/replies").map(({ key }) => key);
  expect(keys.length).toBe(2);
  expect(new Set(keys).size).toBe(1);
  expect(stage.desk.messages(id).length).toBe(1);
  await expect.element(page.getByRole("log").getByText("Only once.")).toBeVisible();
});

test("a failed reply with its file is still there after looking at the list, and after closing", async () => {
  await atTicket(stage);
  await reply().fill("With a file.");
  attach("photo.png");
  stage.desk.offline = true;
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  stage.desk.offline = false;
  await button("Back").click();
  await stage.widget.close();
  await stage.widget.open();
  await items().click();
  await expect.element(reply()).toHaveValue("With a file.");
  await button("Try again").click();
  await expect.element(button(/^Download photo\.png/)).toBeVisible();
});

test("what was typed survives a reload: the new ticket and each reply", async () => {
  const id = await atTicket(stage);
  await reply().fill("Half a sent");
  await button("Back").click();
  await button("New request").click();
  await page.getByLabelText("Subject").fill("Another thing");
  await page.getByLabelText("What is it about?").selectOptions("Something else");
  await stage.reload();
  await button("New request").click();
  await expect.element(page.getByLabelText("Subject")).toHaveValue("Another thing");
  await expect.element(page.getByLabelText("What is it about?")).toHaveValue("other");
  await stage.widget.openTicket(id);
  await expect.element(reply()).toHaveValue("Half a sent");
});

test("what was sent is no draft any more", async () => {
  await stage.open();
  await fillIn();
  await button("Send").click();
  await expect.element(page.getByRole("log")).toBeVisible();
  await stage.reload();
  await button("New request").click();
  await expect.element(page.getByLabelText("Subject")).toHaveValue("");
});

test("a storage that throws changes nothing for this page", async () => {
  stage.storage.broken = true;
  await stage.open();
  await fillIn();
  await button("Send").click();
  await expect.element(page.getByRole("log")).toMatchTextContent("After one night.");
  await reply().fill("One more thing.");
  await button("Send").click();
  await expect.element(page.getByRole("log")).toMatchTextContent("One more thing.");
});

test("a session that the desk forgot: the new ticket goes out with a new one, files too", async () => {
  stage.desk.ticket(stage.returning(), "Old");
  await stage.open();
  await button("New request").click();
  await page.getByLabelText("What is it about?").selectOptions("An order");
  await page.getByLabelText("Subject").fill("New");
  await page.getByLabelText("Message").fill("Please.");
  attach("bill.pdf");
  stage.desk.endSessions();
  await button("Send").click();
  await expect.element(heading("New")).toBeVisible();
  await expect.element(button(/^Download bill\.pdf/)).toBeVisible();
});

test("a session that the desk forgot: the list gives way to the form", async () => {
  stage.returning();
  stage.desk.endSessions();
  await stage.open();
  await expect.element(heading("How can we help?")).toBeVisible();
  expect(stage.storage.length).toBe(0);
});

test("a session that ends in a conversation: the reply is kept, and there again once the address is proven", async () => {
  const id = await atTicket(stage);
  await reply().fill("I was writing this.");
  stage.desk.endSessions();
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("Your session has ended");
  await page.getByLabelText("Your email").fill("mia@example.com");
  await button("Send me a code").click();
  await page.getByLabelText("Code").fill("424 242");
  await button("Show my requests").click();
  await items().click();
  await expect.element(reply()).toHaveValue("I was writing this.");
  await button("Send").click();
  await expect.poll(() => stage.desk.messages(id).length).toBe(1);
});

test("a session that is ended elsewhere: the conversation goes away at once, and so does the list", async () => {
  await atTicket(stage);
  await reply().fill("I was writing this.");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.endSessions();
  stage.desk.live.end();
  await expect.element(page.getByRole("alert")).toMatchTextContent("Your session has ended");
  expect(textOf(stage.widget)).not.toMatch(/The zip is broken|It does not work/);
  expect(stage.desk.live.connected).toHaveLength(0);
  stage.leave();

  stage = new Stage();
  stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await expect.element(items()).toMatchTextContent("The zip is broken");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.endSessions();
  stage.desk.live.refuses = true;
  stage.desk.live.drop();
  await expect.element(heading("How can we help?")).toBeVisible();
  expect(textOf(stage.widget)).not.toContain("The zip is broken");
});

test("what the desk found wrong stands at the field", async () => {
  await stage.open();
  await fillIn();
  await page.getByLabelText("Your email").fill("mia@example");
  await button("Send").click();
  await expect.element(page.getByLabelText("Your email")).toHaveAccessibleDescription(/must look like ada@example.com/);
  await page.getByLabelText("Your email").fill("mia@example.com");
  await button("Send").click();
  await expect.element(page.getByRole("log")).toBeVisible();
});

test("when the desk cannot be reached the panel says so and tries again", async () => {
  stage.desk.offline = true;
  await stage.open();
  await expect
    .element(page.getByRole("alert"))
    .toMatchTextContent("The help desk does not answer just now. Trying again …");
  stage.desk.offline = false;
  await expect.element(heading("How can we help?")).toBeVisible();
});

test("a site that is switched off says so, keeps what was written, and is not asked again and again", async () => {
  const id = await atTicket(stage);
  await reply().fill("Are you there?");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.isOff = true;
  stage.desk.live.refuses = true;
  stage.desk.live.drop();
  await expect.poll(() => stage.desk.seen.at(-1)?.route).toBe("GET /me");
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("This help desk is switched off at the moment.");
  const tries = stage.desk.live.tries.length;
  networkComesBack();
  expect(stage.desk.live.tries).toHaveLength(tries);
  await stage.reload();
  await expect.element(page.getByRole("alert")).toMatchTextContent("This help desk is switched off at the moment.");
  stage.desk.isOff = false;
  stage.desk.live.refuses = false;
  await button("Try again").click();
  await items().click();
  await expect.element(reply()).toHaveValue("Are you there?");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  expect(stage.desk.messages(id)).toEqual([]);
});

test("a widget that was open while its site was switched off comes back by itself, with what was said meanwhile", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.isOff = true;
  stage.desk.live.refuses = true;
  stage.desk.live.drop();
  await expect.poll(() => stage.desk.seen.at(-1)?.route).toBe("GET /me");
  stage.desk.answer(id, "Said while it was off.");
  stage.desk.isOff = false;
  stage.desk.live.refuses = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await expect.element(page.getByRole("log")).toMatchTextContent("Said while it was off.");
  stage.desk.answer(id, "And this after it.");
  await expect.element(page.getByRole("log")).toMatchTextContent("And this after it.");
  vi.useRealTimers();
});

test("a widget that is opened first while its site is off is there by itself once it is on", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  stage.desk.isOff = true;
  await stage.open();
  await expect.element(page.getByRole("alert")).toMatchTextContent("This help desk is switched off at the moment.");
  const asked = stage.desk.seen.length;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(stage.desk.seen).toHaveLength(asked);
  stage.desk.isOff = false;
  await vi.advanceTimersByTimeAsync(40_000);
  await expect.element(heading("How can we help?")).toBeVisible();
  vi.useRealTimers();
});

test("a site that is on again is heard from the first request that it answers on", async () => {
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.isOff = true;
  stage.desk.live.refuses = true;
  stage.desk.live.drop();
  await expect.poll(() => stage.desk.seen.at(-1)?.route).toBe("GET /me");
  stage.desk.answer(id, "Said while it was off.");
  stage.desk.isOff = false;
  stage.desk.live.refuses = false;
  await reply().fill("Back again?");
  await button("Send").click();
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  await expect.element(page.getByRole("log")).toMatchTextContent("Said while it was off.");
});

test("a ticket that is deleted while it is open says so, and shows nothing of it any more", async () => {
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.act(id, { type: "delete" });
  await expect.element(page.getByRole("alert")).toMatchTextContent("This request was deleted.");
  expect(page.getByRole("log").query()).toBe(null);
  expect(button("Try again").query()).toBe(null);
});

test("a ticket that is not there says so, and the way back is open", async () => {
  stage.desk.ticket(stage.returning(), "Mine");
  await stage.open();
  await stage.widget.openTicket("tkt_00000000000000000000000000");
  await expect.element(page.getByRole("alert")).toMatchTextContent("There is no such ticket.");
  await button("Back").click();
  await expect.element(items()).toMatchTextContent("Mine");
});

test("a file that went up in a session that then ended goes up again in the new one", async () => {
  stage.returning();
  await stage.open();
  await page.getByLabelText("What is it about?").selectOptions("An order");
  await page.getByLabelText("Subject").fill("New");
  await page.getByLabelText("Message").fill("Please.");
  attach("bill.pdf");
  stage.desk.refuseNext = { route: "POST /tickets", status: 503, code: "server.unavailable" };
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("The desk refused.");
  stage.desk.endSessions();
  await button("Try again").click();
  await expect.element(button(/^Download bill\.pdf/)).toBeVisible();
});

test("on a page that the site does not list nobody's network is to blame, and the console says what to do", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  stage.desk.isElsewhere = true;
  await stage.open();
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk is not set up for this page.");
  expect(said.mock.calls.flat()).toEqual([
    `Docket: ${stage.desk.site} does not list ${location.origin}. Add it in the dashboard, under Sites.`,
  ]);
  said.mockRestore();
});

test("the console says it once, however often something is tried", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const unknown = new ApiError({ status: 404, code: "site.unknown", detail: "There is no such site." });
  const said = new Set<string>();
  for (const site of ["site_a", "site_a", "site_b"])
    await expect(explainForeign(unknown, { api: "", site, said })).rejects.toThrow("is not set up for this page");
  expect(printed).toHaveBeenCalledTimes(2);
  printed.mockRestore();
});

test("a site that the desk does not know is the page's own fault, which the console says and a visitor need not understand", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const unknown = { route: "GET /widget/config", status: 404, code: "site.unknown" } as const;
  const malformed = {
    route: "GET /widget/config",
    status: 422,
    code: "request.invalid",
  } as const;
  const errors = [fieldError("site", "id", { noun: "a site" })];
  for (const refusal of [unknown, { ...malformed, more: { errors } }]) {
    stage.leave();
    stage = new Stage();
    stage.desk.refuseNext = refusal;
    await stage.open();
    await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk is not set up for this page.");
    expect(said.mock.calls.flat().at(-1)).toBe(
      `Docket: there is no site ${stage.desk.site}. Copy its id from the dashboard, under Sites.`,
    );
  }
  expect(said).toHaveBeenCalledTimes(2);
  said.mockRestore();
});

test("a desk that is away behind its proxy, or without its database, does not answer just now: the page is not to blame", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  for (const away of ["desk", "database"] as const) {
    stage.leave();
    stage = new Stage();
    stage.desk.away = away;
    await stage.open();
    await expect
      .element(page.getByRole("alert"))
      .toMatchTextContent("The help desk does not answer just now. Trying again …");
    stage.desk.away = null;
    await expect.element(heading("How can we help?")).toBeVisible();
  }
  expect(said).not.toHaveBeenCalled();
  said.mockRestore();
});

test("a page that the site lists no more while the widget is open is told the same, and comes back when it is listed", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const id = await atTicket(stage);
  await reply().fill("Are you there?");
  stage.desk.isElsewhere = true;
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("The help desk is not set up for this page.");
  expect(said.mock.calls.flat()).toContain(
    `Docket: ${stage.desk.site} does not list ${location.origin}. Add it in the dashboard, under Sites.`,
  );
  stage.desk.isElsewhere = false;
  await button("Try again").click();
  await expect.poll(() => stage.desk.messages(id).length).toBe(1);
  said.mockRestore();
});
