import { z } from "zod";
import { rule } from "./fault.ts";

/** A token or secret as services hand them out: it goes into a header, which takes nothing but plain ASCII. */
export const secretText = z
  .string()
  .trim()
  .regex(/^[ -~]+$/, rule("must be plain letters, digits and signs: copy it once more, without curly quotes"));
