import { z } from "zod";
import { rule } from "./fault.ts";

/** What comes after the name of the machine and its port. */
const restOf = (text: string): string => text.replace(/^https?:\/\/[^/?#]*/i, "");

/** The address of a desk as a setting has it: nothing beside an origin, since the rest would be cut off. */
export const deskAddress = (words: string) =>
  z
    .url({ protocol: /^https?$/, error: rule(words) })
    .refine((text) => /^\/?(?:[?#]|$)/.test(restOf(text)), rule("must be an address without a path"))
    .refine((text) => !/[?#]/.test(text), rule("must be an address without `?` and `#`"))
    .refine((text) => !text.includes("@"), rule("must be an address without a user name and a password"));
