import type { CardView } from "@docket/core/chat/card";
import type { Priority, Status } from "@docket/core/tickets/ticket";

/** A tag of a forum as Docket makes it. */
interface TagSpec {
  readonly name: string;
  /** What the tag of a forum may be called instead, if there is none of the name. */
  readonly also?: string;
  readonly emoji: string;
}

const statusTags: Readonly<Record<Status, TagSpec>> = {
  new: { name: "New", emoji: "🆕" },
  assigned: { name: "Assigned", emoji: "👤" },
  in_progress: { name: "In progress", emoji: "🔧" },
  waiting: { name: "Waiting", emoji: "⏳" },
  resolved: { name: "Resolved", also: "Solved", emoji: "✅" },
  closed: { name: "Closed", emoji: "🔒" },
  cancelled: { name: "Cancelled", emoji: "🚫" },
};

const priorityTags: Readonly<Record<Priority, TagSpec>> = {
  low: { name: "Low priority", emoji: "⚪" },
  normal: { name: "Normal priority", emoji: "🔵" },
  high: { name: "High priority", emoji: "🟠" },
  urgent: { name: "Urgent priority", emoji: "🔴" },
};

/** How many tags a forum may have, and how many a post. */
export const tagLimits = { forum: 20, post: 5 } as const;

const ourTags: readonly TagSpec[] = [...Object.values(statusTags), ...Object.values(priorityTags)];

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The tags of a forum that say this; the first of them is used. */
const tagsOf = <T extends { readonly name: string }>(
  there: readonly T[],
  { name, also = name }: TagSpec,
): readonly T[] =>
  [...new Set([name, also])].flatMap((one) => there.filter((tag) => isSame(tag.name, one)).slice(0, 1));

/** The tags that a forum lacks to show the status and the priority of tickets. */
export const missingTags = (there: readonly { readonly name: string }[]): readonly TagSpec[] =>
  ourTags.filter((spec) => tagsOf(there, spec).length === 0);

/**
 * The tags of the post of a ticket: those of its status and priority, and what others have given it, as far as there is
 * room. What the forum does not have is left out.
 */
export const appliedTags = (
  there: readonly { readonly id: string; readonly name: string }[],
  applied: readonly string[],
  { status, priority, deleted }: CardView,
): readonly string[] => {
  const idsOf = (spec: TagSpec): readonly string[] => tagsOf(there, spec).map(({ id }) => id);
  const ours = new Set(ourTags.flatMap(idsOf));
  const wanted = deleted ? [] : [statusTags[status], priorityTags[priority]].flatMap((spec) => idsOf(spec).slice(0, 1));
  return [...wanted, ...applied.filter((id) => !ours.has(id) && there.some((tag) => tag.id === id))].slice(
    0,
    tagLimits.post,
  );
};
