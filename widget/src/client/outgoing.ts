import { Draft } from "./draft.ts";
import type { Kept } from "./kept.ts";
import { Sending } from "./sending.ts";
import type { Upload } from "./upload.ts";

/** What one form is about to send: its text, its files, and how far the sending got. It outlives the form. */
export class Outgoing<T> {
  readonly sending = new Sending();
  readonly draft: Draft<T>;
  uploads: readonly Upload[] = [];

  constructor(kept: Kept, name: string) {
    this.draft = new Draft(kept, `draft:${name}`);
  }

  write(value: T | null): void {
    this.sending.changed();
    this.draft.write(value);
  }

  attach(uploads: readonly Upload[]): void {
    this.sending.changed();
    this.uploads = uploads;
  }

  /** It has arrived. */
  clear(): void {
    this.draft.write(null);
    this.uploads = [];
  }

  stop(): void {
    this.sending.stop();
    this.draft.save();
  }
}
