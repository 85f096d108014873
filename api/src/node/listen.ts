import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "../config.ts";

/** Where a server listens, as the settings say it. */
interface Listening {
  readonly HOST: string;
  readonly PORT: number;
}

/** Why it is not possible to listen there, in words. */
const listenFault = (error: NodeJS.ErrnoException, { HOST, PORT }: Listening): string => {
  switch (error.code) {
    case "EADDRINUSE":
      return `PORT ${PORT} is taken by another program.`;
    case "EACCES":
      return `PORT ${PORT} cannot be used: this user may not listen there.`;
    case "EADDRNOTAVAIL":
      return `HOST ${HOST} cannot be used: it is not an address of this machine.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `HOST ${HOST} cannot be used: there is no address of that name.`;
    default:
      return `HOST ${HOST} and PORT ${PORT} cannot be used: ${error.message}.`;
  }
};

/** Begins to listen; resolves with the port. Throws `ConfigError` naming the setting that is in the way. */
export const listen = async (server: Server, where: Listening): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new ConfigError(listenFault(error, where))));
    server.listen(where.PORT, where.HOST, resolve);
  });
  return (server.address() as AddressInfo).port;
};
