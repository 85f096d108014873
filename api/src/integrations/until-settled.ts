import { problem } from "../http/problem.ts";

const mostAttempts = 5;

/** Tries to change a setting until nobody else was faster: an attempt gives null when somebody was. */
export const untilSettled = async <T>(attempt: () => Promise<T | null>): Promise<T> => {
  for (let tries = 1; tries <= mostAttempts; tries++) {
    const result = await attempt();
    if (result !== null) return result;
  }
  const detail = "Others are changing this at the same moment.";
  throw problem("server.unavailable", detail, undefined, { retryAfter: 1 });
};
