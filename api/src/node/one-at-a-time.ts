import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { minute } from "@docket/core/time";

/** Far more than any program sends before it has read an answer; browsers and proxies send one. */
const mostWaiting = 32;

/**
 * Answers the requests of a connection one after the other: Node would begin all that came in at once, and hold the answers
 * to whoever reads none. A connection that sends more ahead is closed, and so is one on which nothing moves for so long.
 */
export const oneAtATime = (answer: RequestListener, patience: number = minute): RequestListener => {
  /** What waits on a connection; none where nothing is being answered. */
  const lines = new WeakMap<Socket, (() => void)[]>();
  return (incoming, outgoing) => {
    const { socket } = incoming;
    const begin = (): void => {
      outgoing.once("close", () => {
        const next = socket.destroyed ? undefined : lines.get(socket)?.shift();
        if (next) next();
        else lines.delete(socket);
      });
      // Until it was sent; then Node's own time for idle connections counts.
      socket.setTimeout(patience);
      answer(incoming, outgoing);
    };
    const line = lines.get(socket);
    if (line === undefined) {
      lines.set(socket, []);
      begin();
    } else if (line.length < mostWaiting) line.push(begin);
    else socket.destroy();
  };
};
