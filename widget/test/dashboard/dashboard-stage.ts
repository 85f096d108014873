import { createClient } from "@docket/api/client";
import type { AxeResults } from "axe-core";
import axe from "axe-core";
import { vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Live, liveUrl } from "../../src/client/realtime.ts";
import "../../src/dashboard/app/dashboard-app.ts";
import type { DashboardApp } from "../../src/dashboard/app/dashboard-app.ts";
import { Directory } from "../../src/dashboard/app/directory.ts";
import { Toasts } from "../../src/dashboard/app/toasts.ts";
import { standStill } from "../motion.ts";
import { createAuth } from "../../src/dashboard/session/auth.ts";
import { Session } from "../../src/dashboard/session/session.ts";
import { FakeStorage } from "../fake-storage.ts";
import { find, textOf } from "../stage.ts";
import { FakeStaffDesk } from "./fake-staff-desk.ts";

const home = location.href;
/** Milliseconds: a page that no test has opened yet is compiled first. */
const patience = 30_000;

/** The dashboard on a page, a desk behind it, and hands to use it with. */
export class DashboardStage {
  readonly desk = new FakeStaffDesk();
  readonly storage = new FakeStorage();
  app: DashboardApp = this.#make();

  /** Opens an address of the app. */
  async open(path: string): Promise<void> {
    await page.viewport(1280, 800);
    history.replaceState({}, "", path);
    document.body.append(this.app);
    await this.app.updateComplete;
  }

  /** The page is loaded again: what is stored stays, everything else is new. */
  async reload(): Promise<void> {
    this.app.remove();
    this.app = this.#make();
    await this.open(location.pathname + location.search + location.hash);
  }

  leave(): void {
    this.app.remove();
    localStorage.clear();
    history.replaceState({}, "", home);
  }

  get text(): string {
    return textOf(this.app);
  }

  find(selector: string): HTMLElement {
    const found = find(this.app.renderRoot, selector);
    if (!found) throw new Error(`there is no ${selector}`);
    return found;
  }

  input(selector: string): HTMLInputElement {
    const found = this.find(selector);
    if (!(found instanceof HTMLInputElement)) throw new Error(`${selector} is no input`);
    return found;
  }

  has(selector: string): boolean {
    return find(this.app.renderRoot, selector) !== null;
  }

  /** Waits until a person can read this. */
  async sees(text: string): Promise<void> {
    await vi.waitFor(() => {
      if (!this.text.includes(text)) throw new Error(`nobody can read “${text}” in: ${this.text}`);
    }, patience);
  }

  async seesNot(text: string): Promise<void> {
    await vi.waitFor(() => {
      if (this.text.includes(text)) throw new Error(`“${text}” is still in: ${this.text}`);
    }, patience);
  }

  async press(keys: string): Promise<void> {
    await userEvent.keyboard(keys);
  }

  /** Clicks what has this role and name. */
  async click(role: "button" | "link" | "radio", name: string | RegExp): Promise<void> {
    await userEvent.click(page.getByRole(role, typeof name === "string" ? { name, exact: true } : { name }));
  }

  async fill(label: string, text: string): Promise<void> {
    await userEvent.fill(page.getByLabelText(label, { exact: true }), text);
  }

  /** Picks an option; of two selects with this label the last one, for the ticket stands after the list. */
  async choose(label: string, text: string): Promise<void> {
    await userEvent.selectOptions(page.getByLabelText(label, { exact: true }).last(), text);
  }

  #make(): DashboardApp {
    const session = new Session(createClient({ baseUrl: "", fetch: this.desk.fetch }));
    const app = document.createElement("docket-dashboard");
    // A page that changes its size moves below the pointer, and what is looked at half-way has colours that nobody sees.
    app.style.setProperty("--dk-quick", "0s");
    app.parts = {
      session,
      client: session.client,
      auth: createAuth(this.desk.fetch),
      live: new Live({ url: liveUrl(""), socket: this.desk.live.socket, patience: 200 }),
      toasts: new Toasts(),
      directory: new Directory(session.client),
      storage: () => this.storage,
      origin: "https://desk.example.com",
    };
    return app;
  }
}

/** Looks for barriers, in light and dark, wide and at 320 pixels, and gives what it found. */
export const barriers = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const [width, height] of [
    [1280, 800],
    [320, 640],
  ] as const) {
    await page.viewport(width, height);
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.setProperty("--docket-color-scheme", scheme);
      await standStill();
      const results: AxeResults = await axe.run(document.body, { rules: { region: { enabled: false } } });
      for (const { id, nodes } of results.violations) {
        found.push(...nodes.map((node) => `${id} (${scheme}, ${width}): ${node.html} ${node.failureSummary ?? ""}`));
      }
      const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      if (overflow > 0) found.push(`${overflow}px too wide at ${width}`);
    }
  }
  document.documentElement.style.removeProperty("--docket-color-scheme");
  await page.viewport(1280, 800);
  return found;
};
