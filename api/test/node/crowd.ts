import type { Socket } from "node:net";
import { connect } from "node:net";

interface Wanted {
  readonly url: string;
  /** What each sends: the lines of the head, and what of the body comes with it. */
  readonly begin: (which: number) => string;
  readonly count: number;
  /** What one of them is to get: the answer with this status, or no answer at all but the end of its connection. */
  readonly until: 429 | "ended";
}

export interface Crowd {
  /** The whole answer that was waited for, and "" for none. */
  readonly answer: string;
  readonly leave: () => void;
}

const isWhole = (answer: string): boolean => {
  const [head = "", body] = answer.split("\r\n\r\n");
  return body !== undefined && body.length >= Number(/^content-length: (\d+)/im.exec(head)?.[1]);
};

/**
 * So many requests at a time that are begun and never finished, until one of them gets what is wanted. Another one comes in
 * the place of each that got anything else, so that they are as many on a slow machine, where the first has been too slow
 * before the last is there.
 */
export const crowdAt = async ({ url, begin, count, until }: Wanted): Promise<Crowd> => {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const answer = await new Promise<string>((resolve) => {
    let isOver = false;
    const join = (which: number): void => {
      const socket = connect(Number(port), hostname).on("error", () => undefined);
      sockets.add(socket);
      let got = "";
      socket.on("data", (data: Buffer) => {
        got += data.toString("latin1");
        if (isWhole(got)) socket.destroy();
      });
      socket.once("close", () => {
        sockets.delete(socket);
        if (isOver) return;
        isOver = until === "ended" ? got === "" : got.startsWith(`HTTP/1.1 ${until} `);
        if (isOver) resolve(got);
        else join(which);
      });
      socket.write(begin(which));
    };
    for (let i = 0; i < count; i++) join(i);
  });
  const leave = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return { answer, leave };
};
