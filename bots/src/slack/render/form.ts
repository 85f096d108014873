import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import type { Args, CommandSpec, OptionSpec } from "../../desk/command.ts";
import type { Excerpt } from "../../desk/excerpt.ts";
import { hintOf, labelOf, submitOf, titleOf } from "../../desk/form-words.ts";
import type { PressedCard } from "../replace-card.ts";
import { clip } from "./mrkdwn.ts";

/** What a modal remembers until it is sent: ids and short words, never what people wrote. */
export interface FormState {
  readonly command: string;
  /** What is known already and is not asked for. */
  readonly args: Args;
  /** The number of the ticket that it is about, if that is known. */
  readonly number?: number;
  readonly channelId: string | null;
  readonly threadTs: string | null;
  /** The card whose button opened it. */
  readonly card?: PressedCard;
  /** The message of the chat that a ticket is made from. */
  readonly origin?: {
    readonly channelId: string;
    readonly messageId: string;
    /** Slack wants to be told the first message of a thread. */
    readonly threadTs: string;
    readonly url: string;
    /** What the form shows of it. */
    readonly excerpt: Excerpt;
    /** Where the desk has what it says: the id under which that knows it. */
    readonly shownAs?: string;
  };
}

/** The `callback_id` of every form. */
export const formId = "docket_form";

/** The bounds of Slack's modals (https://docs.slack.dev/reference/block-kit). */
export const most = { title: 24, name: 150, typed: 3000, text: 3000 } as const;

const plain = (text: string) => ({ type: "plain_text", text }) as const;

const elementOf = ({ name, kind, max = most.typed }: OptionSpec, given: string): InputBlock["element"] => {
  if (kind === "line" || kind === "text") {
    const limit = Math.min(max, most.typed);
    return {
      type: "plain_text_input",
      action_id: name,
      multiline: kind === "text",
      max_length: limit,
      ...(given === "" ? {} : { initial_value: clip(given, limit) }),
    };
  }
  return { type: "external_select", action_id: name, min_query_length: 0 };
};

const inputOf = (option: OptionSpec, given = ""): InputBlock => ({
  type: "input",
  block_id: option.name,
  optional: !option.required,
  label: plain(labelOf(option)),
  hint: plain(hintOf(option)),
  element: elementOf(option, given),
});

/** Says at the top of a form which ticket it is about, or who asked. */
export const nameBlock = (name: string): KnownBlock => ({ type: "section", text: plain(clip(name, most.name)) });

const formTitle = (command: CommandSpec, number: number | undefined): string =>
  clip(number === undefined ? titleOf(command) : `${titleOf(command)} · #${number}`, most.title);

/** A modal that asks for these options of a command; `given` is what its fields begin with. */
export const formView = (
  command: CommandSpec,
  options: readonly OptionSpec[],
  given: Args,
  state: FormState,
  notice: readonly KnownBlock[] = [],
): ModalView => ({
  type: "modal",
  callback_id: formId,
  title: plain(formTitle(command, state.number)),
  submit: plain(submitOf(command)),
  close: plain("Cancel"),
  private_metadata: JSON.stringify(state),
  blocks: [...notice, ...options.map((option) => inputOf(option, given[option.name]))],
});

/** A modal that only says something. */
export const noticeView = (text: string): ModalView => ({
  type: "modal",
  callback_id: "docket_notice",
  title: plain("Docket"),
  close: plain("Close"),
  blocks: [{ type: "section", text: plain(clip(text, most.text)) }],
});

/** The state of a modal's inputs, as Slack sends it. */
export type FormValues = Readonly<
  Record<
    string,
    Readonly<
      Record<string, { readonly value?: string | null; readonly selected_option?: { readonly value: string } | null }>
    >
  >
>;

/** What somebody put into a form: the text or the chosen value of each input. */
export const readForm = (values: FormValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, inputs]) => {
      const value = inputs[name]?.value ?? inputs[name]?.selected_option?.value;
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
