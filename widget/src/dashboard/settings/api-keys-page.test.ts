import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

let stage: DashboardStage;
const keys = async (prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter("Dora Lind");
  await stage.open("/settings/api-keys");
  await stage.sees("API keys");
};
const clipboard = navigator.clipboard.writeText.bind(navigator.clipboard);
afterEach(() => {
  navigator.clipboard.writeText = clipboard;
  stage.leave();
});

const secret = `dk_${"s".repeat(43)}`;

const create = async (name: string, ...scopes: readonly RegExp[]): Promise<void> => {
  await stage.click("button", "Create a key");
  await stage.fill("Name", name);
  for (const scope of scopes) await page.getByRole("checkbox", { name: scope }).click();
  await stage.click("button", "Create the key");
};

test("a key is created with what it may do, and its secret is shown once", async () => {
  const copied: string[] = [];
  await keys();
  navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
  await stage.sees("No key yet");
  expect(await barriers()).toEqual([]);
  await create("Weekly report", /Read tickets/, /Change tickets/);
  await stage.sees(secret);
  expect(stage.desk.office.keys).toMatchObject([{ name: "Weekly report", scopes: ["tickets:read", "tickets:write"] }]);
  await expect.poll(hasFocus(page.getByRole("button", { name: "Copy the key" }))).toBe(true);
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Copy the key");
  await stage.sees("Copied.");
  expect(copied).toEqual([secret]);
  await stage.click("button", "Done");
  await stage.seesNot(secret);
  await stage.sees("Weekly report");
  await stage.sees("Change tickets");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Create a key");
  await stage.sees("What may it do?");
  expect(stage.text).not.toContain(secret);
});

test("a key needs a name and something to do", async () => {
  await keys();
  await stage.click("button", "Create a key");
  await stage.click("button", "Create the key");
  await stage.sees("Give the key a name.");
  await stage.sees("Choose at least one.");
  expect(await barriers()).toEqual([]);
  await expect.poll(hasFocus(page.getByLabelText("Name", { exact: true }))).toBe(true);
  expect(stage.desk.requests("POST /api-keys")).toHaveLength(0);
});

test("where the browser does not allow copying it says how else", async () => {
  await keys();
  navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  await create("Bots", /Run bots/);
  await stage.sees(secret);
  await stage.click("button", "Copy the key");
  await stage.sees("Select the key and copy it by hand.");
  expect(stage.text).not.toContain("Copied.");
});

test("what the desk refuses is said, and a second try is the same request", async () => {
  await keys(({ desk }) => {
    desk.refuseNext = { route: "POST /api-keys", status: 503, code: "server.unavailable" };
  });
  await create("Bots", /Run bots/);
  await stage.sees("The desk refused.");
  await stage.click("button", "Create the key");
  await stage.sees(secret);
  const [first, second] = stage.desk.requests("POST /api-keys");
  expect(second?.key).toBe(first?.key);
});

test("a key is revoked when its admin is sure", async () => {
  await keys(({ desk }) => {
    desk.office.key("Bots", ["chat"]);
    desk.office.key("Old report", ["tickets:read"]);
  });
  await stage.sees("Run bots");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Revoke Old report");
  await stage.sees("Revoke Old report?");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Go back");
  expect(stage.desk.office.keys).toHaveLength(2);
  await stage.click("button", "Revoke Old report");
  await stage.click("button", "Revoke the key");
  await stage.sees("Old report no longer works.");
  expect(stage.desk.office.keys.map(({ name }) => name)).toEqual(["Bots"]);
  await stage.seesNot("Read tickets");
  await expect.poll(hasFocus(page.getByRole("heading", { name: "API keys" }).first())).toBe(true);
});

test("a key can be made for a time, which counts from when the form was opened", async () => {
  await keys(({ desk }) => {
    desk.refuseNext = { route: "POST /api-keys", status: 503, code: "server.unavailable" };
  });
  const before = Date.now();
  await stage.click("button", "Create a key");
  await stage.fill("Name", "For the audit");
  await page.getByRole("checkbox", { name: /Read tickets/ }).click();
  await stage.choose("Expires", "In 90 days");
  await stage.click("button", "Create the key");
  await stage.sees("The desk refused.");
  await stage.click("button", "Create the key");
  await stage.sees(secret);
  const [first, second] = stage.desk.requests("POST /api-keys");
  expect(second?.body).toEqual(first?.body);
  const days = (Date.parse(stage.desk.office.keys[0]?.expiresAt ?? "") - before) / (24 * 60 * 60 * 1000);
  expect(Math.round(days)).toBe(90);
  await stage.click("button", "Done");
  await stage.sees("Created by Dora Lind");
  await stage.sees("Expires");
});

test("the list says who made a key, whether they left, when it was used and when it ends", async () => {
  await keys(({ desk: { office } }) => {
    const createdBy = { id: office.personNamed("Ben Ito").id, name: "Ben Ito", standing: "left" } as const;
    const anHourAgo = new Date(Date.now() - 60 * 60 * 1000).toISOString();
    office.key("Import", ["tickets:write"], {
      createdBy,
      lastUsedAt: anHourAgo,
      expiresAt: anHourAgo,
    });
    office.key("Bots", ["chat"], { createdBy: { ...createdBy, standing: "not_admin" } });
  });
  for (const text of ["Created by Ben Ito", "Last used 1 hour ago", "Has expired", "Its maker has left"]) {
    await stage.sees(text);
  }
  await stage.sees("Its maker is no longer an admin");
  await stage.sees("Not used yet");
  await stage.sees("Never expires");
  expect(await barriers()).toEqual([]);
});
