import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { apiKeyById } from "./select-api-key.ts";
import { commitRevocation } from "./store.ts";

/** Ends a key: from now on nobody gets in with it. One that was revoked before is not there (`resource.not_found`). */
export const revokeApiKey = async ({ services, actor }: Call, id: Id<"apiKey">): Promise<void> => {
  if (actor.kind === "anonymous") throw denied();
  const [[key]] = await services.db.read(apiKeyById(services.db, id));
  const revoked = key !== undefined && (await commitRevocation(services, actorRef(actor), id));
  if (!revoked) throw notFound("key");
};
