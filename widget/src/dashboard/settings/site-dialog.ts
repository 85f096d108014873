import type { SiteView } from "@docket/core/contract/site";
import { shownHost } from "@docket/core/text/email-address";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import type { ApiError } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { attempt } from "../app/attempt.ts";
import { check, rules, textOf } from "../app/form.ts";
import { changesOf } from "./changes-of.ts";
import { FormDialog } from "./form-dialog.ts";

/** What was typed as the origin that browsers send: a whole address is cut down to it. Null when it is none. */
export const toOrigin = (text: string): string | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
};

const split = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Adds or changes a site. Fires `docket-saved`. */
export class SiteDialog extends FormDialog {
  static override properties = { site: { state: true } };
  /** The site to change; null for a new one. */
  declare site: SiteView | null;

  constructor() {
    super();
    this.site = null;
  }

  /** Opens with the site as it is now: the list may be old. */
  async open(site: SiteView | null): Promise<void> {
    const read = async () => {
      this.site = site && (await this.#read(site));
    };
    if (await attempt(this.desk, read)) await this.show();
  }

  #read({ id }: SiteView): Promise<SiteView> {
    return this.desk.client.request("GET /sites/{id}", { params: { id } });
  }

  protected override heading(): string {
    return this.site ? msg("Edit the site") : msg("Add a site");
  }

  protected override fields(): TemplateResult {
    const { site } = this;
    return html`<div class="field">
        <label for="name">${msg("Name")}</label>
        <input
          id="name"
          name="name"
          autocomplete="off"
          maxlength=${limits.name}
          aria-required="true"
          aria-invalid=${"name" in this.errors}
          aria-describedby="name-error"
          .defaultValue=${site?.name ?? ""}
        />
        ${this.errorOf("name")}
      </div>
      <div class="field">
        <label for="origins">${msg("Addresses")}</label>
        <textarea
          id="origins"
          name="origins"
          rows="3"
          spellcheck="false"
          aria-invalid=${"origins" in this.errors}
          aria-describedby="origins-hint origins-error"
          .defaultValue=${site?.origins.map(shownHost).join("\n") ?? ""}
        ></textarea>
        <span class="hint" id="origins-hint"
          >${msg("One on each line, without a path, such as https://www.example.com")}</span
        >
        ${this.errorOf("origins")}
      </div>
      ${
        site
          ? html`<label class="switch">
              <input type="checkbox" name="active" ?checked=${site.active} />${msg("The widget is on")}
            </label>`
          : nothing
      }`;
  }

  protected override async send(form: HTMLFormElement): Promise<void> {
    const name = textOf(form, "name");
    const typed = split(textOf(form, "origins"));
    const strange = typed.find((text) => toOrigin(text) === null);
    const errors = check({
      name: name === "" ? msg("Give the site a name.") : rules.name(name),
      origins:
        strange === undefined ? undefined : msg(str`${strange} is not an address such as https://www.example.com.`),
    });
    if (!(await this.accepts(errors))) return;
    const origins = [...new Set(typed.map((text) => toOrigin(text) ?? text))];
    const { site } = this;
    if (site) await this.#change(site, { name, origins, active: new FormData(form).has("active") });
    else await this.desk.client.request("POST /sites", { body: { name, origins }, idempotencyKey: this.key });
    this.saved(msg("Saved."));
  }

  /** Sends what is new only. */
  async #change(site: SiteView, entered: Pick<SiteView, "name" | "origins" | "active">): Promise<void> {
    const body = changesOf(site, entered);
    if (body === null) return;
    await this.desk.client.request("PATCH /sites/{id}", { params: { id: site.id }, body, ifMatch: site.version });
  }

  protected override async refused(error: ApiError): Promise<void> {
    const { site } = this;
    if (!site || error.problem.code !== "site.stale_version") return super.refused(error);
    await this.showNewer(async () => {
      this.site = await this.#read(site);
    }, msg("Somebody else changed this site meanwhile. What you entered is still here; look it over and save again."));
  }
}

define("docket-site-dialog", SiteDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-site-dialog": SiteDialog;
  }
}
