import type { Call } from "../context.ts";
import { sessionOf } from "./session.ts";
import { deleteSession } from "./store.ts";

/** Ends the caller's widget session. */
export const endSession = ({ services: { db }, actor }: Call): Promise<void> => deleteSession(db, sessionOf(actor).id);
