import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeSlack } from "./fake-slack.ts";
import { readResponseBody, respond } from "./interactions.ts";
import type { Content } from "./message-content.ts";
import { allow, consentPage } from "./oauth.ts";
import { Refused } from "./refused.ts";
import { readUpload, serveFile } from "./stored-files.ts";
import type { WebAnswer } from "./web-api.ts";
import { answerCall } from "./web-api.ts";

type Answer = Omit<WebAnswer, "body"> & { readonly body: WebAnswer["body"] | Uint8Array };

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const ownErrors = new Set(["used_url", "expired_url", "no_service"]);

const answerResponseUrl = (slack: FakeSlack, path: string, raw: Buffer): WebAnswer => {
  try {
    const body = readResponseBody(raw.toString("utf8"));
    const place = slack.interactions.takeResponse(path, body);
    const { workspace, channel } = place;
    const userId = workspace.install?.botUserId ?? "";
    const add = (content: Content, threadTs: string | null): unknown =>
      slack.addMessage(workspace, channel, { ...content, threadTs, userId, ours: true });
    respond(place, body, add, slack.mint);
    return { status: 200, headers: {}, body: "ok" };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, extra } = error;
    if (!ownErrors.has(code)) slack.violations.push(`response_url: ${code} ${JSON.stringify(extra)}`);
    return { status: 404, headers: {}, body: { ok: false, error: code } };
  }
};

/** What the browser of somebody sees who installs the app. */
const answerBrowser = (slack: FakeSlack, path: string, query: URLSearchParams): WebAnswer => {
  if (path === "/oauth/v2/authorize") return { status: 200, headers: {}, body: consentPage(slack, query) };
  try {
    return { status: 302, headers: { location: allow(slack, query) }, body: "" };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 400, headers: {}, body: error.code };
  }
};

const answer = async (slack: FakeSlack, request: IncomingMessage): Promise<Answer | "hang" | "drop"> => {
  const body = await readAll(request);
  const { headers } = request;
  const { pathname: path, searchParams: query } = new URL(request.url ?? "/", slack.url);
  if (path.startsWith("/api/")) return answerCall(slack, { method: path.slice("/api/".length), headers, query, body });
  if (path.startsWith("/oauth/")) return answerBrowser(slack, path, query);
  if (path.startsWith("/upload/v1/")) return readUpload(slack, path, headers, body);
  if (path.startsWith("/files-pri/")) return serveFile(slack, path, headers);
  if (path.startsWith("/response/")) {
    await slack.beforeResponse();
    return answerResponseUrl(slack, path, body);
  }
  return { status: 404, headers: {}, body: "not found" };
};

const handle = async (slack: FakeSlack, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const answered = await answer(slack, request);
  if (answered === "hang") return;
  if (answered === "drop") return void request.socket.destroy();
  const { status, headers, body } = answered;
  const isWritten = typeof body === "string" || body instanceof Uint8Array;
  response.writeHead(status, {
    "content-type": isWritten ? "text/html" : "application/json; charset=utf-8",
    ...headers,
  });
  response.end(isWritten ? body : JSON.stringify(body));
};

/** The HTTP side of the fake, on a free port of the loopback. */
export const listen = async (slack: FakeSlack): Promise<{ readonly server: Server; readonly url: string }> => {
  // A connection that is idle stays: closing it while the next request is on its way would be a fault nobody asked for.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void handle(slack, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

export const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
