import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { isSignedOut, readingText } from "../../client/api.ts";
import { readAll } from "../../client/pages.ts";
import { Resource } from "../../client/resource.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { retry } from "../app/retry.ts";
import "./channel-dialog.ts";
import { filterText, modeText } from "./channel-text.ts";
import { setUpText } from "./chat-text.ts";
import { Chats } from "./chats.ts";
import "./connect-dialog.ts";
import { channelHealth, healthView } from "./health-view.ts";
import { styles } from "./integrations-page.styles.ts";
import type { InstallOutcome } from "./install-text.ts";
import { installOutcome, installText, lacksChannels } from "./install-text.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { platformText } from "./platform-text.ts";
import { disconnectQuestion, removeQuestion } from "./removal-text.ts";
import { settings } from "./settings.styles.ts";

/** The chats in which cards of tickets are shown. */
export class IntegrationsPage extends DeskElement {
  static override styles = [base, controls, settings, styles];
  static override properties = { search: {}, installed: { state: true } };
  /** The query of the address: `install` says how an installation ended. */
  declare search: string;
  /** What it said, which the address does not keep: it is told once. */
  declare installed: InstallOutcome | null;

  #chats: Chats | null = null;
  #workspaces: Paged<IntegrationView> | null = null;
  #channels: Paged<ChannelView> | null = null;
  readonly #sites = new Resource<readonly SiteView[]>();

  constructor() {
    super();
    this.search = "";
    this.installed = null;
  }

  get chats(): Chats {
    return (this.#chats ??= new Chats(this.desk.client));
  }

  get workspaces(): Paged<IntegrationView> {
    return (this.#workspaces ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /integrations", { query: { limit: 50, cursor }, signal }),
    ));
  }

