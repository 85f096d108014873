import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { hasFocus, focused } from "../../../test/stage.ts";
import type { FilledTicket, TicketForm } from "./ticket-form.ts";
import "./ticket-form.ts";

const categories = [
  { id: "order", name: "An order" },
  { id: "other", name: "Something else" },
];

const show = (set: Partial<TicketForm> = {}) => {
  const form = Object.assign(document.createElement("docket-ticket-form"), { categories, ...set });
  const sent: FilledTicket[] = [];
  form.addEventListener("docket-send", (event) => sent.push((event as CustomEvent<FilledTicket>).detail));
  document.body.append(form);
  return { form, sent };
};

const send = () => page.getByRole("button", { name: "Send" }).click();

const fill = async (): Promise<void> => {
  await page.getByLabelText("What is it about?").selectOptions("Something else");
  await page.getByLabelText("Subject").fill("The zip");
  await page.getByLabelText("Message").fill("It broke.");
};

afterEach(() => document.body.replaceChildren());

test("a visitor who is not known says who they are", async () => {
  const { sent } = show();
  await page.getByLabelText("Your name").fill("Mia");
  await page.getByLabelText("Your email").fill("mia@example.com");
  await fill();
  await send();
  const contact = { name: "Mia", email: "mia@example.com" };
  expect(sent).toEqual([{ ...contact, category: "other", title: "The zip", description: "It broke.", uploads: [] }]);
});

test.each(["jörg@example.org", "mailto:sam@example.org", " Sam <sam@example.org> "])(
  "the desk, and not the browser, judges the address %j",
  async (email) => {
    const { sent } = show();
    await page.getByLabelText("Your name").fill("Sam");
    await page.getByLabelText("Your email").fill(email);
    await fill();
    await send();
    expect(sent).toMatchObject([{ email }]);
  },
);

test("a person who is known is not asked again", async () => {
  const { sent } = show({ contact: { name: "Mia", email: "mia@example.com" } });
  expect(page.getByLabelText("Your name").query()).toBeNull();
  await fill();
  await send();
  expect(sent[0]).toMatchObject({ name: "Mia", email: "mia@example.com" });
});

test.each(["What is it about?", "Subject", "Message", "Your name", "Your email"])("%s is needed", async (label) => {
  const draft = {
    name: "Mia",
    email: "mia@example.com",
    title: "The zip",
    description: "It broke.",
    category: "order",
  };
  const { form, sent } = show({ draft });
  await form.updateComplete;
  const control = page.getByLabelText(label);
  if (control.element() instanceof HTMLSelectElement) await control.selectOptions("");
  else await control.fill("");
  await send();
  expect(sent).toEqual([]);
  expect(focused()).toBe(control.element());
});

test("a field stays as high as it is when the one beside it is wrong", async () => {
  const { form } = show();
  form.style.inlineSize = "480px";
  const height = () => page.getByLabelText("Your email").element().getBoundingClientRect().height;
  await form.updateComplete;
  const before = height();
  form.errors = { name: "Please write a name that is shorter than this one is." };
  await form.updateComplete;
  await expect.element(page.getByLabelText("Your name")).toHaveAccessibleDescription(/^Please write/);
  expect(height()).toBe(before);
});

test("a file may come in place of the message", async () => {
  const { form, sent } = show({ contact: { name: "Mia", email: "mia@example.com" } });
  await fill();
  await page.getByLabelText("Message").fill("");
  form.renderRoot.querySelector("docket-file-field")?.take([new File(["x"], "photo.png")]);
  await form.updateComplete;
  await send();
  expect(sent).toMatchObject([{ title: "The zip", description: "", uploads: [{ name: "photo.png" }] }]);
});

test("what the desk found wrong stands at the field, and the first such field has the keyboard", async () => {
  const { form } = show({ contact: { name: "Mia", email: "mia@example.com" } });
  form.errors = { title: "must not be empty" };
  const subject = page.getByLabelText("Subject");
  await expect.element(subject).toHaveAttribute("aria-invalid", "true");
  await expect.element(subject).toHaveAccessibleDescription("must not be empty");
  await expect.poll(hasFocus(subject)).toBe(true);
  await expect.element(page.getByLabelText("Message")).toHaveAttribute("aria-invalid", "false");
});

test("a draft fills the fields, the type of request too, and clear empties them", async () => {
  const { form } = show({ draft: { title: "The zip", category: "other" } });
  await expect.element(page.getByLabelText("Subject")).toHaveValue("The zip");
  await expect.element(page.getByLabelText("What is it about?")).toHaveValue("other");
  form.clear();
  await expect.element(page.getByLabelText("Subject")).toHaveValue("");
  await expect.element(page.getByLabelText("What is it about?")).toHaveValue("");
});
