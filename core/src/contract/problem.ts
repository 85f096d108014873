import { z } from "zod";
import { errorCodes } from "../errors.ts";
import { fieldCodes } from "../field-errors.ts";
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
      .array(
        z.strictObject({
          field: z.string().describe("Its path, such as `requester.email`."),
          code: z.enum(fieldCodes).describe("What is wrong, for programs."),
          params: z.record(z.string(), z.union([z.string(), z.number()])).describe("What the code speaks of."),
          message: z.string().describe("The same as a sentence for people."),
        }),
      )
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
