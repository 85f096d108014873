import { z } from "zod";
import { messageInput } from "./check-message.ts";
import { snowflake, text } from "./form.ts";

const archiveMinutes = z.literal([60, 1440, 4320, 10_080]);
const appliedTags = z.array(snowflake).max(5);
const slowMode = z.int().min(0).max(21_600);

/** A thread to start from a message. */
export const threadInput = z.object({
  name: text(100),
  auto_archive_duration: archiveMinutes.optional(),
  rate_limit_per_user: slowMode.nullish(),
});

/** A post of a forum. */
export const postInput = threadInput.extend({ applied_tags: appliedTags.optional(), message: messageInput });

/** A change of a thread. */
export const threadEdit = z.object({
  name: text(100).optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  auto_archive_duration: archiveMinutes.optional(),
  rate_limit_per_user: slowMode.nullish(),
  applied_tags: appliedTags.optional(),
});

/** A change of a channel. */
export const channelEdit = z.object({
  name: text(100).optional(),
  topic: text(4096, 0).nullish(),
  available_tags: z
    .array(
      z.object({
        id: snowflake.nullish(),
        name: text(20),
        moderated: z.boolean().optional(),
        emoji_id: snowflake.nullish(),
        emoji_name: z.string().max(32).nullish(),
      }),
    )
    .max(20)
    .optional(),
});
