import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { idOf } from "./common.ts";

/** Every error answer: a problem document (RFC 9457) with Docket's code and the id of the request. */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .describe("What is wrong with which field of the input."),
    holder: z
      .strictObject({ id: z.string(), name: z.string() })
      .optional()
      .describe("Who has the ticket, when somebody else claimed it first."),
    ticket: z
      .strictObject({ id: idOf("ticket"), number: z.int().min(1) })
      .optional()
      .describe("The ticket that is there already, on `ticket.exists`."),
    retryAfter: z.int().optional().describe("Seconds to wait before the next try."),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;
