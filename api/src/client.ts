import type { CardView } from "@docket/core/chat/card";
import type { ChatUser } from "@docket/core/chat/platform";
import { chatUserKey } from "@docket/core/chat/platform";
import type { ApiKeyListQuery, ApiKeyPage, CreateApiKeyInput, CreatedApiKey } from "@docket/core/contract/api-key";
import type { AttachmentList, AttachmentView, UploadQuery } from "@docket/core/contract/attachment";
import type { CategoryList } from "@docket/core/contract/category";
import type {
  BotInput,
  ChangedInput,
  ConnectedPage,
  FollowedInput,
  CardQuery,
  FollowedPage,
  RelayDeleteQuery,
  RelayEditInput,
  RelayedView,
  RelayInput,
  TakenPage,
  TakenQuery,
  MadeQuery,
  MadeTicket,
  ShownMessage,
  ShownQuery,
  ThreadQuery,
} from "@docket/core/contract/chat";
import type { DraftInput, DraftPage, OwnDraft } from "@docket/core/contract/draft";
import type { HistoryPage } from "@docket/core/contract/history";
import type {
  IdentityLinkList,
  IdentityLinkView,
  LinkCodeInput,
  LinkCodeRef,
  LinkCodeView,
  LinkOffer,
} from "@docket/core/contract/identity-link";
import type {
  AddChannelInput,
  ChannelListQuery,
  ChannelPage,
  ChannelView,
  ChatList,
  ConnectInput,
  InstallLink,
  IntegrationPage,
  IntegrationView,
  UpdateChannelInput,
  WorkspaceList,
  WorkspaceListQuery,
} from "@docket/core/contract/integration";
import type { EditMessageInput, MessagePage, MessageWritten } from "@docket/core/contract/message";
import type { ParkedPage, RetryingPage } from "@docket/core/contract/outbox";
import type {
  AcceptInvitationInput,
  InvitationOffer,
  InvitationPage,
  InvitationView,
  InviteInput,
  LookUpInvitationInput,
  Me,
  PersonListQuery,
  PersonPage,
  PersonView,
  UpdateMeInput,
  UpdatePersonInput,
} from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type {
  CreateSiteInput,
  OpenSessionInput,
  ProveEmailInput,
  ProvenSession,
  RequestCodeInput,
  SitePage,
  SiteView,
  UpdateSiteInput,
  WidgetConfig,
  WidgetSession,
} from "@docket/core/contract/site";
import type { FailedSignInList, SessionList } from "@docket/core/contract/session";
import type {
  AssigneeInput,
  MessageInput,
  OpenTicketInput,
  ReadInput,
  StatusInput,
  TicketCounts,
  TicketListQuery,
  TicketPage,
  TicketView,
  UnreadCount,
  UpdateTicketInput,
} from "@docket/core/contract/ticket";

interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string | undefined;
}
type WithId<T = object> = T & { readonly params: { readonly id: string } };
type WithMessage<T> = T & { readonly params: { readonly id: string; readonly messageId: string } };
type ListQuery<T> = Omit<Partial<T>, "limit"> & { readonly limit?: number };

/** Every route of `/api/v1` that answers with JSON or a file: what it takes and what it gives. */
export interface Routes {
  "GET /me": { response: Me };
  "PATCH /me": { body: UpdateMeInput; response: Me };
  "GET /categories": { response: CategoryList };

