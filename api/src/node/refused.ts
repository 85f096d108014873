import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { RequestError, getRequestListener } from "@hono/node-server";
import type { ErrorCode } from "@docket/core/errors";
import { dataHeaders } from "../http/headers.ts";
import { problem, problemResponse } from "../http/problem.ts";
import { joinPieces } from "./join-pieces.ts";

/** The reason for which a body in too many pieces is refused. */
const tinyPieces = "tiny pieces";

/** What Node refuses before anybody else sees it, by its own code; everything else that it cannot read is a 400. */
const refusals: Readonly<Record<string, readonly [status: number, code: ErrorCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "request.too_large", "The headers may have at most 16 kB."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "request.too_large", "The chunks of the body say too much of themselves."],
  [tinyPieces]: [413, "request.too_large", "The body comes in too many pieces: send more of it at a time."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "request.too_slow", "The request took too long to arrive."],
  connect: [405, "route.method_not_allowed", "This is no proxy: CONNECT leads nowhere."],
  expectation: [417, "request.malformed", "Nothing but 100-continue can be expected here."],
};
const unreadable = [400, "request.malformed", "The request cannot be read."] as const;

/** A problem document as all others, though no request came through. */
const refusalOf = async (reason: string, isHttps: boolean): Promise<Response> => {
  const [status, code, detail] = refusals[reason] ?? unreadable;
  const requestId = crypto.randomUUID();
  const answer = problemResponse(problem(code, detail), requestId);
  const headers = new Headers({ ...dataHeaders(isHttps), ...Object.fromEntries(answer.headers) });
  headers.set("x-request-id", requestId);
  if (status === 405) headers.set("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  return Response.json(
    { ...((await answer.json()) as object), status, title: STATUS_CODES[status] },
    { status, headers },
  );
};

/** Sends an answer over a connection that has nobody else to do it, and ends the connection. */
const send = async (socket: Duplex, answer: Response): Promise<void> => {
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.set("connection", "close");
  headers.set("content-length", String(body.length));
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  if (!socket.writable) return;
  socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}\r\n${lines}\r\n`);
  socket.end(body);
};

/** Refuses a request that names two hosts: a proxy in front may have gone by the other one. */
export const checkHost = ({ rawHeaders }: IncomingMessage): void => {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length > 1) throw new RequestError("More than one Host header");
};

/** Has `respond` answer each request, and refuses what no request can be made of. */
export const requestListener = (respond: Parameters<typeof getRequestListener>[0], isHttps: boolean): RequestListener =>
  getRequestListener(respond, {
    async errorHandler(error) {
      if (!(error instanceof RequestError)) throw error;
      const answer = await refusalOf("", isHttps);
      answer.headers.set("connection", "close");
      return answer;
    },
  });

/**
 * Answers with a problem document where Node would with a bare status: what it cannot read, what is expected of it, and
 * sockets that are not opened. The function that comes back is told of each request what the app answers to it.
 */
export const answerRefused = (
  server: Server,
  isHttps: boolean,
): ((incoming: IncomingMessage, answer: Promise<Response>) => void) => {
  const answers = new WeakMap<IncomingMessage, Promise<Response>>();
  const refuse = async (socket: Duplex, reason: string): Promise<void> =>
    send(socket, await refusalOf(reason, isHttps));
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }, outgoing) => void latest.set(socket, outgoing));
  /** Whether an answer has begun on a connection: nothing else can be said there. */
  const isAnswering = (socket: Duplex): boolean => {
    const outgoing = latest.get(socket);
    return outgoing !== undefined && outgoing.headersSent && !outgoing.closed;
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable || isAnswering(socket)) socket.destroy();
    else void refuse(socket, error.code ?? "");
  });
  server.prependListener("request", (incoming: IncomingMessage) => {
    const { socket } = incoming;
    joinPieces(incoming, () => {
      if (isAnswering(socket)) socket.destroy();
      else void refuse(socket, tinyPieces);
      socket.once("finish", () => socket.destroy());
    });
  });
  server.on("connect", (_, socket) => {
    // Whoever goes away before the answer is told nothing.
    socket.on("error", () => undefined);
    if (isAnswering(socket)) socket.destroy();
    else void refuse(socket, "connect");
  });
  server.on("checkExpectation", (incoming) => void refuse(incoming.socket, "expectation"));
  const refuseUpgrade = async (incoming: IncomingMessage, socket: Duplex): Promise<void> => {
    const answer = await answers.get(incoming);
    if (answer === undefined) await refuse(socket, "");
    else if (!answer.ok) await send(socket, answer);
  };
  server.on("upgrade", (incoming, socket) => void refuseUpgrade(incoming, socket));
  return (incoming, answer) => void answers.set(incoming, answer);
};
