import type { Actor } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { uploadAttachment } from "../attachments/upload-attachment.ts";
import type { Call, Identity } from "../context.ts";
import type { Clock, Services } from "../services.ts";
import { assignTicket } from "../tickets/assign-ticket.ts";
import { cancelTicket } from "../tickets/cancel-ticket.ts";
import { changeStatus } from "../tickets/change-status.ts";
import { claimTicket } from "../tickets/claim-ticket.ts";
import { closeTicket } from "../tickets/close-ticket.ts";
import { noteOnTicket } from "../tickets/note-on-ticket.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { reopenTicket } from "../tickets/reopen-ticket.ts";
import { replyToTicket } from "../tickets/reply-to-ticket.ts";
import { resolveTicket } from "../tickets/resolve-ticket.ts";
import { unassignTicket } from "../tickets/unassign-ticket.ts";
import { updateTicket } from "../tickets/update-ticket.ts";
import type { Case, Deed, Doer, Step } from "./case.ts";
import type { Character, StaffCharacter } from "./cast.ts";
import { sampleFile } from "./files.ts";
import type { Random } from "./random.ts";
import type { FileKind } from "./scenario.ts";
import { idleBackground } from "../platform/background.ts";

/** A clock that shows whatever moment is being told. */
class StoryClock implements Clock {
  #now: Ms;

  constructor(now: Ms) {
    this.#now = now;
  }

  now(): Ms {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    this.#now += ms;
    return Promise.resolve();
  }

  turnTo(at: Ms): void {
    this.#now = at;
  }
}

/** The widget session that a case came through; there is none when somebody called. */
type Visits = ReadonlyMap<Case, { readonly id: Id<"visitor">; readonly siteId: Id<"site"> }>;

/**
 * Where the past is told to the desk, step by step and through its own verbs, so that history, versions and
 * times are genuine. What is owed along the way is left in the outbox.
 */
export class Stage {
  readonly #services: Services;
  readonly #clock: StoryClock;
  readonly #random: Random;
  readonly #people: ReadonlyMap<string, Id<"person">>;
  readonly #visits: Visits;
  readonly #tickets = new Map<Case, Id<"ticket">>();

  constructor(services: Services, random: Random, people: ReadonlyMap<string, Id<"person">>, visits: Visits) {
    this.#clock = new StoryClock(services.clock.now());
    this.#services = {
      ...services,
      clock: this.#clock,
      background: idleBackground,
      wake: () => {},
    };
    this.#random = random;
    this.#people = people;
    this.#visits = visits;
  }

  async perform({ at, of, doer, deed }: Step): Promise<void> {
    this.#clock.turnTo(at);
    const call = this.#callOf(of, doer);
    if (deed.type === "open") {
      this.#tickets.set(of, await this.#open(call, of, deed));
      return;
    }
    const id = this.#tickets.get(of);
    if (id === undefined) throw new Error("a story begins with its ticket");
    await this.#change(call, of, id, deed);
  }

  async #open(call: Call, of: Case, deed: Deed & { readonly type: "open" }): Promise<Id<"ticket">> {
    const { title, description, file, priority, tags } = deed;
    const ticket = await openTicket(call, {
      title,
      description,
      category: of.story.scenario.category,
      attachmentIds: await this.#upload(call, of, file),
      ...(priority ? { priority } : {}),
      ...(tags ? { tags: [...tags] } : {}),
      ...(of.channel === "client" ? {} : { requester: of.requester }),
    });
    return ticket.id;
  }

  async #change(call: Call, of: Case, id: Id<"ticket">, deed: Exclude<Deed, { type: "open" }>): Promise<unknown> {
    switch (deed.type) {
      case "reply":
        return replyToTicket(call, id, { body: deed.body, attachmentIds: await this.#upload(call, of, deed.file) });
      case "note":
        return noteOnTicket(call, id, { body: deed.body, attachmentIds: await this.#upload(call, of, deed.file) });
      case "update":
        return updateTicket(call, id, deed.changes);
      case "triage":
        return updateTicket(call, id, { priority: deed.priority, tags: [...deed.tags] });
      case "assign":
        return assignTicket(call, id, this.#idOf(deed.to));
      case "change_status":
        return changeStatus(call, id, deed.status);
      case "claim":
        return claimTicket(call, id);
      case "unassign":
        return unassignTicket(call, id);
      case "resolve":
        return resolveTicket(call, id);
      case "close":
        return closeTicket(call, id);
      case "reopen":
        return reopenTicket(call, id);
      case "cancel":
        return cancelTicket(call, id);
    }
  }

  async #upload(call: Call, of: Case, kind: FileKind | null): Promise<Id<"attachment">[]> {
    if (kind === null) return [];
    const { name, bytes } = sampleFile(this.#random, kind, of.details);
    const incoming = { stream: new Blob([bytes]).stream(), size: bytes.length };
    const upload = { ...incoming, name, attempt: null, compare: () => Promise.resolve(call) };
    return [(await uploadAttachment(call, upload)).id];
  }

  #callOf(of: Case, doer: Doer): Call {
    if (doer.kind === "desk") return this.#call({ kind: "system", name: "maintenance" }, null, null);
    if (doer.kind === "staff") return this.#staffCall(doer.member);
    const visit = this.#visits.get(of);
    if (of.channel === "visitor" && visit) return this.#call({ kind: "visitor", ...visit }, null, visit.id);
    const identity = this.#identityOf(of.requester);
    // Whoever called follows it up in the desk's own pages.
    const session = { visitorId: visit?.id ?? null, siteId: visit?.siteId ?? null };
    return this.#call({ kind: "client", id: identity.id, ...session }, identity, identity.id);
  }

  #staffCall(member: StaffCharacter): Call {
    const identity = this.#identityOf(member);
    return this.#call({ kind: "staff", id: identity.id, role: member.role }, identity, identity.id);
  }

  #call(actor: Actor, identity: Identity | null, caller: string | null): Call {
    return {
      services: this.#services,
      actor,
      identity,
      caller,
      session: null,
      idempotency: null,
      ifMatch: null,
      log: this.#services.log,
    };
  }

  #identityOf({ name, email }: Character): Identity {
    return { id: this.#idOf({ name, email }), name, email, away: false, chatNotice: "mention" };
  }

  #idOf({ name, email }: Character): Id<"person"> {
    const id = this.#people.get(email);
    if (id === undefined) throw new Error(`${name} is not of the cast`);
    return id;
  }
}
