import type { App, Receiver } from "@slack/bolt";
import { SocketModeClient } from "@slack/socket-mode";
import type { WebClientOptions } from "@slack/web-api";
import type { Log } from "../log.ts";
import type { AnswerPlaces } from "./replace-card.ts";
import { leadsToSlack } from "./replace-card.ts";
import { makesSense } from "./slack-body.ts";
import { loggerOf } from "./slack-client.ts";

export interface SocketReceiverOptions {
  /** `xapp-…`, with the scope `connections:write`. */
  readonly appToken: string;
  /** Where answers to what people press may go. */
  readonly answers: AnswerPlaces;
  readonly clientOptions: Omit<WebClientOptions, "logLevel" | "logger">;
  readonly log: Log;
  /** What listeners find in their `context`. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the client hands over of each envelope. */
interface Envelope {
  readonly ack: (response?: unknown) => Promise<void>;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/**
 * Receives over Slack's Socket Mode. As over HTTP an event is acknowledged when its work is done: Bolt's own receiver
 * does it before, and then a message is lost when the desk is away for a moment. It connects once: the library's own way to
 * come back throws where nobody can catch it when Slack says no.
 */
export class SocketReceiver implements Receiver {
  readonly #client: SocketModeClient;
  readonly #properties: SocketReceiverOptions["properties"];
  readonly #answers: AnswerPlaces;
  readonly #working = new Set<Promise<void>>();
  #app: App | null = null;

  constructor({ appToken, answers, clientOptions, log, properties }: SocketReceiverOptions) {
    const logger = loggerOf(log, "slack socket");
    this.#client = new SocketModeClient({ appToken, clientOptions, logger, autoReconnectEnabled: false });
    this.#properties = properties;
    this.#answers = answers;
    this.#client.on("slack_event", (envelope: Envelope) => {
      const work = this.#receive(envelope).finally(() => this.#working.delete(work));
      this.#working.add(work);
    });
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Calls back when the connection is gone. */
  onDisconnected(back: () => void): void {
    this.#client.once("close", back);
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Closes the connection and waits for what was being done. */
  async stop(): Promise<void> {
    await this.#client.disconnect();
    await Promise.allSettled(this.#working);
  }

  async #receive({ ack, body, retry_num: retryNum, retry_reason: retryReason }: Envelope): Promise<void> {
    const isEvent = body["type"] === "event_callback";
    if (!makesSense(body) || !leadsToSlack(body, this.#answers)) return ack();
    try {
      await this.#app?.processEvent({
        body,
        ack: (response: unknown) => (isEvent ? Promise.resolve() : ack(response)),
        customProperties: { ...this.#properties },
        ...(retryNum === undefined ? {} : { retryNum }),
        ...(retryReason === undefined ? {} : { retryReason }),
      });
      if (isEvent) await ack();
    } catch {
      // The app has said what went wrong. Without its acknowledgement Slack sends an event again.
    }
  }
}
