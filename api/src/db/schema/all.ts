export * from "./auth.ts";
export * from "./chat.ts";
export * from "./events.ts";
export * from "./keys.ts";
export * from "./messages.ts";
export * from "./people.ts";
export * from "./sites.ts";
export * from "./tickets.ts";
