import type { ChannelView } from "@docket/core/contract/integration";
import { fieldError } from "@docket/core/field-errors";
import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused, hasFocus, textOf } from "../../../test/stage.ts";

let stage: DashboardStage;
const integrations = async (
  prepare: (stage: DashboardStage) => void = () => undefined,
  path = "/settings/integrations",
): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter("Dora Lind");
  await stage.open(path);
  await stage.sees("Integrations");
};
afterEach(() => stage.leave());

test("where nothing is connected it says what to do", async () => {
  await integrations();
  await stage.sees("No chat is connected yet");
  await stage.sees("Connect Slack, then add the channels");
  expect(await barriers()).toEqual([]);
});

test.each([
  ["done", "The app is installed."],
  ["declined", "somebody declined it in Slack"],
  ["expired", "Please begin again."],
  ["failed", "The log of the server says why."],
])("who comes back from Slack reads how it ended, once: %s", async (outcome, text) => {
  await integrations(undefined, `/settings/integrations?install=${outcome}`);
  await stage.sees(text);
  await expect.poll(() => textOf(focused() ?? document.createElement("p"))).toContain(text);
  expect(await barriers()).toEqual([]);
  await expect.poll(() => location.pathname + location.search).toBe("/settings/integrations");
  expect(stage.text).toContain(text);
  await stage.reload();
  await stage.sees("No chat is connected yet");
  expect(stage.text).not.toContain(text);
});

test("who installed the Slack app is told to add channels where there are none, and not where they stayed", async () => {
  const next = "Now add the channels in which cards shall be shown.";
  const connected = (channel: string | null) => (on: DashboardStage) => {
    const workspace = on.desk.integrations.connect("slack", "Acme");
    if (channel !== null) on.desk.integrations.add(workspace, channel);
  };
  await integrations(connected(null), "/settings/integrations?install=done");
  await stage.sees(next);
  stage.leave();
  await integrations(connected("support"), "/settings/integrations?install=done");
  await stage.sees("Messages are notes: only the staff see them");
  expect(stage.text).toContain("The app is installed.");
  expect(stage.text).not.toContain(next);
});

test("what the address says beside that is nobody's words on the page", async () => {
  await integrations(undefined, "/settings/integrations?install=%3Cb%3ECall%20us%3C/b%3E");
  await stage.sees("No chat is connected yet");
  expect(stage.text).not.toContain("Call us");
});

test("a channel is added with what it shall get", async () => {
  await integrations(({ desk }) => {
    desk.integrations.connect("slack", "Acme");
    desk.office.site("Shop", ["https://shop.example.com"]);
  });
  await stage.click("button", "Add a channel of Acme");
  await stage.click("button", "Save");
  await stage.sees("Enter the id of the channel.");
  await expect.poll(hasFocus(page.getByLabelText("Id of the channel in Slack"))).toBe(true);
  expect(await barriers()).toEqual([]);
  await stage.fill("Id of the channel in Slack", "#support");
  await stage.click("button", "Save");
  await expect
    .element(page.getByLabelText("Id of the channel in Slack"))
    .toHaveAccessibleDescription(/not its name. It begins with C, such as C0123ABC./);
  await stage.fill("Id of the channel in Slack", "C024BE91L");
  await stage.choose("In a ticket’s thread", "Messages are replies: the client gets them");
  await page.getByRole("checkbox", { name: "Urgent" }).click();
  await page.getByRole("checkbox", { name: "Shop" }).click();
  await stage.fill("Tags", "vip, eu");
  await stage.click("button", "Save");
  await stage.sees("Urgent · vip or eu · Shop");
  await stage.sees("Slack · Messages are replies: the client gets them");
  expect(stage.desk.integrations.channels).toMatchObject([
    {
      channelId: "C024BE91L",
      mode: "reply",
      fallback: false,
      filter: { categories: [], priorities: ["urgent"], tags: ["vip", "eu"], sites: [stage.desk.office.sites[0]?.id] },
    },
  ]);
  expect(await barriers()).toEqual([]);
});

