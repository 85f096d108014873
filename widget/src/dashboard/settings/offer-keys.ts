import type { ApiKeyView } from "@docket/core/contract/api-key";
import type { PersonView } from "@docket/core/contract/person";
import { msg, str } from "@lit/localize";
import type { Confirm } from "../../elements/confirm/confirm.ts";
import { attempt } from "../app/attempt.ts";
import type { Desk } from "../app/desk.ts";
import { someOf } from "./some-of.ts";

/** The most keys that are read and ended together. */
const most = 50;

const works = ({ expiresAt }: ApiKeyView): boolean => expiresAt === null || Date.parse(expiresAt) > Date.now();

/** What becomes of the keys of somebody who takes their own right to end them. */
export const ownKeysText = (): string => msg("API keys that you made go on working until another admin revokes them.");

/** Asks whether the keys that somebody made are to end with them, and ends them. Nothing is asked when none works. */
export const offerKeys = async (desk: Desk, confirm: Confirm, { id, name }: PersonView): Promise<void> => {
  let keys: readonly ApiKeyView[] = [];
  const read = async (): Promise<void> => {
    const { items } = await desk.client.request("GET /api-keys", { query: { createdBy: id, limit: most } });
    keys = items.filter(works);
  };
  if (!(await attempt(desk, read)) || keys.length === 0) return;
  const sure = await confirm.ask({
    heading: msg(str`Revoke the API keys that ${name} made?`),
    text: msg(str`They go on working until somebody revokes them: ${someOf(keys.map((key) => key.name))}.`),
    action: msg("Revoke the keys"),
    dismiss: msg("Keep them"),
  });
  if (!sure) return;
  const revoke = (key: ApiKeyView) => desk.client.request("DELETE /api-keys/{id}", { params: { id: key.id } });
  await attempt(desk, () => Promise.all(keys.map(revoke)), msg("The keys no longer work."));
};
