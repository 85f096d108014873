import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { styles } from "./connection.styles.ts";
import { DeskElement } from "./desk.ts";

/** Says when the desk has not been heard of for a while: what stands on the page may be old. */
export class Connection extends DeskElement {
  static override styles = [base, styles];

  override render() {
    return html`<div role="status">
      ${this.desk.live.lost.get() ? html`<p>${msg("Not connected: what you see may be old. Trying again …")}</p>` : nothing}
    </div>`;
  }
}

define("docket-connection", Connection);
