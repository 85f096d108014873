import type { Ms } from "@docket/core/time";
import type { Priority, Status } from "@docket/core/tickets/ticket";
import type { Character, StaffCharacter } from "./cast.ts";
import type { Details, FileKind, Story } from "./scenario.ts";

/** How a ticket came in: from somebody signed in, from a widget whose visitor is not proven, or by phone. */
export type Channel = "client" | "visitor" | "phone";

/** What one ticket is about and who is in it. */
export interface Case {
  /** Its place among all tickets. */
  readonly index: number;
  readonly openedAt: Ms;
  readonly channel: Channel;
  readonly requester: Character;
  readonly story: Story;
  readonly details: Omit<Details, "agent">;
}

export type Doer =
  | { readonly kind: "requester" }
  | { readonly kind: "staff"; readonly member: StaffCharacter }
  | { readonly kind: "desk" };

/** What somebody does with a ticket. */
export type Deed =
  | {
      readonly type: "open";
      readonly title: string;
      readonly description: string;
      readonly file: FileKind | null;
      readonly priority?: Priority;
      readonly tags?: readonly string[];
    }
  | { readonly type: "reply" | "note"; readonly body: string; readonly file: FileKind | null }
  | { readonly type: "update"; readonly changes: { readonly description?: string; readonly category?: string } }
  | { readonly type: "triage"; readonly priority: Priority; readonly tags: readonly string[] }
  | { readonly type: "assign"; readonly to: StaffCharacter }
  | { readonly type: "change_status"; readonly status: Status }
  | { readonly type: "claim" | "unassign" | "resolve" | "close" | "reopen" | "cancel" };

export interface Step {
  readonly at: Ms;
  readonly of: Case;
  readonly doer: Doer;
  readonly deed: Deed;
}
