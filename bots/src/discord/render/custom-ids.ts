/** What a button, a menu or a form is for: a command, and the ticket or message that it is about. Ids only. */
export interface CustomId {
  readonly use: "run" | "form" | "from";
  readonly command: string;
  /** The ticket, as people or Docket name it; with `from` the message that a ticket is made from. */
  readonly about: string;
  /** The number of that ticket, in forms. */
  readonly number?: number;
}

const uses: readonly string[] = ["run", "form", "from"] satisfies readonly CustomId["use"][];

/** A `custom_id`: at most 100 characters. */
export const customId = ({ use, command, about, number }: CustomId): string =>
  [use, command, about, ...(number === undefined ? [] : [number])].join(":");

/** What `customId` made; null for what is none of ours. */
export const readCustomId = (text: string): CustomId | null => {
  const [use = "", command = "", about = "", number] = text.split(":");
  const known = number === undefined ? {} : { number: Number(number) };
  return uses.includes(use) ? { use: use as CustomId["use"], command, about, ...known } : null;
};
