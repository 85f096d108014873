import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { violations } from "../../test/axe.ts";
import { atTicket, attach, button, fillIn, heading, items, networkComesBack, reply } from "../../test/hands.ts";
import { Stage, focused, hasFocus, textOf } from "../../test/stage.ts";
import "./app.ts";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => stage.leave());

test("the first ticket: nothing is stored before it is sent, then the conversation is there", async () => {
  await stage.open();
  await expect.element(heading("How can we help?")).toBeVisible();
  expect([stage.storage.length, stage.desk.count("POST /widget/sessions")]).toEqual([0, 0]);
  expect(stage.desk.live.tries.length).toBe(0);
  await fillIn();
  attach("zip.jpg");
  await button("Send").click();
  await expect.element(heading("The zip is broken")).toBeVisible();
  await expect.element(page.getByRole("log")).toMatchTextContent("After one night.");
  await expect.element(button(/^Download zip\.jpg/)).toBeVisible();
  const [ticket] = stage.desk.tickets;
  expect(ticket).toMatchObject({ title: "The zip is broken", category: "return", source: "widget" });
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
});

test("the second ticket does not ask again who writes, unless the person wants to change it", async () => {
  stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await button("New request").click();
  await expect.element(page.getByText("You write as Mia Brandt (mia@example.com).")).toBeVisible();
  expect(page.getByLabelText("Your name").query()).toBeNull();
  await button("Change").click();
  await expect.element(page.getByLabelText("Your name")).toBeVisible();
});

test("who comes back sees their tickets, newest change first, and how they stand in plain words", async () => {
  const token = stage.returning();
  const first = stage.desk.ticket(token, "Where is my parcel?");
  stage.desk.ticket(token, "The zip is broken");
  stage.desk.act(first.id, { type: "change_status", status: "waiting" });
  await stage.open();
  await expect.element(heading("Your requests")).toBeVisible();
  await expect.element(items().nth(0)).toMatchTextContent(/Where is my parcel\?.*Waiting for you/);
  await expect.element(items().nth(1)).toMatchTextContent(/The zip is broken.*Received/);
  await items().nth(0).click();
  await expect.element(heading("Where is my parcel?")).toBeVisible();
});

test("an answer appears without reload, in the conversation and in the list", async () => {
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.answer(id, "Please send a photo to https://example.com/up.");
  await expect.element(page.getByRole("log")).toMatchTextContent("Please send a photo");
  await expect.element(page.getByText("Assigned to Ada Okafor")).toBeVisible();
  await expect.element(page.getByRole("link")).toHaveAttribute("href", "https://example.com/up");
  await button("Back").click();
  stage.desk.act(id, { type: "resolve" });
  await expect.element(items()).toMatchTextContent("Solved");
});

test("an answer that is changed or taken back follows without reload", async () => {
  const id = await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  const log = page.getByRole("log");
  const [first, second] = [stage.desk.answer(id, "Send it to Hal."), stage.desk.answer(id, "My PIN is 1234.")];
  await expect.element(log).toMatchTextContent("My PIN is 1234.");
  stage.desk.rewrite(first, "Send it to Halle.");
  await expect.element(log).toMatchTextContent(/Ada Okafor.*Edited.*Send it to Halle\./);
  stage.desk.withdraw(second);
  await expect.element(log).toMatchTextContent(/Ada Okafor.*This message was deleted\./);
  await expect.element(log).not.toMatchTextContent("1234");
  expect(log.getByRole("button").query()).toBeNull();
  expect(await violations(stage.widget)).toEqual([]);
});

test("a reply is sent with its files and stands last", async () => {
  const id = await atTicket(stage);
  await reply().fill("Here it is.");
  attach("photo.png");
  await button("Send").click();
  await expect.element(page.getByRole("log")).toMatchTextContent(/It does not work\..*Here it is\./);
  await expect.element(reply()).toHaveValue("");
  expect(stage.desk.messages(id).map(({ body, attachments }) => [body, attachments.length])).toEqual([
    ["Here it is.", 1],
  ]);
});

test("a file is sent without words, and stands there without an empty line above it", async () => {
  const id = await atTicket(stage);
  await expect.element(reply()).toBeVisible();
  attach("photo.png");
  await button("Send").click();
  await expect.element(button(/^Download photo\.png/)).toBeVisible();
  expect(stage.desk.messages(id).map(({ body, attachments }) => [body, attachments.length])).toEqual([["", 1]]);
  const said = button(/^Download photo\.png/)
    .element()
    .getRootNode() as ShadowRoot;
  expect(said.host.parentElement?.querySelector(".body")).toBeNull();
});

test("a reply to a solved ticket reopens it; so does the button", async () => {
  const id = await atTicket(stage);
  stage.desk.act(id, { type: "resolve" });
  await expect.element(page.getByText("We think this is solved. If it is not, just reply.")).toBeVisible();
  await button("It is not solved").click();
  await expect.element(page.getByText("Received")).toBeVisible();
  stage.desk.act(id, { type: "resolve" });
  await expect.element(page.getByText("Solved", { exact: true })).toBeVisible();
  await reply().fill("Still broken.");
  await button("Send").click();
  await expect.element(page.getByText("Received")).toBeVisible();
});

test("cancelling asks first, and a cancelled ticket takes no replies", async () => {
  const id = await atTicket(stage);
  await button("Cancel request").click();
  await button("Keep it").click();
  expect(stage.desk.tickets.find((ticket) => ticket.id === id)?.status).toBe("new");
  await button("Cancel request").click();
  await page
    .getByRole("dialog", { name: "Cancel this request?" })
    .getByRole("button", { name: "Cancel request" })
    .click();
  await expect.element(page.getByText("This request was cancelled.")).toBeVisible();
  expect(reply().query()).toBeNull();
});

