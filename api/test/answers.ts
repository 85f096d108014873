import type { HistoryPage } from "@docket/core/contract/history";
import type { MessagePage, MessageWritten } from "@docket/core/contract/message";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketCounts, TicketPage, TicketView } from "@docket/core/contract/ticket";
import type { Answer, Caller } from "./desk.ts";

/** The status and the code of a refusal, such as `409 ticket.conflict`. */
export const refusal = ({ status, body }: Answer): string => {
  const { code, status: said } = (body ?? {}) as Partial<Problem>;
  return `${status} ${said === status ? code : "without a problem document"}`;
};

/** The fields that a refusal names. */
export const fields = ({ body }: Answer): string[] => (body as Problem).errors?.map(({ field }) => field) ?? [];

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** All items of a list, page by page. `between` runs after each page, for what happens to a list that is being read. */
export const walk = async <T>(reader: Caller, path: string, between?: () => Promise<unknown>): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const url = new URL(path, "http://list.test");
    if (cursor !== null) url.searchParams.set("cursor", cursor);
    const page: Answer<Page<T>> = await reader.get(`${url.pathname}${url.search}`);
    if (page.status !== 200) throw new Error(`no page: ${JSON.stringify(page.body)}`);
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
    await between?.();
  } while (cursor !== null);
  return items;
};

/** The ticket as this caller sees it. */
export const ticketOf = async (reader: Caller, ref: string | number): Promise<TicketView> =>
  (await reader.get<TicketView>(`/tickets/${encodeURIComponent(ref)}`)).body;

/** The numbers of the tickets that a list answers with. */
export const listed = async (reader: Caller, query = ""): Promise<number[]> => {
  const { status, body } = await reader.get<TicketPage>(`/tickets?limit=100&${query}`);
  if (status !== 200) throw new Error(`no list: ${JSON.stringify(body)}`);
  return body.items.map(({ number }) => number);
};

/** The numbers of the tickets in which these words are found. */
export const found = (reader: Caller, words: string): Promise<number[]> =>
  listed(reader, `sort=createdAt&q=${encodeURIComponent(words)}`);

export const countsOf = async (reader: Caller, query = ""): Promise<TicketCounts> =>
  (await reader.get<TicketCounts>(`/tickets/counts?${query}`)).body;

export const historyOf = (reader: Caller, ref: string): Promise<HistoryPage["items"]> =>
  walk(reader, `/tickets/${ref}/history?limit=100`);

/** The conversation, oldest first. */
export const conversationOf = async (reader: Caller, ref: string): Promise<MessagePage["items"]> =>
  (await walk<MessagePage["items"][number]>(reader, `/tickets/${ref}/messages?limit=100`)).toReversed();

export const reply = (writer: Caller, ref: string, body = "Hello"): Promise<Answer<MessageWritten>> =>
  writer.post(`/tickets/${ref}/replies`, { body });

export const note = (writer: Caller, ref: string, body = "Between us"): Promise<Answer<MessageWritten>> =>
  writer.post(`/tickets/${ref}/notes`, { body });