  "GET /tickets": { query?: ListQuery<TicketListQuery>; response: TicketPage };
  "POST /tickets": { body: OpenTicketInput; response: TicketView };
  "GET /tickets/counts": {
    query?: ListQuery<Omit<TicketListQuery, "sort" | "limit" | "cursor">>;
    response: TicketCounts;
  };
  /** `id` may also be the number, such as `1042`. */
  "GET /tickets/{id}": WithId<{ response: TicketView }>;
  "PATCH /tickets/{id}": WithId<{ body: UpdateTicketInput; response: TicketView }>;
  "DELETE /tickets/{id}": WithId<{ response: undefined }>;
  /** Claims the ticket that has waited longest among the most urgent ones that nobody has. */
  "POST /tickets/take-next": { response: TicketView };
  "POST /tickets/{id}/claim": WithId<{ response: TicketView }>;
  "PUT /tickets/{id}/assignee": WithId<{ body: AssigneeInput; response: TicketView }>;
  "DELETE /tickets/{id}/assignee": WithId<{ response: TicketView }>;
  "PUT /tickets/{id}/status": WithId<{ body: StatusInput; response: TicketView }>;
  "POST /tickets/{id}/resolve": WithId<{ response: TicketView }>;
  "POST /tickets/{id}/close": WithId<{ response: TicketView }>;
  "POST /tickets/{id}/reopen": WithId<{ response: TicketView }>;
  "POST /tickets/{id}/cancel": WithId<{ response: TicketView }>;
  "POST /tickets/{id}/replies": WithId<{ body: MessageInput; response: MessageWritten }>;
  "POST /tickets/{id}/notes": WithId<{ body: MessageInput; response: MessageWritten }>;
  /** Changes the words of your own message; `messageId` is a message of that ticket. */
  "PATCH /tickets/{id}/messages/{messageId}": WithMessage<{ body: EditMessageInput; response: MessageWritten }>;
  "DELETE /tickets/{id}/messages/{messageId}": WithMessage<{ response: MessageWritten }>;
  "GET /tickets/{id}/messages": WithId<{ query?: PageQuery; response: MessagePage }>;
  "GET /tickets/{id}/history": WithId<{ query?: PageQuery; response: HistoryPage }>;
  "GET /tickets/{id}/attachments": WithId<{ response: AttachmentList }>;

  /** A client's in all their tickets, a member of the staff's in the open tickets that they have. */
  "GET /me/unread": { response: UnreadCount };
  /** It never goes back. */
  "PUT /tickets/{id}/read": WithId<{ body: ReadInput; response: UnreadCount }>;

  "GET /me/drafts": { query?: PageQuery; response: DraftPage };
  "GET /tickets/{id}/draft": WithId<{ response: OwnDraft }>;
  /** Without words and files there is no draft. `ifMatch` is the version of the draft, not of the ticket. */
  "PUT /tickets/{id}/draft": WithId<{ body: DraftInput; response: OwnDraft }>;
  "DELETE /tickets/{id}/draft": WithId<{ response: undefined }>;

  "POST /attachments": { query: UploadQuery; body: Blob; response: AttachmentView };
  "GET /attachments/{id}": WithId<{ response: Blob }>;

  "GET /people": { query?: ListQuery<PersonListQuery>; response: PersonPage };
  "GET /people/{id}": WithId<{ response: PersonView }>;
  "PATCH /people/{id}": WithId<{ body: UpdatePersonInput; response: PersonView }>;
  "DELETE /people/{id}": WithId<{ response: undefined }>;

  "GET /invitations": { query?: PageQuery; response: InvitationPage };
  "POST /invitations": { body: InviteInput; response: InvitationView };
  "POST /invitations/{id}/send": WithId<{ response: InvitationView }>;
  "DELETE /invitations/{id}": WithId<{ response: undefined }>;
  "POST /invitations/lookup": { body: LookUpInvitationInput; response: InvitationOffer };
  "POST /invitations/accept": { body: AcceptInvitationInput; response: PersonView };

  "GET /sites": { query?: PageQuery; response: SitePage };
  "POST /sites": { body: CreateSiteInput; response: SiteView };
  "GET /sites/{id}": WithId<{ response: SiteView }>;
  "PATCH /sites/{id}": WithId<{ body: UpdateSiteInput; response: SiteView }>;

  "GET /widget/config": { query: { readonly site: string }; response: WidgetConfig };
  "POST /widget/sessions": { body: OpenSessionInput; response: WidgetSession };
  "DELETE /widget/session": { response: undefined };
  /** Sends a code to the address. The answer never says whether anybody has it. */
  "POST /widget/session/code": { body: RequestCodeInput; response: undefined };
  /** Proves the address: from now on the session sees all tickets of that person. */
  "POST /widget/session/verify": { body: ProveEmailInput; response: ProvenSession };

