import { claimedAddress } from "../platform/caller-address.ts";
import type { LogFields, Logger } from "../platform/logger.ts";

const tellingHeaders = ["x-forwarded-for", "forwarded"];

/** What is wrong with how a request tells its caller's address; null if nothing is. */
const troubleOf = (request: Request, setting: string | undefined): [message: string, fields: LogFields] | null => {
  if (setting !== undefined) {
    const isTold = !request.headers.has(setting) || claimedAddress(request, setting) !== null;
    return isTold ? null : ["CLIENT_IP_HEADER gives no address: the connection's counts", { header: setting }];
  }
  const header = tellingHeaders.find((name) => request.headers.has(name));
  return header ? ["behind a proxy all callers count as one: CLIENT_IP_HEADER is not set", { header }] : null;
};

/**
 * Says once that callers are not told apart: a request came through a proxy whose word is not asked for, or which says
 * something that is no address. All who come through it then share the bounds that each should have.
 */
export const createProxyWarning = (log: Logger, clientIpHeader: string | undefined): ((request: Request) => void) => {
  let isSaid = false;
  return (request) => {
    const trouble = isSaid ? null : troubleOf(request, clientIpHeader);
    if (trouble === null) return;
    isSaid = true;
    log.warn(...trouble);
  };
};
