import type { CommandSpec } from "../command.ts";
import { assign } from "./assign.ts";
import { away } from "./away.ts";
import { back } from "./back.ts";
import { channel } from "./channel.ts";
import { claim } from "./claim.ts";
import { close } from "./close.ts";
import { create } from "./create.ts";
import { link } from "./link.ts";
import { mine } from "./mine.ts";
import { next } from "./next.ts";
import { note } from "./note.ts";
import { notify } from "./notify.ts";
import { priority } from "./priority.ts";
import { queue } from "./queue.ts";
import { reopen } from "./reopen.ts";
import { reply } from "./reply.ts";
import { resolve } from "./resolve.ts";
import { search } from "./search.ts";
import { show } from "./show.ts";
import { status } from "./status.ts";
import { tags } from "./tags.ts";
import { unassign } from "./unassign.ts";

/** Everything that staff can do from a chat, in the order in which help shows it. */
export const commands: readonly CommandSpec[] = [
  next,
  claim,
  assign,
  unassign,
  reply,
  note,
  status,
  priority,
  tags,
  resolve,
  reopen,
  close,
  show,
  search,
  mine,
  queue,
  create,
  away,
  back,
  notify,
  link,
  channel,
];

/** The command of this name; null when there is none. */
export const commandOf = (name: string): CommandSpec | null => commands.find((one) => one.name === name) ?? null;
