import { waitOf } from "@docket/core/wait";
import { msg, str } from "@lit/localize";

/** How long to wait, in words: "in about 50 minutes". */
export const waitWords = (seconds: number): string => {
  const { unit, count } = waitOf(seconds);
  switch (unit) {
    case "seconds":
      return msg(str`in about ${count} seconds`);
    case "minutes":
      return msg(str`in about ${count} minutes`);
    case "hours":
      return msg(str`in about ${count} hours`);
  }
};
