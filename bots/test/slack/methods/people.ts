import type { Method } from "../call.ts";
import { argument, needScope, pageOf, userOf } from "../call.ts";
import { userJson } from "../json.ts";

const test: Method = ({ slack, workspace, install }) => ({
  ok: true,
  url: `https://${workspace.domain}.slack.com/`,
  team: workspace.name,
  team_id: workspace.id,
  user: "docket",
  user_id: install.botUserId,
  bot_id: install.botId,
  app_id: slack.appId,
  is_enterprise_install: false,
});

const info: Method = (call) => {
  needScope(call, "users:read");
  const user = userOf(call, argument(call, "user"));
  return { ok: true, user: userJson(call.workspace, user, call.install.scopes.has("users:read.email")) };
};

const list: Method = (call) => {
  needScope(call, "users:read");
  const { page, next } = pageOf(call, [...call.workspace.users.values()], 1000);
  const withEmail = call.install.scopes.has("users:read.email");
  return {
    ok: true,
    members: page.map((user) => userJson(call.workspace, user, withEmail)),
    response_metadata: { next_cursor: next },
  };
};

export const peopleMethods: Readonly<Record<string, Method>> = {
  "auth.test": test,
  "users.info": info,
  "users.list": list,
};
