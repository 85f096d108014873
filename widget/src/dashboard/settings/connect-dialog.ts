import type { ChatPlatform } from "@docket/core/chat/platform";
import { chatPlatforms } from "@docket/core/chat/platform";
import type { ChatView, WorkspaceView } from "@docket/core/contract/integration";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import type { ApiError } from "../../client/api.ts";
import { readingText } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { textOf } from "../app/form.ts";
import { retry } from "../app/retry.ts";
import type { Chats } from "./chats.ts";
import { settingsText, workspaceName } from "./chat-text.ts";
import { styles } from "./connect-dialog.styles.ts";
import { FormDialog } from "./form-dialog.ts";
import { platformText } from "./platform-text.ts";

/** Where to go on when the button that was pressed is gone. */
const next = "#platform";

/** Connects a workspace, or leads to Slack to install the app there. Fires `docket-saved`. */
export class ConnectDialog extends FormDialog {
  static override styles = [FormDialog.styles, styles];
  static override properties = {
    chats: { attribute: false },
    chosen: { state: true },
    installUrl: { state: true },
  };
  declare chats: Chats;
  /** Null until somebody chooses: then it is one that can be connected. */
  declare chosen: ChatPlatform | null;
  /** Where Slack asks whether the app may come in. */
  declare installUrl: string;

  constructor() {
    super();
    this.chosen = null;
    this.installUrl = "";
  }

  async open(): Promise<void> {
    this.#choose(null);
    void this.chats.look(null);
    await this.show();
    await this.#read();
  }

  protected override heading(): string {
    return msg("Connect a chat");
  }

  protected override submitText(): string | null {
    return this.#workspaces().length > 0 ? msg("Connect") : null;
  }

  get #platform(): ChatPlatform {
    return this.chosen ?? this.chats.usable?.[0]?.platform ?? "slack";
  }

  get #chat(): ChatView | undefined {
    return this.chats.usable?.find(({ platform }) => platform === this.#platform);
  }

  #workspaces(): readonly WorkspaceView[] {
    return this.chats.workspaces.value ?? [];
  }

  protected override fields(): TemplateResult {
    return html`<div class="field">
        <label for="platform">${msg("Chat")}</label>
        <select id="platform" name="platform" @change=${this.#change}>
          ${chatPlatforms.map(
            (platform) =>
              html`<option value=${platform} ?selected=${platform === this.#platform}>
                ${platformText(platform)}
              </option>`,
          )}
        </select>
      </div>
      ${this.#ways()}`;
  }

  /** The ways in which this chat can be connected. */
  #ways() {
    const { usable, error } = this.chats;
    if (!usable) return error === undefined ? this.#waiting() : this.#failure(error, () => this.#read());
    const chat = this.#chat;
    if (!chat) {
      const name = platformText(this.#platform);
      return html`<p>
        ${msg(str`${name} is not in the settings of the server yet.`)} ${settingsText(this.#platform)}
      </p>`;
    }
    return html`${chat.canConnect ? this.#choice() : nothing} ${chat.canInstall ? this.#installation(chat) : nothing}`;
  }

  #choice() {
    const { value, error } = this.chats.workspaces;
    if (error !== undefined) return this.#failure(error, () => this.#look());
    if (!value) return this.#waiting();
    const slack = this.#platform === "slack";
    if (value.length === 0) {
      return html`<p>
          ${
            slack
              ? msg("Docket’s bot is in no workspace yet. Install the app in Slack first.")
              : msg("Docket’s bot is in no server yet. Invite it first: docs/discord.md says how.")
          }
        </p>
        <button class="small" type="button" @click=${(event: Event) => retry(event, () => this.#look(), next)}>
          ${msg("Check again")}
        </button>`;
    }
    const fresh = value.find(({ integrationId }) => integrationId === null) ?? value[0];
    return html`<div class="field">
      <label for="workspaceId">${slack ? msg("Workspace") : msg("Server")}</label>
      <select
        id="workspaceId"
        name="workspaceId"
        aria-invalid=${"workspaceId" in this.errors}
        aria-describedby="workspaceId-hint workspaceId-error"
      >
        ${value.map(
          (workspace) =>
            html`<option value=${workspace.workspaceId} ?selected=${workspace === fresh}>
              ${workspaceName(workspace, value)}
            </option>`,
        )}
      </select>
      <span class="hint" id="workspaceId-hint"
        >${slack ? msg("Where the app is installed.") : msg("Where the bot is. Invite it to see more.")}</span
      >
      ${this.errorOf("workspaceId")}
    </div>`;
  }

  /** With an app of its own the desk gets into any workspace, whether it has the token of one or not. */
  #installation({ canConnect }: ChatView) {
    return html`<div class="install">
      <p>
        ${
          canConnect
            ? msg("The app can be installed into another workspace: you choose it at Slack, and come back.")
            : msg("The settings have no token of one workspace. You choose a workspace at Slack, and come back.")
        }
      </p>
      ${
        this.installUrl
          ? html`<a href=${this.installUrl}>${msg("Go on at Slack")}</a>`
          : html`<button class="small" type="button" aria-disabled=${this.busy} @click=${this.#install}>
              ${msg("Install the app instead…")}
            </button>`
      }
    </div>`;
  }

  #waiting() {
    return html`<docket-notice kind="loading"></docket-notice>`;
  }

  #failure(error: unknown, again: () => Promise<void>) {
    return html`<docket-notice
      kind="error"
      text=${readingText(error)}
      action=${msg("Try again")}
      @docket-action=${(event: Event) => retry(event, again, next)}
    ></docket-notice>`;
  }

  #change(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.#choose(chatPlatforms.find((platform) => platform === value) ?? null);
    void this.#look();
  }

  #choose(platform: ChatPlatform | null): void {
    this.chosen = platform;
    this.installUrl = "";
    this.problem = "";
    this.errors = {};
  }

  async #read(): Promise<void> {
    await this.chats.load();
    await this.#look();
  }

  async #look(): Promise<void> {
    await this.chats.look(this.#chat?.canConnect ? this.#platform : null);
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const body = { platform: this.#platform, workspaceId: textOf(form, "workspaceId") };
    const { name } = await this.desk.client.request("POST /integrations", { body, idempotencyKey: this.key });
    this.saved(msg(str`${name} is connected.`));
  }

  async #install(): Promise<void> {
    await this.ask(async () => {
      this.installUrl = (await this.desk.client.request("POST /integrations/slack/install")).url;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(".install a")?.focus();
    });
  }

  /** The settings are others than they were when the dialog opened: what it offers is read again. */
  protected override async refused(error: ApiError): Promise<void> {
    await super.refused(error);
    if (error.problem.code === "integration.not_configured") await this.#read();
  }
}

define("docket-connect-dialog", ConnectDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-connect-dialog": ConnectDialog;
  }
}
