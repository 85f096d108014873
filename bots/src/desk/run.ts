import { ApiError } from "@docket/api/client";
import type { Args, CommandSpec } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { hurried } from "./desk.ts";
import { explain } from "./explain.ts";
import type { Outcome } from "./outcome.ts";
import { Refusal } from "./outcome.ts";
import { numberIn, numbered } from "./ticket-name.ts";

/** Why something did not happen, in words for the one who asked; null when it is a fault of the bot itself. */
export const reasonOf = (error: unknown, { user }: Pick<DeskCall, "user">): string | null => {
  if (error instanceof Refusal) return error.message;
  return error instanceof ApiError ? explain(error, user.platform) : null;
};

/** The option that was given wrongly; null where it is none, or nobody knows. */
const optionOf = (error: unknown): string | null => {
  if (error instanceof Refusal) return error.option;
  return error instanceof ApiError ? (error.problem.errors?.[0]?.field.split(".").at(-1) ?? null) : null;
};

/** Does something with the desk; what is refused, or gets no answer, becomes an outcome that says so. */
export const attempt = async (call: DeskCall, work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    const text = reasonOf(error, call);
    if (text === null) throw error;
    const option = optionOf(error);
    return { kind: "refused", text, ...(option === null ? {} : { option }) };
  }
};

/** Throws `Refusal` for what is longer than its option takes. */
const checkLengths = ({ options }: CommandSpec, args: Args): void => {
  for (const { name, max = Infinity } of options) {
    if (Array.from((args[name] ?? "").trim()).length > max)
      throw new Refusal(`The ${name} can have ${max} characters at most.`, name);
  }
};

/** Carries out a command; `number` is that of its ticket, where whoever asked has seen it. */
export const run = async (
  command: CommandSpec,
  call: DeskCall,
  args: Args,
  number = numberIn(args["ticket"]),
): Promise<Outcome> => {
  const outcome = await attempt(call, () => {
    checkLengths(command, args);
    return command.run(hurried(call), args);
  });
  return outcome.kind === "refused" ? { ...outcome, text: numbered(number, outcome.text) } : outcome;
};
