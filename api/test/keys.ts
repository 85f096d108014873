import type { KeyScope } from "@docket/core/actor";
import { platformOf } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { apiKeys, identityLinks } from "../src/db/schema/keys.ts";
import { keyPrefix } from "../src/api-keys/key-secret.ts";
import { sha256 } from "../src/platform/digest.ts";
import { cryptoIds } from "../src/platform/ids.ts";
import type { Desk } from "./desk.ts";
import { Caller } from "./desk.ts";

/** The header in which a bot says for whom it asks. */
export const onBehalfOf = "docket-on-behalf-of";

/** The secret of a new key. */
export const newKey = async ({ services: { db, clock } }: Desk, scopes: readonly KeyScope[]): Promise<string> => {
  const createdAt = clock.now();
  const secret = `${keyPrefix}${cryptoIds.token()}`;
  const id = cryptoIds.next("apiKey", createdAt);
  await db.write(db.orm.insert(apiKeys).values({ id, name: "Key", hash: await sha256(secret), scopes, createdAt }));
  return secret;
};

/** A program with this key, for somebody of a chat if `chatUser` names them. */
export const program = (desk: Desk, secret: string, chatUser?: string): Caller =>
  new Caller(desk, {
    authorization: `Bearer ${secret}`,
    ...(chatUser === undefined ? {} : { [onBehalfOf]: chatUser }),
  });

/** Revokes the key of this secret. */
export const revoke = async ({ services: { db, clock } }: Desk, secret: string): Promise<void> => {
  const ofSecret = eq(apiKeys.hash, await sha256(secret));
  await db.write(db.orm.update(apiKeys).set({ revokedAt: clock.now() }).where(ofSecret));
};

/** Links an account of a chat to a person, as if they had confirmed it. */
export const link = async (
  { services: { db, clock } }: Desk,
  person: Pick<Caller, "id">,
  chatUser: string,
): Promise<Id<"identityLink">> => {
  const createdAt = clock.now();
  const id = cryptoIds.next("identityLink", createdAt);
  const row = { id, chatUser, platform: platformOf(chatUser), name: "Somebody", createdAt };
  await db.write(db.orm.insert(identityLinks).values({ ...row, personId: person.id as Id<"person"> }));
  return id;
};

/** A bot that acts for this person in Slack. */
export const botFor = async (desk: Desk, person: Pick<Caller, "id">): Promise<Caller> => {
  const chatUser = `slack:T1/U${person.id}`;
  await link(desk, person, chatUser);
  return program(desk, await newKey(desk, ["chat"]), chatUser);
};
