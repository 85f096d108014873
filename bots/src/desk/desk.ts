import type { Client, Route, RouteInput, Routes } from "@docket/api/client";
import { ApiError, createClient } from "@docket/api/client";
import type { ChatThread, ChatUser } from "@docket/core/chat/platform";
import { Uploads } from "./uploads.ts";

/** How a bot reaches the desk. */
export interface DeskOptions {
  /** The address of the desk without a slash at the end. */
  readonly baseUrl: string;
  /** A key with the scope `chat`. */
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
  /** How long an answer may take, in milliseconds: chats wait three seconds for theirs. */
  readonly patience?: number;
  /** Where it is remembered which files the desk has, when that is for longer than this desk. */
  readonly uploads?: Uploads;
}

/** Where in a chat somebody asks for something. `thread` is null outside of threads. */
export interface ChatPlace {
  readonly channelId: string;
  readonly thread: ChatThread | null;
}

/** What a command knows of who asks, and where. */
export interface DeskCall {
  readonly api: Client;
  readonly user: ChatUser;
  /** What the chat calls them. */
  readonly userName: string;
  readonly place: ChatPlace | null;
  /** The API as the bot itself, with nobody behind it. */
  readonly bot: Client;
  /** The same in every try of the same thing, so that it takes effect once. */
  readonly key: string;
  /** How long whoever asks waits for an answer, in milliseconds. */
  readonly patience: number;
  readonly uploads: Uploads;
}

/** Who asks for something, and where; `onCard` where they do so with a card of that channel. */
type Asking = Pick<DeskCall, "user" | "userName" | "place" | "key"> & { readonly onCard?: boolean };

/** The desk as bots see it. */
export interface Desk {
  readonly bot: Client;
  call(asking: Asking): DeskCall;
}

const defaultPatience = 2500;

/** What an answer that came too late stands for: nobody knows whether it was done. */
const tooLate: ApiError["problem"] = {
  status: 0,
  code: "server.unavailable",
  detail: "Docket took too long to answer.",
};

/** A client whose requests each end with the signal that is made for them. */
const ending = (client: Client, signalFor: () => AbortSignal): Client => ({
  async request<R extends Route>(route: R, ...[input]: [input?: unknown]): Promise<Routes[R]["response"]> {
    const given = (input as RouteInput<R> | undefined)?.signal;
    const signal = given ? AbortSignal.any([given, signalFor()]) : signalFor();
    const limited = { ...(input as RouteInput<R> | undefined), signal } as never;
    try {
      return await client.request(route, limited);
    } catch (error) {
      throw signal.aborted ? new ApiError(tooLate) : error;
    }
  },
});

/** A client that waits for each answer for so long and no longer. */
const impatient = (client: Client, patience: number): Client => ending(client, () => AbortSignal.timeout(patience));

/** The same call, with so much time for all that it asks together: a chat does not wait once for each question. */
export const hurried = (call: DeskCall): DeskCall => {
  const deadline = AbortSignal.timeout(call.patience);
  return { ...call, api: ending(call.api, () => deadline), bot: ending(call.bot, () => deadline) };
};

/** The desk behind this key. Calls throw `ApiError` and nothing else. */
export const createDesk = ({
  baseUrl,
  key,
  fetch,
  patience = defaultPatience,
  uploads = new Uploads(),
}: DeskOptions): Desk => {
  const base = { baseUrl, token: () => key, ...(fetch ? { fetch } : {}) };
  const bot = impatient(createClient(base), patience);
  return {
    bot,
    call: ({ onCard = false, ...asking }) => {
      const card = onCard && asking.place !== null ? { cardChannelId: asking.place.channelId } : {};
      const api = impatient(createClient({ ...base, ...card, onBehalfOf: asking.user }), patience);
      return { ...asking, patience, uploads, bot, api };
    },
  };
};
