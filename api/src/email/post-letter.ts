import type { BatchItem } from "drizzle-orm/batch";
import type { Services } from "../services.ts";
import type { LetterRecord } from "./letters-store.ts";
import { recordLetter, reserveLetter } from "./letters-store.ts";
import type { Letter } from "./mailer.ts";

/** No mail goes to such an address; the desk gives it to people who have none (RFC 2606). */
export const isMailable = (address: string): boolean => !/\.invalid$/i.test(address);

/**
 * Sends a letter once, or drops it when it would be one automatic letter too many. Mail services know no
 * idempotency keys: a crash after the service took the letter and before that was written down sends it
 * a second time, with the same Message-ID. `alongside` is written when it was sent.
 */
export const postLetter = async (
  services: Services,
  letter: Letter,
  { kind, automatic }: Pick<LetterRecord, "kind" | "automatic">,
  alongside: readonly BatchItem<"sqlite">[] = [],
): Promise<void> => {
  const { db, clock, mailer, config, log } = services;
  const record = { messageId: letter.messageId, recipient: letter.to, kind, automatic };
  const state = await reserveLetter(db, record, clock.now(), config.automaticLettersPerHour);
  if (state === "over_the_bound") {
    log.warn("letter dropped: too many automatic letters to one address", { messageId: letter.messageId, kind });
  }
  if (state !== "reserved") return;
  const { providerId } = await mailer.send(letter);
  await recordLetter(db, letter.messageId, providerId, clock.now(), alongside);
};
