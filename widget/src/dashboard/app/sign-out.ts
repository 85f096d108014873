import { AuthError } from "../session/auth.ts";
import { authWords } from "../session/auth-words.ts";
import type { Desk } from "./desk.ts";

/** Ends the session on the desk, and then here. */
export const signOut = async ({ auth, session, toasts, navigate }: Desk): Promise<void> => {
  try {
    await auth.signOut();
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    if (error.status !== 401) return toasts.problem(authWords(error));
  }
  navigate("/sign-in");
  session.signedOut();
};
