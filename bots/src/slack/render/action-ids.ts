const prefix = "docket:";

/** The `action_id` of a button or a menu that runs this command. */
export const actionId = (command: string): string => `${prefix}${command}`;

/** Matches every `action_id` of ours. */
export const anyAction = /^docket:[a-z]+$/;

/** The command that an `action_id` runs. */
export const commandOfAction = (id: string): string => id.slice(prefix.length);

/** What a button or the entry of a menu carries: the ticket, and what was chosen for it. Ids only. */
export const actionValue = (ticketId: string, choice?: string): string =>
  choice === undefined ? ticketId : `${ticketId}:${choice}`;

/** What `actionValue` made. */
export const readActionValue = (value: string): { readonly ticketId: string; readonly choice: string | null } => {
  const [ticketId = "", choice = null] = value.split(":");
  return { ticketId, choice };
};
