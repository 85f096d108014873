import type { RESTOptions } from "@discordjs/rest";
import { checkForm } from "./discord-calls.ts";

type Request = RESTOptions["makeRequest"];

/**
 * Sends what the Discord library asks with the platform's own `fetch`. The library's way hangs with files when the Slack
 * library was loaded before it: the two share a pool of connections and bring different versions of undici.
 */
export const nativeRequest: Request = async (url, { method, headers, body, signal }) => {
  const response = await fetch(url, { method, headers, body, signal } as RequestInit);
  checkForm(response);
  return response as unknown as Awaited<ReturnType<Request>>;
};