test("a channel that showed tickets before comes back as it was, with what is changed here", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    const filter = { categories: [], priorities: ["urgent" as const], tags: ["vip"], sites: [] };
    desk.integrations.add(workspace, "help", { channelId: "C7", mode: "reply", filter });
  });
  await stage.click("button", "Remove help");
  await stage.click("button", "Remove the channel");
  await stage.sees("help gets no more tickets.");
  await stage.click("button", "Add a channel of Acme");
  const mode = page.getByLabelText("In a ticket’s thread");
  const tags = page.getByLabelText("Tags", { exact: true });
  await stage.fill("Id of the channel in Slack", "C8");
  await expect.element(mode).toHaveValue("discuss");
  expect(stage.text).not.toContain("Tickets were shown there before.");
  await stage.fill("Id of the channel in Slack", "C7");
  await stage.sees("Tickets were shown there before.");
  await expect.element(mode).toHaveValue("reply");
  await expect.element(tags).toHaveValue("vip");
  await expect.element(page.getByRole("checkbox", { name: "Urgent" })).toBeChecked();
  expect(await barriers()).toEqual([]);
  await stage.fill("Tags", "vip, eu");
  await stage.click("button", "Save");
  await stage.sees("Urgent · vip or eu");
  expect(stage.desk.integrations.channels).toMatchObject([
    { channelId: "C7", mode: "reply", filter: { priorities: ["urgent"], tags: ["vip", "eu"] } },
  ]);
});

test("a channel that is there is not added twice, and a second try is a new request", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("discord", "Guild");
    desk.integrations.add(workspace, "support", { channelId: "77" });
  });
  await stage.click("button", "Add a channel of Guild");
  await stage.fill("Id of the channel in Discord", "#support");
  await stage.click("button", "Save");
  await stage.sees("Enter the id of the channel, not its name. It is a number of 17 to 20 digits.");
  await stage.fill("Id of the channel in Discord", "77");
  await stage.click("button", "Save");
  await stage.sees("Cards are shown in this channel already.");
  const field = page.getByLabelText("Id of the channel in Discord");
  await expect.element(field).toHaveAccessibleDescription(/Cards are shown in this channel already/);
  await expect.element(field).toHaveAttribute("aria-invalid", "true");
  await expect.poll(hasFocus(field)).toBe(true);
  await stage.fill("Id of the channel in Discord", "78");
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  const [first, second] = stage.desk.requests("POST /channels");
  expect(second?.key).not.toBe(first?.key);
});

test("what the desk finds wrong stands at its field, and what belongs to none above the buttons", async () => {
  await integrations(({ desk }) => void desk.integrations.connect("slack", "Acme"));
  await stage.click("button", "Add a channel of Acme");
  await stage.fill("Id of the channel in Slack", "C024BE91L");
  const tags = page.getByLabelText("Tags", { exact: true });
  const errors = [fieldError("filter.tags.0", "too_long", { max: 40 })];
  stage.desk.refuseNext = { route: "POST /channels", status: 422, code: "request.invalid", more: { errors } };
  await stage.click("button", "Save");
  await expect.element(tags).toHaveAccessibleDescription(/must have at most 40 characters/);
  await expect.poll(hasFocus(tags)).toBe(true);
  expect(page.getByRole("alert").query()).toBe(null);
  expect(await barriers()).toEqual([]);
  stage.desk.refuseNext = { route: "POST /channels", status: 502, code: "integration.failed" };
  await page.viewport(1280, 400);
  await stage.click("button", "Save");
  await expect.poll(() => page.getByRole("alert").query()?.textContent?.trim()).toBe("The desk refused.");
  await expect.element(page.getByRole("alert")).toBeInViewport({ ratio: 1 });
  await expect.element(page.getByRole("button", { name: "Save" })).toBeInViewport({ ratio: 1 });
  await expect.element(tags).toHaveAttribute("aria-invalid", "false");
  await expect.poll(hasFocus(page.getByRole("button", { name: "Save" }))).toBe(true);
});

test("a channel is edited, and keeps what it was given that is not there any more", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    const filter = { categories: ["retired"], priorities: ["high" as const], tags: [], sites: [] };
    desk.integrations.add(workspace, "support", { filter, fallback: true });
  });
  await stage.sees("What no other channel gets: retired · High");
  await stage.click("button", "Edit support");
  await page.getByRole("checkbox", { name: "High" }).click();
  await page.getByRole("checkbox", { name: "Only what no other channel gets" }).click();
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /channels/{id}")[0]?.body).toEqual({
    fallback: false,
    filter: { categories: ["retired"], priorities: [], tags: [], sites: [] },
  });
});

