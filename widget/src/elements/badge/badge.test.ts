import { statuses, priorities } from "@docket/core/tickets/ticket";
import { lifecycle } from "@docket/core/tickets/transitions";
import { render } from "lit";
import { afterEach, expect, test } from "vitest";
import { violations } from "../../../test/axe.ts";
import { textOf } from "../../../test/stage.ts";
import { tokens } from "../../styles/tokens.ts";
import { stageBadge } from "./stage.ts";
import { priorityBadge, statusBadge } from "./status.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens.cssText.replace(":host", ":root"));
document.adoptedStyleSheets = [sheet];
afterEach(() => document.body.replaceChildren());

test.each(["light", "dark"])("every state has words and can be read, %s", async (scheme) => {
  document.body.style.cssText = `--docket-color-scheme: ${scheme}; color-scheme: ${scheme}; background: var(--dk-surface)`;
  document.documentElement.style.setProperty("--docket-color-scheme", scheme);
  const badges = [
    ...statuses.map((status) => stageBadge(lifecycle[status].stage)),
    ...statuses.map(statusBadge),
    ...priorities.map(priorityBadge),
  ];
  const root = document.createElement("div");
  document.body.append(root);
  render(badges, root);
  await document.querySelector("docket-badge")?.updateComplete;
  for (const badge of document.querySelectorAll("docket-badge")) expect(textOf(badge).trim()).toMatch(/^[A-Z][a-z ]+$/);
  expect(await violations(root)).toEqual([]);
});