test("a file comes with the session's credentials and is saved under its name", async () => {
  await atTicket(stage);
  await reply().fill("Look");
  attach("photo.png");
  await button("Send").click();
  const saved = new Promise<HTMLAnchorElement>((resolve) => {
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      HTMLAnchorElement.prototype.click = click;
      resolve(this);
    };
  });
  await button(/^Download photo\.png/).click();
  const link = await saved;
  expect([link.download, link.protocol]).toEqual(["photo.png", "blob:"]);
  expect(stage.desk.seen.find(({ route }) => route === "GET /attachments/{id}")?.token).toBe("tok_0");
});

test("a code by email brings a returning visitor their history on a new device", async () => {
  stage.desk.ticket(stage.desk.session(), "From the other device", "Hello", "mia@example.com");
  stage.desk.ticket(stage.desk.session(), "Of somebody else", "Hello", "eve@example.com");
  await stage.open();
  await button("Get a code by email").click();
  await page.getByLabelText("Your email").fill("mia@example.com");
  await button("Send me a code").click();
  await expect.poll(hasFocus(page.getByLabelText("Code"))).toBe(true);
  await page.getByLabelText("Code").fill("111111");
  await button("Show my requests").click();
  await expect.element(page.getByRole("alert")).toMatchTextContent("not right");
  await page.getByLabelText("Code").fill("424242");
  await button("Show my requests").click();
  await expect.element(items()).toMatchTextContent("From the other device");
  expect(textOf(stage.widget)).not.toContain("Of somebody else");
  expect(button("Get a code by email").query()).toBeNull();
});

test("by keyboard: focus goes into the panel, follows the view, and Escape closes", async () => {
  stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  const dialog = page.getByRole("dialog", { name: "Fernweh Outdoor" });
  await expect.poll(hasFocus(dialog)).toBe(true);
  await expect.element(heading("Your requests")).toBeVisible();
  await userEvent.keyboard("{Tab}{Tab}{Enter}");
  await expect.poll(hasFocus(heading("The zip is broken"))).toBe(true);
  await reply().click();
  await userEvent.keyboard("By keyboard{Control>}{Enter}{/Control}");
  await expect.element(page.getByRole("log")).toMatchTextContent("By keyboard");
  await userEvent.keyboard("{Escape}");
  expect(dialog.query()).toBeNull();
});

test("Escape in the question only closes the question", async () => {
  await atTicket(stage);
  await button("Cancel request").click();
  await expect.element(button("Keep it")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("dialog", { name: "Fernweh Outdoor" })).toBeVisible();
  await expect.element(button("Keep it")).not.toBeInTheDocument();
});

test("the host page hears what happens", async () => {
  const heard: [string, unknown][] = [];
  for (const name of ["open", "ticket-created", "replied", "close"]) {
    stage.widget.addEventListener(`docket:${name}`, (event) => heard.push([name, (event as CustomEvent).detail]));
  }
  await stage.open();
  await fillIn();
  await button("Send").click();
  await reply().fill("And this.");
  await button("Send").click();
  await expect.element(page.getByRole("log")).toMatchTextContent("And this.");
  await stage.widget.close();
  const id = stage.desk.tickets[0]?.id;
  expect(heard).toEqual([
    ["open", null],
    ["ticket-created", { id }],
    ["replied", { id }],
    ["close", null],
  ]);
});

test("inline it is part of the page: no dialog, nothing to close", async () => {
  stage.widget.popup = false;
  document.body.append(stage.widget);
  await expect.element(page.getByRole("region", { name: "Fernweh Outdoor" })).toBeVisible();
  await expect.element(heading("How can we help?")).toBeVisible();
  expect(button("Close").query()).toBeNull();
  expect(focused()).toBe(document.body);
});

test("once it is removed, no socket, no timer and no listener is left", async () => {
  await atTicket(stage);
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  await reply().fill("Not sent.");
  stage.desk.offline = true;
  await button("Send").click();
  await expect.element(page.getByRole("alert")).toBeVisible();
  stage.leave();
  expect(stage.desk.live.sockets.size).toBe(0);
  const requests = stage.desk.seen.length;
  stage.desk.offline = false;
  networkComesBack();
  document.dispatchEvent(new Event("visibilitychange"));
  expect([stage.desk.live.sockets.size, stage.desk.seen.length]).toEqual([0, requests]);
});

test("moved in the page, as when the body is swapped, it goes on where it was", async () => {
  const id = await atTicket(stage);
  await reply().fill("Half a sent");
  const body = document.createElement("div");
  document.body.append(body);
  body.append(stage.widget);
  await expect.element(reply()).toHaveValue("Half a sent");
  await expect.poll(() => stage.desk.live.connected.length).toBe(1);
  stage.desk.answer(id, "Still here.");
  await expect.element(page.getByRole("log")).toMatchTextContent("Still here.");
  body.remove();
});

test("the page's own styles do not reach in", async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    html { font-size: 40px; }
    * { letter-spacing: 9px; text-transform: uppercase; line-height: 3; font-style: italic; text-align: center; }
    button, input { display: none !important; }
  `);
  document.adoptedStyleSheets.push(sheet);
  await stage.open();
  await expect.element(button("Send")).toBeVisible();
  const { fontSize, letterSpacing, textTransform, fontStyle, textAlign } = getComputedStyle(button("Send").element());
  expect({ fontSize, letterSpacing, textTransform, fontStyle, textAlign }).toEqual({
    fontSize: "15px",
    letterSpacing: "normal",
    textTransform: "none",
    fontStyle: "normal",
    textAlign: "center",
  });
  document.adoptedStyleSheets.pop();
});
