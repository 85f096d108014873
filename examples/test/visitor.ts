import type { Browser, Locator, Page } from "playwright-core";
import { watchFaults } from "./faults.ts";

/** A client in the browser, on a page with the widget. */
export class Visitor {
  readonly page: Page;
  /** The open widget. */
  readonly panel: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole("dialog");
  }

  /** Comes to a page and opens its widget. */
  static async arrive(browser: Browser, url: string, faults: string[]): Promise<Visitor> {
    const page = await (await browser.newContext()).newPage();
    watchFaults(page, faults);
    await page.goto(url);
    await page.getByRole("button", { name: "Help" }).click();
    return new Visitor(page);
  }

  /** Opens their first ticket. */
  async ask({ name, email }: { readonly name: string; readonly email: string }, subject: string, message: string) {
    await this.panel.getByLabel("Your name").fill(name);
    await this.panel.getByLabel("Your email").fill(email);
    await this.panel.getByLabel("What is it about?").selectOption({ label: "Question" });
    await this.panel.getByLabel("Subject").fill(subject);
    await this.panel.getByLabel("Message").fill(message);
    await this.panel.getByRole("button", { name: "Send", exact: true }).click();
    await this.panel.getByText("Received").waitFor();
  }

  /** Answers in the open conversation. */
  async reply(words: string): Promise<void> {
    await this.panel.getByRole("textbox", { name: /reply/i }).fill(words);
    await this.panel.getByRole("button", { name: "Send", exact: true }).click();
  }

  /** Waits until the conversation shows this. */
  async reads(words: string): Promise<void> {
    await this.panel.getByRole("log").getByText(words).waitFor();
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
