/** How the platforms call it when nobody answers: Node's codes of the system and of its client, and names of `fetch`. */
const codes = /^(?:E(?:CONN|AI_|NET|HOST|PIPE|TIMEDOUT|PROTO)|UND_ERR_|ERR_(?:TLS|SSL|SOCKET|STREAM))|CERT|ENOTFOUND/;
const names: readonly string[] = ["AbortError", "TimeoutError"];

/** Whether an error says that the other side could not be reached, and not that something is wrong here. */
export const isNetworkFault = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { name, message, cause } = error;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string" && codes.test(code)) return true;
  if (names.includes(name) || message === "fetch failed" || message === "terminated") return true;
  return cause !== undefined && isNetworkFault(cause);
};
