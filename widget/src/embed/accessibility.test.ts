import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { violations } from "../../test/axe.ts";
import { Stage, find } from "../../test/stage.ts";
import "./app.ts";

let stage: Stage;

const button = (name: string) => page.getByRole("button", { name });
const heading = (name: string) => page.getByRole("heading", { name });
const attach = (): void => {
  const field = find<HTMLElementTagNameMap["docket-file-field"]>(document, "docket-file-field");
  field?.take([new File(["x".repeat(2000)], "a-photo-with-a-name-that-is-rather-long.jpg"), new File([], "void.txt")]);
};

/** Each state of the panel: how to get there, and what is to be seen then. */
const states: Readonly<Record<string, () => Promise<void>>> = {
  loading: async () => {
    const fetch = () => new Promise<Response>(() => undefined);
    stage.widget.platform = { ...stage.widget.platform, fetch };
    await stage.open();
    await expect.element(page.getByRole("status")).toBeInTheDocument();
  },
  "not reachable": async () => {
    stage.desk.offline = true;
    await stage.open();
    await expect.element(page.getByRole("alert")).toBeVisible();
  },
  "a new ticket": async () => {
    await stage.open();
    await expect.element(heading("How can we help?")).toBeVisible();
    attach();
    await expect.element(page.getByText("void.txt is empty.")).toBeVisible();
  },
  "a new ticket with marked fields": async () => {
    stage.returning();
    await stage.open();
    await page.getByLabelText("What is it about?").selectOptions("An order");
    await page.getByLabelText("Subject").fill(" ");
    await page.getByLabelText("Message").fill("Hello");
    await button("Send").click();
    await expect.element(page.getByText("The subject must not be empty.")).toBeVisible();
  },
  "the list": async () => {
    const token = stage.returning();
    for (const status of ["waiting", "resolved", "cancelled", "in_progress"] as const) {
      const { id } = stage.desk.ticket(token, `A ticket that is ${status}`);
      stage.desk.act(id, { type: "change_status", status });
    }
    stage.desk.ticket(token, "A-title-without-a-single-space-in-it-that-is-far-wider-than-the-panel-of-the-widget");
    await stage.open();
    await expect.element(heading("Your requests")).toBeVisible();
  },
  "a list without tickets": async () => {
    stage.returning();
    await stage.open();
    await button("Get a code by email").click();
    await page.getByLabelText("Your email").fill("nobody@example.com");
    await button("Send me a code").click();
    await page.getByLabelText("Code").fill(stage.desk.code);
    await button("Show my requests").click();
    await expect.element(page.getByText("Nothing here yet")).toBeVisible();
  },
  "a conversation with a reply that failed": async () => {
    const { id } = stage.desk.ticket(stage.returning(), "The zip is broken", `See ${"https://example.com/".repeat(8)}`);
    stage.desk.answer(id, "Hello Mia,\n\nplease read https://example.com/zips first.");
    await stage.open();
    await stage.widget.openTicket(id);
    await page.getByLabelText("Write a reply").fill("Here is a photo.");
    attach();
    stage.desk.offline = true;
    await button("Send").click();
    await expect.element(button("Try again")).toBeVisible();
  },
  "a solved ticket": async () => {
    const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
    stage.desk.act(id, { type: "resolve" });
    await stage.open();
    await stage.widget.openTicket(id);
    await expect.element(button("It is not solved")).toBeVisible();
  },
  "the question before cancelling": async () => {
    const { id } = stage.desk.ticket(stage.returning(), "The zip is broken");
    await stage.open();
    await stage.widget.openTicket(id);
    await button("Cancel request").click();
    await expect.element(page.getByRole("dialog", { name: "Cancel this request?" })).toBeVisible();
  },
  "the way back": async () => {
    await stage.open();
    await button("Get a code by email").click();
    await expect.element(heading("Find your requests")).toBeVisible();
  },
  "the code": async () => {
    await stage.open();
    await button("Get a code by email").click();
    await page.getByLabelText("Your email").fill("mia@example.com");
    await button("Send me a code").click();
    await page.getByLabelText("Code").fill("111111");
    await button("Show my requests").click();
    await expect.element(page.getByRole("alert")).toBeVisible();
  },
};

beforeEach(() => {
  stage = new Stage();
});
afterEach(async () => {
  stage.leave();
  document.documentElement.removeAttribute("style");
  document.documentElement.dir = "";
  await page.viewport(414, 896);
});

const shapes = [
  { scheme: "light", width: 1000 },
  { scheme: "dark", width: 1000 },
  { scheme: "light", width: 320 },
  { scheme: "dark", width: 320 },
] as const;

for (const { scheme, width } of shapes) {
  test.each(Object.entries(states))(`${scheme}, ${width} px: %s`, async (_, reach) => {
    await page.viewport(width, 700);
    document.documentElement.style.setProperty("--docket-color-scheme", scheme);
    await reach();
    expect(await violations(stage.widget)).toEqual([]);
    const [panel, scroll] = [find(document, ".panel"), find(document, ".scroll")];
    expect(panel?.getBoundingClientRect().right).toBeLessThanOrEqual(width);
    expect(panel?.scrollWidth).toBeLessThanOrEqual(panel?.clientWidth ?? 0);
    expect(scroll?.scrollWidth ?? 0).toBeLessThanOrEqual(scroll?.clientWidth ?? 0);
  });
}

test("from right to left everything is mirrored: the panel stands at the other edge", async () => {
  await page.viewport(1000, 700);
  document.documentElement.dir = "rtl";
  await states["a solved ticket"]?.();
  expect(find(document, ".panel")?.getBoundingClientRect().left).toBe(20);
  expect(await violations(stage.widget)).toEqual([]);
});

test("every field is large enough that phones do not zoom in", async () => {
  await stage.open();
  await expect.element(heading("How can we help?")).toBeVisible();
  const fields = page.getByRole("textbox").elements();
  expect(fields.length).toBeGreaterThan(3);
  for (const field of fields) expect(Number.parseFloat(getComputedStyle(field).fontSize)).toBeGreaterThanOrEqual(16);
});
