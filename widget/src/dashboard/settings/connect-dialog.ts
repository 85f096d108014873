import type { ChatPlatform } from "@docket/core/chat/platform";
import { chatPlatforms } from "@docket/core/chat/platform";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, problemText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { dialog } from "../app/dialog.styles.ts";
import { textOf } from "../app/form.ts";
import { platformText } from "./platform-text.ts";

/** Connects a workspace, or leads to Slack to install the app there. Fires `docket-saved`. */
export class ConnectDialog extends DeskElement {
  static override styles = [base, controls, dialog];
  static override properties = {
    platform: { state: true },
    installUrl: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  declare platform: ChatPlatform;
  /** Where Slack asks whether the app may come in. */
  declare installUrl: string;
  declare problem: string;
  declare busy: boolean;
  declare opened: number;
  #key = "";

  constructor() {
    super();
    this.platform = "slack";
    this.installUrl = "";
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  async open(): Promise<void> {
    this.platform = "slack";
    this.#begin();
    this.opened += 1;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  #begin(): void {
    this.installUrl = "";
    this.problem = "";
    this.#renewKey();
  }

  /** What was asked is another thing now. What the last answer said stays: it may say what to write. */
  #renewKey(): void {
    this.#key = crypto.randomUUID();
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      ${this.opened > 0 ? keyed(this.opened, this.#form()) : nothing}
    </dialog>`;
  }

  #form() {
    const name = platformText(this.platform);
    return html`<form novalidate @submit=${this.#connect} @input=${this.#renewKey}>
      <header>
        <h2 id="heading">${msg("Connect a chat")}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      <div class="field">
        <label for="platform">${msg("Chat")}</label>
        <select id="platform" name="platform" @change=${this.#choose}>
          ${chatPlatforms.map((platform) => html`<option value=${platform}>${platformText(platform)}</option>`)}
        </select>
      </div>
      <p>
        ${msg(str`The token of the bot stands in the settings of the server. The guide to ${name} says how to get it.`)}
      </p>
      <div class="field">
        <label for="workspace">${this.platform === "slack" ? msg("Workspace") : msg("Server")}</label>
        <input id="workspace" name="workspace" autocomplete="off" maxlength="64" aria-describedby="workspace-hint" />
        <span class="hint" id="workspace-hint">${msg("Its id. Needed only when the bot is in several.")}</span>
      </div>
      ${this.platform === "slack" ? this.#installation() : nothing}
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Connect")}</button>
      </div>
    </form>`;
  }

  /** Without a token in the settings the app is installed into each workspace. */
  #installation() {
    return html`<p role="status">
      ${
        this.installUrl
          ? html`<a href=${this.installUrl}>${msg("Go on at Slack")}</a>`
          : html`<button class="small" type="button" ?disabled=${this.busy} @click=${this.#install}>
              ${msg("Install the app instead…")}
            </button>`
      }
    </p>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.platform = chatPlatforms.find((platform) => platform === value) ?? "slack";
    this.#begin();
  }

  async #connect(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const workspaceId = textOf(event.target as HTMLFormElement, "workspace");
    const body = { platform: this.platform, ...(workspaceId && { workspaceId }) };
    await this.#ask(async () => {
      const { name } = await this.desk.client.request("POST /integrations", { body, idempotencyKey: this.#key });
      this.desk.toasts.done(msg(str`${name} is connected.`));
      this.#close();
      this.dispatchEvent(new CustomEvent("docket-saved"));
    });
  }

  async #install(): Promise<void> {
    await this.#ask(async () => {
      this.installUrl = (await this.desk.client.request("POST /integrations/slack/install")).url;
    });
  }

  async #ask(deed: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = `${problemText(error)}${error.problem.code === "integration.not_configured" ? ` ${this.#setUp()}` : ""}`;
    } finally {
      this.busy = false;
    }
  }

  /** What to put into the settings of the server, and where it is explained. */
  #setUp(): string {
    return this.platform === "slack"
      ? msg(
          "Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for several workspaces: docs/slack.md says where they are.",
        )
      : msg("Set DISCORD_TOKEN: docs/discord.md says where it is.");
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

define("docket-connect-dialog", ConnectDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-connect-dialog": ConnectDialog;
  }
}
