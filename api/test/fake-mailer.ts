import type { Letter, Mailer } from "../src/email/mailer.ts";
import { NotTaken } from "../src/email/mailer.ts";

/** Keeps the letters instead of sending them; `fail` makes the next ones be refused. */
export class FakeMailer implements Mailer {
  readonly letters: Letter[] = [];
  failures: Error[] = [];

  fail(times: number, error: Error = new NotTaken("the mail service is down")): void {
    this.failures = Array.from({ length: times }, () => error);
  }

  send(letter: Letter): Promise<{ providerId: string }> {
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    this.letters.push(letter);
    return Promise.resolve({ providerId: `fake-${this.letters.length}` });
  }

  find(messageId: string): Promise<{ providerId: string } | null> {
    const place = this.letters.findIndex((letter) => letter.messageId === messageId);
    return Promise.resolve(place < 0 ? null : { providerId: `fake-${place + 1}` });
  }

  to(address: string): Letter[] {
    return this.letters.filter((letter) => letter.to === address);
  }
}
