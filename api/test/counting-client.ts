import type { Client } from "@libsql/client";

/** A libSQL client that counts its round trips. */
export const countingClient = (client: Client): { readonly client: Client; readonly trips: () => number } => {
  let trips = 0;
  const counted = new Set<PropertyKey>(["execute", "batch", "migrate", "transaction", "executeMultiple"]);
  return {
    trips: () => trips,
    client: new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (counted.has(name)) trips++;
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    }),
  };
};
