import type { ChannelMode } from "@docket/core/chat/platform";
import { channelModes } from "@docket/core/chat/platform";
import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { priorities } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import type { ApiError } from "../../client/api.ts";
import { problemText } from "../../client/api.ts";
import { readAll } from "../../client/pages.ts";
import { priorityText } from "../../elements/badge/status.ts";
import { define } from "../../elements/define.ts";
import { attempt } from "../app/attempt.ts";
import { check, textOf } from "../app/form.ts";
import { changesOf } from "./changes-of.ts";
import { styles } from "./channel-dialog.styles.ts";
import { modeText } from "./channel-text.ts";
import { FormDialog } from "./form-dialog.ts";
import { platformText } from "./platform-text.ts";

/** What a channel gets, as it was entered: the desk checks it. */
interface Rules {
  readonly mode: ChannelMode;
  readonly fallback: boolean;
  readonly filter: {
    readonly categories: string[];
    readonly priorities: ChannelView["filter"]["priorities"];
    readonly tags: string[];
    readonly sites: string[];
  };
}

const rulesOf = (form: HTMLFormElement): Rules => {
  const data = new FormData(form);
  const all = (name: string): string[] => data.getAll(name).map(String);
  return {
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
};

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** Adds a channel, or changes which tickets it gets. Fires `docket-saved`. */
export class ChannelDialog extends FormDialog {
  static override styles = [FormDialog.styles, styles];
  static override properties = {
    sites: { attribute: false },
    channel: { state: true },
    workspace: { state: true },
    left: { state: true },
    entered: { state: true },
  };
  declare sites: readonly SiteView[];
  /** The channel to change; null for a new one of `workspace`. */
  declare channel: ChannelView | null;
  declare workspace: IntegrationView | null;
  /** Channels of `workspace` that showed tickets before: one that is added again comes back as it was. */
  declare left: readonly ChannelView[];
  /** The id that stands in the field. */
  declare entered: string;
  #loading: Promise<void> | null = null;

  constructor() {
    super();
    this.sites = [];
    this.channel = null;
    this.workspace = null;
    this.left = [];
    this.entered = "";
  }

  add(workspace: IntegrationView): Promise<void> {
    this.workspace = workspace;
    this.channel = null;
    this.left = [];
    this.entered = "";
    this.#loading = null;
    // Without an answer now it is asked for when the form is sent, which says what went wrong.
    void this.#loadLeft().catch(() => undefined);
    return this.show();
  }

  /** Opens with the channel as it is now: the list may be old. */
  async edit(channel: ChannelView): Promise<void> {
    const read = async () => {
      this.channel = await this.#read(channel);
    };
    if (await attempt(this.desk, read)) await this.show();
  }

  #read({ id }: ChannelView): Promise<ChannelView> {
    return this.desk.client.request("GET /channels/{id}", { params: { id } });
  }

  protected override heading(): string {
    return this.channel ? msg(str`Edit ${this.channel.name}`) : msg("Add a channel");
  }

  protected override fields(): TemplateResult {
    const { channel } = this;
    const { filter, mode = "discuss", fallback = false } = channel ?? this.#before ?? {};
    return html`${channel ? nothing : this.#channelField()}
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
          aria-invalid=${"tags" in this.errors}
          aria-describedby="tags-hint tags-error"
          .defaultValue=${filter?.tags.join(", ") ?? ""}
        />
        <span class="hint" id="tags-hint">${msg("One of them is enough. Separate them by commas.")}</span>
        ${this.errorOf("tags")}
      </div>
      <label class="switch">
        <input type="checkbox" name="fallback" ?checked=${fallback} />${msg("Only what no other channel gets")}
      </label>`;
  }

  /** What the channel of this id was before. */
  get #before(): ChannelView | undefined {
    return this.left.find(({ channelId }) => channelId === this.entered);
  }

  #loadLeft(): Promise<void> {
    const id = this.workspace?.id;
    const load = async () => {
      const all = await readAll((cursor) =>
        this.desk.client.request("GET /channels", { query: { off: "true", limit: 100, cursor } }),
      );
      if (this.workspace?.id === id) this.left = all.filter(({ integrationId }) => integrationId === id);
    };
    return (this.#loading ??= load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    }));
  }

  #channelField() {
    const chat = this.workspace ? platformText(this.workspace.platform) : "";
    const hint =
      this.workspace?.platform === "discord"
        ? msg("Right-click the channel and copy its id, a long number. The bot must be able to see it.")
        : msg(
            "It begins with C, such as C0123ABC, and stands at the end of the channel’s details. Invite the bot into the channel first.",
          );
    return html`<div class="field">
      <label for="channelId">${msg(str`Id of the channel in ${chat}`)}</label>
      <input
        id="channelId"
        name="channelId"
        autocomplete="off"
        spellcheck="false"
        maxlength="64"
        aria-required="true"
        aria-invalid=${"channelId" in this.errors}
        aria-describedby="channelId-hint channelId-error"
        @input=${(event: InputEvent) => {
          this.entered = (event.target as HTMLInputElement).value.trim();
        }}
      />
      <span class="hint" id="channelId-hint">${hint}</span>
      <p class="before" role="status">
        ${this.#before ? msg("Tickets were shown there before. Below stands what the channel got then.") : nothing}
      </p>
      ${this.errorOf("channelId")}
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

  /** What is wrong with the id of a new channel. People enter its name, which no chat takes. */
  #idFault(id: string): string | undefined {
    if (id === "") return msg("Enter the id of the channel.");
    if (this.workspace?.platform === "discord")
      return /^\d+$/.test(id)
        ? undefined
        : msg("Enter the id of the channel, not its name. It is a number of 17 to 20 digits.");
    // Private channels of long ago begin with G.
    return /^[CG][A-Z0-9]+$/.test(id)
      ? undefined
      : msg("Enter the id of the channel, not its name. It begins with C, such as C0123ABC.");
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const channelId = textOf(form, "channelId");
    const fault = this.channel === null ? this.#idFault(channelId) : undefined;
    if (!(await this.accepts(check({ channelId: fault })))) return;
    if (this.channel === null) {
      await this.#loadLeft();
      await this.updateComplete;
    }
    await this.#write(channelId, rulesOf(form));
    this.saved(msg("Saved."));
  }

  /** Of a channel that is there, what is new only is sent. */
  async #write(channelId: string, rules: Rules): Promise<void> {
    const { client } = this.desk;
    if (this.channel) {
      const { id, version } = this.channel;
      const body = changesOf<Rules>(this.channel, rules);
      if (body) await client.request("PATCH /channels/{id}", { params: { id }, body, ifMatch: version });
      return;
    }
    const body = { integrationId: this.workspace?.id ?? "", channelId, ...rules };
    await client.request("POST /channels", { body, idempotencyKey: this.key });
  }

  protected override async refused(error: ApiError): Promise<void> {
    const { channel } = this;
    const { code } = error.problem;
    if (code === "channel.taken") await this.accepts({ channelId: problemText(error) });
    else if (!channel || code !== "channel.stale_version") await super.refused(error);
    else
      await this.showNewer(async () => {
        this.channel = await this.#read(channel);
      }, msg("Somebody else changed this channel meanwhile. What you entered is still here; look it over and save again."));
  }
}

define("docket-channel-dialog", ChannelDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-channel-dialog": ChannelDialog;
  }
}
