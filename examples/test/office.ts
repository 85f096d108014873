import type { Browser, Page } from "playwright-core";
import { vi } from "vitest";
import { RemoteCaller, password } from "../../api/test/node/people.ts";
import { watchFaults } from "./faults.ts";
import { lettersTo } from "./mailbox.ts";

/** The dashboard of a desk, and who of the staff sits before it. */
export class Office {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #faults: string[];

  constructor(browser: Browser, url: string, faults: string[]) {
    this.#browser = browser;
    this.#url = url;
    this.#faults = faults;
  }

  /** Somebody who was invited by letter and joined. */
  async hire(admin: RemoteCaller, email: string, name: string): Promise<void> {
    await admin.post("/invitations", { email, role: "agent" });
    const token = await vi.waitFor(async () => {
      const found = /\/join#(\S+)/.exec(await lettersTo(this.#url, email))?.[1];
      if (found === undefined) throw new Error(`${email} got no invitation`);
      return found;
    }, 30_000);
    await new RemoteCaller(this.#url).post("/invitations/accept", { token, name, password });
  }

  /** Opens an address and signs in where it asks for that. */
  async enter(address: string, email: string): Promise<Page> {
    const page = await (await this.#browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    watchFaults(page, this.#faults);
    await page.goto(new URL(address, this.#url).href);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    return page;
  }

  /** Opens the link that the bot gave in these words, signs in and confirms; keeps a picture at `picture`. */
  async confirm(words: string, email: string, picture?: string): Promise<void> {
    const link = /https?:\/\/[^\s"<>|]+\/link#[\w-]+/.exec(words)?.[0];
    if (link === undefined) throw new Error(`there is no link in: ${words}`);
    const page = await this.enter(link, email);
    await page.getByRole("button", { name: "Link this account" }).click();
    await page.getByText("Your account is linked").waitFor();
    if (picture !== undefined) await page.screenshot({ path: picture });
    await page.context().close();
  }

  /** Makes a key for the bots under Settings, API keys. */
  async makeChatKey(email: string): Promise<string> {
    const page = await this.enter("/", email);
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Create a key" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("Bots");
    await page.getByRole("checkbox", { name: /^Run bots/ }).click();
    await page.getByRole("button", { name: "Create the key" }).click();
    const shown = page.getByText(/^dk_\S+$/);
    await shown.waitFor();
    const secret = await shown.innerText();
    await page.context().close();
    return secret;
  }
}
