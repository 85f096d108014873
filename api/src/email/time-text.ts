import type { Ms } from "@docket/core/time";

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A moment as emails say it: nobody knows where they are read. */
export const timeText = (at: Ms): string => `${time.format(at)} UTC`;
