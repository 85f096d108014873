import { chatUserKey } from "@docket/core/chat/platform";
import type { LinkCodeView, linkCodeInput } from "@docket/core/contract/identity-link";
import type { Ms } from "@docket/core/time";
import { toIso } from "@docket/core/time";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { chatDisconnected, problem } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import { linkCode, linkCodeLife } from "./link-code.ts";
import { selectDisconnected } from "../integrations/select-integration.ts";
import { selectOwner } from "./select-identity-link.ts";
import { insertLinkCode } from "./store.ts";

/** What a repeated request is answered from. */
export interface KeptCode {
  readonly salt: string;
  readonly expiresAt: Ms;
}

/** What follows `#` never reaches a server's log. */
const view = ({ services: { config } }: Call, code: string, expiresAt: Ms): LinkCodeView => ({
  url: `${config.baseUrl}/link#${code}`,
  expiresAt: toIso(expiresAt),
});

/**
 * Makes the address where the owner of an account of a chat says who they are here; it is good once. Fails with
 * `integration.disconnected`, and with `auth.not_active` where they could not sign in there.
 */
export const createLinkCode = async (call: Call, input: z.output<typeof linkCodeInput>): Promise<LinkCodeView> => {
  const { clock, db, ids } = call.services;
  const chatUser = chatUserKey(input);
  const [[disconnected], [owner]] = await db.read(selectDisconnected(db, input), selectOwner(db, chatUser));
  if (disconnected) throw problem("integration.disconnected", chatDisconnected);
  if (owner?.active === false) throw problem("auth.not_active", "Whoever this account is linked to may not sign in.");
  const kept: KeptCode = { salt: ids.token(), expiresAt: clock.now() + linkCodeLife };
  const { expiresAt } = kept;
  const code = await linkCode(call, kept.salt);
  const { platform, name } = input;
  await insertLinkCode(call, { hash: await sha256(code), chatUser, platform, name, expiresAt }, kept);
  return view(call, code, expiresAt);
};

/** The answer that the same request had before. */
export const repeatLinkCode = async (call: Call, { salt, expiresAt }: KeptCode): Promise<LinkCodeView> =>
  view(call, await linkCode(call, salt), expiresAt);
