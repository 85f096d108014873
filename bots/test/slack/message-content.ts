import { checkBlocks } from "./block-limits.ts";
import type { Call } from "./call.ts";
import { structured } from "./call.ts";
import { Refused } from "./refused.ts";
import type { Json, Message, Mint } from "./state.ts";
import { isJson, list, text } from "./state.ts";

/** The most that the blocks of a message may come to, written as JSON: what was seen to be refused, rounded down. */
const mostOfBlocks = 12_000;
const mostOfText = 40_000;

export type Content = Pick<Message, "text" | "blocks" | "attachments">;

const interactive =
  /^(button|\w*select|overflow|datepicker|timepicker|datetimepicker|checkboxes|radio_buttons|\w+_input)$/;

const withActionIds = (value: unknown, mint: Mint): unknown => {
  if (Array.isArray(value)) return value.map((one) => withActionIds(one, mint));
  if (!isJson(value)) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withActionIds(one, mint)]));
  const needsId = interactive.test(text(value["type"])) && value["action_id"] === undefined;
  return needsId ? { ...inside, action_id: mint.id("a") } : inside;
};

/** Blocks as Slack keeps them: each block and each element that can be used has an id. */
export const keptBlocks = (blocks: readonly Json[], mint: Mint): readonly Json[] =>
  blocks.map((block) => ({ block_id: mint.id("b"), ...(withActionIds(block, mint) as Json) }));

/** Checks what a message is to hold against the bounds of Slack. Throws `Refused`. */
export const checkContent = (raw: Json, mint: Mint): Content => {
  const { blocks, attachments } = raw;
  const words = text(raw["text"]);
  if (blocks !== undefined && !Array.isArray(blocks)) throw new Refused("invalid_blocks_format");
  const given = list(blocks);
  const attached = list(attachments);
  if (words === "" && given.length === 0 && attached.length === 0) throw new Refused("no_text");
  if (words.length > mostOfText) throw new Refused("msg_too_long");
  if (attached.length > 100) throw new Refused("too_many_attachments");
  const problems = checkBlocks(given, "message");
  if (problems.length > 0) throw new Refused("invalid_blocks", problems);
  if (JSON.stringify(given).length > mostOfBlocks) throw new Refused("msg_blocks_too_long");
  return { text: words, blocks: keptBlocks(given, mint), attachments: attached };
};

/** What the message of a call holds. */
export const contentOf = (call: Call): Content =>
  checkContent(
    {
      text: call.args["text"],
      blocks: structured(call, "blocks", "invalid_blocks_format"),
      attachments: structured(call, "attachments", "invalid_attachments"),
    },
    call.slack.mint,
  );
