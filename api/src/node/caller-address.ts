/**
 * The address of the caller: what a proxy of ours says in `header`, or the address of the connection.
 * Without a setting no header is believed, since anybody can send one.
 */
export const callerAddress = (request: Request, connection: string | undefined, header: string | undefined): string => {
  const claimed = header === undefined ? null : request.headers.get(header);
  // The last entry is the one that the nearest proxy added.
  return claimed?.split(",").at(-1)?.trim() || (connection ?? "unknown");
};
