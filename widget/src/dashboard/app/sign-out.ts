import { AuthError } from "../session/auth.ts";
import { authWords } from "../session/auth-words.ts";
import type { Desk } from "./desk.ts";

/** Ends the session on the desk, and then here. Whoever `comesBack` signs in as somebody else to go on where they are. */
export const signOut = async (
  { auth, session, toasts, navigate }: Desk,
  { comesBack = false }: { readonly comesBack?: boolean } = {},
): Promise<void> => {
  try {
    await auth.signOut();
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    if (error.status !== 401) return toasts.problem(authWords(error));
  }
  if (!comesBack) navigate("/sign-in");
  session.signedOut();
};
