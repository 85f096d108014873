import type { ApiKeyView } from "@docket/core/contract/api-key";
import type { PersonView } from "@docket/core/contract/person";
import { msg, str } from "@lit/localize";
import type { Confirm } from "../../elements/confirm/confirm.ts";
import { getLocale } from "../../locales/locale.ts";
import { attempt } from "../app/attempt.ts";
import type { Desk } from "../app/desk.ts";

/** The most keys that are read and ended together, and how many of their names fit a sentence. */
const most = 50;
const named = 5;

const listed = (keys: readonly ApiKeyView[]): string => {
  const names = keys.slice(0, named).map(({ name }) => name);
  const rest = keys.length - names.length;
  return new Intl.ListFormat(getLocale()).format(rest > 0 ? [...names, msg(str`${rest} more`)] : names);
};

/** Asks whether the keys that somebody made are to end with them, and ends them. Nothing is asked when there are none. */
export const offerKeys = async (desk: Desk, confirm: Confirm, { id, name }: PersonView): Promise<void> => {
  let keys: readonly ApiKeyView[] = [];
  const read = async (): Promise<void> => {
    keys = (await desk.client.request("GET /api-keys", { query: { createdBy: id, limit: most } })).items;
  };
  if (!(await attempt(desk, read)) || keys.length === 0) return;
  const sure = await confirm.ask({
    heading: msg(str`Revoke the API keys that ${name} made?`),
    text: msg(str`They go on working until somebody revokes them: ${listed(keys)}.`),
    action: msg("Revoke the keys"),
    dismiss: msg("Keep them"),
  });
  if (!sure) return;
  const revoke = (key: ApiKeyView) => desk.client.request("DELETE /api-keys/{id}", { params: { id: key.id } });
  await attempt(desk, () => Promise.all(keys.map(revoke)), msg("The keys no longer work."));
};
