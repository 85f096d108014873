/** What a button, a menu or a form is for: a command, and the ticket or message that it is about. Ids only. */
export interface CustomId {
  readonly use: "run" | "form" | "from";
  readonly command: string;
  /** The ticket, as people or Docket name it; with `from` the message that a ticket is made from. */
  readonly about: string;
}

const uses: readonly string[] = ["run", "form", "from"] satisfies readonly CustomId["use"][];

/** A `custom_id`: at most 100 characters. */
export const customId = ({ use, command, about }: CustomId): string => `${use}:${command}:${about}`;

/** What `customId` made; null for what is none of ours. */
export const readCustomId = (text: string): CustomId | null => {
  const [use = "", command = "", about = ""] = text.split(":");
  return uses.includes(use) ? { use: use as CustomId["use"], command, about } : null;
};
