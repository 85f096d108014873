import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserLaunch } from "../../.ci/chromium.ts";
import { freePort } from "../../.ci/free-port.ts";
import { DeskProcess } from "./desk-process.ts";
import { watchFaults } from "./faults.ts";
import { Shop } from "./shop.ts";
import { Visitor } from "./visitor.ts";

let folder = "";
let desk: DeskProcess;
let browser: Browser;
let shop: Shop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-first-run-"));
  const url = `http://localhost:${await freePort()}`;
  // A site of somebody else's, as strict as a site can be that lets the desk in.
  const policy =
    `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace("http", "ws")}; style-src 'self'; ` +
    "trusted-types lit-html; require-trusted-types-for 'script'";
  shop = await Shop.open(policy);
  const settings = {
    DOCKET_URL: url,
    DOCKET_SECRET: "a secret for this test that is long enough",
    DATA_DIR: folder,
    LOG_LEVEL: "warn",
  };
  [desk, browser] = await Promise.all([
    DeskProcess.start("node", url, "Docket is at", settings),
    browserLaunch().then((launch) => chromium.launch(launch)),
  ]);
});
afterAll(async () => {
  await browser.close();
  shop.close();
  await desk.stop();
  await rm(folder, { recursive: true, force: true });
});

test("the first admin comes by the printed link, adds a site, and a page of that site carries the widget", async () => {
  const faults: string[] = [];
  const office = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  watchFaults(office, faults);
  const link = /(http\S+\/join#\S+)/.exec(desk.output)?.[1] ?? "";
  await office.goto(link);
  await office.getByLabel("Your name").fill("Ada Admin");
  await office.getByLabel("Email").fill("ada@desk.example");
  await office.getByLabel("Password").fill("a long enough password");
  await office.getByRole("button", { name: "Join" }).click();
  await office.getByText("All clear").waitFor();

  await office.getByRole("link", { name: "Sites" }).click();
  await office.getByRole("button", { name: "Add a site" }).first().click();
  await office.getByLabel("Name").fill("The shop");
  await office.getByLabel("Addresses").fill(shop.url);
  await office.getByRole("button", { name: "Save" }).click();
  const tag = await office.getByText("<script async").first().innerText();
  expect(tag).toContain(`${desk.url}/widget.js`);
  shop.content = tag;

  const visitor = await Visitor.arrive(browser, shop.url, faults);
  const vera = { name: "Vera Visitor", email: "vera@clients.example" };
  await visitor.ask(vera, "Do you ship to Norway?", "And how long does it take?");

  await office.getByRole("link", { name: /All open/ }).click();
  await office.getByText("Do you ship to Norway?").click();
  await office.getByRole("textbox", { name: /reply/i }).fill("Yes, in three days.");
  await office.getByRole("button", { name: /^Send/ }).click();
  await visitor.reads("Yes, in three days.");

  // The link is good once.
  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await second.getByText("This link no longer works").waitFor();
  expect(faults).toEqual([]);
});
