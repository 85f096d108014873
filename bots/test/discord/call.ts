import type { Upload } from "./messages.ts";
import type { State } from "./state.ts";
import type { Json, Reader } from "./views.ts";
import type { App, Channel, Member, Message } from "./world.ts";
import { refusal } from "./discord-error.ts";

/** A call of the API. */
export interface Call {
  readonly state: State;
  readonly app: App;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
}

/** What a call answers with; nothing is 204. */
export type Answer = Json | readonly unknown[] | undefined;

/** A route: `POST /channels/:channel/messages`. */
export type Routes = Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>;

export const readerOf = ({ user, messageContent }: App): Reader => ({ user, reads: messageContent });

export const viewFor = ({ state, app }: Call, message: Message): Json => state.messageView(message, readerOf(app));

/** The channel or thread of a call, and the bot as a member of its server. */
export const channelOf = ({ state, app, params }: Call): { readonly channel: Channel; readonly member: Member } =>
  state.channel(app.user.id, params["channel"] ?? "");

/** The message of a call, and the bot as a member of its server. */
export const messageOf = (call: Call): { readonly message: Message; readonly member: Member } => {
  const { channel, member } = channelOf(call);
  const message = channel.messages.get(call.params["message"] ?? "");
  if (!message) throw refusal(10008);
  return { message, member };
};
