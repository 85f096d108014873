import type { MessageView } from "@docket/core/contract/message";
import type { TicketSummary, TicketView } from "@docket/core/contract/ticket";
import { filesText } from "@docket/core/text/files-text";

/** What a command came to, for the one who asked; nobody else reads it. Texts are plain, without any markup. */
export type Outcome =
  | { readonly kind: "done"; readonly text: string; readonly ticket: TicketView }
  | {
      readonly kind: "ticket";
      readonly ticket: TicketView;
      /** With what it began: its description, or the files that came alone. */
      readonly opening: string;
      readonly messages: readonly MessageView[];
    }
  | {
      readonly kind: "tickets";
      readonly title: string;
      readonly tickets: readonly TicketSummary[];
      /** Whether there are more than these. */
      readonly more: boolean;
      /** What to say when there are none. */
      readonly empty: string;
    }
  | { readonly kind: "link"; readonly text: string; readonly label: string; readonly url: string }
  | { readonly kind: "help"; readonly title: string; readonly lines: readonly HelpLine[] }
  | { readonly kind: "said"; readonly text: string }
  | {
      readonly kind: "refused";
      readonly text: string;
      /** The option that is at fault, where it is one. */
      readonly option?: string;
    };

export interface HelpLine {
  readonly usage: string;
  readonly summary: string;
}

/** What was said with a message: its words, or the files that came alone. */
export const wordsOf = ({ body, attachments }: MessageView): string =>
  body || filesText(attachments.map(({ name }) => name));

export const said = (text: string): Outcome => ({ kind: "said", text });

export const done = (ticket: TicketView, text: string): Outcome => ({
  kind: "done",
  ticket,
  text: `#${ticket.number}: ${text}`,
});

/** Ends a command with a plain reason, for the one who asked. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** The option that is at fault; null where it is none. */
  readonly option: string | null;

  constructor(message: string, option: string | null = null) {
    super(message);
    this.option = option;
  }
}
