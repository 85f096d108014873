import type { Level } from "../log.ts";

/** How a bot reaches its desk. */
export interface DeskAddress {
  readonly baseUrl: string;
  /** A key with the scope `chat`. */
  readonly key: string;
}

/** A chat to listen to, and with what. `apiUrl` is null for the chat's own. */
export type Listening =
  | { readonly platform: "slack"; readonly appToken: string; readonly botToken: string; readonly apiUrl: string | null }
  | { readonly platform: "discord"; readonly token: string; readonly apiUrl: string | null };

/** What the process of one bot is told when it has begun; tokens and keys stand in no list of processes. */
export type Orders = Listening & { readonly desk: DeskAddress; readonly logLevel: Level };

/** What the process of a bot says when it can be told. */
export const begun = "begun";
