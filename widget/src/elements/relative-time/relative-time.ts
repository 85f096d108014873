import { LitElement, html } from "lit";
import { fullTime, relativeTime } from "../../locales/dates.ts";
import { define } from "../define.ts";

const shown = new Set<RelativeTime>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** `<docket-time at="2025-11-21T08:15:00.000Z">`: how long ago, kept true by one timer for all of them. */
export class RelativeTime extends LitElement {
  static override properties = { at: { type: String } };
  declare at: string;

  constructor() {
    super();
    this.at = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
    ticking ??= setInterval(() => shown.forEach((element) => element.requestUpdate()), 30_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown.delete(this);
    if (shown.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  override render() {
    const at = new Date(this.at);
    return html`<time datetime=${this.at} title=${fullTime(at)}>${relativeTime(at, Date.now())}</time>`;
  }
}

define("docket-time", RelativeTime);

declare global {
  interface HTMLElementTagNameMap {
    "docket-time": RelativeTime;
  }
}