  get channels(): Paged<ChannelView> {
    return (this.#channels ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /channels", { query: { limit: 50, cursor }, signal }),
    ));
  }

  protected override firstUpdated(): void {
    void this.#load();
    void this.#loadChoices();
    void this.chats.load();
    if (this.installed === null) focusHeading(this);
  }

  protected override willUpdate(): void {
    const outcome = installOutcome(this.search);
    if (outcome !== null) this.installed = outcome;
  }

  protected override updated(): void {
    if (installOutcome(this.search) === null) return;
    this.renderRoot.querySelector<HTMLElement>("#installed")?.focus();
    queueMicrotask(() => this.desk.navigate(location.pathname, { replace: true }));
  }

  override render() {
    const sites = this.#sites.value ?? [];
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Integrations")}</h1>
          <p>${msg("Tickets appear as cards in Slack and Discord, and staff can work on them there.")}</p>
        </div>
        <button class="primary small" type="button" @click=${this.#connect}>${msg("Connect a chat")}</button>
      </div>
      ${this.#outcome()}
      ${pagedView(
        this.desk,
        this.workspaces,
        {
          label: msg("Workspaces"),
          heading: msg("No chat is connected yet"),
          text: setUpText(this.chats.usable),
        },
        (workspace) => this.#workspace(workspace),
      )}
      ${(this.workspaces.items?.length ?? 0) > 0 ? this.#channelList() : nothing}
      <docket-connect-dialog .chats=${this.chats} @docket-saved=${this.#load}></docket-connect-dialog>
      <docket-channel-dialog
        .sites=${sites}
        @docket-saved=${this.#load}
        @docket-newer=${this.#load}
      ></docket-channel-dialog>
      <docket-confirm></docket-confirm>`;
  }

  #outcome() {
    const { installed } = this;
    if (installed === null) return nothing;
    const text = installText(installed);
    const next = lacksChannels(this.workspaces, this.channels)
      ? msg("Now add the channels in which cards shall be shown.")
      : nothing;
    return html`<div id="installed" tabindex="-1">
      ${
        installed === "done"
          ? html`<p class="done">${text} ${next}</p>`
          : html`<docket-notice kind="error" text=${text}></docket-notice>`
      }
    </div>`;
  }

  #workspace(workspace: IntegrationView) {
    const { name, platform } = workspace;
    return html`<div class="what">
        <strong dir="auto">${name}</strong>
        <span>${platformText(platform)}</span>
      </div>
      ${healthView(workspace)}
      <div class="actions">
        <button
          class="small"
          type="button"
          aria-label=${msg(str`Add a channel of ${name}`)}
          @click=${() => this.#add(workspace)}
        >
          ${msg("Add a channel")}
        </button>
        ${
          this.#needsTry(workspace)
            ? html`<button
                class="small"
                type="button"
                aria-label=${msg(str`Try again: ${name}`)}
                @click=${() => this.#resume(workspace)}
              >
                ${msg("Try again")}
              </button>`
            : nothing
        }
        <button
          class="small quiet danger"
          type="button"
          aria-label=${msg(str`Disconnect ${name}`)}
          @click=${() => this.#disconnect(workspace)}
        >
          ${msg("Disconnect…")}
        </button>
      </div>`;
  }

  #needsTry({ id, state, directs }: IntegrationView): boolean {
    const isBroken = ({ integrationId, state }: ChannelView) => integrationId === id && state === "broken";
    return state === "broken" || directs.state === "broken" || (this.channels.items ?? []).some(isBroken);
  }

  #channelList() {
    return html`<section>
      <h2>${msg("Channels")}</h2>
      ${this.#choicesMissing()}
      ${pagedView(
        this.desk,
        this.channels,
        {
          label: msg("Channels"),
          heading: msg("No channel yet"),
          text: msg("Add the channels that should show tickets. A ticket appears there when it next changes."),
        },
        (channel) => this.#channel(channel),
      )}
    </section>`;
  }

  /** Without the sites and categories channels show ids in place of names, and not all can be chosen. */
  #choicesMissing() {
    const error = this.#sites.error ?? this.desk.directory.error;
    if (error === undefined || isSignedOut(error)) return nothing;
    return html`<docket-notice
      kind="error"
      text=${msg(str`The sites and categories could not be read. ${readingText(error)}`)}
      action=${msg("Try again")}
      @docket-action=${(event: Event) => retry(event, () => this.#loadChoices())}
    ></docket-notice>`;
  }

  #channel(channel: ChannelView) {
    const { platform, kind } = channel;
    const name = this.#fullName(channel);
    const siteName = (id: string) => this.#sites.value?.find((site) => site.id === id)?.name ?? id;
    return html`<div class="what">
        <strong dir="auto">${name}</strong>
        <span
          >${kind === "forum" ? msg(str`${platformText(platform)} forum`) : platformText(platform)} ·
          ${modeText(channel.mode)}</span
        >
        <span>${filterText(channel, this.desk.directory, siteName)}</span>
      </div>
      ${channelHealth(channel, this.#workspaceOf(channel))}
      <div class="actions">
        <button class="small" type="button" aria-label=${msg(str`Edit ${name}`)} @click=${() => this.#edit(channel)}>
          ${msg("Edit")}
        </button>
        <button
          class="small quiet danger"
          type="button"
          aria-label=${msg(str`Remove ${name}`)}
          @click=${() => this.#remove(channel)}
        >
          ${msg("Remove…")}
        </button>
      </div>`;
  }

  /** Two workspaces may call a channel alike. */
  #fullName(channel: ChannelView): string {
    const isOneOfSeveral = (this.workspaces.items?.length ?? 0) > 1;
    const workspace = isOneOfSeveral ? this.#workspaceOf(channel) : undefined;
    return workspace ? msg(str`${channel.name} in ${workspace.name}`) : channel.name;
  }

  #workspaceOf({ integrationId }: ChannelView): IntegrationView | undefined {
    return this.workspaces.items?.find(({ id }) => id === integrationId);
  }

  async #load(): Promise<void> {
    await Promise.all([this.workspaces.load(), this.channels.load()]);
  }

  async #loadChoices(): Promise<void> {
    await Promise.all([
      this.desk.directory.load({ withStaff: false }),
      this.#sites.load((signal) =>
        readAll((cursor) => this.desk.client.request("GET /sites", { query: { limit: 100, cursor }, signal })),
      ),
    ]);
  }

  /** Does something after which the button that was pressed may be gone. */
  async #change(deed: () => Promise<unknown>, done: string): Promise<void> {
    const isDone = await attempt(this.desk, deed, done);
    await this.#load();
    if (isDone) focusHeading(this);
  }

  #connect(): void {
    this.installed = null;
    void this.renderRoot.querySelector("docket-connect-dialog")?.open();
  }

  #add(workspace: IntegrationView): void {
    void this.renderRoot.querySelector("docket-channel-dialog")?.add(workspace);
  }

  #edit(channel: ChannelView): void {
    void this.renderRoot.querySelector("docket-channel-dialog")?.edit(channel);
  }

  async #resume({ id, name }: IntegrationView): Promise<void> {
    const resume = () => this.desk.client.request("POST /integrations/{id}/resume", { params: { id } });
    await this.#change(resume, msg(str`${name} is tried again, with all that waits.`));
  }

  async #disconnect(workspace: IntegrationView): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask(disconnectQuestion(workspace));
    if (!sure) return;
    const { id, name } = workspace;
    const disconnect = () => this.desk.client.request("DELETE /integrations/{id}", { params: { id } });
    await this.#change(disconnect, msg(str`${name} is disconnected.`));
  }

  async #remove(channel: ChannelView): Promise<void> {
    const question = removeQuestion(channel, this.#workspaceOf(channel));
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask(question);
    if (!sure) return;
    const name = this.#fullName(channel);
    const remove = () => this.desk.client.request("DELETE /channels/{id}", { params: { id: channel.id } });
    await this.#change(remove, msg(str`${name} gets no more tickets.`));
  }
}

define("docket-integrations-page", IntegrationsPage);