  "GET /outbox/parked": { query?: PageQuery; response: ParkedPage };
  "GET /outbox/retrying": { query?: PageQuery; response: RetryingPage };
  "DELETE /outbox/{id}": WithId<{ response: undefined }>;
  "POST /outbox/{id}/retry": WithId<{ response: undefined }>;

  "GET /me/sessions": { response: SessionList };
  "DELETE /me/sessions": { response: undefined };
  "DELETE /me/sessions/{id}": { params: { id: string }; response: undefined };
  "GET /me/failed-sign-ins": { response: FailedSignInList };

  "GET /api-keys": { query?: ApiKeyListQuery; response: ApiKeyPage };
  "POST /api-keys": { body: CreateApiKeyInput; response: CreatedApiKey };
  "DELETE /api-keys/{id}": WithId<{ response: undefined }>;

  /** Your own accounts in chats. */
  "GET /identity-links": { response: IdentityLinkList };
  /** Links the account that a code was made for to you, whomever it was linked to before. */
  "POST /identity-links": { body: LinkCodeRef; response: IdentityLinkView };
  "POST /identity-links/lookup": { body: LinkCodeRef; response: LinkOffer };
  "DELETE /identity-links/{id}": WithId<{ response: undefined }>;

  "GET /chats": { response: ChatList };
  "GET /workspaces": { query: WorkspaceListQuery; response: WorkspaceList };
  "GET /integrations": { query?: PageQuery; response: IntegrationPage };
  /** Connects a workspace with the token of the settings, or looks again at one that is connected. */
  "POST /integrations": { body: ConnectInput; response: IntegrationView };
  "DELETE /integrations/{id}": WithId<{ response: undefined }>;
  /** Tries now what waits because the workspace or one of its channels was broken. */
  "POST /integrations/{id}/resume": WithId<{ response: IntegrationView }>;
  "POST /integrations/slack/install": { response: InstallLink };
  "GET /channels": { query?: ListQuery<ChannelListQuery>; response: ChannelPage };
  "POST /channels": { body: AddChannelInput; response: ChannelView };
  "GET /channels/{id}": WithId<{ response: ChannelView }>;
  "PATCH /channels/{id}": WithId<{ body: UpdateChannelInput; response: ChannelView }>;
  "DELETE /channels/{id}": WithId<{ response: undefined }>;

  /** The rest is for bots. A code with which somebody of a chat links themselves to who they are here. */
  "POST /chat/link-codes": { body: LinkCodeInput; response: LinkCodeView };
  "GET /chat/ticket": { query: ThreadQuery; response: TicketView };
  "GET /chat/made-ticket": { query: MadeQuery; response: MadeTicket };
  "GET /chat/shown-message": { query: ShownQuery; response: ShownMessage };
  "GET /chat/card": { query: CardQuery; response: CardView };
  "GET /chat/cards": { query?: PageQuery & Partial<ThreadQuery>; response: FollowedPage };
  "GET /chat/channels": { query: FollowedInput & PageQuery; response: ConnectedPage };
  "PUT /chat/bot": { body: BotInput; response: undefined };
  "PUT /chat/changed": { body: ChangedInput; response: undefined };
  "PUT /chat/followed": { body: FollowedInput; response: undefined };
  "GET /chat/messages": { query: TakenQuery; response: TakenPage };
  "POST /chat/messages": { body: RelayInput; response: RelayedView };
  "PATCH /chat/messages": { body: RelayEditInput; response: RelayedView };
  "DELETE /chat/messages": { query: RelayDeleteQuery; response: undefined };
}

export type Route = keyof Routes;

export type RouteInput<R extends Route> = Omit<Routes[R], "response"> & {
  /** Sent as `Idempotency-Key` on POST; made up when absent. Give the same one to try the same thing again. */
  readonly idempotencyKey?: string;
  /** The version that the change was made on; a newer one is refused with `ticket.stale_version`. */
  readonly ifMatch?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is handed the headers of the answer, before it is known whether it is a success. */
  readonly heed?: (headers: Headers) => void;
};

