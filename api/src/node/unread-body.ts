import type { IncomingMessage } from "node:http";
import { second } from "@docket/core/time";

/** How long what comes in is thrown away after the answer, so that its sender gets to read it. */
const patience = 2 * second;
/** What is on its way in a connection anyway costs nothing to take. */
const little = 64 * 1024;

const isShort = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= little;

/** Resolves when nothing more comes in, or after a while. */
const thrownAway = (incoming: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    incoming.once("end", end).once("close", end).resume();
  });

/**
 * The answer to a request whose body nobody read to its end: the connection carries no other request. It is closed only
 * when the sender is through or has had time to see the answer; closed at once, the answer would be lost to many.
 */
export const answerUnread = async (incoming: IncomingMessage, answer: Response): Promise<Response> => {
  // Whoever is too slow gets no second time of a slow sender to send the rest.
  if (incoming.complete || (isShort(incoming) && answer.status !== 408)) return answer;
  const headers = new Headers(answer.headers);
  headers.set("connection", "close");
  if (answer.body === null) return new Response(null, { status: answer.status, headers });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // With its length told, it is whole for its reader before the connection ends.
  headers.set("content-length", String(bytes.length));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      await thrownAway(incoming);
      controller.close();
    },
  });
  return new Response(body, { status: answer.status, headers });
};
