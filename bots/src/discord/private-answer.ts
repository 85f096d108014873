import { MessageFlags } from "discord-api-types/v10";

/** Makes an answer one that only whoever asked can read. */
export const privately = <A extends object>(answer: A) => ({ ...answer, flags: MessageFlags.Ephemeral as const });
