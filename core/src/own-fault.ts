const ofOurs: readonly string[] = ["TypeError", "ReferenceError", "RangeError", "SyntaxError"];
/** What `fetch` says as a `TypeError` when nobody answers, on Node and in workerd. */
const ofNetwork = /^(?:fetch failed|terminated|network connection lost\.?|failed to fetch)$/i;

/** Whether an error says that something is wrong with the program, and not with what it talks to. */
export const isOwnFault = (error: unknown): error is Error =>
  error instanceof Error && ofOurs.includes(error.name) && !ofNetwork.test(error.message);
