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

/** The same port under a name of the company's own network, where a browser trusts nothing because there is no TLS. */
const under = (name: string, url: string): string => `http://${name}:${new URL(url).port}`;

const launch = async (): Promise<Browser> => {
  const { args, ...rest } = await browserLaunch();
  return chromium.launch({ ...rest, args: [...args, "--host-resolver-rules=MAP *.test 127.0.0.1"] });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-plain-"));
  const url = `http://intranet.test:${await freePort()}`;
  const settings = {
    DOCKET_URL: url,
    DOCKET_SECRET: "a secret for this test that is long enough",
    DATA_DIR: folder,
    LOG_LEVEL: "error",
    POSTMARK_TOKEN: "none",
    MAIL_FROM: "desk@intranet.test",
    // No email leaves this machine: where it would go through, nobody listens.
    NODE_USE_ENV_PROXY: "1",
    HTTPS_PROXY: "http://127.0.0.1:9",
  };
  [shop, desk, browser] = await Promise.all([
    Shop.open(),
    DeskProcess.start("node", url, "Docket is at", settings),
    launch(),
  ]);
});
afterAll(async () => {
  await browser.close();
  shop.close();
  await desk.stop();
  await rm(folder, { recursive: true, force: true });
});

test("on plain http people join, sign in, ask in the widget with a file, and answer", async () => {
  const faults: string[] = [];
  const joining = await (await browser.newContext()).newPage();
  watchFaults(joining, faults);
  await joining.goto(/(http\S+\/join#\S+)/.exec(desk.output)?.[1] ?? "");
  expect(await joining.evaluate(() => isSecureContext)).toBe(false);
  await joining.getByLabel("Your name").fill("Ada Admin");
  await joining.getByLabel("Email").fill("ada@intranet.test");
  await joining.getByLabel("Password").fill("a long enough password");
  await joining.getByRole("button", { name: "Join" }).click();
  await joining.getByText("All clear").waitFor();

  const office = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  watchFaults(office, faults);
  const signIn = async (url: string): Promise<void> => {
    await office.goto(`${url}/sign-in`);
    await office.getByLabel("Email").fill("ada@intranet.test");
    await office.getByLabel("Password").fill("a long enough password");
    await office.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await signIn(under("elsewhere.test", desk.url));
  await office.getByRole("alert").getByText(`This desk lives at ${desk.url}.`).waitFor();
  await signIn(desk.url);
  await office.getByText("All clear").waitFor();

  await office.getByRole("link", { name: "Sites" }).click();
  await office.getByRole("button", { name: "Add a site" }).first().click();
  await office.getByLabel("Name").fill("The shop");
  await office.getByLabel("Addresses").fill(under("shop.test", shop.url));
  await office.getByRole("button", { name: "Save" }).click();
  shop.content = await office.getByText("<script async").first().innerText();

  const visitor = await Visitor.arrive(browser, under("shop.test", shop.url), faults);
  const file = { name: "invoice.txt", mimeType: "text/plain", buffer: Buffer.from("12 pieces") };
  await visitor.panel.locator('input[type="file"]').setInputFiles(file);
  const vera = { name: "Vera Visitor", email: "vera@clients.test" };
  await visitor.ask(vera, "Where is my invoice?", "It should have come.");

  await office.getByRole("link", { name: /All open/ }).click();
  await office.getByText("Where is my invoice?").click();
  await office.getByText("invoice.txt").waitFor();
  await office.getByRole("textbox", { name: /reply/i }).fill("It is on its way.");
  await office.getByRole("button", { name: /^Send/ }).click();
  await visitor.reads("It is on its way.");
  expect(faults).toEqual([]);
});
