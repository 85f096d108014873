import type { LitElement } from "lit";

/**
 * Does again what failed. When that takes away the button that was pressed, the focus goes to what `next` selects beside
 * it: the heading of a page if nothing else is said.
 */
export const retry = async (event: Event, deed: () => Promise<unknown>, next = "h1"): Promise<void> => {
  const pressed = event.currentTarget as HTMLElement;
  const root = pressed.getRootNode() as ShadowRoot;
  await deed();
  await (root.host as LitElement).updateComplete;
  if (!pressed.isConnected) root.querySelector<HTMLElement>(next)?.focus();
};
