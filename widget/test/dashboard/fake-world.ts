import type { ClientActor, StaffActor } from "@docket/core/actor";
import type { PersonView } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { ErrorCode } from "@docket/core/errors";
import type { Id, Noun } from "@docket/core/ids";
import { makeId } from "@docket/core/ids";

/** An answer that is a problem document. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(status: number, code: ErrorCode, detail: string, more: Partial<Problem> = {}) {
    super(detail);
    this.problem = { type: "about:blank", title: code, status, code, detail, requestId: "req_fake", ...more };
  }
}

let last = Date.UTC(2025, 10, 21);

/** An id that is new, and later than all before. */
export const newId = <N extends Noun>(noun: N): Id<N> =>
  makeId(noun, ++last, crypto.getRandomValues(new Uint8Array(16)));

/** Who this person is when they act. */
export const actorOf = ({ id, role }: PersonView): StaffActor | ClientActor =>
  role === "client" ? { kind: "client", id, visitorId: null, siteId: null } : { kind: "staff", id, role };

/** One page of a list; the cursor is the index of the next item. */
export const pageOf = <T>(items: readonly T[], query: { limit?: unknown; cursor?: unknown } | undefined) => {
  const from = Number(query?.cursor ?? 0);
  const limit = Number(query?.limit ?? 25);
  const next = from + limit;
  return { items: items.slice(from, next), nextCursor: next < items.length ? String(next) : null };
};
