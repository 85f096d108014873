import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserLaunch } from "../../.ci/chromium.ts";
import { DemoProcess } from "./demo-process.ts";
import { watchFaults } from "./faults.ts";

const artefacts = join(import.meta.dirname, "../../artefacts");

let demo: DemoProcess;
let browser: Browser;
const faults: string[] = [];

beforeAll(async () => {
  await mkdir(artefacts, { recursive: true });
  browser = await chromium.launch(await browserLaunch());
});
afterAll(() => browser.close());

const openPage = async (context: BrowserContext, path: string): Promise<Page> => {
  const page = await context.newPage();
  watchFaults(page, faults);
  await page.goto(`${demo.url}${path}`);
  return page;
};

const signInAsAgent = async (page: Page): Promise<void> => {
  const { email, password } = demo.account("agent");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const lettersTo = async (address: string): Promise<readonly Letter[]> => {
  const response = await fetch(`${demo.url}/dev/mailbox.json`);
  const { items } = (await response.json()) as { items: readonly Letter[] };
  return items.filter((letter) => letter.to === address);
};

const picture = (page: Page, name: string) => page.screenshot({ path: join(artefacts, `${name}.png`) });

describe.each(["demo", "dev-workers"] as const)("started by %s", (entry) => {
  beforeAll(async () => {
    demo = await DemoProcess.start(entry);
  });
  afterAll(() => demo.stop());

  test("a page of the dashboard that is opened while the desk is away is there once it is back", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const desk = await context.newPage();
    await desk.goto(`${demo.url}/`);
    await signInAsAgent(desk);
    await desk.getByRole("list", { name: "Tickets" }).waitFor();
    await context.setOffline(true);
    await desk.getByRole("link", { name: "Sessions" }).click();
    await desk.getByText("This part of Docket could not be loaded. Trying again …").waitFor();
    await context.setOffline(false);
    await desk.getByRole("heading", { name: "Where you are signed in" }).first().waitFor();
    expect(new URL(desk.url()).pathname).toBe("/settings/sessions");
    await context.close();
  });

  test("a client opens a ticket on a web page, an agent answers, and the client gets the mail", async () => {
    const shop = await openPage(await browser.newContext(), "/examples/script-tag/");
    const desk = await openPage(await browser.newContext({ viewport: { width: 1280, height: 800 } }), "/");

    await signInAsAgent(desk);
    await desk.getByRole("link", { name: /Unassigned/ }).click();
    await desk.getByRole("list", { name: "Tickets" }).waitFor();

    // The client asks, with a file.
    await shop.getByRole("button", { name: /help/i }).first().click();
    const panel = shop.getByRole("dialog");
    await panel.getByLabel("Your name").fill("Nadia Client");
    await panel.getByLabel("Your email").fill("nadia@clients.example");
    await panel.getByLabel("What is it about?").selectOption({ label: "Something does not work" });
    await panel.getByLabel("Subject").fill("The chain keeps falling off");
    await panel.getByLabel("Message").fill("It fell off three times on the way home.\nWhat can I do?");
    await panel.locator('input[type="file"]').setInputFiles({
      name: "chain.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("it makes a clicking sound"),
    });
    await picture(shop, "1-widget-form");
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    await panel.getByText("Received").waitFor();
    await picture(shop, "2-widget-sent");

    // It appears on the agent's screen without a reload; they claim and answer it.
    await desk.getByRole("list", { name: "Tickets" }).getByText("The chain keeps falling off").click();
    await desk.getByText("Email not confirmed").waitFor();
    await desk.getByRole("button", { name: "Claim", exact: true }).click();
    await desk.getByRole("button", { name: "Resolve", exact: true }).waitFor();
    const download = desk.waitForEvent("download");
    await desk.getByRole("button", { name: "Download chain.txt" }).click();
    expect((await download).suggestedFilename()).toBe("chain.txt");
    await desk
      .getByRole("textbox", { name: /reply/i })
      .fill("Hello Nadia,\nplease check that the rear wheel sits straight.");
    await desk.getByRole("button", { name: /^Send/ }).click();
    await desk.getByRole("log").getByText("please check that the rear wheel sits straight.").waitFor();
    await picture(desk, "3-dashboard-answered");

    // The answer is in the open widget without a reload, and in the mailbox.
    await panel.getByRole("log").getByText("please check that the rear wheel sits straight.").waitFor();
    await picture(shop, "4-widget-answered");
    await expect
      .poll(async () =>
        (await lettersTo("nadia@clients.example")).some(({ text }) => text.includes("rear wheel sits straight")),
      )
      .toBe(true);

    // The client answers; the agent sees it and solves the ticket.
    await panel.getByRole("textbox", { name: /reply/i }).fill("That was it, thank you!");
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    await panel.getByRole("log").getByText("That was it, thank you!").waitFor();
    await desk.getByRole("log").getByText("That was it, thank you!").waitFor();
    await desk.getByRole("button", { name: "Resolve", exact: true }).click();
    await panel.getByText("Solved", { exact: true }).first().waitFor();
    await picture(shop, "5-widget-solved");
    await expect
      .poll(async () => (await lettersTo("nadia@clients.example")).some(({ text }) => /solved/i.test(text)))
      .toBe(true);

    // History shows each step with who and when.
    const history = desk.getByRole("region", { name: "History" });
    await expect.poll(() => history.getByRole("listitem").count()).toBeGreaterThanOrEqual(6);
    const steps = await history.getByRole("listitem").allInnerTexts();
    await picture(desk, "6-dashboard-history");
    expect(await history.locator("time").count()).toBe(steps.length);
    const agent = demo.account("agent").name;
    expect(steps.toReversed().map((step) => step.split("·")[0]?.trim())).toEqual([
      "Nadia Client opened the ticket",
      `${agent} took it`,
      `${agent} replied`,
      `${agent} set the status to in progress`,
      "Nadia Client replied",
      `${agent} resolved it`,
    ]);

    // Both read the conversation in the order in which it happened.
    for (const log of [panel.getByRole("log"), desk.getByRole("log")]) {
      const words = await log.innerText();
      const said = ["It fell off three times", "rear wheel sits straight", "That was it"];
      const places = said.map((part) => words.indexOf(part));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((x, y) => x - y));
    }
    expect(faults).toEqual([]);
  });

  test("a session that ends elsewhere leaves nothing on any page of it, and other sessions stay", async () => {
    const office = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const home = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [tab, elsewhere, shop] = [
      await openPage(office, "/"),
      await openPage(home, "/"),
      await openPage(await browser.newContext(), "/examples/script-tag/"),
    ];
    for (const page of [tab, elsewhere]) await signInAsAgent(page);
    const tickets = (page: Page) => page.getByRole("list", { name: "Tickets" });
    for (const page of [tab, elsewhere]) await page.getByRole("link", { name: /All open/ }).click();
    for (const page of [tab, elsewhere]) await tickets(page).waitFor();
    const other = await office.newPage();
    watchFaults(other, faults);
    const greeted = other.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
    await other.goto(tab.url());
    await tickets(other).waitFor();
    await greeted;
    await tab.getByRole("button", { name: "Sign out" }).click();
    await other.getByText("You were signed out").waitFor();
    expect(await tickets(other).count()).toBe(0);
    expect(await other.locator("docket-sidebar").count()).toBe(0);
    expect(await tickets(elsewhere).count()).toBe(1);

    await shop.getByRole("button", { name: /help/i }).first().click();
    const panel = shop.getByRole("dialog");
    await panel.getByLabel("Your name").fill("Nora Client");
    await panel.getByLabel("Your email").fill("nora@clients.example");
    await panel.getByLabel("What is it about?").selectOption({ label: "Something does not work" });
    await panel.getByLabel("Subject").fill("The bell is silent");
    await panel.getByLabel("Message").fill("Nobody hears me coming.");
    const heard = shop.waitForEvent("websocket").then((one) => one.waitForEvent("framereceived"));
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    await panel.getByRole("log").getByText("Nobody hears me coming.").waitFor();
    await heard;
    await shop.evaluate(async () => {
      const kept = Object.entries(localStorage).find(([name]) => name.endsWith(":session"));
      const { token } = JSON.parse(String(kept?.[1])) as { readonly token: string };
      await fetch("/api/v1/widget/session", { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
    });
    await panel.getByText("Your session has ended.").waitFor();
    expect(await panel.getByText("Nobody hears me coming.").count()).toBe(0);
    expect(await tickets(elsewhere).count()).toBe(1);
    expect(faults).toEqual([]);
  });
});
