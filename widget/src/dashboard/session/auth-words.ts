import { msg, str } from "@lit/localize";
import { noAnswerText } from "../../client/api.ts";
import { waitWords } from "../../client/wait-words.ts";
import { AuthError } from "./auth.ts";

/** The desk says when, and what else to do; whatever stands before it may not. */
const patience = ({ message, retryAfter }: AuthError): string => {
  if (message !== "") return message;
  return retryAfter === null
    ? msg("There were too many tries. Wait a minute, then try again.")
    : msg(str`There were too many tries. Try again ${waitWords(retryAfter)}.`);
};

/** What went wrong, and what to do about it, in words for the person who tried. */
export const authWords = (error: unknown): string => {
  if (!(error instanceof AuthError)) throw error;
  if (error.status === 429) return patience(error);
  switch (error.code) {
    case "auth.wrong_credentials":
      return msg("Wrong email or password. Check both, or sign in with a code by email.");
    case "auth.wrong_password":
      return msg("That is not your current password. If you do not know it, sign out and choose Forgot your password?");
    case "auth.no_password":
      return msg("You have no password yet. Sign out and choose Forgot your password? to set one.");
    case "auth.not_active":
      return msg("This account may not sign in any more. Ask the people who run this desk.");
    case "auth.invalid_code":
      return msg(
        "This code is wrong or has expired: a code works for ten minutes and three tries, in the browser that asked for it.",
      );
    case "person.email_taken":
      return msg("There is an account with this address already. Sign in instead.");
    case "OFFLINE":
      return msg(str`${noAnswerText()} Try again in a moment.`);
    default:
      return error.status >= 500 || error.message === ""
        ? msg("Something went wrong on our side. Try again in a moment.")
        : error.message;
  }
};
