import { checkView } from "../block-limits.ts";
import type { Call, Method } from "../call.ts";
import { argument, structured, userOf } from "../call.ts";
import { viewJson } from "../json.ts";
import { keptBlocks } from "../message-content.ts";
import { Refused } from "../refused.ts";
import type { Json, Mint, User, View, Workspace } from "../state.ts";
import { isJson, list, text } from "../state.ts";

const mostOfStack = 3;
const mostOfView = 250_000;

/** Checks what a view is to be, and gives its blocks ids. Throws `Refused`. */
export const checkedView = (source: unknown, mint: Mint): Json => {
  if (!isJson(source)) throw new Refused("invalid_arguments", ["[ERROR] missing required field: view"]);
  const problems = checkView(source);
  if (problems.length > 0) throw new Refused("invalid_arguments", problems);
  if (JSON.stringify(source).length > mostOfView) throw new Refused("view_too_large");
  return { ...source, blocks: keptBlocks(list(source["blocks"]), mint) };
};

/** Puts a view on top of what somebody has open. */
export const pushView = (workspace: Workspace, user: User, source: Json, mint: Mint): View => {
  const stack = workspace.stacks.get(user.id) ?? [];
  const below = stack.at(-1);
  const id = mint.id("V");
  const view: View = {
    id,
    userId: user.id,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    source,
    hash: mint.ts(),
    errors: {},
    offered: new Map(),
  };
  workspace.stacks.set(user.id, [...stack, view]);
  workspace.views.set(id, view);
  return view;
};

/** Replaces what a view shows. */
export const replaceView = (view: View, source: Json, mint: Mint): void => {
  view.source = source;
  view.hash = mint.ts();
  view.errors = {};
};

const sourceOf = (call: Call): Json => checkedView(structured(call, "view", "invalid_arguments"), call.slack.mint);

const shown = (call: Call, view: View): Json => ({ ok: true, view: viewJson(call.slack, call.workspace, view) });

const checkHash = (call: Call, view: View | undefined): void => {
  const hash = text(call.args["hash"]);
  if (hash !== "" && view !== undefined && view.hash !== hash) throw new Refused("hash_conflict");
};

const open: Method = (call) => {
  const source = sourceOf(call);
  const user = call.slack.interactions.useTrigger(argument(call, "trigger_id"), call.workspace);
  for (const view of call.workspace.stacks.get(user.id) ?? []) call.workspace.views.delete(view.id);
  call.workspace.stacks.delete(user.id);
  return shown(call, pushView(call.workspace, user, source, call.slack.mint));
};

const push: Method = (call) => {
  const source = sourceOf(call);
  const user = call.slack.interactions.useTrigger(argument(call, "trigger_id"), call.workspace);
  const stack = call.workspace.stacks.get(user.id) ?? [];
  if (stack.length === 0) throw new Refused("not_found");
  if (stack.length >= mostOfStack) throw new Refused("push_limit_reached");
  return shown(call, pushView(call.workspace, user, source, call.slack.mint));
};

const update: Method = (call) => {
  const source = sourceOf(call);
  const { views } = call.workspace;
  const externalId = text(call.args["external_id"]);
  const view =
    externalId === ""
      ? views.get(argument(call, "view_id"))
      : [...views.values()].find((one) => one.source["external_id"] === externalId);
  if (!view) throw new Refused("not_found");
  checkHash(call, view);
  replaceView(view, source, call.slack.mint);
  return shown(call, view);
};

const publish: Method = (call) => {
  const source = sourceOf(call);
  if (source["type"] !== "home") throw new Refused("invalid_arguments", ["[ERROR] must be home [json-pointer:/type]"]);
  const user = userOf(call, argument(call, "user_id"));
  const { homes } = call.workspace;
  const home = homes.get(user.id);
  checkHash(call, home);
  const id = home?.id ?? call.slack.mint.id("V");
  const view: View = home ?? {
    id,
    userId: user.id,
    rootId: id,
    previousId: null,
    source,
    hash: "",
    errors: {},
    offered: new Map(),
  };
  replaceView(view, source, call.slack.mint);
  homes.set(user.id, view);
  return shown(call, view);
};

export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
