import type { Run } from "./app.ts";

type Docket = ((command: string, ...args: unknown[]) => Promise<unknown>) & {
  /** The launcher's element, once it is there. */
  host?: Element;
  /** Calls that were made before. */
  q?: [string, ...unknown[]][];
};

declare global {
  interface Window {
    Docket?: Docket;
  }
}

interface App {
  mount(root: ShadowRoot, button: HTMLButtonElement, site: string, api: string): Run;
}

/**
 * Draws the button and defines `Docket(…)`. The app behind it is loaded on the first sign that somebody wants
 * it. What is written here is all that a page pays for while the widget is closed, so every byte counts.
 */
export const launch = (script: HTMLScriptElement, load: (desk: string) => Promise<App>): void => {
  const early = window.Docket;
  // A page may carry the script twice, and navigation without reload runs it again.
  if (early?.host) return;

  const { dataset } = script;
  const desk = new URL(script.src).origin;
  const host = document.createElement("docket-launcher");
  const root = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const sheet = new CSSStyleSheet();
  const ignore = () => {};
  let app: Promise<Run> | undefined;

  const run = () =>
    (app ??= load(desk)
      .then(({ mount }) => mount(root, button, dataset["site"] ?? "", desk))
      .catch((error) => {
        app = undefined;
        throw error;
      }));
  const attach = () => {
    const { body } = document;
    if (!body || host.isConnected) return;
    body.append(host);
    swaps.observe(body, { childList: true });
  };
  const swaps = new MutationObserver(attach);

  const docket: Docket = async (command, ...args) => {
    if (command === "on") return host.addEventListener(`docket:${args[0] as string}`, args[1] as EventListener);
    if (command !== "destroy") return (await run())(command, ...args);
    swaps.disconnect();
    host.remove();
    return void delete window.Docket;
  };

  sheet.replaceSync(
    ":host{all:initial!important}button{all:unset;position:fixed;inset-block-end:0;inset-inline-end:0;margin:var(--docket-offset,20px);z-index:var(--docket-z-index,2147483000);color-scheme:var(--docket-color-scheme,light dark);padding:13px;border:1px solid transparent;border-radius:50%;background:var(--docket-accent,light-dark(#0b6462,#6fd0c8));color:var(--docket-on-accent,light-dark(#fff,#06211f));box-shadow:0 4px 20px #0005;cursor:pointer}button:focus-visible{outline:3px solid;outline-offset:-6px}button:before{content:'';display:block;width:28px;height:28px;background:currentcolor;forced-color-adjust:none;clip-path:path('M5 3h18a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3H13l-6 5v-5H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z')}@media print{button{display:none}}",
  );
  root.adoptedStyleSheets = [sheet];
  button.part = "button";
  button.ariaLabel = dataset["label"] ?? "Help";
  button.onpointerenter = button.onfocus = () => run().catch(ignore);
  button.onclick = () => docket("toggle").catch(ignore);
  // Without a site there is no button: the script only brings <docket-widget> for use inside the page.
  if (dataset["site"]) root.append(button);
  else run().catch(ignore);

  docket.host = host;
  window.Docket = docket;
  swaps.observe(document.documentElement, { childList: true });
  attach();
  for (const call of early?.q ?? []) docket(...call).catch(ignore);
};
