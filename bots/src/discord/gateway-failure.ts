import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { BotTrouble } from "@docket/core/chat/bot-trouble";
import { GatewayCloseCodes } from "discord-api-types/v10";
import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError, RateLimitError } from "discord.js";
import { isNetworkFault } from "../network-fault.ts";
import { ConnectionFailed } from "../trouble.ts";
import { noAnswer } from "./discord-calls.ts";
import { chatFailureOf } from "./discord-failure.ts";

/** What the codes mean with which Discord closes a connection for good. */
const troubles: Readonly<Partial<Record<number, BotTrouble>>> = {
  [GatewayCloseCodes.AuthenticationFailed]: "token",
  [GatewayCloseCodes.DisallowedIntents]: "intents",
};

/** Why Discord closed the connection for good. */
export const closed = (code: number): ConnectionFailed =>
  new ConnectionFailed(troubles[code] ?? "refused", `Discord closed the connection with the code ${code}.`);

const troubleOf = (error: unknown): BotTrouble => {
  if (error instanceof ChatFailure) return "away";
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return "token";
  if (error instanceof HTTPError || error instanceof RateLimitError || isNetworkFault(error)) return "away";
  if (error instanceof DiscordAPIError) return error.status === 401 ? "token" : error.status < 500 ? "refused" : "away";
  return "fault";
};

/** Why there is no connection; what the network says of itself is for nobody. */
export const notOpened = (error: unknown): ConnectionFailed =>
  new ConnectionFailed(troubleOf(error), isNetworkFault(error) ? noAnswer() : (chatFailureOf(error) ?? error));
