import { actorRef } from "@docket/core/actor";
import type { ChannelView, updateChannelInput } from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { owe } from "../outbox/owe.ts";
import { checkFilter } from "./check-filter.ts";
import { checkSeen } from "./check-seen.ts";
import type { ChannelRow } from "./integration-row.ts";
import { viewChannel } from "./integration-row.ts";
import { channelById } from "./select-integration.ts";
import { namedIn } from "./select-named.ts";
import { commitSetting, updateChannelRow } from "./store.ts";
import { untilSettled } from "./until-settled.ts";

type Input = z.output<typeof updateChannelInput>;

/** The rules that get another value. */
const changesOf = (row: ChannelRow, { mode, filter, fallback }: Input): Partial<Pick<ChannelRow, keyof Input>> => ({
  ...(mode === undefined || mode === row.mode ? {} : { mode }),
  ...(filter === undefined || JSON.stringify(filter) === JSON.stringify(row.filter) ? {} : { filter }),
  ...(fallback === undefined || fallback === row.fallback ? {} : { fallback }),
});

/** Changes which tickets a channel gets, and how it takes plain messages. Fails with `channel.stale_version`. */
export const updateChannel = (call: Call, id: Id<"channel">, input: Input): Promise<ChannelView> => {
  const { services, actor, ifMatch } = call;
  const { db, clock } = services;
  return untilSettled(async () => {
    if (actor.kind === "anonymous") throw denied();
    const [[row], categories, sites] = await db.read(channelById(db, id), ...namedIn(db, input.filter));
    if (!row) throw notFound("channel");
    checkSeen(ifMatch, row);
    if (input.filter) checkFilter(input.filter, row.filter, { categories, sites });
    const set = changesOf(row, input);
    const changed = Object.entries(set);
    if (changed.length === 0) return viewChannel(row);
    const diff = changed.map(([field, to]) => [field, { from: row[field as keyof Input], to }]);
    const isWritten = await commitSetting(call, actorRef(actor), {
      id,
      version: row.version,
      type: "channel.updated",
      data: Object.fromEntries(diff) as unknown,
      statements: [
        updateChannelRow(db, id, { ...set, ...(set.mode ? { modeSince: clock.now() } : {}) }),
        ...(set.mode ? [owe(services, [{ type: "chat.mode", channelId: id, mode: set.mode }])] : []),
      ],
    });
    if (!isWritten) return null;
    if (set.mode) services.wake();
    return viewChannel({ ...row, ...set, version: row.version + 1 });
  });
};
