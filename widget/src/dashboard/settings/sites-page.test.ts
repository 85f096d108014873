import { page } from "vitest/browser";
import { afterEach, expect, test } from "vitest";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus } from "../../../test/stage.ts";
import { toOrigin } from "./site-dialog.ts";

let stage: DashboardStage;
const sites = async (who = "Dora Lind", prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter(who);
  await stage.open("/settings/sites");
  await stage.sees("Sites");
};
afterEach(() => stage.leave());

test("a site is added by its addresses, and shows the tag to copy", async () => {
  await sites();
  await stage.sees("No site yet");
  expect(await barriers()).toEqual([]);
  await stage.click("button", "Add a site");
  await stage.fill("Name", "Shop");
  await stage.fill("Addresses", "https://Shop.example.com/page?x=1\nnot an address");
  await stage.click("button", "Save");
  await stage.sees("not is not an address such as https://www.example.com.");
  expect(await barriers()).toEqual([]);
  await stage.fill("Addresses", "https://Shop.example.com/page?x=1\nhttps://shop.example.com");
  await stage.click("button", "Save");
  await stage.sees("https://shop.example.com");
  const [site] = stage.desk.office.sites;
  expect(site).toMatchObject({ name: "Shop", origins: ["https://shop.example.com"] });
  await stage.sees(`<script async src="https://desk.example.com/widget.js" data-site="${site?.id}"></script>`);
  expect(await barriers()).toEqual([]);
});

test("a site is switched off", async () => {
  await sites("Dora Lind", ({ desk }) => void desk.office.site("Shop", ["https://shop.example.com"]));
  await stage.click("button", "Edit Shop");
  stage.input("input[name=active]").click();
  await stage.click("button", "Save");
  await expect.poll(() => stage.desk.office.sites[0]?.active).toBe(false);
  await stage.sees("Off");
});

test("what another admin changed in a site meanwhile stays, and what was entered too", async () => {
  await sites("Dora Lind", ({ desk }) => void desk.office.site("Shop", ["https://shop.example.com"]));
  const { office } = stage.desk;
  const id = office.sites[0]?.id ?? "";
  office.changeSite(id, { active: false });
  await stage.click("button", "Edit Shop");
  await expect.poll(() => stage.input("input[name=active]").checked).toBe(false);
  await stage.fill("Name", "The shop");
  office.changeSite(id, { origins: ["https://new.example.com"] });
  await stage.click("button", "Save");
  await stage.sees("Somebody else changed this site meanwhile.");
  await expect.element(page.getByLabelText("Addresses")).toHaveValue("https://new.example.com");
  await expect.element(page.getByLabelText("Name")).toHaveValue("The shop");
  await stage.click("button", "Save");
  await stage.sees("Saved.");
  expect(stage.desk.requests("PATCH /sites/{id}").at(-1)?.body).toEqual({ name: "The shop" });
  expect(office.sites[0]).toMatchObject({ name: "The shop", active: false, origins: ["https://new.example.com"] });
});

test("where two admins entered different things, each of them sees what the other saved, and so does the list behind", async () => {
  await sites("Dora Lind", ({ desk }) => void desk.office.site("Shop", ["https://shop.example.com"]));
  const { office } = stage.desk;
  const id = office.sites[0]?.id ?? "";
  await stage.click("button", "Edit Shop");
  await stage.fill("Addresses", "https://bob.example.com");
  office.changeSite(id, { name: "Store", origins: ["https://ada.example.com", "https://xn--mnchen-3ya.de"] });
  await stage.click("button", "Save");
  const alert = page.getByRole("alert");
  await expect
    .element(alert)
    .toMatchTextContent("“Addresses” was changed to: https://ada.example.com, https://münchen.de");
  await expect.element(alert).not.toMatchTextContent("Name");
  await expect.element(page.getByLabelText("Addresses")).toHaveValue("https://bob.example.com");
  office.changeSite(id, { origins: [] });
  await stage.click("button", "Save");
  await expect.element(alert).toMatchTextContent("“Addresses” was emptied.");
  await stage.click("button", "Cancel");
  await stage.sees("No address yet: the widget runs only on pages of this desk.");
  await expect.poll(hasFocus(page.getByRole("button", { name: "Edit Store" }))).toBe(true);
});

test("an international address reads as people write it, and stays the same when it is saved", async () => {
  await sites("Dora Lind", ({ desk }) => void desk.office.site("Shop", ["https://xn--mnchen-3ya.de"]));
  await stage.sees("https://münchen.de");
  await stage.click("button", "Edit Shop");
  await stage.fill("Name", "The shop");
  await stage.click("button", "Save");
  await stage.sees("The shop");
  expect(stage.desk.office.sites[0]?.origins).toEqual(["https://xn--mnchen-3ya.de"]);
});

test("managers read and change nothing", async () => {
  await sites("Cleo Marsh");
  await stage.sees("An admin adds the websites");
  expect(stage.text).not.toContain("Add a site");
});

test("an origin is what a browser sends, and nothing else counts as an address", () => {
  expect(toOrigin("https://www.example.com:443/path")).toBe("https://www.example.com");
  expect(toOrigin("http://localhost:8787")).toBe("http://localhost:8787");
  for (const text of ["example.com", "ftp://example.com", "javascript:alert(1)", "null", ""])
    expect(toOrigin(text)).toBeNull();
});
