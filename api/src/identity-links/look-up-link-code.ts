import { accountIn } from "@docket/core/chat/platform";
import type { LinkOffer } from "@docket/core/contract/identity-link";
import { toIso } from "@docket/core/time";
import type { Call } from "../context.ts";
import { sha256 } from "../platform/digest.ts";
import { invalidLink } from "./link-code.ts";
import { openLinkCode } from "./select-identity-link.ts";

/** Which account of a chat a code would link. Fails with `identity_link.invalid`. */
export const lookUpLinkCode = async ({ services: { db, clock } }: Call, code: string): Promise<LinkOffer> => {
  const [[open]] = await db.read(openLinkCode(db, await sha256(code), clock.now()));
  if (!open) throw invalidLink();
  const { platform, name, chatUser, workspace, expiresAt } = open;
  return { platform, name, account: accountIn(chatUser), workspace, expiresAt: toIso(expiresAt) };
};
