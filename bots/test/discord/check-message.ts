import { z } from "zod";
import { messageComponents } from "./check-components.ts";
import { snowflake, text, webAddress, wrong } from "./form.ts";

const image = z.object({ url: z.string() });

const embed = z
  .object({
    title: text(256, 0).nullish(),
    description: text(4096, 0).nullish(),
    url: webAddress().nullish(),
    color: z.int().min(0).max(0xffffff).nullish(),
    timestamp: z.iso.datetime({ offset: true }).nullish(),
    footer: z.object({ text: text(2048), icon_url: webAddress().optional() }).nullish(),
    author: z.object({ name: text(256), url: webAddress().optional() }).nullish(),
    fields: z
      .array(z.object({ name: text(256), value: text(1024), inline: z.boolean().optional() }))
      .max(25)
      .optional(),
    image: image.nullish(),
    thumbnail: image.nullish(),
  })
  .refine(
    ({ title, description, fields = [], footer, author, image, thumbnail }) =>
      [title, description, fields[0], footer, author, image, thumbnail].some((one) => one != null && one !== ""),
    { path: ["description"], ...wrong("BASE_TYPE_REQUIRED", "This field is required") },
  );

export type Embed = z.output<typeof embed>;

const sizeOf = ({ title, description, footer, author, fields = [] }: Embed): number =>
  [title, description, footer?.text, author?.name, ...fields.flatMap(({ name, value }) => [name, value])]
    .map((one) => one?.length ?? 0)
    .reduce((sum, one) => sum + one, 0);

const embeds = z
  .array(embed)
  .max(10)
  .refine(
    (all) => all.reduce((sum, one) => sum + sizeOf(one), 0) <= 6000,
    wrong("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"),
  );

const mentionKinds = ["roles", "users", "everyone"] as const;

const allowedMentions = z
  .object({
    parse: z.array(z.enum(mentionKinds)).optional(),
    roles: z.array(snowflake).max(100).optional(),
    users: z.array(snowflake).max(100).optional(),
    replied_user: z.boolean().optional(),
  })
  .refine(
    ({ parse = [], roles = [], users = [] }) =>
      !(parse.includes("roles") && roles.length > 0) && !(parse.includes("users") && users.length > 0),
    { path: ["parse"], ...wrong("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "is mutually exclusive with the lists") },
  );

export type AllowedMentions = z.output<typeof allowedMentions>;

const fields = {
  content: text(2000, 0).nullish(),
  embeds: embeds.nullish(),
  components: messageComponents.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  flags: z.int().min(0).nullish(),
  attachments: z
    .array(
      z.object({
        id: z.coerce.string(),
        filename: text(260, 0).optional(),
        description: text(1024, 0).nullish(),
      }),
    )
    .max(10)
    .nullish(),
};

/** A message to send. */
export const messageInput = z.object({
  ...fields,
  nonce: z.union([z.string().max(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
  message_reference: z
    .object({ message_id: snowflake, channel_id: snowflake.optional(), fail_if_not_exists: z.boolean().optional() })
    .nullish(),
});

export type MessageInput = z.output<typeof messageInput>;

/** A change of a message. */
export const messageEdit = z.object(fields);

export type MessageEdit = z.output<typeof messageEdit>;
