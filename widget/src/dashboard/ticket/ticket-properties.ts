import type { TicketView, UpdateTicketInput } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import type { Priority, Status } from "@docket/core/tickets/ticket";
import { priorities } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { priorityText, statusText } from "../../elements/badge/status.ts";
import type { Option } from "../../elements/choice/choice.ts";
import "../../elements/choice/choice.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { assign, setStatus } from "./deeds.ts";
import { originLink } from "./origin-link.ts";
import { sourceText } from "./source-text.ts";
import type { TicketStore } from "./ticket-store.ts";
import { unreachedText } from "./unreached-text.ts";
import { styles } from "./ticket-properties.styles.ts";

const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;

/** What a ticket is apart from its words: status, priority, who has it, who asked. Changed right here. */
export class TicketProperties extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = {
    store: { attribute: false },
    ticket: { attribute: false },
    tagProblem: { state: true },
  };
  declare store: TicketStore;
  declare ticket: TicketView;
  declare tagProblem: string;

  constructor() {
    super();
    this.tagProblem = "";
  }

  override render() {
    return html`<section aria-label=${msg("Properties")}>
        ${this.#status()} ${this.#assignee()} ${this.#priority()} ${this.#category()}
      </section>
      ${this.#tags()} ${this.#requester()}`;
  }

  #status() {
    const { status, nextStatuses } = this.ticket;
    const options = [status, ...nextStatuses.filter((next) => next !== status)].map((value) => ({
      value,
      text: statusText(value),
    }));
    return this.#choice(msg("Status"), status, options, this.#can("ticket.set_status"), (value) =>
      setStatus(this.desk, this.store, this.ticket, value as Status),
    );
  }

  #assignee() {
    const { assignee } = this.ticket;
    const { staff } = this.desk.directory;
    const options: Option[] = staff.map(({ id, name, away }) => ({
      value: id,
      text: away ? msg(str`${name} (away)`) : name,
    }));
    if (assignee?.id && !staff.some(({ id }) => id === assignee.id))
      options.push({ value: assignee.id, text: assignee.name });
    if (!assignee || this.#can("ticket.unassign")) options.unshift({ value: "", text: msg("Nobody") });
    return this.#choice(msg("Assignee"), assignee?.id ?? "", options, this.#can("ticket.assign"), (value) => {
      const person = staff.find(({ id }) => id === value);
      return assign(this.desk, this.store, this.ticket, person ? { id: person.id, name: person.name } : null);
    });
  }

  #priority() {
    const options = priorities.toReversed().map((value) => ({ value, text: priorityText(value) }));
    return this.#choice(msg("Priority"), this.ticket.priority, options, this.#can("ticket.triage"), (value) =>
      this.#edit({ priority: value as Priority }),
    );
  }

  #category() {
    const { category } = this.ticket;
    const { categories } = this.desk.directory;
    const options = categories.map(({ id, name }) => ({ value: id, text: name }));
    if (!categories.some(({ id }) => id === category)) options.push({ value: category, text: category });
    return this.#choice(msg("Category"), category, options, this.#can("ticket.update"), (value) =>
      this.#edit({ category: value }),
    );
  }

  #choice(
    label: string,
    value: string,
    options: readonly Option[],
    allowed: boolean,
    choose: (value: string) => unknown,
  ) {
    if (!allowed) {
      const text = options.find((option) => option.value === value)?.text ?? value;
      return html`<div class="fixed"><span>${label}</span><span>${text}</span></div>`;
    }
    return html`<docket-choice
      layout="row"
      label=${label}
      value=${value}
      .options=${options}
      @docket-choose=${(event: CustomEvent<string>) => choose(event.detail)}
    ></docket-choice>`;
  }

  #tags() {
    const { tags } = this.ticket;
    const allowed = this.#can("ticket.triage");
    if (!allowed && tags.length === 0) return nothing;
    return html`<section aria-labelledby="tags">
      <h2 id="tags">${msg("Tags")}</h2>
      ${
        tags.length > 0
          ? html`<ul class="tags">
              ${repeat(
                tags,
                (tag) => tag,
                (tag) =>
                  html`<li class=${allowed ? "" : "fast"}>
                    ${tag}
                    ${
                      allowed
                        ? html`<button
                            type="button"
                            class="icon"
                            aria-label=${msg(str`Remove the tag ${tag}`)}
                            @click=${() => this.#edit({ tags: tags.filter((other) => other !== tag) })}
                          >
                            ${icon("close")}
                          </button>`
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      ${allowed && tags.length < limits.tags ? this.#newTag() : nothing}
    </section>`;
  }

  #newTag() {
    return html`<form class="add" @submit=${this.#addTag}>
      <input
        name="tag"
        aria-label=${msg("Add a tag")}
        placeholder=${msg("Add a tag…")}
        autocomplete="off"
        maxlength=${limits.tag}
        aria-invalid=${this.tagProblem !== ""}
        aria-describedby="tag-problem"
      />
      <p class="field-error" id="tag-problem" role="alert" ?hidden=${this.tagProblem === ""}>${this.tagProblem}</p>
    </form>`;
  }

  #requester() {
    const { requester, source, createdAt, followUpOf, origin } = this.ticket;
    return html`<section aria-labelledby="requester">
      <h2 id="requester">${msg("Asked by")}</h2>
      <div class="person">
        <strong dir="auto">${requester.name}</strong>
        ${
          requester.unreached === "deleted"
            ? nothing
            : html`<a href="mailto:${requester.email}">${requester.email}</a> ${this.#unproven()}`
        }
        ${
          requester.unreached === null
            ? nothing
            : html`<span class="unproven">${icon("alert")}${unreachedText(requester.unreached)}</span>`
        }
      </div>
      <div class="fixed"><span>${msg("Via")}</span><span>${sourceText(source)}</span></div>
      <div class="fixed"><span>${msg("Opened")}</span><docket-time at=${createdAt}></docket-time></div>
      ${origin ? originLink(origin) : nothing}
      ${followUpOf ? html`<a href="/tickets/${followUpOf}">${msg("The ticket before this one")}</a>` : nothing}
    </section>`;
  }

  #unproven() {
    if (this.ticket.requester.emailProven) return nothing;
    return html`<span
      class="unproven"
      title=${msg("Anybody could have typed this address when the ticket was opened.")}
    >
      ${icon("alert")}${msg("Email not confirmed when this was opened")}
    </span>`;
  }

  #can(action: TicketView["can"][number]): boolean {
    return this.ticket.can.includes(action);
  }

  #edit(fields: UpdateTicketInput): Promise<boolean> {
    return attempt(this.desk, () => this.store.edit(fields, this.ticket));
  }

  async #addTag(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).querySelector("input");
    const tag = input?.value.trim().toLowerCase() ?? "";
    this.tagProblem = tag === "" || tagPattern.test(tag) ? "" : msg("Use letters, digits, - and _ only.");
    if (!input || tag === "" || this.tagProblem !== "") return;
    const { tags } = this.ticket;
    if (tags.includes(tag) || (await this.#edit({ tags: [...tags, tag] }))) input.value = "";
  }
}

define("docket-ticket-properties", TicketProperties);
