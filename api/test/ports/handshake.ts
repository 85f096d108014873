import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:http";

/** The answer to a request that may have asked for a WebSocket. */
export interface Handshake {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What makes a request one for a WebSocket (RFC 6455, 4.1). */
export const upgradeHeaders = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** Sends a request with just these headers and drops the socket, if it becomes one. */
export const shakeHands = (url: string, headers: Readonly<Record<string, string>>): Promise<Handshake> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { agent: false, headers });
    outgoing.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, headers: response.headers, body: "" });
    });
    outgoing.on("response", (response) => {
      let body = "";
      response.on("data", (data: Buffer) => (body += data.toString()));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
