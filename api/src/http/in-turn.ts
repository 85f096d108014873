import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../context.ts";

/** Everything behind it is done when it is the turn of whoever asks. What is sent after the answer began takes none. */
export const inTurn = createMiddleware<AppEnv>((c, next) => c.env.turn.take(next));
