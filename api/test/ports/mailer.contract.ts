import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Letter, Mailer } from "../../src/email/mailer.ts";

export const letter: Letter = {
  messageId: "tkt_1.3@desk.test",
  to: "ada@example.test",
  subject: "Re: [#1042] Grüße, <b>Ada</b>",
  text: "Hello Ada,\n\n“two & two” is four.\n",
  html: "<p>Hello Ada,</p>",
  inReplyTo: "tkt_1.1@desk.test",
  references: ["tkt_1.1@desk.test", "tkt_1.2@desk.test"],
  headers: { "Auto-Submitted": "auto-generated" },
};

/** A mailer to be tried, and what it handed on. */
export interface MailerUnderTest {
  readonly mailer: Mailer;
  /** The letters as they arrived at the other end, the oldest first. */
  arrived(): readonly Letter[];
  /** Makes the other end refuse letters until what it returns is called. */
  refuse(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** What every mailer does. */
export const mailerContract = (name: string, start: () => Promise<MailerUnderTest>): void => {
  describe(`the mailer: ${name}`, () => {
    let it: MailerUnderTest;
    beforeEach(async () => {
      it = await start();
    });
    afterEach(() => it.stop());

    test("hands on a letter whole", async () => {
      const { providerId } = await it.mailer.send(letter);
      expect(providerId).not.toBe("");
      expect(it.arrived()).toEqual([letter]);
    });

    test("hands on a letter that answers none", async () => {
      const first = { ...letter, inReplyTo: null, references: [], headers: {} };
      await it.mailer.send(first);
      expect(it.arrived()).toEqual([first]);
    });

    test("gives each letter an id of its own, also when they are sent at the same time", async () => {
      const letters = Array.from({ length: 20 }, (_, i) => ({ ...letter, messageId: `tkt_1.${i}@desk.test` }));
      const answers = await Promise.all(letters.map((one) => it.mailer.send(one)));
      expect(new Set(answers.map(({ providerId }) => providerId)).size).toBe(20);
      expect(
        it
          .arrived()
          .map(({ messageId }) => messageId)
          .toSorted(),
      ).toEqual(letters.map(({ messageId }) => messageId).toSorted());
    });

    test("finds what it took, and nothing else", async () => {
      const { providerId } = await it.mailer.send(letter);
      expect(await it.mailer.find(letter.messageId)).toEqual({ providerId });
      expect(await it.mailer.find("tkt_2.3@desk.test")).toBeNull();
    });

    test("says so when the letter was not taken, and works again afterwards", async () => {
      const repair = await it.refuse();
      await expect(it.mailer.send(letter)).rejects.toBeInstanceOf(Error);
      expect(it.arrived()).toEqual([]);
      await repair();
      await it.mailer.send(letter);
      expect(it.arrived()).toEqual([letter]);
    });
  });
};