test("what another admin changed in a channel meanwhile stays, whether it came before the dialog or into it", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    desk.integrations.add(workspace, "support", { mode: "reply" });
  });
  const { integrations: chats } = stage.desk;
  const { id } = chats.channels[0] as ChannelView;
  const filter = { categories: [], priorities: ["urgent" as const], tags: [], sites: [] };
  chats.change(id, { mode: "discuss", filter });
  await stage.click("button", "Edit support");
  const mode = page.getByLabelText("In a ticket’s thread");
  await expect.element(mode).toHaveValue("discuss");
  await expect.element(page.getByRole("checkbox", { name: "Urgent" })).toBeChecked();
  await page.getByRole("checkbox", { name: "Only what no other channel gets" }).click();
  chats.change(id, { mode: "reply", filter: { ...filter, tags: ["vip"] } });
  await stage.click("button", "Save");
  await stage.sees("Somebody else changed this channel meanwhile.");
  await expect.element(mode).toHaveValue("reply");
  await expect.element(page.getByLabelText("Tags", { exact: true })).toHaveValue("vip");
  await expect.element(page.getByRole("checkbox", { name: "Only what no other channel gets" })).toBeChecked();
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /channels/{id}").at(-1)?.body).toEqual({ fallback: true });
  expect(chats.channels[0]).toMatchObject({ mode: "reply", fallback: true, filter: { ...filter, tags: ["vip"] } });
});

test("what was chosen in a list stays chosen when somebody else changed the same channel", async () => {
  await integrations(({ desk }) => void desk.integrations.add(desk.integrations.connect("slack", "Acme"), "support"));
  await stage.click("button", "Edit support");
  const mode = page.getByLabelText("In a ticket’s thread");
  await userEvent.selectOptions(mode, "reply");
  stage.desk.integrations.change(stage.desk.integrations.channels[0]?.id ?? "", { fallback: true });
  await stage.click("button", "Save");
  await stage.sees("Somebody else changed this channel meanwhile.");
  await expect.element(mode).toHaveValue("reply");
  await expect.element(page.getByRole("checkbox", { name: "Only what no other channel gets" })).toBeChecked();
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /channels/{id}").at(-1)?.body).toEqual({ mode: "reply" });
});

test("tags that somebody else saved while others were entered are named", async () => {
  await integrations(({ desk }) => {
    desk.integrations.add(desk.integrations.connect("slack", "Acme"), "support", { mode: "reply" });
  });
  const { id = "" } = stage.desk.integrations.channels[0] ?? {};
  const filter = { categories: [], priorities: [], tags: ["vip"], sites: [] };
  await stage.click("button", "Edit support");
  await page.getByLabelText("Tags", { exact: true }).fill("eu");
  stage.desk.integrations.change(id, { filter });
  await stage.click("button", "Save");
  await expect.element(page.getByRole("alert")).toMatchTextContent("“Tags” was changed to: vip");
});

test("a channel that was removed meanwhile says so instead of opening", async () => {
  await integrations(({ desk }) => void desk.integrations.add(desk.integrations.connect("slack", "Acme"), "support"));
  stage.desk.integrations.channels.splice(0);
  await stage.click("button", "Edit support");
  await stage.sees("It is not there any more.");
  expect(page.getByRole("dialog").query()).toBe(null);
});

test("what is broken says why and since when, and is tried again", async () => {
  await integrations(({ desk }) => {
    const broken = { state: "broken", reason: "The token was revoked.", since: "2025-06-02T09:00:00.000Z" } as const;
    const workspace = desk.integrations.connect("slack", "Acme", broken);
    desk.integrations.add(workspace, "support", { ...broken, reason: "The channel was archived." });
    desk.integrations.add(workspace, "billing");
    desk.integrations.add(desk.integrations.connect("discord", "Guild"), "elsewhere");
  });
  await stage.sees("The token was revoked.");
  const billing = page.getByRole("listitem").filter({ hasText: "billing" });
  await expect.element(billing).toMatchTextContent("No cards come here while Acme is broken");
  await expect.element(billing).not.toMatchTextContent("Works");
  await expect.element(page.getByRole("listitem").filter({ hasText: "elsewhere" })).toMatchTextContent("Works");
  await stage.sees("The channel was archived.");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again: Acme");
  await stage.sees("Acme is tried again, with all that waits.");
  await stage.seesNot("The token was revoked.");
  await stage.seesNot("The channel was archived.");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Integrations" }))).toBe(true);
});

test("what stops both directions is said once", async () => {
  const reason = "Slack is not set up any more: its settings are gone. docs/slack.md says what to set.";
  const gone = { state: "broken", reason, since: null } as const;
  await integrations(({ desk }) => void desk.integrations.connect("slack", "Acme", { ...gone, listening: gone }));
  await stage.sees(reason);
  expect(stage.text.split(reason)).toHaveLength(2);
  await stage.sees("Broken");
  expect(stage.text).not.toContain("Works");
});

