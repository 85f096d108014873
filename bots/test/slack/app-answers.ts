import type { Delivered } from "./delivery.ts";
import { checkOptions } from "./element-limits.ts";
import type { FakeSlack } from "./fake-slack.ts";
import { checkedView, pushView, replaceView } from "./methods/views.ts";
import { Refused } from "./refused.ts";
import type { Json, User, View, Workspace } from "./state.ts";
import { isJson, list, text } from "./state.ts";

/** The choices that the app gave for an external menu, checked; none when it did not answer. */
export const readOptions = (slack: FakeSlack, { acked, body }: Delivered): readonly Json[] => {
  if (!acked || !isJson(body)) return [];
  const options = [...list(body["options"]), ...list(body["option_groups"]).flatMap((group) => list(group["options"]))];
  if (options.length > 0)
    checkOptions(body, 100, "", (problem, path) => slack.violations.push(`block_suggestion: ${problem} ${path}`));
  return options;
};

const closeTop = (workspace: Workspace, user: User): void => {
  const view = workspace.stacks.get(user.id)?.pop();
  if (view) workspace.views.delete(view.id);
};

const closeAll = (workspace: Workspace, user: User): void => {
  for (const view of workspace.stacks.get(user.id) ?? []) workspace.views.delete(view.id);
  workspace.stacks.delete(user.id);
};

const checkErrors = (slack: FakeSlack, view: View, errors: Json): Readonly<Record<string, string>> => {
  const known = new Set(
    list(view.source["blocks"])
      .filter((block) => block["type"] === "input")
      .map((block) => block["block_id"]),
  );
  for (const [name, problem] of Object.entries(errors))
    if (!known.has(name) || text(problem) === "") slack.violations.push(`view_submission: errors for ${name}`);
  return errors as Readonly<Record<string, string>>;
};

/** Does with a modal what the app answered when it was sent. */
export const takeViewAnswer = (slack: FakeSlack, workspace: Workspace, user: User, view: View, body: unknown): void => {
  const answer = isJson(body) ? body : {};
  try {
    switch (answer["response_action"]) {
      case "errors":
        view.errors = checkErrors(slack, view, isJson(answer["errors"]) ? answer["errors"] : {});
        return;
      case "update":
        return replaceView(view, checkedView(answer["view"], slack.mint), slack.mint);
      case "push":
        pushView(workspace, user, checkedView(answer["view"], slack.mint), slack.mint);
        return;
      case "clear":
        return closeAll(workspace, user);
      default:
        return closeTop(workspace, user);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    slack.violations.push(`view_submission: ${error.code} ${JSON.stringify(error.extra)}`);
  }
};
