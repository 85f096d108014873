import { limits } from "@docket/core/limits";
import { priorities } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { priorityText, statusText } from "../../elements/badge/status.ts";
import type { Option } from "../../elements/choice/choice.ts";
import "../../elements/choice/choice.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { Debounced } from "../app/debounced.ts";
import { DeskElement } from "../app/desk.ts";
import { magnifier } from "../app/glyphs.ts";
import { styles } from "./filter-bar.styles.ts";
import type { Filter } from "./filter.ts";
import { choosesAssignee, isNarrowed, parseFilter, sorts, statusesWithin, toSearch } from "./filter.ts";
import { sortText } from "./view-text.ts";

type Narrowing = "status" | "priority" | "category" | "assignee";

/** Narrows the list. Fires `docket-filter` with the new filter. */
export class FilterBar extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { filter: { attribute: false }, open: { state: true } };
  declare filter: Filter;
  declare open: boolean;

  readonly #typed = new Debounced(() => this.#search(), 250);

  constructor() {
    super();
    this.filter = parseFilter("");
    this.open = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#typed.cancel();
  }

  focusSearch(): void {
    const input = this.renderRoot.querySelector("input");
    input?.focus();
    input?.select();
  }

  protected override updated(): void {
    const input = this.renderRoot.querySelector("input");
    if (input && input !== this.shadowRoot?.activeElement && input.value !== this.filter.q) input.value = this.filter.q;
  }

  override render() {
    const count = [this.filter.status, this.filter.priority, this.filter.category, this.filter.assignee].filter(
      (value) => value !== null,
    ).length;
    return html`<form role="search" @submit=${this.#submit}>
        ${magnifier}
        <input
          type="search"
          name="q"
          aria-label=${msg("Search tickets")}
          placeholder=${msg("Search, or #number")}
          maxlength=${limits.query}
          autocomplete="off"
          @input=${() => this.#typed.call()}
        />
      </form>
      <button class="small toggle" type="button" aria-expanded=${this.open} @click=${() => (this.open = !this.open)}>
        ${count > 0 ? msg(str`Filter (${count})`) : msg("Filter")}
      </button>
      <div class="chooser ${this.open ? "shown" : ""}">
        ${this.#choices()}
        ${
          isNarrowed(this.filter)
            ? html`<button class="small quiet" type="button" @click=${this.#clear}>${msg("Clear")}</button>`
            : nothing
        }
      </div>`;
  }

  #choices() {
    const { view } = this.filter;
    const { staff, categories } = this.desk.directory;
    const statuses = statusesWithin(view).map((value) => ({ value, text: statusText(value) }));
    const people = [
      { value: "me", text: msg("Me") },
      { value: "none", text: msg("Nobody") },
      ...staff.map(({ id, name }) => ({ value: id, text: name })),
    ];
    return html`${statuses.length > 0 ? this.#choice("status", msg("Status"), msg("Any status"), statuses) : nothing}
      ${this.#choice(
        "priority",
        msg("Priority"),
        msg("Any priority"),
        priorities.toReversed().map((value) => ({ value, text: priorityText(value) })),
      )}
      ${this.#choice(
        "category",
        msg("Category"),
        msg("Any category"),
        categories.map(({ id, name }) => ({ value: id, text: name })),
      )}
      ${choosesAssignee(view) ? this.#choice("assignee", msg("Assignee"), msg("Any assignee"), people) : nothing}
      <docket-choice
        layout="bare"
        label=${msg("Order")}
        value=${this.filter.sort}
        .options=${sorts.map((value) => ({ value, text: sortText(value) }))}
        @docket-choose=${({ detail }: CustomEvent<Filter["sort"]>) => this.#change({ sort: detail })}
      ></docket-choice>`;
  }

  #choice(name: Narrowing, label: string, any: string, options: readonly Option[]) {
    const value = this.filter[name];
    return html`<docket-choice
      layout="bare"
      label=${label}
      value=${value ?? ""}
      ?chosen=${value !== null}
      .options=${[{ value: "", text: any }, ...options]}
      @docket-choose=${({ detail }: CustomEvent<string>) => this.#change({ [name]: detail === "" ? null : detail })}
    ></docket-choice>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#search();
  }

  #search(): void {
    this.#typed.cancel();
    this.#change({ q: this.renderRoot.querySelector("input")?.value.trim() ?? "" });
  }

  #clear(): void {
    const { view, sort } = this.filter;
    const input = this.renderRoot.querySelector("input");
    if (input) input.value = "";
    this.#change({ ...parseFilter(""), view, sort });
    this.focusSearch();
  }

  #change(change: Partial<Filter>): void {
    const filter = { ...this.filter, ...change };
    if (toSearch(filter) === toSearch(this.filter)) return;
    this.dispatchEvent(new CustomEvent("docket-filter", { detail: filter }));
  }
}

define("docket-filter-bar", FilterBar);

declare global {
  interface HTMLElementTagNameMap {
    "docket-filter-bar": FilterBar;
  }
}
