import { msg, str } from "@lit/localize";
import { ApiError, isSignedOut, problemText } from "../../client/api.ts";
import { StaleEdit } from "../ticket/ticket-store.ts";
import type { Desk } from "./desk.ts";

const words = (error: unknown): string => {
  if (error instanceof StaleEdit) {
    return msg("Somebody else changed this first. It shows what they set; nothing of theirs was overwritten.");
  }
  if (error instanceof ApiError && error.problem.holder) {
    return msg(str`${error.problem.holder.name} was faster and has this ticket now.`);
  }
  if (error instanceof ApiError && error.problem.status === 404) return msg("It is not there any more.");
  return problemText(error);
};

/** Does something for the person and says how it went; true when it worked. */
export const attempt = async (desk: Desk, deed: () => Promise<unknown>, done?: string): Promise<boolean> => {
  try {
    await deed();
    if (done) desk.toasts.done(done);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof StaleEdit)) throw error;
    if (!isSignedOut(error)) desk.toasts.problem(words(error));
    return false;
  }
};