test("a workspace that shows cards while nobody hears what people do there says so", async () => {
  const reason = "The bot has not been heard of for 12 minutes.";
  const listening = { state: "broken", reason, since: "2025-06-02T09:00:00.000Z" } as const;
  await integrations(({ desk }) => {
    desk.integrations.add(desk.integrations.connect("discord", "Guild", { listening }), "support");
  });
  await stage.sees("Hears nothing");
  await stage.sees(reason);
  await stage.sees("What people do here has no effect while Guild hears nothing. What to mend is said at Guild.");
  expect(stage.text).not.toContain("Works");
  expect(stage.text).not.toContain("Broken");
  expect(await barriers()).toEqual([]);
});

test("a workspace whose app can send no direct messages says what to switch on, and is tried again", async () => {
  const reason = "Switch on the Messages Tab.";
  const directs = { state: "broken", reason, since: "2025-06-02T09:00:00.000Z" } as const;
  await integrations(({ desk }) => void desk.integrations.connect("slack", "Acme", { directs }));
  await stage.sees("No direct messages");
  await stage.sees(reason);
  expect(stage.text).not.toContain("Works");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again: Acme");
  await stage.sees("Works");
  expect(stage.text).not.toContain(reason);
});

test("a channel is removed and a workspace disconnected when the admin is sure", async () => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    desk.integrations.add(workspace, "support");
    desk.integrations.add(workspace, "billing");
  });
  await stage.click("button", "Remove billing");
  await stage.sees("Remove the Slack channel billing?");
  await stage.sees("No more tickets come to the Slack channel billing of the Slack workspace Acme.");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Go back");
  expect(stage.desk.integrations.channels).toHaveLength(2);
  await stage.click("button", "Remove billing");
  await stage.click("button", "Remove the channel");
  await stage.sees("billing gets no more tickets.");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Integrations" }))).toBe(true);
  await stage.click("button", "Disconnect Acme");
  await stage.sees("Disconnect the Slack workspace Acme?");
  await stage.sees("The channels of the Slack workspace Acme are removed from the desk.");
  await stage.click("button", "Disconnect");
  await stage.sees("No chat is connected yet");
  expect(stage.desk.integrations.channels).toEqual([]);
});

test("while it loads it says so", async () => {
  stage = new DashboardStage();
  stage.desk.integrations.connect("slack", "Acme");
  stage.desk.enter("Dora Lind");
  await stage.open("/settings/sites");
  await stage.sees("No site yet");
  const answer = stage.desk.hold();
  await stage.click("link", "Integrations");
  await stage.sees("Tickets appear as cards in Slack and Discord");
  await stage.sees("Loading…");
  expect(stage.text).not.toContain("No chat is connected yet");
  expect(await barriers()).toEqual([]);
  answer();
  await stage.sees("No channel yet");
  await stage.seesNot("Loading…");
});

test.each([
  ["GET /integrations", "The desk refused.", "Works"],
  ["GET /channels", "The desk refused.", "Shop"],
  ["GET /sites", "The sites and categories could not be read. The desk refused.", "Shop"],
  ["GET /categories", "The sites and categories could not be read. The desk refused.", "Orders"],
] as const)("when %s fails it says so, and reads again what is missing", async (route, text, missing) => {
  await integrations(({ desk }) => {
    const workspace = desk.integrations.connect("slack", "Acme");
    const { id } = desk.office.site("Shop", []);
    const filter = { categories: ["order"], priorities: [], tags: [], sites: [id] };
    desk.integrations.add(workspace, "support", { filter });
    desk.refuseNext = { route, status: 429, code: "request.rate_limited" };
  });
  await stage.sees(text);
  expect(stage.text).not.toContain(missing);
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Try again");
  await stage.sees(missing);
  await stage.seesNot(text);
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Integrations" }))).toBe(true);
});

test("others than admins do not see it", async () => {
  stage = new DashboardStage();
  stage.desk.enter("Cleo Marsh");
  await stage.open("/settings/integrations");
  await stage.sees("There is nothing here");
  expect(stage.has("docket-integrations-page")).toBe(false);
  expect(page.getByRole("link", { name: "Integrations" }).query()).toBe(null);
  expect(stage.text).not.toContain("Integrations");
});