type Optional<T> = object extends T ? [input?: T] : [input: T];

/** An answer that is not a success: the problem document, or what stands for it when there was no answer. */
export class ApiError extends Error {
  readonly problem: Pick<Problem, "status" | "code" | "detail"> & Partial<Problem>;

  constructor(problem: ApiError["problem"]) {
    super(problem.detail);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** `fetch` failed: nobody knows whether the server got it, so the same idempotency key must be used again. */
export const offline: ApiError["problem"] = {
  status: 0,
  code: "server.unavailable",
  detail: "There was no answer.",
};

export interface ClientOptions {
  /** The address of the desk without a slash at the end; empty for the page's own. */
  readonly baseUrl: string;
  /** The bearer token at this moment, if there is one; without one the browser's cookie counts. */
  readonly token?: () => string | null;
  /** For the key of a bot: who in a chat asks for this. Only what that person may do is done. */
  readonly onBehalfOf?: ChatUser;
  /** The channel of the card on which that person pressed something; where it is off nothing is done. */
  readonly cardChannelId?: string;
  readonly fetch?: typeof globalThis.fetch;
}

export interface Client {
  /** Calls one route. Throws `ApiError`, or `AbortError` when the signal fired. */
  request<R extends Route>(route: R, ...input: Optional<RouteInput<R>>): Promise<Routes[R]["response"]>;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly signal?: AbortSignal;
  readonly heed?: (headers: Headers) => void;
}

const search = (query: AnyInput["query"] = {}): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  return params.size > 0 ? `?${params}` : "";
};

const read = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined;
  const type = response.headers.get("content-type") ?? "";
  if (response.ok) {
    const isFile = response.headers.get("content-disposition")?.startsWith("attachment") ?? false;
    return isFile ? response.blob() : response.json();
  }
  if (type.startsWith("application/problem+json")) throw new ApiError((await response.json()) as Problem);
  throw new ApiError({ ...offline, status: response.status });
};

/** A new idempotency key. Browsers have `randomUUID` on https and localhost only, and a desk may be on plain http. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A client of the API, typed by `Routes`. It keeps nothing and retries nothing. */
export const createClient = (options: ClientOptions): Client => ({
  async request(route, ...[given]) {
    const input = (given ?? {}) as AnyInput;
    const [method = "GET", template = ""] = route.split(" ");
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ""));
    const headers: Record<string, string> = {};
    const token = options.token?.();
    if (token) headers["authorization"] = `Bearer ${token}`;
    if (options.onBehalfOf) {
      headers["docket-on-behalf-of"] = chatUserKey(options.onBehalfOf);
      if (options.onBehalfOf.workspaceId) headers["docket-chat-workspace"] = options.onBehalfOf.workspaceId;
    }
    if (options.cardChannelId !== undefined) headers["docket-chat-card-channel"] = options.cardChannelId;
    if (method === "POST") headers["idempotency-key"] = input.idempotencyKey ?? newKey();
    if (input.ifMatch !== undefined) headers["if-match"] = `"${input.ifMatch}"`;
    if (input.body !== undefined)
      headers["content-type"] = input.body instanceof Blob ? "application/octet-stream" : "application/json";
    const send = options.fetch ?? fetch;
    const response = await send(`${options.baseUrl}/api/v1${path}${search(input.query)}`, {
      method,
      headers,
      credentials: options.token ? "omit" : "same-origin",
      ...(input.body === undefined
        ? {}
        : { body: input.body instanceof Blob ? input.body : JSON.stringify(input.body) }),
      ...(input.signal ? { signal: input.signal } : {}),
    }).catch((error: unknown) => {
      if (error instanceof Error && error.name === "AbortError") throw error;
      throw new ApiError(offline);
    });
    input.heed?.(response.headers);
    return (await read(response)) as never;
  },
});
