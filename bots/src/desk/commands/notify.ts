import type { ChatNotice } from "@docket/core/chat/notice";
import { chatNotices } from "@docket/core/chat/notice";
import type { CommandSpec } from "../command.ts";
import { Refusal, said } from "../outcome.ts";
import { orList } from "../words.ts";

const answers: Readonly<Record<ChatNotice, string>> = {
  mention: "You are mentioned in the thread of a ticket when it is given to you, and when its client answers.",
  dm: "You get a direct message when a ticket is given to you, and when the client of one of yours answers.",
  off: "You are not told of your tickets here any more. Use /ticket notify again to change that.",
};

const read = (word: string): ChatNotice => {
  const found = chatNotices.find((one) => one === word.trim().toLowerCase());
  if (found === undefined) throw new Refusal(`Choose ${orList(chatNotices)}.`);
  return found;
};

export const notify: CommandSpec = {
  name: "notify",
  summary: "Say how you are told of your tickets: by a mention, a direct message (dm), or not (off)",
  submit: "Save",
  options: [{ name: "how", summary: "mention, dm or off", kind: "choice", required: true, choices: chatNotices }],
  run: async (call, { how = "" }) => {
    const { chatNotice } = await call.api.request("PATCH /me", { body: { chatNotice: read(how) } });
    return said(answers[chatNotice]);
  },
};
