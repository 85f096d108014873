import type { Logger } from "../platform/logger.ts";

const tellingHeaders = ["x-forwarded-for", "forwarded"];

/**
 * Says once, when a request seems to have come through a proxy whose word is not asked for, that all who come through it
 * count as one caller: then they share the bounds that each should have.
 */
export const createProxyWarning = (log: Logger, clientIpHeader: string | undefined): ((request: Request) => void) => {
  let isSaid = clientIpHeader !== undefined;
  return ({ headers }) => {
    if (isSaid) return;
    const header = tellingHeaders.find((name) => headers.has(name));
    if (header === undefined) return;
    isSaid = true;
    log.warn("behind a proxy all callers count as one: CLIENT_IP_HEADER is not set", { header });
  };
};
