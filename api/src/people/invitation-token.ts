import { createHMAC } from "@better-auth/utils/hmac";
import type { Id } from "@docket/core/ids";

/**
 * The token of an invitation: its id and a signature of it. It can be made again from the secret, so a
 * letter can be sent late and again while the database keeps nothing that lets anybody in.
 */
export const invitationToken = async (secret: string, id: Id<"invitation">): Promise<string> =>
  `${id}.${await createHMAC("SHA-256", "base64urlnopad").sign(secret, `invitation:${id}`)}`;

/** The address that is opened to accept an invitation. What follows `#` never reaches a server's log. */
export const invitationLink = async (
  { baseUrl, secret }: { readonly baseUrl: string; readonly secret: string },
  id: Id<"invitation">,
): Promise<string> => `${baseUrl}/join#${await invitationToken(secret, id)}`;
