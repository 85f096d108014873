import type { Page } from "playwright-core";

/** What a page must not have: script errors, and violations of its content security policy. */
export const watchFaults = (page: Page, faults: string[]): void => {
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Trusted/.test(message.text()))
      faults.push(message.text());
  });
};
