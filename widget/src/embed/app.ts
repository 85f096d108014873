import { msg } from "@lit/localize";
import { define } from "../elements/define.ts";
import { buttonStyles } from "./button.styles.ts";
import type { Platform } from "./desk.ts";
import { DocketWidget } from "./docket-widget.ts";

define("docket-widget", DocketWidget);

const commands = ["open", "close", "toggle", "newTicket", "openTicket"] as const;
type Command = (typeof commands)[number];

/** Carries out one of the commands of `Docket(…)`. */
export type Run = (command: string, ...args: unknown[]) => Promise<void>;

const isCommand = (name: string): name is Command => (commands as readonly string[]).includes(name);

/** Puts the panel beside the launcher's button and ties the two together. Called by the launcher. */
export const mount = (
  root: ShadowRoot,
  button: HTMLButtonElement,
  site: string,
  api: string,
  platform: Platform = {},
): Run => {
  const widget = new DocketWidget();
  widget.popup = true;
  widget.site = site;
  widget.api = api;
  widget.platform = platform;
  const label = button.ariaLabel;

  button.ariaHasPopup = "dialog";
  button.ariaExpanded = "false";
  button.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") void widget.close();
  });
  widget.addEventListener("docket:open", () => {
    button.ariaExpanded = "true";
    button.ariaLabel = label;
  });
  widget.addEventListener("docket:close", () => {
    button.ariaExpanded = "false";
    // Only who was in the panel is brought back; nobody else loses their place on the page.
    if (root.activeElement === widget) button.focus();
  });
  widget.addEventListener("docket:news", () => {
    button.ariaLabel = `${label}: ${msg("a new answer")}`;
  });
  root.adoptedStyleSheets.push(buttonStyles);
  button.before(widget);

  return async (command, ...args) => {
    if (!isCommand(command)) throw new TypeError(`Docket has no command "${command}".`);
    if (command !== "openTicket") return widget[command]();
    const [id] = args;
    if (typeof id !== "string") throw new TypeError('Docket("openTicket", id) needs the id of a ticket.');
    return widget.openTicket(id);
  };
};
