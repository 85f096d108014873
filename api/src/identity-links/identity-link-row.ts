import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import { toIso } from "@docket/core/time";
import type { identityLinks } from "../db/schema/keys.ts";

export type IdentityLinkRow = typeof identityLinks.$inferSelect;

export const viewIdentityLink = ({
  id,
  platform,
  name,
  createdAt,
}: Pick<IdentityLinkRow, "id" | "platform" | "name" | "createdAt">): IdentityLinkView => ({
  id,
  platform,
  name,
  createdAt: toIso(createdAt),
});
