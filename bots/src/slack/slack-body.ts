/** What Slack sends, before anybody looked at it. */
export type Body = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Body =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

const isJson = (text: unknown): boolean => {
  try {
    return typeof text === "string" && (text === "" || isRecord(JSON.parse(text)));
  } catch {
    return false;
  }
};

/** A form of Slack has one field, `payload`, or some twenty, those of a command. */
const mostFields = 64;

/** What a request that Slack signed says: JSON, or a form whose field `payload` may be JSON; null when it is neither. */
export const readBody = (bytes: Uint8Array, contentType: string): Body | null => {
  const text = new TextDecoder().decode(bytes);
  try {
    if (!contentType.startsWith("application/x-www-form-urlencoded")) {
      const body: unknown = JSON.parse(text);
      return isRecord(body) ? body : null;
    }
    if (text.split("&", mostFields + 1).length > mostFields) return null;
    const form = Object.fromEntries(new URLSearchParams(text));
    const payload: unknown = form["payload"] === undefined ? form : JSON.parse(form["payload"]);
    return isRecord(payload) ? payload : null;
  } catch {
    return null;
  }
};

const idIn = (value: unknown, name: string): string | null => {
  const id = isRecord(value) ? value[name] : null;
  return isText(id) ? id : null;
};

/** The workspace that the app was installed in, whoever of which workspace did something there. */
export const workspaceOf = (body: Body): string | null => {
  const authorizations: unknown = body["authorizations"];
  return (
    idIn(Array.isArray(authorizations) ? authorizations[0] : null, "team_id") ??
    idIn(body["view"], "app_installed_team_id") ??
    idIn(body, "team_id") ??
    idIn(body["team"], "id") ??
    idIn(body["user"], "team_id")
  );
};

/** Slack names the workspace near the beginning of all that it sends. */
const head = 4096;
const teamId = /team_id(?:"\s*:\s*"|%22%3A%22|=)([A-Z0-9]{2,32})/;

/** The workspace that a body names which nobody signed: only its beginning is looked at, and nothing of it is believed. */
export const namedWorkspace = (bytes: Uint8Array): string | null =>
  teamId.exec(new TextDecoder().decode(bytes.subarray(0, head)))?.[1] ?? null;

const hasUser = (body: Body): boolean => idIn(body["user"], "id") !== null;

/** Our own forms keep JSON in what Slack hands back. */
const hasView = ({ view }: Body): boolean =>
  isRecord(view) && isText(view["id"]) && isText(view["callback_id"]) && isJson(view["private_metadata"] ?? "");

const stateOf = ({ state }: Body): Body | null => (isRecord(state) ? state : null);

const hasActions = ({ actions, view }: Body): boolean =>
  Array.isArray(actions) &&
  actions.length > 0 &&
  actions.every((action) => idIn(action, "action_id") !== null) &&
  (view === undefined || view === null || isRecord(view));

/** What each type of body needs to be worked on at all (https://docs.slack.dev/reference/interaction-payloads). */
const sound: Readonly<Record<string, (body: Body) => boolean>> = {
  event_callback: ({ event }) => idIn(event, "type") !== null,
  block_actions: (body) => hasUser(body) && hasActions(body),
  block_suggestion: (body) =>
    hasUser(body) && isText(body["action_id"]) && (body["view"] === undefined || hasView(body)),
  message_action: (body) => hasUser(body) && isText(body["callback_id"]) && idIn(body["message"], "ts") !== null,
  shortcut: (body) => hasUser(body) && isText(body["callback_id"]),
  view_closed: (body) => hasUser(body) && hasView(body),
  view_submission: (body) =>
    hasUser(body) && hasView(body) && isRecord(body["view"]) && isRecord(stateOf(body["view"])?.["values"]),
  app_rate_limited: () => true,
};

/** A command has no type. */
const isCommand = ({ command, user_id: user }: Body): boolean => isText(command) && isText(user);

/** Whether this can be something that Slack sends to an app such as this one. */
export const makesSense = (body: Body): boolean => {
  const { type } = body;
  if (workspaceOf(body) === null) return false;
  if (type === undefined) return isCommand(body);
  return typeof type === "string" && Object.hasOwn(sound, type) && (sound[type]?.(body) ?? false);
};
