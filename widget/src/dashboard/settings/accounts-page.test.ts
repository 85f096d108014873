import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";

let stage: DashboardStage;
const accounts = async (who: string, prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter(who);
  await stage.open("/settings/accounts");
};
afterEach(() => stage.leave());

test("without a linked account it says how to link one", async () => {
  await accounts("Ada Okafor");
  await stage.sees("No account is linked");
  await stage.sees("/ticket link");
  expect(await barriers()).toEqual([]);
});

test("one's own accounts are listed, and unlinked when one is sure", async () => {
  await accounts("Ada Okafor", ({ desk: { office } }) => {
    office.linkAccount(office.personNamed("Ada Okafor"), { platform: "slack", name: "ada.o" });
    office.linkAccount(office.personNamed("Ada Okafor"), { platform: "discord", name: "ada#1" });
    office.linkAccount(office.personNamed("Ben Ito"), { platform: "slack", name: "ben.i" });
  });
  await stage.sees("ada.o in Slack");
  await stage.sees("ada#1 in Discord");
  expect(stage.text).not.toContain("ben.i");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Unlink ada.o in Slack");
  await stage.sees("Unlink ada.o in Slack?");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Go back");
  expect(stage.desk.office.accounts).toHaveLength(3);
  await stage.click("button", "Unlink ada.o in Slack");
  await stage.click("button", "Unlink the account");
  await stage.sees("ada.o in Slack is unlinked.");
  expect(stage.desk.office.accounts.map(({ link }) => link.name)).toEqual(["ada#1", "ben.i"]);
  await expect.poll(hasFocus(page.getByRole("heading", { name: "Linked accounts" }))).toBe(true);
});

test("one says how to be told of one's tickets in a chat", async () => {
  await accounts("Ada Okafor");
  const choice = page.getByRole("combobox", { name: "When a ticket is given to you, or its client answers" });
  await expect.element(choice).toHaveValue("mention");
  await choice.selectOptions("Send me a direct message");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /me").map(({ body }) => body)).toEqual([{ chatNotice: "dm" }]);
  await expect.element(choice).toHaveValue("dm");
  expect(await barriers()).toEqual([]);
});

test("clients have no such page", async () => {
  await accounts("Mia Brandt");
  await stage.sees("There is nothing here");
  expect(stage.desk.requests("GET /identity-links")).toHaveLength(0);
});
