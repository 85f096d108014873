export * from "./auth.ts";
export * from "./events.ts";
export * from "./messages.ts";
export * from "./people.ts";
export * from "./sites.ts";
export * from "./tickets.ts";
