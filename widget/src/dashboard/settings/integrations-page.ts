import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { readAll } from "../../client/pages.ts";
import { Resource } from "../../client/resource.ts";
import "../../elements/badge/badge.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import "./channel-dialog.ts";
import { filterText, installOutcome, installText, modeText } from "./channel-text.ts";
import "./connect-dialog.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { platformText } from "./platform-text.ts";
import { settings } from "./settings.styles.ts";

/** The chats in which cards of tickets are shown. */
export class IntegrationsPage extends DeskElement {
  static override styles = [base, controls, settings];
  static override properties = { search: {} };
  /** The query of the address: `install` says how an installation ended. */
  declare search: string;

  #workspaces: Paged<IntegrationView> | null = null;
  #channels: Paged<ChannelView> | null = null;
  readonly #sites = new Resource<readonly SiteView[]>();

  constructor() {
    super();
    this.search = "";
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
    void this.desk.directory.load({ withStaff: false });
    void this.#sites.load((signal) =>
      readAll((cursor) => this.desk.client.request("GET /sites", { query: { limit: 100, cursor }, signal })),
    );
    this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }

  override render() {
    const sites = this.#sites.value ?? [];
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Integrations")}</h1>
          <p>${msg("Tickets stand as cards in Slack and Discord, and the staff work on them there.")}</p>
        </div>
        <button class="primary small" type="button" @click=${this.#connect}>${msg("Connect a chat")}</button>
      </div>
      ${this.#installed()}
      ${pagedView(
        this.desk,
        this.workspaces,
        {
          label: msg("Workspaces"),
          heading: msg("No chat is connected yet"),
          text: msg(
            "Put the token of a bot into the settings of the server; the guides to Slack and Discord lead through it. Then connect the chat here, and add the channels that shall show tickets.",
          ),
        },
        (workspace) => this.#workspace(workspace),
      )}
      ${(this.workspaces.items?.length ?? 0) > 0 ? this.#channelList() : nothing}
      <docket-connect-dialog @docket-saved=${this.#load}></docket-connect-dialog>
      <docket-channel-dialog .sites=${sites} @docket-saved=${this.#load}></docket-channel-dialog>
      <docket-confirm></docket-confirm>`;
  }

  #installed() {
    const outcome = installOutcome(this.search);
    if (outcome === null) return nothing;
    const text = installText(outcome);
    return outcome === "done"
      ? html`<p class="note" role="status">${text}</p>`
      : html`<docket-notice kind="error" text=${text}></docket-notice>`;
  }

  #workspace(workspace: IntegrationView) {
    const { name, platform } = workspace;
    return html`<div class="what">
        <strong dir="auto">${name}</strong>
        <span>${platformText(platform)}</span>
      </div>
      ${this.#health(workspace)}
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

  #needsTry({ id, state }: IntegrationView): boolean {
    const isBroken = ({ integrationId, state }: ChannelView) => integrationId === id && state === "broken";
    return state === "broken" || (this.channels.items ?? []).some(isBroken);
  }

  /** How it is, and since when and why it is not well. */
  #health({ state, reason, since }: Pick<IntegrationView, "state" | "reason" | "since">) {
    return html`<div class="facts">
      ${
        state === "active"
          ? html`<docket-badge tone="green">${msg("Works")}</docket-badge>`
          : html`<docket-badge tone="red">${msg("Broken")}</docket-badge>
              <span>${reason}</span>
              ${since ? html`<docket-time at=${since}></docket-time>` : nothing}`
      }
    </div>`;
  }

  #channelList() {
    return html`<section>
      <h2>${msg("Channels")}</h2>
      ${pagedView(
        this.desk,
        this.channels,
        {
          label: msg("Channels"),
          heading: msg("No channel yet"),
          text: msg("Add the channels that shall show tickets. A ticket is shown from its next change on."),
        },
        (channel) => this.#channel(channel),
      )}
    </section>`;
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
      ${this.#health(channel)}
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
  #fullName({ name, integrationId }: ChannelView): string {
    const all = this.workspaces.items ?? [];
    const workspace = all.length > 1 ? all.find(({ id }) => id === integrationId) : undefined;
    return workspace ? msg(str`${name} in ${workspace.name}`) : name;
  }

  async #load(): Promise<void> {
    await Promise.all([this.workspaces.load(), this.channels.load()]);
  }

  #connect(): void {
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
    await attempt(this.desk, resume, msg(str`${name} is tried again, with all that waits.`));
    await this.#load();
  }

  async #disconnect({ id, name }: IntegrationView): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg(str`Disconnect ${name}?`),
      text: msg(
        "Its channels are removed from the desk. The cards that stand there stay as they are, and nobody listens to them.",
      ),
      action: msg("Disconnect"),
    });
    if (!sure) return;
    const disconnect = () => this.desk.client.request("DELETE /integrations/{id}", { params: { id } });
    await attempt(this.desk, disconnect, msg(str`${name} is disconnected.`));
    await this.#load();
  }

  async #remove(channel: ChannelView): Promise<void> {
    const { id } = channel;
    const name = this.#fullName(channel);
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg(str`Remove ${name}?`),
      text: msg("It gets no more tickets. The cards that stand there stay as they are, and nobody listens to them."),
      action: msg("Remove the channel"),
    });
    if (!sure) return;
    const remove = () => this.desk.client.request("DELETE /channels/{id}", { params: { id } });
    await attempt(this.desk, remove, msg(str`${name} gets no more tickets.`));
    await this.#load();
  }
}

define("docket-integrations-page", IntegrationsPage);
