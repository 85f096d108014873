import { expect } from "vitest";
import { page } from "vitest/browser";
import type { Stage } from "./stage.ts";
import { find } from "./stage.ts";

export const button = (name: string | RegExp) => page.getByRole("button", { name });
export const heading = (name: string) => page.getByRole("heading", { name });
export const reply = () => page.getByLabelText("Write a reply");
/** The tickets of the list. */
export const items = () => page.getByRole("listitem").getByRole("button");
export const networkComesBack = () => dispatchEvent(new Event("online"));

export const fillIn = async (title = "The zip is broken"): Promise<void> => {
  await page.getByLabelText("Your name").fill("Mia Brandt");
  await page.getByLabelText("Your email").fill("mia@example.com");
  await page.getByLabelText("What is it about?").selectOptions("Return or exchange");
  await page.getByLabelText("Subject").fill(title);
  await page.getByLabelText("Message").fill("After one night.");
};

export const attach = (name: string): void => {
  const field = find<HTMLElementTagNameMap["docket-file-field"]>(document, "docket-file-field");
  field?.take([new File(["x"], name)]);
};

/** A visitor who is back, with one ticket, looking at it. */
export const atTicket = async (stage: Stage): Promise<string> => {
  const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
  await stage.open();
  await stage.widget.openTicket(id);
  await expect.element(heading("The zip is broken")).toBeVisible();
  return id;
};
