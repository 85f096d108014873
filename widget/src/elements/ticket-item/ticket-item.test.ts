import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { FakeDesk } from "../../../test/fake-desk.ts";
import { createClient } from "../../client/api.ts";
import "./ticket-item.ts";

afterEach(() => document.body.replaceChildren());

test("it says what it is about and how it stands, and can be chosen", async () => {
  const desk = new FakeDesk();
  const token = desk.session();
  const { id, number } = desk.ticket(token, "The <b>zip</b> is broken");
  desk.act(id, { type: "change_status", status: "waiting" });
  const client = createClient({ baseUrl: "https://desk.test", token: () => token, fetch: desk.fetch });
  const [ticket = null] = (await client.request("GET /tickets")).items;
  const item = document.createElement("docket-ticket-item");
  item.ticket = ticket;
  document.body.append(item);
  const chosen = new Promise((resolve) =>
    item.addEventListener("docket-choose", (event) => resolve((event as CustomEvent).detail), { once: true }),
  );
  const button = page.getByRole("button");
  await expect.element(button).toMatchTextContent("The <b>zip</b> is broken");
  await expect.element(button).toMatchTextContent("Waiting for you");
  await expect.element(button).toMatchTextContent(`#${number}`);
  await button.click();
  expect(await chosen).toBe(id);
});
