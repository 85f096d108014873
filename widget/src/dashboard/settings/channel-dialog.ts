import { channelModes } from "@docket/core/chat/platform";
import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { priorities } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, problemText } from "../../client/api.ts";
import { priorityText } from "../../elements/badge/status.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { dialog } from "../app/dialog.styles.ts";
import type { FieldErrors } from "../app/form.ts";
import { check, focusFirstError, textOf } from "../app/form.ts";
import { styles } from "./channel-dialog.styles.ts";
import { modeText } from "./channel-text.ts";
import { platformText } from "./platform-text.ts";

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** Adds a channel, or changes which tickets it gets. Fires `docket-saved`. */
export class ChannelDialog extends DeskElement {
  static override styles = [base, controls, dialog, styles];
  static override properties = {
    sites: { attribute: false },
    channel: { state: true },
    workspace: { state: true },
    errors: { state: true },
    problem: { state: true },
    busy: { state: true },
    opened: { state: true },
  };
  declare sites: readonly SiteView[];
  /** The channel to change; null for a new one of `workspace`. */
  declare channel: ChannelView | null;
  declare workspace: IntegrationView | null;
  declare errors: FieldErrors;
  declare problem: string;
  declare busy: boolean;
  declare opened: number;
  #key = "";

  constructor() {
    super();
    this.sites = [];
    this.channel = null;
    this.workspace = null;
    this.errors = {};
    this.problem = "";
    this.busy = false;
    this.opened = 0;
  }

  add(workspace: IntegrationView): Promise<void> {
    this.workspace = workspace;
    return this.#open(null);
  }

  edit(channel: ChannelView): Promise<void> {
    return this.#open(channel);
  }

  async #open(channel: ChannelView | null): Promise<void> {
    this.channel = channel;
    this.errors = {};
    this.problem = "";
    this.opened += 1;
    this.#key = crypto.randomUUID();
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      ${this.opened > 0 ? keyed(this.opened, this.#form()) : nothing}
    </dialog>`;
  }

  #form() {
    const { channel } = this;
    const { filter, mode = "discuss", fallback = false } = channel ?? {};
    return html`<form novalidate @submit=${this.#save} @input=${() => (this.#key = crypto.randomUUID())}>
      <header>
        <h2 id="heading">${channel ? msg(str`Edit ${channel.name}`) : msg("Add a channel")}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      ${this.problem ? html`<docket-notice kind="error" text=${this.problem}></docket-notice>` : nothing}
      ${channel ? nothing : this.#channelField()}
      <div class="field">
        <label for="mode">${msg("In a ticket’s thread")}</label>
        <select id="mode" name="mode" aria-describedby="mode-hint">
          ${channelModes.map((one) => html`<option value=${one} ?selected=${one === mode}>${modeText(one)}</option>`)}
        </select>
        <span class="hint" id="mode-hint">${msg("Where they are replies, // at the beginning makes a note.")}</span>
      </div>
      <p>${msg("Nothing chosen below means every ticket. Of several lists a ticket has to fit each.")}</p>
      ${this.#choices("categories", msg("Categories"), this.#categories(), filter?.categories)}
      ${this.#choices(
        "priorities",
        msg("Priorities"),
        priorities.map((value) => ({ value, text: priorityText(value) })),
        filter?.priorities,
      )}
      ${this.#choices(
        "sites",
        msg("Sites"),
        this.sites.map(({ id, name }) => ({ value: id, text: name })),
        filter?.sites,
      )}
      <div class="field">
        <label for="tags">${msg("Tags")}</label>
        <input
          id="tags"
          name="tags"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="tags-hint"
          .defaultValue=${filter?.tags.join(", ") ?? ""}
        />
        <span class="hint" id="tags-hint">${msg("One of them is enough. Separate them by commas.")}</span>
      </div>
      <label class="switch">
        <input type="checkbox" name="fallback" ?checked=${fallback} />${msg("Only what no other channel gets")}
      </label>
      <div class="actions">
        <button type="button" @click=${this.#close}>${msg("Cancel")}</button>
        <button class="primary" type="submit" ?disabled=${this.busy}>${msg("Save")}</button>
      </div>
    </form>`;
  }

  #channelField() {
    const chat = this.workspace ? platformText(this.workspace.platform) : "";
    const hint =
      this.workspace?.platform === "discord"
        ? msg("Right-click the channel and copy its id. The bot must be able to see it.")
        : msg("It stands at the end of the channel’s details. Invite the bot into the channel first.");
    return html`<div class="field">
      <label for="channel">${msg(str`Id of the channel in ${chat}`)}</label>
      <input
        id="channel"
        name="channel"
        autocomplete="off"
        spellcheck="false"
        maxlength="64"
        aria-required="true"
        aria-invalid=${"channel" in this.errors}
        aria-describedby="channel-hint channel-error"
      />
      <span class="hint" id="channel-hint">${hint}</span>
      <p class="field-error" id="channel-error" ?hidden=${!("channel" in this.errors)}>${this.errors["channel"]}</p>
    </div>`;
  }

  /** What there is to choose from, and what was chosen and is not there any more: it would be lost otherwise. */
  #choices(name: string, label: string, known: readonly Choice[], chosen: readonly string[] = []) {
    const lost = chosen.filter((value) => !known.some((choice) => choice.value === value));
    const all = [...known, ...lost.map((value) => ({ value, text: value }))];
    if (all.length === 0) return nothing;
    return html`<fieldset>
      <legend>${label}</legend>
      ${all.map(
        ({ value, text }) =>
          html`<label class="switch">
            <input type="checkbox" name=${name} value=${value} ?checked=${chosen.includes(value)} />${text}
          </label>`,
      )}
    </fieldset>`;
  }

  #categories(): readonly Choice[] {
    return this.desk.directory.categories.map(({ id, name }) => ({ value: id, text: name }));
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const channelId = textOf(form, "channel");
    this.errors = check({
      channel: this.channel === null && channelId === "" ? msg("Enter the id of the channel.") : undefined,
    });
    await this.updateComplete;
    focusFirstError(form);
    if (Object.keys(this.errors).length > 0) return;
    const data = new FormData(form);
    const all = (name: string): string[] => data.getAll(name).map(String);
    const rules = {
      mode: channelModes.find((mode) => mode === data.get("mode")) ?? "discuss",
      fallback: data.has("fallback"),
      filter: {
        categories: all("categories"),
        priorities: priorities.filter((priority) => all("priorities").includes(priority)),
        tags: textOf(form, "tags")
          .split(/[\s,]+/)
          .filter(Boolean),
        sites: all("sites"),
      },
    };
    await this.#send(channelId, rules);
  }

  async #send(channelId: string, rules: Pick<ChannelView, "mode" | "fallback"> & { filter: Rules }): Promise<void> {
    const { client, toasts } = this.desk;
    this.busy = true;
    this.problem = "";
    try {
      if (this.channel) await client.request("PATCH /channels/{id}", { params: { id: this.channel.id }, body: rules });
      else {
        const body = { integrationId: this.workspace?.id ?? "", channelId, ...rules };
        await client.request("POST /channels", { body, idempotencyKey: this.#key });
      }
      toasts.done(msg("Saved."));
      this.#close();
      this.dispatchEvent(new CustomEvent("docket-saved"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = problemText(error);
    } finally {
      this.busy = false;
    }
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

/** A filter as it is typed: the desk checks it. */
interface Rules {
  readonly categories: string[];
  readonly priorities: ChannelView["filter"]["priorities"];
  readonly tags: string[];
  readonly sites: string[];
}

define("docket-channel-dialog", ChannelDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-channel-dialog": ChannelDialog;
  }
}
