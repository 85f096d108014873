import { z } from "zod";
import { author, via } from "./message.ts";
import { pageOf, time } from "./common.ts";

export const historyEntry = z
  .strictObject({
    seq: z.int().min(1),
    type: z.string().describe("The event, such as `ticket.assigned`."),
    at: time,
    actor: author,
    via: via
      .nullable()
      .describe("The chat or the API key through which it was done, for staff; null where it was done in person."),
    messageId: z.string().nullable().describe("The message that came with it."),
    changes: z.array(
      z.strictObject({
        field: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyPage = pageOf(historyEntry).meta({ id: "HistoryPage" });
export type HistoryPage = z.infer<typeof historyPage>;
