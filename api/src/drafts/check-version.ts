import { problem } from "../http/problem.ts";

/** Throws `draft.stale_version` when the draft is not, or no longer, the one that its author has before them. */
export const checkVersion = (ifMatch: number | null, draft: { readonly version: number } | undefined): void => {
  if (ifMatch === null || ifMatch === draft?.version) return;
  throw problem("draft.stale_version", "You have changed or sent this draft elsewhere in the meantime.");
};
